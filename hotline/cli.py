"""The `hotline` command: every task of an operator, each with an exit status that means something.

0: done. 1: the input has problems, all of which were printed, and nothing was written.
2: the command was called wrongly.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session, sessionmaker

from hotline import sheet_command
from hotline.config import Settings, ensure_secret_key
from hotline.domain.errors import InputError
from hotline.domain.listing import LOCALES
from hotline.fetch_command import fetch
from hotline.keep_command import keep
from hotline.print_command import print_
from hotline.resources import resource_dir, server_file
from hotline.services import auditing, importing, people, publishing, site
from hotline.services import files as data_files
from hotline.storage.session import writing

console = Console(highlight=False, soft_wrap=True)

_data = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    help="The folder to read; the one that comes with the program by default.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hotline")
@click.pass_context
def main(context: click.Context) -> None:
    """The directory of help lines. Settings are HOTLINE_* variables (docs/settings.md)."""
    try:
        context.obj = Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "HOTLINE_" + "_".join(str(part) for part in problem["loc"]).upper()
            click.echo(f"{name}: {problem['msg']}", err=True)
        sys.exit(2)


@main.command()
@_data
def check(data: Path | None) -> None:
    """Check all data files at once: file, record, field, and what to do."""
    loaded = _load_or_exit(data)
    console.print(
        f"{len(loaded.regions)} regions, {sum(len(r.services) for r in loaded.regions)} services, "
        f"{len(loaded.plans)} numbering plans: no problems."
    )


@main.command("import")
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]..."
)
@_data
@click.option("--by", default=None, help="Who imports: your name, for the audit trail.")
@click.option("--reason", default=importing.IMPORT, help="Why, for the reviewer and the history.")
@click.option("--check", "only_check", is_flag=True, help="Only compare FILEs; propose nothing.")
@click.pass_obj
def import_(
    settings: Settings,
    files: tuple[Path, ...],
    data: Path | None,
    by: str | None,
    reason: str,
    only_check: bool,
) -> None:
    """Load data files. Into an empty directory they go live; later they become changes to review.

    With FILEs (.xlsx, .csv, .toml), propose what these say: all of it, or nothing if one row is wrong.
    """
    if files:
        if data is not None:
            raise click.UsageError("Name files or a folder with --data, not both.")
        sessions = site.open_database(settings)
        sheet_command.bring(sessions, console, files, by or _who(), reason, _now(), only_check)
        return
    if only_check:
        raise click.UsageError("--check needs a FILE. The data files are checked by `hotline check`.")
    loaded = _load_or_exit(data)
    sessions = site.open_database(settings)
    with sessions.begin() as session:
        report = importing.import_directory(session, loaded.regions, by or _who(), _now())
    console.print(report.summary())


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--region", "regions", multiple=True, help="Two letters, such as GT; all of them by default.")
@click.option("--template", is_flag=True, help="Empty tables to fill in.")
@click.pass_obj
def sheet(settings: Settings, target: Path, regions: tuple[str, ...], template: bool) -> None:
    """Write what is published as tables: TARGET.xlsx is a workbook, anything else a folder of files.

    `hotline import` takes them back. Nothing that only the desk keeps stands in them.
    """
    chosen = tuple(region.upper() for region in regions)
    sheet_command.write(site.open_database(settings), console, target, chosen, template)


@main.command()
@click.pass_obj
def publish(settings: Settings) -> None:
    """Freeze the live tables into the next edition, and build it."""
    sessions = site.open_database(settings)
    loaded = _load_or_exit(None)
    edition = publishing.publish(sessions, loaded.plans, _now())
    console.print(
        f"Edition {edition.number} is published: {edition.sha256}"
        if edition
        else "Nothing has changed since the last edition."
    )
    _build(settings, sessions)


@main.command()
@click.pass_obj
def build(settings: Settings) -> None:
    """Build the latest edition into finished files and point to it."""
    if not _build(settings, site.open_database(settings)):
        click.echo("There is no edition yet: run `hotline publish`.", err=True)
        sys.exit(1)


@main.group()
def audit() -> None:
    """The trail of what people did."""


@audit.command()
@click.option("--noted", default=None, help="A last hash that was printed earlier and kept elsewhere.")
@click.pass_obj
def verify(settings: Settings, noted: str | None) -> None:
    """Look for every sign that the trail was altered; exit status 1 if there is one."""
    with site.open_database(settings)() as session:
        problems = auditing.verify(session, noted)
        last = auditing.end(session)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo(f"{last.number} entries, the trail is whole. The last hash is {last.hash}")


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.pass_obj
def export(settings: Settings, file: Path | None) -> None:
    """Write the trail as JSON lines, each entry with its hash, into FILE or to the screen."""
    with site.open_database(settings)() as session:
        if file is None:
            for line in auditing.export(session):
                click.echo(line)
            return
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in auditing.export(session))
        click.echo(f"{auditing.end(session).number} entries were written.")


@main.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the directory. The first start sets everything up: database, data, edition 1."""
    ensure_secret_key(settings)
    sessions = site.open_database(settings)
    if publishing.latest(sessions) is None:
        console.print("First start: loading the data and publishing edition 1.")
        loaded = _load_or_exit(None)
        with sessions.begin() as session:
            report = importing.import_directory(session, loaded.regions, "first start", _now())
        console.print(report.summary())
        publishing.publish(sessions, loaded.plans, _now())
    _build(settings, sessions)
    with sessions() as session:
        if not people.anybody(session):
            console.print(
                "Nobody can open the desk yet. Add yourself, in another window:\n"
                '  hotline user add "Your Name" you@example.org --role administrator'
            )
    _become_gunicorn(settings)


