"""`hotline import` and `hotline sheet`: data files and tables, into the directory and out of it.

It prints what was found and ends the program with a status that means something; the rules are in
services/sheets and services/batches.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.orm import Session, sessionmaker

from hotline.commands.check import data_option, load_or_exit
from hotline.commands.terminal import console, now, who
from hotline.config import Settings
from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import RegionDirectory
from hotline.resources import resource_dir
from hotline.services import batches, files, importing, site
from hotline.services.sheets import data_files, limits, writing
from hotline.services.sheets.columns import Column, tables
from hotline.services.sheets.columns import Table as Columns
from hotline.services.sheets.comparing import STATUSES, Comparison, compare
from hotline.services.sheets.opening import File
from hotline.storage.directory import read_all
from hotline.storage.session import writing as writing_to

#: Further problems than fit on a screen are counted, and not listed.
_MOST_LISTED = 500


@click.command("import")
@click.argument(
    "paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE]..."
)
@data_option
@click.option("--by", default=None, help="Who imports: your name, for the audit trail.")
@click.option("--reason", default=importing.IMPORT, help="Why, for the reviewer and the history.")
@click.option("--check", "only_check", is_flag=True, help="Only compare FILEs; propose nothing.")
@click.pass_obj
def import_(
    settings: Settings,
    paths: tuple[Path, ...],
    data: Path | None,
    by: str | None,
    reason: str,
    only_check: bool,
) -> None:
    """Load data files. Into an empty directory they go live; later they become changes to review.

    With FILEs (.xlsx, .csv, .toml), propose what these say: all of it, or nothing if one row is wrong.
    """
    if paths:
        if data is not None:
            raise click.UsageError("Name files or a folder with --data, not both.")
        _bring(site.open_database(settings), paths, by or who(), reason, now(), only_check)
        return
    if only_check:
        raise click.UsageError("--check needs a FILE. The data files are checked by `hotline check`.")
    loaded = load_or_exit(data, settings.files)
    try:
        with site.open_database(settings).begin() as session:
            report = importing.import_directory(session, loaded.regions, by or who(), now())
    except InputError as error:
        _refuse(problem.sentence for problem in error.problems)
    console.print(report.summary())


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--region", "regions", multiple=True, help="Two letters, such as GT; all of them by default.")
@click.option("--template", is_flag=True, help="Empty tables to fill in.")
@click.pass_obj
def sheet(settings: Settings, target: Path, regions: tuple[str, ...], template: bool) -> None:
    """Write what is published as tables: TARGET.xlsx is a workbook, anything else a folder of files.

    `hotline import` takes them back. Nothing that only the desk keeps stands in them.
    """
    chosen = tuple(region.upper() for region in regions)
    _write(site.open_database(settings), target, chosen, template)


def _bring(
    sessions: sessionmaker[Session],
    paths: tuple[Path, ...],
    by: str,
    reason: str,
    moment: datetime,
    only_check: bool,
) -> None:
    """Propose what these files say, or print everything that is wrong and end with status 1."""
    plans = {plan.region: plan for plan in files.load(resource_dir("data")).plans}
    brought = [_file(path) for path in paths]
    # A person who watches sees it move; a log stays clean.
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Comparing", total=1.0)

        def told(part: float) -> None:
            progress.update(task, completed=part)

        # Nobody who writes has to wait while the files are read and compared.
        with sessions() as session:
            found = compare(session, brought, lambda region: True, plans, moment, told)
    if found.faults:
        _print_faults(found)
        sys.exit(1)
    if found.to_propose and not only_check:
        try:
            with writing_to(sessions) as session:
                batches.import_found(session, brought, found, by, reason, plans, moment)
        except InputError as error:
            _refuse(problem.sentence for problem in error.problems)
    console.print(_summary(found, only_check))


def _refuse(sentences: Iterable[str]) -> NoReturn:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(1)


def _file(path: Path) -> File:
    # One byte more than may come is enough to say that it is too much.
    with path.open("rb") as opened:
        return File(path.name, opened.read(limits.MOST_BYTES + 1))


def _print_faults(found: Comparison) -> None:
    table = Table("File", "Row", "Column", "It says", "What to do")
    for place, problem, cell in found.faults[:_MOST_LISTED]:
        table.add_row(
            *(_plain(text) for text in (place.sheet, str(place.row or ""), place.column, cell)),
            _plain(_sentence(problem)),
        )
    Console(stderr=True, width=None if sys.stderr.isatty() else 240, markup=False).print(table)
    more = len(found.faults) - _MOST_LISTED
    if more > 0:
        click.echo(f"and {more} more.", err=True)
    click.echo(f"{len(found.faults)} problems. Nothing was written.", err=True)


def _plain(text: str) -> str:
    """What a terminal may print: a cell of a file must not move its cursor or colour it."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _sentence(problem: Problem) -> str:
    if problem.severity == "warning":
        return f"{problem.sentence} (Put the name into confirmed_by.)"
    return problem.sentence


def _summary(found: Comparison, only_check: bool) -> str:
    counts = Counter(row.status for row in found.rows)
    rows = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
    waiting = len(found.differences) - len(found.to_propose)
    done = "would be" if only_check else "were"
    return (
        f"{len(found.rows)} rows: {rows}. {len(found.to_propose)} changes {done} proposed, "
        f"{waiting} were waiting already. Nothing live was touched."
    )


def _write(sessions: sessionmaker[Session], target: Path, regions: tuple[str, ...], template: bool) -> None:
    """Write what is published into a workbook, or into a folder of CSV and data files."""
    shown: tuple[RegionDirectory, ...] = ()
    if not template:
        with sessions() as session:
            there = {directory.region: directory for directory in read_all(session)}
        unknown = [code for code in regions if code not in there]
        if unknown or not there:
            click.echo(
                f"There is no region {', '.join(unknown)}." if unknown else "There is no region.", err=True
            )
            sys.exit(1)
        shown = tuple(there[code] for code in regions or sorted(there))
    found = writing.tables_of(shown)
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(writing.workbook_of(found, _no_hint, template))
        console.print(f"Wrote {target}")
        return
    target.mkdir(parents=True, exist_ok=True)
    for name, table in tables().items():
        if found[name] or template:
            (target / f"{name}.csv").write_bytes(writing.csv_text(table, found[name], template))
    for directory in shown:
        (target / f"{directory.region}.toml").write_text(data_files.written(directory), encoding="utf-8")
    console.print(f"Wrote {len(list(target.iterdir()))} files into {target}")


def _no_hint(table: Columns, column: Column) -> str:
    return f"One of: {', '.join(column.options)}" if column.options else ""
