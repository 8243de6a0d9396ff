"""`hotline publish` and `hotline build`: the next edition, and its finished files."""

import click
from sqlalchemy.orm import Session, sessionmaker

from hotline.commands.check import load_or_exit
from hotline.commands.terminal import console, now, stop
from hotline.config import Settings
from hotline.services import publishing, site


@click.command()
@click.pass_obj
def publish(settings: Settings) -> None:
    """Freeze the live tables into the next edition, and build it."""
    sessions = site.open_database(settings)
    loaded = load_or_exit(None)
    edition = publishing.publish(sessions, loaded.plans, now())
    console.print(
        f"Edition {edition.number} is published: {edition.sha256}"
        if edition
        else "Nothing has changed since the last edition."
    )
    build_newest(settings, sessions)


@click.command()
@click.pass_obj
def build(settings: Settings) -> None:
    """Build the latest edition into finished files and point to it."""
    if not build_newest(settings, site.open_database(settings)):
        stop("There is no edition yet: run `hotline publish`.")


def build_newest(settings: Settings, sessions: sessionmaker[Session]) -> bool:
    """Build it and say so; False before the first one."""
    with console.status("Building the pages and the search index"):
        folder = site.build_latest(sessions, settings)
    if folder is None:
        return False
    console.print(f"Built {folder.name}")
    return True
