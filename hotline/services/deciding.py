"""The tasks of a reviewer: approve by typing the numbers again, return, discard; and what falls due.

Each is one act in the caller's transaction (`writing`): approving replaces the rows, writes the
trail and freezes the next edition in one commit, or raises InputError and has done nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.review import (
    MOVES,
    Action,
    evidence_problems,
    numbers_to_type,
    refusals,
    typing_problems,
)
from hotline.domain.signs import cannot_be_trusted
from hotline.domain.soundness import Plans
from hotline.services.acts import note_wrong_typing, problems_to_decide
from hotline.services.applying import (
    PROGRAM,
    apply,
    find,
    freeze,
    is_current,
    note_act,
    refuse,
    supersede,
)
from hotline.services.checking import live, problems_to_publish, problems_to_remove, shaped
from hotline.services.notices import end_what_is_over
from hotline.services.proposing import seen
from hotline.storage.session import step, writing
from hotline.storage.tables.review import Change


def approve(
    session: Session,
    person: Person,
    change_id: int,
    version: int,
    typed: Mapping[str, str],
    now: datetime,
    plans: Plans,
    at: datetime | None = None,
) -> Change:
    """Publish a change now, or at the set time `at`, after the person typed its numbers blind.

    `typed` says what was typed for each contact point of `numbers_to_type(change.before,
    change.after)`; `version` is that of the text the person has read. `change.edition` is the
    number of the edition that carries it.
    """
    with step(session):
        change = find(session, change_id)
        action: Action = "approve" if at is None else "schedule"
        refuse(
            (
                *refusals(action, change.state, person, change.authors, change.region),
                *problems_to_decide(session, change, person.id, now),
            )
        )
        # Alone: whatever else is wrong may be wrong with a text that the person has not read.
        refuse(seen(change, version))
        refuse(
            (
                *_problems_of_time(at, now),
                *_problems(session, change, plans, now),
                *typing_problems(_numbers_to_type(change), typed),
            )
        )
        change.decided_by = person.id
        change.decided_at = now
        if at is not None:
            change.state = MOVES[action, change.state].to
            change.publish_at = at
            note_act(session, change, action, person.id, now, f"to be published at {at.isoformat()}")
            return change
        apply(session, change, action, person.id, now, plans)
        freeze(session, (change,), person.id, now, plans)
        return change


def approve_and_count(
    factory: sessionmaker[Session],
    person: Person,
    change_id: int,
    version: int,
    typed: Mapping[str, str],
    now: datetime,
    plans: Plans,
    at: datetime | None = None,
) -> Change:
    """The same in a transaction of its own, which keeps one thing of a refusal: a wrong number was typed.

    Whoever types for a person uses this one, so that nobody finds a number by trying.
    """
    with writing(factory) as session:
        try:
            return approve(session, person, change_id, version, typed, now, plans, at)
        except InputError as error:
            refused = error
            if any(problem.code == "typed_number_differs" for problem in error.problems):
                note_wrong_typing(session, find(session, change_id), person.id, now)
    raise refused


def publish_due(session: Session, now: datetime, plans: Plans) -> tuple[Change, ...]:
    """Publish what was approved for a time that has come, and end the outages that are over.

    Call it every minute or so. All of it is one edition. A change that no longer fits is sent back
    with the reason as its note, and does not keep the others waiting.
    """
    with step(session):
        due = session.scalars(
            select(Change)
            .where(Change.state == "scheduled", Change.publish_at <= now)
            .order_by(Change.publish_at, Change.id)
        ).all()
        done = []
        for change in due:
            # An earlier one of this round may have been another change of the same record.
            if change.state != "scheduled":
                continue
            try:
                with session.begin_nested():
                    refuse(_problems(session, change, plans, now))
                    apply(session, change, "publish", PROGRAM, now, plans)
            except InputError as error:
                supersede(session, change, now, str(error))
            else:
                done.append(change)
        if end_what_is_over(session, now) or done:
            freeze(session, tuple(done), PROGRAM, now, plans)
        return tuple(done)


def return_with_note(
    session: Session, person: Person, change_id: int, version: int, note: str, now: datetime
) -> Change:
    """Send a change back to be revised; the note says what to put right."""
    with step(session):
        return _decide(session, "return", person, change_id, version, note, now)


def discard(
    session: Session, person: Person, change_id: int, version: int, note: str, now: datetime
) -> Change:
    """Refuse a change for good; the note says why."""
    with step(session):
        return _decide(session, "discard", person, change_id, version, note, now)


def withdraw(session: Session, person: Person, change_id: int, version: int, now: datetime) -> Change:
    """Take back a change of one's own that is not published."""
    with step(session):
        return _decide(session, "withdraw", person, change_id, version, None, now)


def _decide(
    session: Session,
    action: Action,
    person: Person,
    change_id: int,
    version: int,
    note: str | None,
    now: datetime,
) -> Change:
    change = find(session, change_id)
    refuse(refusals(action, change.state, person, change.authors, change.region))
    refuse((*seen(change, version), *_problems_of_note(note)))
    change.state = MOVES[action, change.state].to
    change.note = note.strip() if note else change.note
    change.decided_by = person.id
    change.decided_at = now
    change.publish_at = None
    change.version += 1
    note_act(session, change, action, person.id, now, note)
    return change


def _problems(session: Session, change: Change, plans: Plans, now: datetime) -> Iterator[Problem]:
    """Everything that speaks against publishing this text on top of what is published now."""
    published = live(session, change.region).get(change.name)
    if not is_current(change, published):
        yield Problem("record_moved_on")
    elif change.after is None:
        yield from problems_to_remove(session, change.name)
    else:
        # Also what came in by an import and was never proposed at the desk is looked at here.
        record = shaped(change.kind, change.region, change.after)
        if record.name != change.name:
            yield Problem("id_changed", {"id": change.record_id}, where="id")
        yield from problems_to_publish(session, record, plans, now)
        if change.undoes is None:
            yield from evidence_problems(published.document if published else None, record.document)


def _numbers_to_type(change: Change) -> dict[str, str]:
    """From the records themselves, so that no spelling of a document hides a number."""
    texts = (
        shaped(change.kind, change.region, text).document if text is not None else None
        for text in (change.before, change.after)
    )
    return numbers_to_type(*texts)


def _problems_of_time(at: datetime | None, now: datetime) -> Iterator[Problem]:
    if at is not None and at <= now:
        yield Problem("time_is_past", where="at")


def _problems_of_note(note: str | None) -> Iterator[Problem]:
    if note is not None and not note.strip():
        yield Problem("note_missing", where="note")
    elif note is not None and cannot_be_trusted(note):
        yield Problem("hidden_characters", where="note")
