"""`hotline audit`: the trail of what people did."""

import sys
from pathlib import Path

import click

from hotline.config import Settings
from hotline.services import auditing, site


@click.group()
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
