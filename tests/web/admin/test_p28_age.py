"""Age is visible (P28): the picture, the calendar, and no way to make a line younger by a click."""

import copy
import re
from datetime import UTC, date, datetime
from typing import Any

import lxml.html
import pytest
from desk_browser import Browser, Clock, Member
from example import document, source
from flask import Flask
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.errors import InputError
from hotline.domain.freshness import known_since
from hotline.domain.person import Person
from hotline.services import proposing, publishing
from hotline.storage.directory import read_region
from hotline.storage.session import writing
from hotline.web.admin.plans import plans

ANA = Person("ana", "Ana", frozenset({"editor"}), frozenset({"GT"}))


def signed_in(app: Flask, member: Member) -> Browser:
    browser = Browser(app)
    member.clock.move(minutes=1)
    assert member.sign_in(browser).status_code == 303
    return browser


def ages(factory: sessionmaker[Session]) -> dict[tuple[str, str], date | None]:
    with factory() as session:
        found = read_region(session, "GT")
    assert found is not None
    return {
        (service.id, point.id): known_since(point)
        for service in found.services
        for point in service.contact_points
    }


def test_p28_every_line_stands_in_the_calendar_with_its_age(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    page = signed_in(desk, members["editor"]).get("/admin/freshness").text
    for service, point in ages(factory):
        assert f"/admin/records/service/GT/{service}/edit?still={point}" in page
    # One checked on 1 October is fresh, one of 2024 is stale, two have no date.
    assert "Today 1 lines are fresh, 0 due, 1 stale and 2 have no date." in page
    assert "Week of" in page


def test_p28_the_picture_says_in_a_table_what_it_draws(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    with writing(factory) as session:
        publishing.freeze_next(session, plans().values(), datetime(2026, 9, 2, tzinfo=UTC), "tests")
    answer = signed_in(desk, members["reviewer"]).get("/admin/freshness?region=GT")
    page = lxml.html.fromstring(answer.text)
    (svg,) = page.xpath("//svg[@class='bars']")
    assert svg.get("role") == "img"
    assert svg.xpath(".//title")[0].text_content().strip()
    rows = [[cell.text_content().strip() for cell in row] for row in page.xpath("//details//tbody/tr")]
    assert len(rows) == 2 + 1 + 6, "two ends of months with an edition, today, six to come"
    assert [row[-1] for row in rows[:3]] == ["1", "1", "–"]
    drawn = svg.xpath(".//rect[starts-with(@class, 'part')]")
    assert len(drawn) == sum(1 for row in rows for count in row[1:5] if count != "0")
    # Told apart by pattern: every state but one is filled with a pattern that is there.
    fills = {rect.get("fill") for rect in drawn if rect.get("fill")}
    ids = {pattern.get("id") for pattern in svg.iter("pattern")}
    assert fills
    assert {re.fullmatch(r"url\(#(.+)\)", fill)[1] for fill in fills} <= ids  # type: ignore[index]
    assert not page.xpath("//*[@style]"), "the policy of the desk lets no style in an attribute work"


def test_p28_a_region_that_is_not_theirs_is_refused(desk: Flask, members: dict[str, Member]) -> None:
    assert signed_in(desk, members["editor"]).get("/admin/freshness?region=HN").status_code == 403
    assert signed_in(desk, members["administrator"]).get("/admin/freshness?region=GT").status_code == 200


FORM = {
    "assured_date": "2026-11-24", "contact_point.voice.assured_date": "2026-11-24", "still": "voice", "checked": "on",
    "outcome": "nothing_wrong", "note": "It is right.", "reason": "It is right.", "version": "1", "typed.voice": "1555",
}  # fmt: skip


@pytest.mark.parametrize("role", ["editor", "reviewer", "administrator"])
def test_p28_no_form_of_the_desk_makes_a_line_younger_by_a_click(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session], role: str
) -> None:
    before, tried = ages(factory), 0
    for place, rule in enumerate(desk.url_map.iter_rules()):
        if "POST" not in (rule.methods or ()) or "sign" in rule.rule or "people" in rule.rule:
            continue
        browser = Browser(desk, f"198.51.100.{place + 1}")
        members[role].clock.move(minutes=1)
        assert members[role].sign_in(browser).status_code == 303
        path = rule.rule.replace("<region>", "GT").replace("<kind>", "service")
        path = re.sub(r"<record_id>|<service>", "gt-trata", path)
        browser.post(re.sub(r"<int:\w+>", "1", re.sub(r"<\w+>", "voice", path)), FORM)
        tried += 1
    assert tried > 5
    assert ages(factory) == before


def checked(day: str, *evidence: dict[str, Any]) -> dict[str, Any]:
    """The example's first service, whose first line somebody says was checked on a day."""
    found: dict[str, Any] = copy.deepcopy(document()["service"][0])
    found["contact_point"][0]["assured_date"] = day
    found["contact_point"][0]["evidence"] += evidence
    return found


WORDS = [
    (checked("2026-11-24"), True, "a later day and no evidence"),
    (checked("2026-11-24", source("b")), True, "a page is not the operator"),
    (
        checked("2026-11-24", source("b", obtained="call", read="2026-11-23")),
        True,
        "a call of the day before",
    ),
    (checked("2026-11-24", source("b", obtained="call")), False, "a call of that day"),
    (checked("2026-11-24", source("b", obtained="operator")), False, "a word of the operator of that day"),
    (checked("2026-09-30"), False, "an earlier day makes the line older"),
]


@pytest.mark.parametrize(("text", "refused", "reason"), WORDS, ids=[row[2] for row in WORDS])
def test_p28_a_later_day_of_checking_needs_the_operators_word(
    desk: Flask,
    factory: sessionmaker[Session],
    clock: Clock,
    text: dict[str, Any],
    refused: bool,
    reason: str,
) -> None:
    codes = []
    with writing(factory) as session:
        try:
            proposing.propose(session, ANA, "service", "GT", text, "Checked.", clock(), plans())
        except InputError as error:
            codes = [problem.code for problem in error.problems]
    assert ("check_without_evidence" in codes) == refused, reason
