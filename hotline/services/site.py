"""Opens the database of an installation and builds its latest edition into finished files."""

from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.editions import building, folder, freezing, pages
from hotline.editions.rendering import Home
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.services import signing
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
        chain = freezing.chain(session, edition.number)
    vocabulary = load_vocabulary(resource_dir("data") / "search")
    home, key = _home(settings), signing.key_or_none(settings)
    return building.build(edition, settings.editions, vocabulary, home, told, settings.files, chain, key)


def is_built(settings: Settings, number: int, sha256: str) -> bool:
    """Whether the pointer leads to this edition as this program builds it, and the folder is there."""
    current = folder.current(settings.editions)
    wanted = building.folder_name(number, sha256, _home(settings))
    return current is not None and current.name == wanted and current.is_dir()


def warm_up(sessions: sessionmaker[Session], settings: Settings) -> None:
    """Render the newest edition and throw it away: whatever is read once has then been read."""
    with sessions() as session:
        edition = freezing.latest(session)
    if edition is not None:
        for _ in pages.render_all(edition, _home(settings)):
            pass


def _home(settings: Settings) -> Home:
    return Home(settings.site, settings.exit_url)
