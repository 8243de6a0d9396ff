"""The newest edition with what its forms need: the edition that last changed each region."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import Edition
from hotline.editions import freezing
from hotline.editions.print import marks
from hotline.editions.print.content import Mark


def newest(sessions: sessionmaker[Session]) -> tuple[Edition, Mapping[str, Mark]] | None:
    """The edition to print and its marks; None before the first one."""
    with sessions() as session:
        edition = freezing.latest(session)
        return (edition, marks.since(_back(session, edition))) if edition else None


def _back(session: Session, edition: Edition) -> Iterator[Edition]:
    yield edition
    for number in range(edition.number - 1, 0, -1):
        yield freezing.read(session, number)
