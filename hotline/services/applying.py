"""Makes a change live: rows replaced, other changes of the record superseded, an entry in the trail.

Who may do this is decided elsewhere; whether the directory stays whole is decided here.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.edition import Edition
from hotline.domain.errors import InputError, Problem
from hotline.domain.notice import public_region
from hotline.domain.record import DirectoryRecord, from_document, goes_along
from hotline.domain.review import MOVES, OPEN
from hotline.domain.soundness import Plans
from hotline.services import notifying, publishing
from hotline.services.checking import live, problems_to_publish, problems_to_remove
from hotline.storage import audit
from hotline.storage.directory import delete_record, read_region, write_record
from hotline.storage.tables.review import Change

#: Who acts when nobody does: a set time came, an outage ended, another change went first.
PROGRAM = "hotline"


def refuse(problems: Iterable[Problem]) -> None:
    """InputError with all the problems, if there are any."""
    found = tuple(problems)
    if found:
        raise InputError(found)


def find(session: Session, change_id: int) -> Change:
    """The change as it stands in the database now; InputError if there is none."""
    change = session.get(Change, change_id, populate_existing=True)
    if change is None:
        raise InputError([Problem("change_unknown", {"id": str(change_id)})])
    return change


def note_act(
    session: Session, change: Change, action: str, by: str, now: datetime, reason: str | None
) -> None:
    """Write one act on a change into the trail, with both versions as they are now."""
    act = audit.Act(
        action,
        change.kind,
        change.record_id,
        change.region,
        change.before,
        change.after,
        reason,
        change.id,
    )
    audit.append(session, act, by, now)


def is_current(change: Change, published: DirectoryRecord | None) -> bool:
    """Whether the change was made on top of what is published now."""
    if change.before is None or published is None:
        return change.before is None and published is None
    try:
        return from_document(change.kind, change.region, change.before).value == published.value
    except ValueError:
        # The shape of records has changed since; nobody can say that nothing would be lost.
        return False


def apply(session: Session, change: Change, action: str, by: str, now: datetime, plans: Plans) -> None:
    """Make a change live. InputError if the directory would not be whole; then nothing was done.

    Call it inside `step`, and freeze the next edition in the same transaction.
    """
    if not is_current(change, live(session, change.region).get(change.name)):
        raise InputError([Problem("record_moved_on")])
    if change.after is None:
        refuse(problems_to_remove(session, change.name))
        notifying.tell(session, change, now)
        _drop_what_goes_along(session, change, by, now)
        delete_record(session, change.name)
    else:
        record = from_document(change.kind, change.region, change.after)
        refuse(problems_to_publish(session, record, plans, now))
        notifying.tell(session, change, now)
        write_record(session, record)
    directory = read_region(session, change.region)
    if directory is not None and public_region(directory, now) is None:
        raise InputError([Problem("region_left_empty")])
    change.state = "published"
    change.published_at = now
    change.publish_at = None
    note_act(session, change, action, by, now, change.reason)
    _supersede_others(session, change, now)


def freeze(
    session: Session, changes: tuple[Change, ...], by: str, now: datetime, plans: Plans
) -> Edition | None:
    """Freeze the edition that carries these changes, and write its number on them."""
    session.flush()
    edition = publishing.freeze_next(session, plans.values(), now, by)
    for change in changes:
        change.edition = edition.number if edition else None
        notifying.name_edition(session, change)
    session.flush()
    return edition


def supersede(session: Session, change: Change, now: datetime, note: str | None) -> None:
    """Send a change back because what it stands on has moved; its text stays."""
    change.state = MOVES["supersede", change.state].to
    change.publish_at = None
    change.decided_by = change.decided_at = None
    change.note = note or change.note
    change.version += 1
    note_act(session, change, "supersede", PROGRAM, now, note)


def drop(session: Session, record: DirectoryRecord, action: str, by: str, now: datetime) -> None:
    """Take a record away that nobody has to decide on: a notice is over, or its service is gone."""
    delete_record(session, record.name)
    act = audit.Act(action, record.kind, record.id, record.region, record.document)
    audit.append(session, act, by, now)


def _drop_what_goes_along(session: Session, change: Change, by: str, now: datetime) -> None:
    for record in live(session, change.region).values():
        if goes_along(record, change.name):
            drop(session, record, "drop notice" if record.kind == "notice" else "drop contact", by, now)


def _supersede_others(session: Session, change: Change, now: datetime) -> None:
    others = session.scalars(
        select(Change)
        .where(
            Change.kind == change.kind,
            Change.region == change.region,
            Change.record_id == change.record_id,
            Change.id != change.id,
            Change.state.in_([state for state in OPEN if state != "superseded"]),
        )
        .order_by(Change.id)
    )
    for other in others.all():
        supersede(session, other, now, None)
