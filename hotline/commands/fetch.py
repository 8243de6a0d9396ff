"""`hotline fetch`: the directory of another site, for scripts and mirrors."""

import json
import os
import sys
from pathlib import Path

import click

from hotline.domain.edition import Edition
from hotline.services import fetching
from hotline.services.fetching import FetchError, Held


@click.command()
@click.argument("address")
@click.option("--region", default=None, help="Two letters, such as GT: only this region; all by default.")
@click.option(
    "--into",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write here instead of to the screen. A newer edition there is never replaced by an older one.",
)
@click.option("--sha256", "wanted", default=None, help="Take only the edition with this hash.")
def fetch(address: str, region: str | None, into: Path | None, wanted: str | None) -> None:
    """Take the directory from the site at ADDRESS, checked against the hash of its edition.

    Exit status 1: the site cannot be read, or what it sends is not sound; nothing was written.
    """
    try:
        taken = fetching.edition(address, _held(into), wanted)
        content = _document(taken, region.upper() if region else None)
    except FetchError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if into is None:
        click.echo(content, nl=False)
        return
    temporary = into.with_name(f".{into.name}.new")
    temporary.write_text(content, encoding="utf-8")
    os.replace(temporary, into)
    click.echo(f"Edition {taken.number} of {taken.published_at.date().isoformat()} is in {into}.")


def _document(taken: Edition, region: str | None) -> str:
    if region is not None and region not in taken.directories:
        raise FetchError(f"There is no region {region}. There are {', '.join(taken.directories)}.")
    documents = [
        fetching.region_document(taken, code) for code in ([region] if region else taken.directories)
    ]
    value = documents[0] if region else {"edition": documents[0]["edition"], "regions": documents}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _held(into: Path | None) -> Held | None:
    """What is there already; a file that something else wrote is not overwritten."""
    if into is None or not into.exists():
        return None
    try:
        mark = json.loads(into.read_text(encoding="utf-8"))["edition"]
        return Held(int(mark["number"]), str(mark["sha256"]))
    except (ValueError, KeyError, TypeError):
        raise FetchError(f"{into} holds something else. Name another file, or remove it.") from None
