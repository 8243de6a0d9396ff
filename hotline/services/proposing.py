"""The tasks of an editor: propose a new version of a record, or its removal, revise it, undo one.

Nothing here touches what is published. Each is one act in the caller's transaction (`writing`), and
raises InputError with everything that is wrong at once.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.record import DirectoryRecord, Kind, Name
from hotline.domain.review import evidence_problems, refusals
from hotline.domain.signs import cannot_be_trusted
from hotline.domain.soundness import Plans
from hotline.services.applying import find, is_current, note_act, refuse
from hotline.services.checking import live, problems_to_propose, problems_to_remove, shaped
from hotline.services.renditions import filled_in
from hotline.storage.session import step
from hotline.storage.tables.review import Change

Document = Mapping[str, Any]


def propose(
    session: Session,
    person: Person,
    kind: Kind,
    region: str,
    document: Document,
    reason: str,
    now: datetime,
    plans: Plans,
) -> Change:
    """Propose a new record, or a new version of the one that has the same id."""
    with step(session):
        _need_editor(person, region)
        record = shaped(kind, region, filled_in(session, region, document))
        before = live(session, region).get(record.name)
        refuse(_problems(session, record, before, reason, plans, now))
        return store(
            session, person.id, record.name, _document(before), record.document, reason, now, "propose"
        )


def propose_removal(session: Session, person: Person, name: Name, reason: str, now: datetime) -> Change:
    """Propose that a record goes. The numbers of a service that goes can be kept as a retired number."""
    with step(session):
        _need_editor(person, name.region)
        before = live(session, name.region).get(name)
        refuse(_problems_of_removal(session, name, before, reason))
        return store(session, person.id, name, _document(before), None, reason, now, "propose")


def revise(
    session: Session,
    person: Person,
    change_id: int,
    version: int,
    document: Document | None,
    reason: str,
    now: datetime,
    plans: Plans,
) -> Change:
    """Put another text in the place of a change that waits, on top of what is published now.

    Whoever revises becomes an author. An approval is taken back. `version` is that of the text the
    person has seen. `document` None proposes the removal.
    """
    with step(session):
        change = find(session, change_id)
        refuse(refusals("revise", change.state, person, change.authors, change.region))
        refuse(seen(change, version))
        before = live(session, change.region).get(change.name)
        after = None
        if document is None:
            refuse(_problems_of_removal(session, change.name, before, reason))
        else:
            record = shaped(change.kind, change.region, filled_in(session, change.region, document))
            if record.name != change.name:
                raise InputError([Problem("id_changed", {"id": change.record_id}, where="id")])
            refuse(_problems(session, record, before, reason, plans, now))
            after = record.document
        # Only the very text that was published before needs no new evidence.
        if after != change.after:
            change.undoes = None
        change.before = before.document if before else None
        change.after = after
        change.state = "proposed"
        change.version += 1
        change.reason = reason.strip()
        change.decided_by = change.decided_at = change.publish_at = None
        if person.id not in change.authors:
            change.revised_by = [*change.revised_by, person.id]
        note_act(session, change, "revise", person.id, now, change.reason)
        return change


def undo(
    session: Session, person: Person, change_id: int, reason: str, now: datetime, plans: Plans
) -> Change:
    """Propose what was published before a change. It needs a second person like any other change."""
    with step(session):
        change = find(session, change_id)
        _need_editor(person, change.region)
        if change.state != "published":
            raise InputError([Problem("only_published_is_undone")])
        published = live(session, change.region).get(change.name)
        there = Change(kind=change.kind, region=change.region, before=change.after)
        if not is_current(there, published):
            raise InputError([Problem("record_moved_on")])
        if change.before is None:
            refuse(_problems_of_removal(session, change.name, published, reason))
            after = None
        else:
            record = shaped(change.kind, change.region, change.before)
            refuse((*problems_to_propose(session, record, plans, now), *problems_of_reason(reason)))
            after = record.document
        return store(
            session,
            person.id,
            change.name,
            _document(published),
            after,
            reason,
            now,
            "undo",
            undoes=change.id,
        )


def seen(change: Change, version: int) -> Iterator[Problem]:
    """Whether a person decides on the text they have read."""
    if change.version != version:
        yield Problem("change_was_edited")


def _need_editor(person: Person, region: str) -> None:
    if not person.may("editor", region):
        raise InputError([Problem("needs_editor")])


def _problems(
    session: Session,
    record: DirectoryRecord,
    before: DirectoryRecord | None,
    reason: str,
    plans: Plans,
    now: datetime,
) -> Iterator[Problem]:
    yield from problems_to_propose(session, record, plans, now)
    if before is not None and before.value == record.value:
        yield Problem("nothing_changed")
    yield from evidence_problems(before.document if before else None, record.document)
    yield from problems_of_reason(reason)


def _problems_of_removal(
    session: Session, name: Name, before: DirectoryRecord | None, reason: str
) -> Iterator[Problem]:
    if before is None:
        yield Problem("record_unknown", {"id": name.id})
    else:
        yield from problems_to_remove(session, name)
    yield from problems_of_reason(reason)


def problems_of_reason(reason: str) -> Iterator[Problem]:
    """What is wrong with the sentence that says why."""
    if not reason.strip():
        yield Problem("reason_missing", where="reason")
    elif cannot_be_trusted(reason):
        yield Problem("hidden_characters", where="reason")


def _document(record: DirectoryRecord | None) -> dict[str, Any] | None:
    return record.document if record else None


def store(
    session: Session,
    by: str,
    name: Name,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    reason: str,
    now: datetime,
    action: str,
    *,
    undoes: int | None = None,
    batch: int | None = None,
) -> Change:
    """Keep a proposal that was checked, and write it into the trail. `batch`: what it came in with."""
    change = Change(
        kind=name.kind,
        record_id=name.id,
        region=name.region,
        before=before,
        after=after,
        state="proposed",
        version=1,
        reason=reason.strip(),
        created_by=by,
        created_at=now,
        revised_by=[],
        undoes=undoes,
        batch=batch,
    )
    session.add(change)
    session.flush()
    note_act(session, change, action, by, now, change.reason)
    return change
