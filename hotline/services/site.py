"""Opens the database of an installation and builds its latest edition into finished files."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.domain.edition import Edition
from hotline.domain.edition_change import EditionChange
from hotline.editions import building, folder, freezing, pages
from hotline.editions.print.plan import Plan
from hotline.editions.rendering import Home
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.services import printing, signing
from hotline.storage.migrations import migrate
from hotline.storage.session import make_engine


def open_database(settings: Settings) -> sessionmaker[Session]:
    """The sessions of the installation's database, made or migrated to today's tables first."""
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    migrate(engine)
    return sessionmaker(engine, expire_on_commit=False)


@dataclass(frozen=True)
class Newest:
    """The newest edition with what its files need beside it."""

    edition: Edition
    told: tuple[EditionChange, ...]
    chain: tuple[str, ...]
    plan: Plan | None  #: of its forms for paper; None where none are typeset


def newest(sessions: sessionmaker[Session], settings: Settings) -> Newest | None:
    """What is to be built now; None before the first edition."""
    with sessions() as session:
        edition = freezing.latest(session)
        if edition is None:
            return None
        told = freezing.told_changes(session, edition.number)
        chain = freezing.chain(session, edition.number)
        plan = None
        if settings.print:
            built = folder.current(settings.editions)
            plan = Plan(edition, _home(settings), printing.marks_of(session, edition, built))
    return Newest(edition, told, chain, plan)


def build(newest: Newest, settings: Settings) -> Path:
    """Build an edition and point to it."""
    vocabulary = load_vocabulary(resource_dir("data") / "search")
    home, key = _home(settings), signing.key_or_none(settings)
    forms = building.Forms(newest.plan, settings.printed) if newest.plan else None
    return building.build(
        newest.edition,
        settings.editions,
        vocabulary,
        home,
        newest.told,
        settings.files,
        newest.chain,
        key,
        forms,
    )


def build_latest(sessions: sessionmaker[Session], settings: Settings) -> Path | None:
    """Build the newest edition and point to it; None before the first one."""
    found = newest(sessions, settings)
    return build(found, settings) if found else None


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
    return Home(settings.site, settings.exit_url, settings.print)
