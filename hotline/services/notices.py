"""The tasks one person may do alone, because a wrong number on a page is worse than a missing one:
hide a service at once, or say that it is out of order until a certain time.

Nothing here can put a number on a page. After a few in an hour a second person decides, and
what was hidden comes back only through review.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.domain.edition import sha256
from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import Notice, RegionDirectory
from hotline.domain.notice import (
    ALONE_AN_HOUR,
    hidden_services,
    in_force,
    problems_of_one_person,
    public_region,
)
from hotline.domain.person import Person
from hotline.domain.record import DirectoryRecord, Name
from hotline.domain.signs import cannot_be_trusted
from hotline.domain.soundness import Plans
from hotline.services.applying import PROGRAM, apply, drop, freeze, note_act, refuse
from hotline.services.proposing import propose_removal
from hotline.storage.directory import read_all, read_region
from hotline.storage.session import step
from hotline.storage.tables.review import Change


def hide(
    session: Session, person: Person, region: str, service_id: str, reason: str, now: datetime, plans: Plans
) -> Change:
    """Take a service off every page with the next edition, which is frozen here.

    The change comes back published, or proposed where this person has hidden too much in an hour.
    """
    with step(session):
        directory = _region(session, person, region)
        refuse((*_problems_of_service(directory, service_id, now), *_problems_of_reason(reason)))
        notice = Notice(id=_id("hidden", service_id, now), kind="hidden", service=service_id, since=now)
        return _say(session, person, directory, notice, "hide", reason, now, plans)


def outage(
    session: Session,
    person: Person,
    region: str,
    service_id: str,
    reason: str,
    until: datetime,
    now: datetime,
    plans: Plans,
    contact_point: str | None = None,
    instead: str | None = None,
    note: dict[str, str] | None = None,
) -> Change:
    """Say that a service, or one contact point of it, is out of order; it ends by itself.

    `instead` is another service that is public in the region; `note` is a text in each locale,
    without numbers and addresses.
    """
    with step(session):
        directory = _region(session, person, region)
        refuse(
            (
                *_problems_of_service(directory, service_id, now),
                *_problems_of_reason(reason),
                *_problems_of_outage(directory, service_id, contact_point, instead, until, now),
            )
        )
        try:
            notice = Notice(
                id=_id("outage", f"{service_id} {contact_point}", now),
                kind="outage",
                service=service_id,
                contact_point=contact_point,
                since=now,
                until=until,
                instead=instead,
                note=note,
            )
        except ValidationError as error:
            why = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise InputError([Problem("field_refused", {"why": why}, where="note")]) from None
        refuse(problems_of_one_person(notice))
        return _say(session, person, directory, notice, "outage", reason, now, plans)


def end_outage(
    session: Session, person: Person, region: str, notice_id: str, reason: str, now: datetime, plans: Plans
) -> Change:
    """End an outage before its time; what two people published stands alone again."""
    with step(session):
        directory = _region(session, person, region)
        notice = next((one for one in directory.notices if one.id == notice_id), None)
        if notice is None or notice.kind != "outage":
            raise InputError([Problem("outage_unknown", {"id": notice_id})])
        refuse(_problems_of_reason(reason))
        change = _change(person, region, notice, reason, now)
        change.before, change.after = change.after, None
        session.add(change)
        session.flush()
        apply(session, change, "end outage", person.id, now, plans)
        freeze(session, (change,), person.id, now, plans)
        return change


def unhide(
    session: Session, person: Person, region: str, service_id: str, reason: str, now: datetime
) -> Change:
    """Propose that a hidden service comes back: an editor proposes, and a reviewer approves."""
    with step(session):
        directory = read_region(session, region)
        for notice in directory.notices if directory else ():
            if notice.kind == "hidden" and notice.service == service_id:
                return propose_removal(session, person, Name("notice", region, notice.id), reason, now)
        raise InputError([Problem("not_hidden")])


def left_alone(session: Session, person: Person, region: str, now: datetime) -> int:
    """How many notices of a region this person may still publish alone within the hour."""
    return max(0, ALONE_AN_HOUR - _alone_in_the_last_hour(session, person, region, now))


def end_what_is_over(session: Session, now: datetime) -> tuple[Notice, ...]:
    """Take away the notices whose time has passed. Call it inside `step`, and freeze after it."""
    ended = []
    for directory in read_all(session):
        still = in_force(directory.notices, now)
        for notice in (one for one in directory.notices if one not in still):
            over = DirectoryRecord("notice", directory.region, notice.id, notice)
            drop(session, over, "expire", PROGRAM, now)
            ended.append(notice)
    return tuple(ended)


def _region(session: Session, person: Person, region: str) -> RegionDirectory:
    if not (person.may("editor", region) or person.may("reviewer", region)):
        raise InputError([Problem("needs_keeper")])
    directory = read_region(session, region)
    if directory is None:
        raise InputError([Problem("record_unknown", {"id": region})])
    return directory


def _problems_of_service(directory: RegionDirectory, service_id: str, now: datetime) -> Iterator[Problem]:
    if service_id not in {service.id for service in directory.services}:
        yield Problem("record_unknown", {"id": service_id})
    elif service_id in hidden_services(in_force(directory.notices, now)):
        yield Problem("already_hidden")


def _problems_of_outage(
    directory: RegionDirectory,
    service_id: str,
    contact_point: str | None,
    instead: str | None,
    until: datetime,
    now: datetime,
) -> Iterator[Problem]:
    if until <= now:
        yield Problem("outage_is_over", where="until")
    points = {point.id for one in directory.services if one.id == service_id for point in one.contact_points}
    if contact_point is not None and contact_point not in points:
        yield Problem("record_unknown", {"id": contact_point}, where="contact_point")
    public = {service.id for service in directory.services} - hidden_services(directory.notices)
    if instead is not None and instead not in public - {service_id}:
        yield Problem("record_unknown", {"id": instead}, where="instead")


def _problems_of_reason(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("reason_missing", where="reason")
    elif cannot_be_trusted(reason):
        yield Problem("hidden_characters", where="reason")


def _say(
    session: Session,
    person: Person,
    directory: RegionDirectory,
    notice: Notice,
    action: str,
    reason: str,
    now: datetime,
    plans: Plans,
) -> Change:
    with_notice = directory.model_copy(update={"notices": (*directory.notices, notice)})
    if public_region(with_notice, now) is None:
        raise InputError([Problem("region_left_empty")])
    change = _change(person, directory.region, notice, reason, now)
    alone = _alone_in_the_last_hour(session, person, directory.region, now)
    session.add(change)
    session.flush()
    if alone >= ALONE_AN_HOUR:
        note_act(session, change, "propose", person.id, now, change.reason)
        return change
    apply(session, change, action, person.id, now, plans)
    freeze(session, (change,), person.id, now, plans)
    return change


def _alone_in_the_last_hour(session: Session, person: Person, region: str, now: datetime) -> int:
    counted = select(func.count()).where(
        Change.kind == "notice",
        Change.region == region,
        Change.created_by == person.id,
        Change.decided_by.is_(None),
        Change.after.is_not(None),
        Change.published_at > now - timedelta(hours=1),
    )
    return session.scalar(counted) or 0


def _change(person: Person, region: str, notice: Notice, reason: str, now: datetime) -> Change:
    return Change(
        kind="notice",
        record_id=notice.id,
        region=region,
        before=None,
        after=notice.model_dump(mode="json", by_alias=True),
        state="proposed",
        version=1,
        reason=reason.strip(),
        created_by=person.id,
        created_at=now,
        revised_by=[],
    )


def _id(kind: str, about: str, now: datetime) -> str:
    # Not a number that counts up: two nodes and an import must never choose the same one.
    return f"{kind}-{sha256(f'{about} {now.isoformat()}'.encode())[:12]}"
