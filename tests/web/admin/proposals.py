"""Changes for the tests of review at the desk: written by the services, decided on by HTTP."""

import copy
import re
from dataclasses import dataclass
from typing import Any

from desk_browser import Browser, Clock, Member, join
from example import directory, document, source
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from hotline.domain.listing import RegionDirectory
from hotline.domain.person import Person
from hotline.services import adopting, deciding, proposing, publishing
from hotline.services.importing import import_directory
from hotline.storage.directory import read_region
from hotline.storage.session import writing
from hotline.storage.tables.review import Change
from hotline.web.admin.plans import plans

OLD, NEW = "1555", "1556"


def service(number: str = NEW, **changes: Any) -> dict[str, Any]:
    """The example's first service with another number, and the source that shows it."""
    found: dict[str, Any] = copy.deepcopy(document()["service"][0])
    voice = found["contact_point"][0]
    voice["number"] = number
    voice["evidence"].append(source(f"shows-{number.replace(' ', '-')}"))
    return {**found, **changes}


@dataclass
class Review:
    """A desk with people of several regions, and a browser for each of them, signed in."""

    app: Flask
    factory: sessionmaker[Session]
    clock: Clock
    members: dict[str, Member]

    def person(self, name: str) -> Person:
        """As the services know the editor of the example's region."""
        return Person(self.members[name].id, name, frozenset({"editor", "reviewer"}), frozenset({"GT"}))

    def browser(self, name: str) -> Browser:
        """A browser of its own, with an address of its own, in which the person has just signed in."""
        _sources.append(len(_sources))
        browser = Browser(self.app, f"198.51.{len(_sources) // 250}.{len(_sources) % 250 + 1}")
        # A code works once, and the next one comes half a minute later.
        self.clock.move(minutes=1)
        assert self.members[name].sign_in(browser).status_code == 303
        return browser

    def do(self, task: Any, *args: Any, **named: Any) -> Any:
        with writing(self.factory) as session:
            return task(session, *args, **named)

    def propose(self, number: str = NEW, by: str = "editor", text: dict[str, Any] | None = None) -> Change:
        text = text or service(number)
        change: Change = self.do(
            proposing.propose, self.person(by), "service", "GT", text, "It changed.", self.clock(), plans()
        )
        return change

    def revise(self, change: Change, number: str = NEW, by: str = "editor") -> Change:
        text = service(number)
        done: Change = self.do(
            proposing.revise, self.person(by), change.id, self.change(change.id).version, text, "Better.",
            self.clock(), plans(),
        )  # fmt: skip
        return done

    def imported(self, by: str = "ops", number: str = NEW) -> Change:
        file = document()
        file["service"][0] = service(number)
        self.do(import_directory, (RegionDirectory.model_validate(file),), by, self.clock())
        with self.factory() as session:
            return max((c for c in session.query(Change) if c.state == "proposed"), key=lambda c: c.id)

    def adopt(self, change: Change, by: str = "editor") -> None:
        self.do(adopting.adopt, self.person(by), change.id, change.version, self.clock())

    def publish_due(self) -> None:
        self.do(deciding.publish_due, self.clock(), plans())

    def change(self, change_id: int) -> Change:
        with self.factory() as session:
            return session.get_one(Change, change_id)

    def state(self, change: Change) -> str:
        return self.change(change.id).state

    def live_number(self) -> str | None:
        with self.factory() as session:
            found = read_region(session, "GT")
        assert found is not None
        return found.service("gt-trata").contact_points[0].number

    def public_number(self) -> str | None:
        """What the newest edition says."""
        edition = publishing.latest(self.factory)
        assert edition is not None
        found = edition.directories["GT"].service("gt-trata")
        return found.contact_points[0].number


_sources: list[int] = []


def at_work(app: Flask, factory: sessionmaker[Session], clock: Clock) -> Review:
    """An editor, two reviewers, somebody who is both, an administrator; and both of another region."""
    with writing(factory) as session:
        import_directory(session, (directory("GT"), directory("NI")), "first", clock())
        publishing.freeze_next(session, plans().values(), clock(), "first")
    people: tuple[tuple[str, tuple[str, ...], str], ...] = (
        ("editor", ("editor",), "GT"),
        ("reviewer", ("reviewer",), "GT"),
        ("second", ("reviewer",), "GT"),
        ("both", ("editor", "reviewer"), "GT"),
        ("administrator", ("administrator",), "GT"),
        ("elsewhere", ("editor", "reviewer"), "NI"),
    )
    members = {name: join(app, factory, clock, name, *roles, region=region) for name, roles, region in people}
    return Review(app, factory, clock, members)


def approval(change: Change, typed: str = NEW, **form: str) -> dict[str, str]:
    return {"version": str(change.version), "typed-1": typed, "when": "now", **form}


def approve(browser: Browser, change: Change, typed: str = NEW, **form: str) -> TestResponse:
    return browser.post(f"/admin/changes/{change.id}/approve", approval(change, typed, **form))


def text_of(html: str) -> str:
    """What stands in a page without its tags and tokens, for reading."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
