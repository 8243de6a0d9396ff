"""The task that makes what is live public: one edition, one entry in the trail, one commit."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import Edition
from hotline.domain.numbering import NumberingPlan
from hotline.editions import freezing
from hotline.storage import audit
from hotline.storage.session import writing


def publish(
    factory: sessionmaker[Session], numbering: Iterable[NumberingPlan], now: datetime, by: str = "hotline"
) -> Edition | None:
    """Freeze the next edition; None where nothing changed since the latest one.

    ValueError if no region is complete. Building the edition's files is another task: this one
    only decides what they say.
    """
    with writing(factory) as session:
        return freeze_next(session, numbering, now, by)


def freeze_next(
    session: Session, numbering: Iterable[NumberingPlan], now: datetime, by: str
) -> Edition | None:
    """The same inside the caller's transaction, so that a change and its edition are one commit."""
    edition = freezing.freeze(session, now, numbering)
    if edition is not None:
        after = {"hash": edition.sha256, "previous": edition.previous}
        audit.append(session, audit.Act("publish", audit.EDITION, str(edition.number), after=after), by, now)
    return edition


def latest(factory: sessionmaker[Session]) -> Edition | None:
    """The newest edition, or None before the first one."""
    with factory() as session:
        return freezing.latest(session)
