"""An operator says by a link that a number is still right, and types it; two people then decide.

The link shows one published number and opens nothing else. A right answer becomes a proposed
change with the answer as its evidence, written by the editor who asked; anything else becomes a
report for the desk and changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain import phone
from hotline.domain.errors import InputError, Problem
from hotline.domain.listing import NUMBER_CHANNELS, ContactPoint, Service
from hotline.domain.operator_contact import OperatorContact
from hotline.domain.person import Person
from hotline.domain.record import Name
from hotline.domain.report import Report, plain
from hotline.domain.review import keyed
from hotline.domain.soundness import Plans
from hotline.services import contacts, links, people, proposing, reporting
from hotline.storage import audit
from hotline.storage.directory import read_region
from hotline.storage.session import step
from hotline.storage.tables.attestations import Attestation, AttestationAnswer

LASTS = timedelta(days=14)
MOST_TRIES = 5
LONGEST: Mapping[str, int] = {"name": 80, "role": 80, "words": 300}


@dataclass(frozen=True)
class Question:
    """What the link asks about, as it is published now."""

    attestation: Attestation
    service: Service
    point: ContactPoint


@dataclass(frozen=True)
class Asked:
    """A new link: its secret, which is nowhere else, and whom it is for."""

    secret: str
    until: datetime
    service: Service
    point: ContactPoint
    contact: OperatorContact | None


def points(session: Session, region: str, service_id: str) -> tuple[Service, tuple[ContactPoint, ...]] | None:
    """A published service and those of its contact points that have a number; None if there is none."""
    directory = read_region(session, region)
    for service in directory.services if directory else ():
        if service.id == service_id:
            return service, tuple(one for one in service.contact_points if one.channel in NUMBER_CHANNELS)
    return None


def ask(
    session: Session, person: Person, region: str, service_id: str, point_id: str, now: datetime
) -> Asked:
    """Make a link about one number, for two weeks. An earlier one about it does not work any more."""
    with step(session):
        if not person.may("editor", region):
            raise InputError([Problem("needs_editor")])
        found = points(session, region, service_id)
        if found is None:
            raise InputError([Problem("record_unknown", {"id": service_id})])
        service, choices = found
        point = next((one for one in choices if one.id == point_id), None)
        if point is None or point.number is None:
            raise InputError([Problem("attested_point_missing", where="contact_point")])
        _end_earlier(session, region, service_id, point_id, now)
        contact = contacts.of_service(session, region, service_id)
        secret = links.new_secret()
        session.add(
            Attestation(
                digest=links.digest(secret), region=region, service=service_id, contact_point=point_id,
                number=point.number, language=contact.language if contact else "es", asked_by=person.id,
                asked_at=now, expires_at=now + LASTS, tries=0,
            )
        )  # fmt: skip
        session.flush()
        act = audit.Act("ask operator", "service", service_id, region, reason=f"{point_id}: {point.number}")
        audit.append(session, act, person.id, now)
        return Asked(secret, now + LASTS, service, point, contact)


def opened(session: Session, secret: str, now: datetime) -> Question | None:
    """What a link asks; None if it was answered, has ended, never was, or its number has changed since."""
    row = session.scalars(select(Attestation).where(Attestation.digest == links.digest(secret))).first()
    if row is None or row.answer is not None or now >= row.expires_at:
        return None
    found = points(session, row.region, row.service)
    for point in found[1] if found else ():
        if found and point.id == row.contact_point and point.number == row.number:
            return Question(row, found[0], point)
    return None


def answer(
    session: Session, secret: str, form: Mapping[str, str], now: datetime, plans: Plans
) -> tuple[Problem, ...] | None:
    """Take the answer of an operator; None if it was taken, else what is wrong with the form.

    InputError if the link has ended. A number that was typed wrongly is counted and told to the
    desk once, so whoever calls commits also where problems come back.
    """
    with step(session):
        question = opened(session, secret, now)
        if question is None:
            raise InputError([Problem("link_ended")])
        said = {name: plain(form.get(name, "")) for name in LONGEST}
        problems = tuple(_problems(form, said))
        if problems:
            return problems
        if form["right"] == "no":
            _report(session, question, _who(said) + said["words"], now)
            _end(question, "wrong", now)
            return None
        if not _is_the_number(form.get("number", ""), question, plans):
            return _typed_wrongly(session, question, form.get("number", ""), said, now)
        _propose(session, question, said, now, plans)
        _end(question, "right", now)
        return None


def _end_earlier(session: Session, region: str, service_id: str, point_id: str, now: datetime) -> None:
    earlier = (
        Attestation.region == region,
        Attestation.service == service_id,
        Attestation.contact_point == point_id,
    )
    for row in session.scalars(select(Attestation).where(*earlier, Attestation.expires_at > now)):
        row.expires_at = now


def _problems(form: Mapping[str, str], said: Mapping[str, str]) -> Iterator[Problem]:
    if form.get("right") not in {"yes", "no"}:
        yield Problem("attested_what_missing", where="right")
    elif form["right"] == "no" and not said["words"]:
        yield Problem("attested_words_missing", where="words")
    for name, code in (("name", "attested_name_missing"), ("role", "attested_role_missing")):
        if not said[name]:
            yield Problem(code, where=name)
    for name, limit in LONGEST.items():
        if len(said[name]) > limit:
            yield Problem("text_too_long", {"limit": str(limit)}, where=name)


def _is_the_number(typed: str, question: Question, plans: Plans) -> bool:
    """The same digits, or the same number as somebody dials it from elsewhere."""
    number = question.attestation.number
    if keyed(typed) == keyed(number):
        return True
    home = question.point.number_region or question.attestation.region
    try:
        one, other = (phone.parse(text.strip(), home, plans[home]) for text in (typed, number))
    except (InputError, KeyError):
        return False
    return one.e164 is not None and one.e164 == other.e164


def _typed_wrongly(
    session: Session, question: Question, typed: str, said: Mapping[str, str], now: datetime
) -> tuple[Problem, ...] | None:
    row = question.attestation
    row.tries += 1
    if row.tries == 1:
        # Perhaps it is the number that is wrong, and nobody comes back to say so.
        _report(session, question, f"{_who(said)}typed {plain(typed)[:40]!r}", now)
    if row.tries >= MOST_TRIES:
        _end(question, "too_many_tries", now)
    return (Problem("attested_number_differs", where="number"),)


def _who(said: Mapping[str, str]) -> str:
    return f"{said['name']} ({said['role']}): "


def _report(session: Session, question: Question, words: str, now: datetime) -> None:
    row = question.attestation
    report = Report(
        locale=row.language,
        wrong="other",
        region=row.region,
        line=f"{row.number} {question.service.name}"[:120],
        seen=_address(row),
        words=words,
    )
    reporting.keep(session, report, _today(session, row.region, now))


def _end(question: Question, given: AttestationAnswer, now: datetime) -> None:
    question.attestation.answer, question.attestation.answered_at = given, now


def _address(row: Attestation) -> str:
    return f"attestation {row.id}"


def _today(session: Session, region: str, now: datetime) -> Day:
    directory = read_region(session, region)
    return now.astimezone(ZoneInfo(directory.timezone)).date() if directory else now.date()


def _propose(
    session: Session, question: Question, said: Mapping[str, str], now: datetime, plans: Plans
) -> None:
    row = question.attestation
    today = _today(session, row.region, now).isoformat()
    source = {
        "address": _address(row),
        "title": f"Answer of the operator, {today}",
        "says": f"{_who(said)}the number, the hours and the cost are right.",
        "date": today,
        "read": today,
        "obtained": "operator",
    }
    document: dict[str, Any] = question.service.model_dump(mode="json", by_alias=True)
    for point in document["contact_point"]:
        if point["id"] == row.contact_point:
            point["evidence"].append(source)
            point["assured_date"] = today
    profile = people.profile(session, row.asked_by)
    asker = profile.person if profile and profile.active else None
    if asker is None or not asker.may("editor", row.region):
        # Whoever asked is gone: somebody else at the desk reads the answer and proposes it.
        _report(session, question, f"{_who(said)}the number, the hours and the cost are right.", now)
        return
    reason = f"The operator answered: {_address(row)}"
    name = Name("service", row.region, row.service)
    change = proposing.propose(session, asker, name.kind, name.region, document, reason, now, plans)
    row.change = change.id
