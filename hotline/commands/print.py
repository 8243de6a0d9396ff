"""`hotline print`: posters, cards, stickers, pictures and scripts of the newest edition."""

import os
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from hotline.commands.terminal import stop
from hotline.config import Settings
from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions.print import kinds, making
from hotline.editions.print.making import Wanted
from hotline.editions.print.permission import may_print
from hotline.editions.print.press import NotMadeError, Press
from hotline.editions.rendering import Home
from hotline.services import printing, site

_NAMES = tuple(dict.fromkeys(kind.name for kind in (*kinds.OF_A_REGION, *kinds.OF_A_ROAD)))


@click.command("print")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--region", "regions", multiple=True, help="Two letters, such as GT; all of them by default.")
@click.option("--locale", "locales", multiple=True, type=click.Choice(LOCALES), help="All by default.")
@click.option(
    "--form", "forms", multiple=True, type=click.Choice(_NAMES), metavar="NAME",
    help=f"All by default: {', '.join(_NAMES)}.",
)  # fmt: skip
@click.pass_obj
def print_(
    settings: Settings,
    folder: Path,
    regions: tuple[str, ...],
    locales: tuple[str, ...],
    forms: tuple[str, ...],
) -> None:
    """Typeset forms into FOLDER, as gt/es/poster-a4.pdf.

    Forms with a number that nobody has checked for half a year say so and stand in FOLDER/unchecked.
    What has not changed since the last time is not made again. Exit status 1: a form cannot be made.
    """
    found = printing.newest(site.open_database(settings))
    if found is None:
        stop("There is no edition yet: run `hotline publish`.")
    edition, marks = found
    chosen = tuple(region.upper() for region in regions)
    if unknown := sorted(set(chosen) - set(edition.directories)):
        stop(f"There is no region {', '.join(unknown)}. There are {', '.join(edition.directories)}.")
    wanted = Wanted(chosen, locales, forms)
    home = Home(settings.site, settings.exit_url)
    total = len(making.contents(edition, home, marks, wanted))
    watched = Console(stderr=True)
    try:
        with Press(settings.var / "print") as press:
            made = making.forms(edition, home, press, marks, wanted)
            for path, content in track(
                made, "Typesetting", total=total, console=watched, disable=not watched.is_terminal
            ):
                _write(folder, path, content)
            if wanted == making.EVERYTHING:
                press.clear()
    except NotMadeError as error:
        stop(str(error))
    click.echo(f"{total} forms of edition {edition.number} are in {folder}; {press.made} were made anew.")
    for sentence in _not_current(edition, chosen):
        click.echo(sentence)


def _write(folder: Path, path: str, content: bytes) -> None:
    """Whole or not at all. The same form on the other shelf is an older one, and goes."""
    current = folder / path.removeprefix(f"{making.UNCHECKED}/").removeprefix(f"{making.CURRENT}/")
    unchecked = folder / "unchecked" / current.relative_to(folder)
    target, other = (unchecked, current) if path.startswith(making.UNCHECKED) else (current, unchecked)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    temporary.write_bytes(content)
    os.replace(temporary, target)
    other.unlink(missing_ok=True)


def _not_current(edition: Edition, regions: tuple[str, ...]) -> list[str]:
    """Why some forms are not current, a line a service."""
    told = []
    for region in regions or (*edition.directories,):
        for reason in may_print(edition, region):
            if reason.code == "no_number":
                told.append(f"{region}: not made, since no first line has a number to call.")
            else:
                since = f"since {reason.since}" if reason.since else "at all, and no source has a date"
                told.append(
                    f"{region}, {reason.service}: not checked {since}. Forms with it are in unchecked/."
                )
    return told