@main.group()
def user() -> None:
    """People of the desk."""


@user.command("add")
@click.argument("name")
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(people.ROLES))
@click.option(
    "--region", "regions", multiple=True, help="Two letters, such as GT; more than once for several."
)
@click.option("--locale", type=click.Choice(LOCALES), default="es", help="The language of the desk for them.")
@click.option("--by", default=None, help="Who invites: your name, for the audit trail.")
@click.pass_obj
def add_user(
    settings: Settings,
    name: str,
    email: str,
    roles: tuple[str, ...],
    regions: tuple[str, ...],
    locale: people.Locale,
    by: str | None,
) -> None:
    """Add a person, and print the link with which they choose a password and set up their phone."""
    ensure_secret_key(settings)
    sessions = site.open_database(settings)
    chosen = [region.upper() for region in regions]
    try:
        with writing(sessions) as session:
            secret = people.invite(session, name, email, roles, chosen, by or _who(), _now(), locale)
    except InputError as error:
        for problem in error.problems:
            click.echo(f"{problem.where or 'user'}: {problem.sentence}", err=True)
        sys.exit(1)
    hours = int(people.INVITATION_LASTS.total_seconds() // 3600)
    click.echo(f"Give {name} this link. It works once, for {hours} hours, and is shown only now:")
    click.echo(f"{settings.site}/admin/invitation/{secret}")


def _become_gunicorn(settings: Settings) -> None:
    wsgi = server_file("wsgi.py")
    console.print(
        f"Serving on http://127.0.0.1:{os.environ.get('PORT', '8000')}/es/gt, the desk on /admin/ (Ctrl+C stops it)"
    )
    sys.stdout.flush()
    # The server starts beside wsgi.py, so a relative folder must be made absolute first.
    environment = {**os.environ, "HOTLINE_VAR": str(settings.var.resolve())}
    arguments = [
        "-m",
        "hotline.web.master",
        "-c",
        str(server_file("gunicorn.conf.py")),
        "--chdir",
        str(wsgi.parent),
        "wsgi:application",
    ]
    os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606


def _build(settings: Settings, sessions: sessionmaker[Session]) -> bool:
    with console.status("Building the pages and the search index"):
        folder = site.build_latest(sessions, settings)
    if folder is None:
        return False
    console.print(f"Built {folder.name}")
    return True


def _load_or_exit(data: Path | None) -> data_files.Loaded:
    """The data files, or exit status 1 with every problem printed."""
    loaded = data_files.load(data or resource_dir("data"))
    if not loaded.problems:
        return loaded
    table = Table("File", "Record", "Field", "What to do")
    for problem in loaded.problems:
        table.add_row(problem.file, problem.record, problem.field, problem.message)
    Console(stderr=True, width=None if sys.stderr.isatty() else 240).print(table)
    click.echo(f"{len(loaded.problems)} problems. Nothing was written.", err=True)
    sys.exit(1)


def _who() -> str:
    return os.environ.get("USER") or f"uid {os.getuid()}"


def _now() -> datetime:
    return datetime.now(UTC)


main.add_command(fetch)
main.add_command(keep)
main.add_command(print_)

if __name__ == "__main__":
    main()
