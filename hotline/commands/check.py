"""`hotline check`: what is wrong with the data files, all of it at once."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from hotline.commands.terminal import console
from hotline.config import Settings
from hotline.resources import resource_dir
from hotline.services import files
from hotline.services.files import Loaded

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=None,
    help="The folder to read; the one that comes with the program by default.",
)


@click.command()
@data_option
@click.pass_obj
def check(settings: Settings, data: Path | None) -> None:
    """Check all data files at once: file, record, field, and what to do."""
    loaded = load_or_exit(data, settings.files)
    console.print(
        f"{len(loaded.regions)} regions, {sum(len(r.services) for r in loaded.regions)} services, "
        f"{len(loaded.plans)} numbering plans: no problems."
    )


def load_or_exit(data: Path | None, store: Path | None = None) -> Loaded:
    """The data files, or exit status 1 with every problem printed.

    With `store`, the files that their materials name have to be there.
    """
    loaded = files.load(data or resource_dir("data"))
    problems = (*loaded.problems, *(files.missing_files(loaded, store) if store else ()))
    if not problems:
        return loaded
    table = Table("File", "Record", "Field", "What to do")
    for problem in problems:
        table.add_row(problem.file, problem.record, problem.field, problem.message)
    Console(stderr=True, width=None if sys.stderr.isatty() else 240).print(table)
    click.echo(f"{len(problems)} problems. Nothing was written.", err=True)
    sys.exit(1)
