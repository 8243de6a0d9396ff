"""Reports at the desk: who sees them, how hostile ones are shown, and that reading one changes nothing."""

from datetime import timedelta

import lxml.html
from desk_browser import Browser, Clock, Member
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.report import Report, plain
from hotline.editions import keeper_state
from hotline.editions.keeper_state import Failing, KeeperState
from hotline.services import reporting
from hotline.storage.session import writing
from hotline.storage.tables.reports import VisitorReport
from hotline.storage.tables.review import AuditEntry
from hotline.web import security

WORDS = "\u202e<script>alert(1)</script> אבג =1+1 {{ 7*7 }} '); DROP TABLE report; --"


def tell(factory: sessionmaker[Session], clock: Clock, *reports: Report) -> list[int]:
    with writing(factory) as session:
        return [reporting.keep(session, one, clock().date()) for one in reports]


def open_ones(factory: sessionmaker[Session]) -> list[int]:
    with factory() as session:
        query = select(VisitorReport.id).where(VisitorReport.outcome.is_(None)).order_by(VisitorReport.id)
        return list(session.scalars(query))


def signed_in(app: Flask, member: Member) -> Browser:
    browser = Browser(app)
    member.clock.move(minutes=1)
    assert member.sign_in(browser).status_code == 303
    return browser


def test_a_report_of_another_region_is_not_shown(
    desk: Flask, factory: sessionmaker[Session], clock: Clock, members: dict[str, Member]
) -> None:
    ours, theirs, nobodys = tell(
        factory, clock, Report("es", "other", "GT"), Report("es", "other", "HN"), Report("es", "other")
    )
    wanted = {
        "editor": {ours: 200, theirs: 403, nobodys: 403},
        "reviewer": {ours: 200, theirs: 403, nobodys: 200},
        "administrator": {ours: 200, theirs: 200, nobodys: 200},
    }
    for name, statuses in wanted.items():
        browser = signed_in(desk, members[name])
        listed = browser.get("/admin/reports").text
        for number, status in statuses.items():
            assert browser.get(f"/admin/reports/{number}").status_code == status, (name, number)
            assert (f"/admin/reports/{number}" in listed) == (status == 200), (name, number)
        assert browser.post(f"/admin/reports/{theirs}", {"outcome": "spam", "note": "x"}).status_code in {
            400,
            403,
        }
    assert open_ones(factory) == [ours, theirs, nobodys]


def test_what_a_visitor_typed_is_text_that_stands_for_itself(
    desk: Flask, factory: sessionmaker[Session], clock: Clock, members: dict[str, Member]
) -> None:
    hostile = plain(WORDS)
    (number,) = tell(factory, clock, Report("es", "other", "GT", hostile, hostile, hostile))
    browser = signed_in(desk, members["editor"])
    for path in (f"/admin/reports/{number}", "/admin/reports"):
        answer = browser.get(path)
        assert "<script" not in answer.text
        page = lxml.html.fromstring(answer.text)
        shown = [element for element in page.iter("bdi") if element.text_content() == hostile]
        assert len(shown) == (3 if path.endswith(str(number)) else 1)
        outside = answer.text.replace("&#39;", "'")
        for element in shown:
            assert element.getparent() is not None
        assert outside.count("DROP TABLE") == len(shown)
        headers = security.desk_headers(None)
        assert {name: answer.headers.get(name) for name in headers} == dict(headers)


def test_a_report_leads_to_the_line_it_may_mean(
    desk: Flask, factory: sessionmaker[Session], clock: Clock, members: dict[str, Member]
) -> None:
    (number,) = tell(factory, clock, Report("es", "danger", "GT", "15 55"))
    page = signed_in(desk, members["editor"]).get(f"/admin/reports/{number}").text
    assert "/admin/records/service/GT/gt-trata/edit" in page
    if "notices.hide" in desk.view_functions:
        assert "/admin/services/GT/gt-trata/hide" in page
    read_only = signed_in(desk, members["administrator"]).get(f"/admin/reports/{number}").text
    assert "/admin/records/service/GT/gt-trata" in read_only
    assert "gt-trata/edit" not in read_only
    assert (
        "<form" not in lxml.html.tostring(lxml.html.fromstring(read_only).get_element_by_id("main")).decode()
    )


