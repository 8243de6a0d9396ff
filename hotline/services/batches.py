"""The tasks of somebody who brings files in: keep what was found as a preview, then propose all of it.

A preview changes nothing and ends after a day. What is proposed waits for a second person, change by
change, like everything else.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.soundness import Plans
from hotline.services.applying import is_current, refuse
from hotline.services.checking import live
from hotline.services.proposing import problems_of_reason, store
from hotline.services.sheets.checks import judged, look_around, mark, problems_of_removals
from hotline.services.sheets.comparing import Comparison, compare
from hotline.services.sheets.kept import kept, taken
from hotline.services.sheets.opening import File
from hotline.storage.session import step
from hotline.storage.tables.batches import Batch
from hotline.storage.tables.review import Change

LASTS = timedelta(hours=24)
#: A person's oldest preview goes when there is one more.
MOST_PREVIEWS = 20


def look(session: Session, person: Person, files: Iterable[File], plans: Plans, now: datetime) -> Comparison:
    """Read files and compare them with what is published, for this person.

    In a session that only reads: nobody who writes has to wait for it.
    """
    return compare(session, files, lambda region: person.may("editor", region), plans, now)


def keep(session: Session, person: Person, files: Iterable[File], found: Comparison, now: datetime) -> Batch:
    """Keep what was found as a preview, whatever is wrong with it. Nothing is proposed."""
    with step(session):
        end_old(session, now)
        mine = select(Batch).where(Batch.state == "preview", Batch.person == person.id)
        for old in session.scalars(mine.order_by(Batch.id.desc()).offset(MOST_PREVIEWS - 1)):
            _end(old)
        batch = Batch(
            name=_called(files), person=person.id, created_at=now, state="preview", found=kept(found)
        )
        session.add(batch)
        session.flush()
        return batch


def end_old(session: Session, now: datetime) -> None:
    """Let go of every preview that has had its day."""
    old = select(Batch).where(Batch.state == "preview", Batch.created_at <= now - LASTS)
    for batch in session.scalars(old):
        _end(batch)


def of_person(session: Session, person: Person, batch_id: int) -> Batch | None:
    """The batch, if this person may look at it.

    A preview is for whoever brought it; a proposed one for everybody who may read one of its regions.
    """
    batch = session.get(Batch, batch_id, populate_existing=True)
    if batch is None or batch.person == person.id:
        return batch
    regions = {change.region for change in changes_of(session, batch)}
    reads = "administrator" in person.roles or bool(regions & person.regions)
    return batch if batch.state == "proposed" and reads else None


def found_in(batch: Batch, now: datetime) -> Comparison | None:
    """What was found, as long as the batch is a preview."""
    if batch.found is None or batch.created_at <= now - LASTS:
        return None
    return taken(batch.found)


def changes_of(session: Session, batch: Batch) -> list[Change]:
    """The changes that came of a batch, in the order in which they can be published."""
    return list(session.scalars(select(Change).where(Change.batch == batch.id).order_by(Change.id)))


def lately(session: Session, person: Person, now: datetime) -> list[Batch]:
    """What a person brought in: the previews that are there, and what was proposed, newest first."""
    there = select(Batch).where(Batch.person == person.id, Batch.state != "gone").order_by(Batch.id.desc())
    return [
        batch
        for batch in session.scalars(there.limit(2 * MOST_PREVIEWS))
        if batch.state == "proposed" or batch.created_at > now - LASTS
    ]


def propose(
    session: Session, person: Person, batch_id: int, reason: str, now: datetime, plans: Plans
) -> Batch:
    """Propose everything of a preview, or nothing. InputError with everything that is in the way.

    All of it is checked once more: since it was brought in, others may have been at work.
    """
    with step(session):
        batch = of_person(session, person, batch_id)
        found = found_in(batch, now) if batch else None
        if batch is None or found is None:
            raise InputError([Problem("sheet_preview_gone"), *problems_of_reason(reason)])
        found_now = _problems(session, lambda region: person.may("editor", region), found, plans, now)
        refuse((*found_now, *problems_of_reason(reason)))
        _propose(session, batch, found, person.id, reason, "propose", now)
        return batch


def import_found(
    session: Session,
    files: Iterable[File],
    found: Comparison,
    by: str,
    reason: str,
    plans: Plans,
    now: datetime,
) -> Batch:
    """Propose everything that was found in files, or nothing; InputError with what is in the way.

    From the command line: somebody with an account has to adopt each change before it is decided on.
    """
    with step(session):
        refuse((*_problems(session, lambda region: True, found, plans, now), *problems_of_reason(reason)))
        batch = Batch(name=_called(files), person=by, created_at=now, state="preview", found={})
        session.add(batch)
        session.flush()
        _propose(session, batch, found, by, reason, "import", now)
        return batch


def _problems(
    session: Session, may: Callable[[str], bool], found: Comparison, plans: Plans, now: datetime
) -> Iterator[Problem]:
    if found.faults:
        yield Problem("sheet_has_faults")
        return
    wanted = found.to_propose
    if not wanted:
        yield Problem("nothing_changed")
    around = look_around(session, (one.name for one in wanted if one.after is not None))
    published = {region: live(session, region) for region in {one.name.region for one in wanted}}
    for one in wanted:
        if not may(one.name.region):
            yield Problem("needs_editor")
            return
        before = published[one.name.region].get(one.name)
        basis = Change(kind=one.name.kind, region=one.name.region, before=one.before)
        if not is_current(basis, before):
            yield Problem("sheet_moved_on", {"id": one.name.id})
        elif one.after is not None:
            yield from judged(session, one.name, before, one.after, around, plans, now)[1]
    gone = [one.name for one in wanted if one.after is None]
    yield from (
        problem for _, problem in problems_of_removals(session, gone, {one.name.id for one in wanted})
    )


def _propose(
    session: Session, batch: Batch, found: Comparison, by: str, reason: str, action: str, now: datetime
) -> None:
    around = look_around(session, (one.name for one in found.to_propose))
    for one in found.to_propose:
        # Somebody may have proposed the same meanwhile.
        if mark(one.name, one.before, one.after) not in around.waiting:
            store(session, by, one.name, one.before, one.after, reason, now, action, batch=batch.id)
    batch.state = "proposed"
    batch.reason = reason.strip()
    batch.found = None
    batch.created_at = now
    session.flush()


def _end(batch: Batch) -> None:
    batch.state = "gone"
    batch.found = None


def _called(files: Iterable[File]) -> str:
    return ", ".join(file.shown for file in files)[:200] or "?"
