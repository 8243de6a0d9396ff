"""People and a published directory for the tests of the desk: real tasks, each in a transaction of its own."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from example import directory, document, plan_document, source
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import Edition
from hotline.domain.errors import InputError
from hotline.domain.listing import RegionDirectory
from hotline.domain.numbering import NumberingPlan
from hotline.domain.person import Person, Role
from hotline.domain.review import State
from hotline.services import auditing, deciding, proposing, publishing
from hotline.services.importing import import_directory
from hotline.storage.directory import read_region
from hotline.storage.session import writing
from hotline.storage.tables.people import Account
from hotline.storage.tables.review import Change

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)

US = {
    **plan_document("US"),
    "calling_code": "1",
    "trunk_prefix": "1",
    "lengths": [10],
    "examples": {"ordinary": "202-555-0143"},
}
PLANS = {
    "GT": NumberingPlan.model_validate(plan_document()),
    "NI": NumberingPlan.model_validate(plan_document("NI")),
    "US": NumberingPlan.model_validate(US),
}


def person(name: str, *roles: Role, regions: tuple[str, ...] = ("GT",)) -> Person:
    return Person(name, name.title(), frozenset(roles), frozenset(regions))


ANA = person("ana", "editor")
BETO = person("beto", "editor", "reviewer")
CARLA = person("carla", "reviewer")
DORA = person("dora", "editor", "reviewer", regions=("NI",))
EVA = person("eva", "administrator")
PEOPLE = {one.id: one for one in (ANA, BETO, CARLA, DORA, EVA)}

OLD, NEW = "1555", "1556"


def unasked(line: dict[str, Any]) -> dict[str, Any]:
    """The same line before anybody has asked its operator: a day of checking needs their answer."""
    points = [{**point, "assured_date": None} for point in line["contact_point"]]
    return {**line, "contact_point": points}


def service(number: str = NEW, **changes: Any) -> dict[str, Any]:
    """The example's first service with another number, and the source that shows it."""
    found: dict[str, Any] = copy.deepcopy(document()["service"][0])
    voice = found["contact_point"][0]
    voice["number"] = number
    voice["evidence"].append(source(f"shows-{number.replace(' ', '-')}"))
    return {**found, **changes}


@dataclass
class Desk:
    """One installation with the example regions GT and NI, published as edition 1."""

    factory: sessionmaker[Session]

    def do(self, task: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """One act of the desk, as the program calls it."""
        with writing(self.factory) as session:
            return task(session, *args, **named)

    def refused(self, task: Callable[..., Any], *args: Any, **named: Any) -> list[str]:
        """The codes of the refusal; a caller that commits all the same must keep nothing of the act."""
        with writing(self.factory) as session:
            try:
                task(session, *args, **named)
            except InputError as error:
                return [problem.code for problem in error.problems if problem.sentence]
        return []

    def propose(self, number: str = NEW, by: Person = ANA, now: datetime = NOW) -> Change:
        change: Change = self.do(
            proposing.propose, by, "service", "GT", service(number), "It changed.", now, PLANS
        )
        return change

    def approve(self, change: Change, by: Person = CARLA, typed: str = NEW, **named: Any) -> Change:
        done: Change = self.do(deciding.approve, *self.approval(change, by, typed), **named)
        return done

    def approval(self, change: Change, by: Person = CARLA, typed: str = NEW) -> tuple[Any, ...]:
        return (by, change.id, change.version, {"voice": typed}, NOW, PLANS)

    def in_state(self, state: State) -> Change:
        """A change by Ana that has come to stand in this state by the ordinary ways."""
        change = self.propose()
        if state == "returned":
            self.do(deciding.return_with_note, CARLA, change.id, change.version, "Why?", NOW)
        elif state == "scheduled":
            self.approve(change, at=LATER)
        elif state == "published":
            self.approve(change)
        elif state == "discarded":
            self.do(deciding.discard, CARLA, change.id, change.version, "No.", NOW)
        elif state == "withdrawn":
            self.do(deciding.withdraw, ANA, change.id, change.version, NOW)
        elif state == "superseded":
            self.approve(self.propose("1557", by=BETO), typed="1557")
        return self.change(change.id)

    def change(self, change_id: int) -> Change:
        with self.factory() as session:
            found = session.get_one(Change, change_id)
            session.expunge(found)
            return found

    def changes(self) -> list[Change]:
        with self.factory() as session:
            return list(session.scalars(select(Change).order_by(Change.id)))

    def edition(self) -> Edition:
        found = publishing.latest(self.factory)
        assert found is not None
        return found

    def region(self) -> RegionDirectory:
        """GT as the public sees it."""
        return self.edition().regions[0]

    def number(self) -> str | None:
        """The number that the public sees at the example's first contact point; None if it is hidden."""
        lines = {service.id: service for service in self.region().services}
        return lines["gt-trata"].contact_points[0].number if "gt-trata" in lines else None

    def live_number(self) -> str | None:
        with self.factory() as session:
            found = read_region(session, "GT")
        assert found is not None
        return found.service("gt-trata").contact_points[0].number

    def trail_problems(self) -> tuple[str, ...]:
        with self.factory() as session:
            return auditing.verify(session)


def give_accounts(session: Session, *people: Person) -> None:
    """Let people be known at the desk, as those are who have been invited."""
    for one in people:
        session.add(
            Account(
                id=one.id, name=one.name, email=f"{one.id}@example.org", locale="en", active=True, created_at=NOW
            )
        )  # fmt: skip


def open_desk(factory: sessionmaker[Session]) -> Desk:
    with writing(factory) as session:
        import_directory(session, (directory("GT"), directory("NI")), "first", NOW)
        publishing.freeze_next(session, PLANS.values(), NOW, "first")
        give_accounts(session, *PEOPLE.values())
    return Desk(factory)
