"""Opens the database of an installation and builds its latest edition into finished files."""

from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.editions import building, freezing
from hotline.editions.rendering import Home
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.storage.migrations import migrate
from hotline.storage.session import make_engine


def open_database(settings: Settings) -> sessionmaker[Session]:
    """The sessions of the installation's database, made or migrated to today's tables first."""
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    migrate(engine)
    return sessionmaker(engine, expire_on_commit=False)


def build_latest(sessions: sessionmaker[Session], settings: Settings) -> Path | None:
    """Build the newest edition and point to it; None before the first one."""
    with sessions() as session:
        edition = freezing.latest(session)
        if edition is None:
            return None
        told = freezing.told_changes(session, edition.number)
    vocabulary = load_vocabulary(resource_dir("data") / "search")
    return building.build(
        edition, settings.editions, vocabulary, Home(settings.site, settings.exit_url), told
    )
