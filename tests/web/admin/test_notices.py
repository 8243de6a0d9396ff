"""Hide now and outages at the desk (P24): one person, in three taps, and never more than taking away."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desk_browser import Browser, Clock
from proposals import NEW, Review, approve, service, text_of
from werkzeug.test import TestResponse

from hotline.domain.listing import LOCALES, RegionDirectory
from hotline.services import publishing
from hotline.storage.session import writing
from hotline.storage.tables.review import Change
from hotline.web.admin.notice_reasons import REASONS, reason_of
from hotline.web.admin.notices import ends

HIDE = "/admin/services/GT/gt-trata/hide"
OUTAGE = "/admin/services/GT/gt-trata/outage"
UNHIDE = "/admin/services/GT/gt-trata/unhide"
SOON = {"until": "hour", "why": "operator"}


def public(review: Review, region: str = "GT") -> RegionDirectory:
    edition = publishing.latest(review.factory)
    assert edition is not None
    return edition.directories[region]


def change_of(review: Review, answer: TestResponse) -> Change:
    """The change to which a page leads on."""
    assert answer.status_code == 303, text_of(answer.text)
    return review.change(int(answer.headers["Location"].rsplit("/", 1)[-1]))


def problems_of(answer: TestResponse) -> list[str]:
    box = re.search(r'class="problems".*?</div>', answer.text, re.DOTALL)
    return re.findall(r'<li>(?:<a href="#([^"]*)">)?', box[0]) if box else []


def test_p24_one_person_hides_a_line_in_three_taps(review: Review) -> None:
    editor = review.browser("editor")
    record = editor.get("/admin/records/service/GT/gt-trata")
    assert f'href="{HIDE}"' in record.text, "the first tap"
    form = editor.get(HIDE)
    assert "In its place people will see:" in text_of(form.text)
    assert 'name="why" value="somebody_else"' in form.text, "the second"
    change = change_of(review, editor.post(HIDE, {"why": "somebody_else"}))
    assert (change.state, change.decided_by, change.reason) == (
        "published",
        None,
        "Somebody else answers at this number.",
    )
    assert [one.id for one in public(review).services] == ["gt-policia"]
    assert public(review).first.services == ("gt-policia",)
    again = editor.get(HIDE)
    assert "hidden already" in again.text
    assert '<form method="post" class="narrow"' not in again.text


def test_p24_a_region_never_becomes_an_empty_page(review: Review) -> None:
    editor = review.browser("editor")
    path = "/admin/services/GT/gt-policia/hide"
    assert "nobody could be called in Guatemala then" in editor.get(path).text
    refused = editor.post(path, {"why": "dead"})
    assert refused.status_code == 400
    assert {one.id for one in public(review).services} == {"gt-trata", "gt-policia"}


def test_p24_the_fourth_in_an_hour_becomes_a_proposal(review: Review, clock: Clock) -> None:
    editor = review.browser("editor")
    for left in (3, 2, 1):
        page = text_of(editor.get(OUTAGE).text)
        assert f"alone {left} time" in page
        assert change_of(review, editor.post(OUTAGE, SOON)).state == "published"
        clock.move(seconds=1)
    assert "This one becomes a proposal" in text_of(editor.get(HIDE).text)
    fourth = change_of(review, editor.post(HIDE, {"why": "harm"}))
    assert fourth.state == "proposed"
    assert "gt-trata" in {one.id for one in public(review).services}
    assert approve(review.browser("second"), fourth).status_code in {200, 303}
    assert review.state(fourth) == "published"
    assert "gt-trata" not in {one.id for one in public(review).services}
    clock.move(hours=1)
    assert change_of(
        review, review.browser("editor").post(OUTAGE.replace("trata", "policia"), SOON)
    ).state == ("published")


@pytest.mark.parametrize("path", [HIDE, OUTAGE, UNHIDE, "/admin/notices/GT/none/end"])
@pytest.mark.parametrize("who", ["elsewhere", "administrator"])
def test_another_region_is_nobodys_business(review: Review, path: str, who: str) -> None:
    browser = review.browser(who)
    assert browser.get(path).status_code == 403
    assert browser.post(path, {**SOON, "reason": "x"}).status_code == 403
    assert public(review).notices == ()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/services/GT/gt-nothing/hide",
        "/admin/services/GT/ni-trata/hide",
        "/admin/services/GT/gt-nothing/outage",
        "/admin/services/GT/gt-nothing/unhide",
        "/admin/notices/GT/nothing/end",
    ],
)
def test_what_is_not_there_is_not_found(review: Review, path: str) -> None:
    browser = review.browser("editor")
    assert browser.get(path).status_code == 404
    assert browser.post(path, {**SOON, "reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("path", "form", "where", "reason"),
    [
        (HIDE, {}, ["reason"], "the history needs to know why"),
        (HIDE, {"reason": "a\u202eb"}, ["reason"], "invisible signs turn texts round"),
        (OUTAGE, {}, ["day", "reason"], "nothing was chosen, and all of it is said at once"),
        (OUTAGE, {"until": "other", "day": "2026-11-24", "time": "05:59", "why": "operator"}, ["until"], "it is 6:00 there"),
        (OUTAGE, {"until": "other", "day": "yesterday", "time": "", "why": "operator"}, ["day"], "no day"),
        (OUTAGE, {"until": "other", "day": "2026-12-02", "time": "10:00", "why": "operator"}, ["until"], "too long"),
        (OUTAGE, {**SOON, "instead": "ni-trata"}, ["instead"], "not public here"),
        (OUTAGE, {**SOON, "contact_point": "fax"}, ["contact_point"], "there is none"),
        (OUTAGE, {**SOON, "note.es": "Llame."}, ["note"], "a note is in all three languages"),
        (OUTAGE, {**SOON, "note.es": "a", "note.en": "Call 1999", "note.fr": "a"}, ["note.en"], "a smuggled number"),
        (UNHIDE, {"reason": "x"}, [""], "it is not hidden"),
    ],
)  # fmt: skip
def test_what_is_wrong_leads_to_its_field_and_keeps_what_was_typed(
    review: Review, path: str, form: dict[str, str], where: list[str], reason: str
) -> None:
    answer = review.browser("editor").post(path, form)
    assert answer.status_code == 400, reason
    assert problems_of(answer) == where, reason
    for place in filter(None, where):
        assert f'id="{place}"' in answer.text, "the link leads somewhere"
    for name, value in form.items():
        if name in {"why", "until", "contact_point", "instead"}:
            kept = re.search(rf'value="{value}"[^>]*(checked|selected)', answer.text)
            assert kept or value in {"fax", "ni-trata"}, name
        elif path != UNHIDE:
            assert value in answer.text, name
    assert public(review).notices == ()


def test_an_outage_says_its_end_in_the_time_of_the_region(review: Review, clock: Clock) -> None:
    editor = review.browser("editor")
    page = text_of(editor.get(OUTAGE).text)
    assert "For one hour: November 24, 2026, 07:01 (Guatemala Time)" in page
    answer = editor.post(
        OUTAGE,
        {
            "until": "evening", "why": "operator", "instead": "gt-policia", "contact_point": "voice",
            **{f"note.{locale}": f"Flood ({locale})." for locale in LOCALES},
        },
    )  # fmt: skip
    assert change_of(review, answer).state == "published"
    [notice] = public(review).notices
    assert notice.until == datetime(2026, 11, 25, 0, tzinfo=UTC), "18:00 in Guatemala"
    assert (notice.service, notice.contact_point, notice.instead) == ("gt-trata", "voice", "gt-policia")
    assert notice.note == {locale: f"Flood ({locale})." for locale in LOCALES}


def test_an_outage_is_ended_with_one_more_tap(review: Review) -> None:
    editor = review.browser("editor")
    editor.post(OUTAGE, SOON)
    [notice] = public(review).notices
    end = f"/admin/notices/GT/{notice.id}/end"
    assert f'href="{end}"' in editor.get(OUTAGE).text
    assert f'href="{end}"' in editor.get("/admin/records/service/GT/gt-trata").text
    assert "until November 24, 2026, 07:01" in text_of(editor.get(end).text)
    refused = editor.post(end, {})
    assert (refused.status_code, problems_of(refused)) == (400, ["reason"])
    assert change_of(review, editor.post(end, {"why": "works"})).state == "published"
    assert public(review).notices == ()


def test_what_was_hidden_comes_back_by_two_people_only(review: Review) -> None:
    editor = review.browser("editor")
    editor.post(HIDE, {"why": "dead"})
    assert f'href="{UNHIDE}"' in editor.get("/admin/records/service/GT/gt-trata").text
    asked = editor.get(UNHIDE)
    assert asked.status_code == 200
    back = change_of(review, editor.post(UNHIDE, {"reason": "The operator called from it."}))
    assert back.state == "proposed"
    assert "gt-trata" not in {one.id for one in public(review).services}
    assert approve(review.browser("reviewer"), back).status_code in {200, 303}
    assert "gt-trata" in {one.id for one in public(review).services}


def test_a_hidden_line_can_be_put_right_before_it_comes_back(review: Review) -> None:
    review.browser("editor").post(HIDE, {"why": "somebody_else"})
    change = review.propose(NEW, text=service(NEW))
    assert approve(review.browser("reviewer"), change).status_code in {200, 303}
    assert "gt-trata" not in {one.id for one in public(review).services}, "it is still hidden"


@pytest.mark.parametrize("path", [HIDE, OUTAGE])
def test_a_proof_that_is_old_is_asked_for_again_and_nothing_typed_is_lost(
    review: Review, clock: Clock, path: str
) -> None:
    editor = review.browser("editor")
    clock.move(minutes=6)
    asked = editor.post(path, {**SOON, "reason": "They rang from it."})
    assert asked.status_code == 403
    assert "They rang from it." in asked.text
    assert public(review).notices == ()


@pytest.mark.parametrize(
    ("at", "names", "reason"),
    [
        (datetime(2026, 11, 24, 12, tzinfo=UTC), ["hour", "evening", "morning"], "6:00 in Guatemala"),
        (datetime(2026, 11, 24, 23, 54, tzinfo=UTC), ["hour", "evening", "morning"], "17:54: six minutes are left"),
        (datetime(2026, 11, 24, 23, 56, tzinfo=UTC), ["hour", "morning"], "17:56: that is no end any more"),
        (datetime(2026, 11, 25, 5, tzinfo=UTC), ["hour", "morning"], "23:00"),
    ],
)  # fmt: skip
def test_the_ends_that_one_tap_chooses(at: datetime, names: list[str], reason: str) -> None:
    found = ends(at, "America/Guatemala")
    assert list(found) == names, reason
    assert found["hour"] == at + timedelta(hours=1)
    assert (found["morning"].hour, found["morning"].minute) == (8, 0)
    assert timedelta(0) < found["morning"] - at <= timedelta(hours=34)


def test_the_clocks_may_change_before_the_morning() -> None:
    # New York goes back an hour in the night to 1 November 2026.
    at = datetime(2026, 10, 31, 22, tzinfo=UTC)
    assert ends(at, "America/New_York")["morning"].astimezone(UTC) == datetime(2026, 11, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("chosen", "typed", "whole"),
    [
        ("dead", "", "The number does not exist any more."),
        ("dead", " I tried. ", "The number does not exist any more. I tried."),
        ("", "I tried.", "I tried."),
        ("made-up", "", ""),
        ("", "  ", ""),
    ],
)
def test_the_reason_is_chosen_or_typed_or_both(chosen: str, typed: str, whole: str) -> None:
    assert reason_of("hide", chosen, typed, lambda text: text) == whole


def test_every_act_has_its_reasons() -> None:
    assert set(REASONS) == {"hide", "outage", "end", "unhide"}


def test_without_the_role_there_is_no_button_and_no_way(review: Review, clock: Clock) -> None:
    with writing(review.factory) as session:
        before = session.query(Change).count()
    nobody = Browser(review.app, "203.0.113.9")
    form: dict[str, Any] = {"why": "dead"}
    assert nobody.get(HIDE).status_code == 303
    assert nobody.post(HIDE, form).status_code == 401
    with writing(review.factory) as session:
        assert session.query(Change).count() == before