def test_several_are_closed_with_one_form_and_all_of_them_or_none(
    desk: Flask, factory: sessionmaker[Session], clock: Clock, members: dict[str, Member]
) -> None:
    same = tell(factory, clock, *[Report("es", "nobody_answers", "GT", "1555")] * 3)
    other = tell(factory, clock, Report("es", "other", "HN"))
    browser = signed_in(desk, members["editor"])
    path = f"/admin/reports/{same[0]}"
    refused = browser.post(path, {"outcome": "fixed", "note": " ", "also": [same[1]]})
    assert refused.status_code == 400
    page = lxml.html.fromstring(refused.text)
    assert len(page.xpath("//div[@class='problems']//li")) == 2, "all problems at once"
    assert page.xpath("//input[@value='fixed'][@checked]"), "what was chosen is still there"
    assert page.xpath(f"//input[@name='also'][@value='{same[1]}'][@checked]")
    assert open_ones(factory) == [*same, *other]
    # One of another region among them: nothing is closed.
    form = {"outcome": "nothing_wrong", "note": "The operator answers.", "also": [same[1], other[0]]}
    assert browser.post(path, form).status_code == 400
    assert open_ones(factory) == [*same, *other]
    assert browser.post(path, {**form, "also": [same[1]]}).status_code == 303
    assert open_ones(factory) == [same[2], *other]
    with factory() as session:
        entries = select(func.count()).where(AuditEntry.kind == reporting.KIND)
        assert session.scalar(entries) == 2
    closed = browser.get(path).text
    assert "The operator answers." in closed
    assert "zoe-editor" in closed


def test_the_first_page_leads_to_the_one_report_there_is(
    desk: Flask, factory: sessionmaker[Session], clock: Clock, members: dict[str, Member]
) -> None:
    browser = signed_in(desk, members["editor"])
    assert "/admin/reports/" not in browser.get("/admin/").text
    first, second = tell(factory, clock, Report("es", "danger", "GT"), Report("es", "other", "GT"))
    clock.move(days=3)
    page = signed_in(desk, members["editor"]).get("/admin/").text
    assert f'href="/admin/reports/{first}"' in page
    assert f'href="/admin/reports/{second}"' in page
    assert page.index(f"/admin/reports/{first}") < page.index(f"/admin/reports/{second}")
    assert "for 3 days" in page.casefold()


def test_a_region_without_anything_to_do_says_so(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    administrator = signed_in(desk, members["administrator"])
    form = {"roles": "editor", "regions": "HN"}
    assert administrator.post("/admin/people/zoe-editor/rights", form).status_code == 303
    assert "Nothing waits for you." in signed_in(desk, members["editor"]).get("/admin/").text


def test_pages_of_reports_come_in_parts(
    desk: Flask, factory: sessionmaker[Session], clock: Clock, members: dict[str, Member]
) -> None:
    numbers = tell(factory, clock, *(Report("es", "other", "GT", f"line {n}") for n in range(60)))
    clock.move(seconds=timedelta(days=1).total_seconds())
    browser = signed_in(desk, members["reviewer"])
    first, second = browser.get("/admin/reports").text, browser.get("/admin/reports?from=50").text
    assert first.count('href="/admin/reports/') == 50
    assert second.count('href="/admin/reports/') == 10
    assert f"/admin/reports/{numbers[59]}" in second


def test_the_first_page_says_when_nobody_builds_the_pages(
    desk: Flask, members: dict[str, Member], clock: Clock
) -> None:
    var, alarm, failing = (
        desk.config["EDITIONS"].parent,
        "Nobody builds the pages now",
        "does not succeed with: build",
    )

    def page() -> str:
        return signed_in(desk, members["editor"]).get("/admin/").text

    assert alarm in page(), "no keeper ever ran"
    keeper_state.write(var, KeeperState(beat=clock() + timedelta(minutes=2)))
    assert alarm not in page()
    broken = Failing(step="build", since=clock(), error="OSError")
    keeper_state.write(var, KeeperState(beat=clock() + timedelta(minutes=2), failing=(broken,)))
    shown = page()
    assert failing in shown
    assert alarm not in shown
