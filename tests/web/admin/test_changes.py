"""The pages of review: what waits for whom, what one change shows, and what is decided on it."""

import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from desk_browser import Browser
from example import document, texts
from flask import Flask
from proposals import NEW, OLD, Review, approval, approve, service, text_of
from werkzeug.test import TestResponse

from hotline.domain.person import Person
from hotline.domain.record import SHAPES, Name
from hotline.domain.review import State
from hotline.editions import folder as folders
from hotline.editions import keeper_state
from hotline.editions.keeper_state import SILENT_AFTER, Failing, KeeperState
from hotline.services import notices, proposing
from hotline.storage.tables.review import Change
from hotline.web.admin.carried import PATIENCE
from hotline.web.admin.field_names import STATES, kind_name, name_of
from hotline.web.admin.fields import every_field
from hotline.web.admin.plans import plans


def act(browser: Browser, change: Change, name: str, **form: str) -> TestResponse:
    form = {"version": str(change.version), **form}
    return browser.post(f"/admin/changes/{change.id}/{name}", form)


def under(page: str, heading: str) -> list[int]:
    """The changes that stand under a heading of the list."""
    part = page.partition(f"<h2>{heading}</h2>")[2].partition("<h2>")[0]
    return [int(number) for number in re.findall(r'href="/admin/changes/(\d+)"', part)]


def test_what_waits_for_the_reader_stands_first_and_the_oldest_before_the_others(review: Review) -> None:
    first = review.propose("1557")
    review.clock.move(hours=3)
    second, own = review.propose(), review.propose("1558", by="both")
    page = review.browser("both").get("/admin/changes").text
    assert under(page, "They wait for you to decide") == [first.id, second.id]
    assert under(page, "Others that are open") == [own.id]
    assert "3 hours ago" in page
    assert "It changed." in page
    assert "Zoe editor" in page


def test_what_came_back_stands_first_for_its_author(review: Review) -> None:
    change, other = review.propose(), review.propose("1557", by="both")
    act(review.browser("reviewer"), change, "return", note="Which page?")
    page = review.browser("editor").get("/admin/changes").text
    assert under(page, "They came back to you") == [change.id]
    assert under(page, "Others that are open") == [other.id]
    read = review.browser("editor").get(f"/admin/changes/{change.id}").text
    assert "Which page?" in read


def test_the_list_is_filtered_without_script(review: Review) -> None:
    waiting, gone = review.propose(), review.propose("1557")
    act(review.browser("reviewer"), gone, "discard", note="No.")
    browser = review.browser("reviewer")

    def found(query: str) -> set[int]:
        page = browser.get(f"/admin/changes?{query}").text
        return {int(number) for number in re.findall(r'href="/admin/changes/(\d+)"', page)}

    assert found("") == {waiting.id, gone.id}
    assert found("region=GT&state=") == {waiting.id, gone.id}
    assert found("state=proposed") == {waiting.id}
    assert found("state=discarded") == {gone.id}
    assert found("region=NI") == set()
    assert found("state=nonsense") == set()
    assert "Nicaragua" not in browser.get("/admin/changes").text
    assert "Nicaragua" in review.browser("administrator").get("/admin/changes").text


def test_what_was_decided_stays_in_the_list_for_30_days(review: Review) -> None:
    change = review.propose()
    approve(review.browser("reviewer"), change)
    review.clock.move(days=29)
    heading = "Decided in the last 30 days"
    assert under(review.browser("editor").get("/admin/changes").text, heading) == [change.id]
    review.clock.move(days=2)
    assert under(review.browser("editor").get("/admin/changes").text, heading) == []


def test_a_long_list_comes_in_pages(review: Review) -> None:
    ids = [review.propose().id for _ in range(60)]
    browser = review.browser("reviewer")
    first = browser.get("/admin/changes?region=GT").text
    assert under(first, "They wait for you to decide") == ids[:50]
    assert "1 to 50 of 60" in first
    (onward,) = re.findall(r'href="([^"]*from=50[^"]*)"', first)
    second = browser.get(onward.replace("&amp;", "&")).text
    assert under(second, "They wait for you to decide") == ids[50:]


def test_p31_changes_of_another_region_are_not_there(review: Review) -> None:
    change, browser = review.propose(), review.browser("elsewhere")
    path = f"/admin/changes/{change.id}"
    assert browser.get(path).status_code == 404
    assert browser.get(f"{path}/sources/part-1.0").status_code == 404
    assert "Línea contra la trata" not in browser.get("/admin/changes").text
    assert "Línea contra la trata" not in browser.get("/admin/changes?region=GT").text
    for action in ("approve", "return", "discard", "withdraw", "adopt", "undo"):
        form = {**approval(change), "note": "x", "reason": "x"}
        assert browser.post(f"{path}/{action}", form).status_code == 404, action
    assert review.state(change) == "proposed"


def test_an_administrator_reads_every_region_and_decides_nothing(review: Review) -> None:
    change, browser = review.propose(), review.browser("administrator")
    page = browser.get(f"/admin/changes/{change.id}").text
    assert NEW in page
    assert re.findall(rf'action="/admin/changes/{change.id}/', page) == []
    for action in ("approve", "return", "discard", "withdraw", "adopt", "undo"):
        assert act(browser, change, action, note="x", reason="x").status_code == 403, action


def test_a_difference_names_its_fields_and_says_them_in_words(review: Review) -> None:
    text = service()
    text |= {"description": {**text["description"], "fr": "Autre chose."}, "needs": ["police"]}
    text["contact_point"][0] |= {"cost": "charged", "reach": {"abroad": "no", "works_from": ["HN"]}}
    change = review.propose(text=text)
    page = text_of(review.browser("editor").get(f"/admin/changes/{change.id}").text)
    assert "What it helps with (French) Before description à la française After Autre chose." in page
    assert "What it helps with (Spanish)" not in page, "it is the same"
    assert "What it is for Before Forced, deceived, held: trafficking and Rights and complaints" in page
    assert "What it costs Before Free After Costs money" in page
    assert "Calling from another country: It works from Before El Salvador and Mexico After Honduras" in page
    assert " Call " in page
    assert "voice" not in page, "what has just the name of its channel needs no other"


def test_the_evidence_of_a_changed_contact_point_stands_there_in_full(review: Review) -> None:
    text = service()
    text["contact_point"][0]["evidence"][-1] |= {"says": "Llame.", "date": "2026-07"}
    change = review.propose(text=text)
    html = review.browser("editor").get(f"/admin/changes/{change.id}").text
    page = text_of(html)
    link = '<a href="https://example.org/shows-1556" target="_blank" rel="noreferrer noopener">'
    assert link in html
    assert "It says: Llame." in page
    assert "Date of the source: July 2026 · read on November 24, 2026 · Read in a stored copy" in page
    assert "A page about sms" not in page, "another contact point, in which nothing changed"


def test_a_source_without_a_web_address_is_no_link(review: Review) -> None:
    text = service()
    text["contact_point"][0]["evidence"][-1]["address"] = "javascript:alert(1)"
    change = review.propose(text=text)
    html = review.browser("editor").get(f"/admin/changes/{change.id}").text
    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html


def test_what_deserves_a_second_look_is_said(review: Review) -> None:
    text = service("2424-1717")
    text["other_names"] = ["Línea аzul"]
    change = review.propose(text=text)
    page = text_of(review.browser("reviewer").get(f"/admin/changes/{change.id}").text)
    assert "“аzul” has letters that look like others" in page
    assert "The same number stands at “Oficina”" in page
    slip = review.propose("2424-1718", by="both")
    page = text_of(review.browser("reviewer").get(f"/admin/changes/{slip.id}").text)
    assert "It is one slip away from a number of “Oficina”" in page
    page = text_of(review.browser("both").get(f"/admin/changes/{slip.id}").text)
    assert "It is one slip away from 2424-1717 of “Oficina”" in page


def test_a_removal_says_that_the_whole_record_goes(review: Review) -> None:
    name = Name("lead", "GT", "mail")
    change = review.do(proposing.propose_removal, review.person("editor"), name, "Gone.", review.clock())
    browser = review.browser("reviewer")
    page = browser.get(f"/admin/changes/{change.id}").text
    assert "The whole record goes." in page
    assert 'id="typed-1"' not in page
    assert act(browser, change, "approve", when="now").status_code == 303
    assert review.state(change) == "published"


def test_a_new_record_without_a_name_is_shown_too(review: Review) -> None:
    first = {**document()["first"], "reason": texts("other")}
    args = (review.person("editor"), "first_lines", "GT", first, "Better.", review.clock(), plans())
    change = review.do(proposing.propose, *args)
    page = text_of(review.browser("reviewer").get(f"/admin/changes/{change.id}").text)
    assert "Guatemala" in page
    assert "Why these (English) Before reason in English After other in English" in page


@pytest.mark.parametrize(
    ("action", "who", "form", "state"),
    [
        ("return", "reviewer", {"note": "Which page?"}, "returned"),
        ("discard", "reviewer", {"note": "It is a fake."}, "discarded"),
        ("withdraw", "editor", {}, "withdrawn"),
    ],
)
def test_a_change_is_decided_otherwise_too(
    review: Review, action: str, who: str, form: dict[str, str], state: str
) -> None:
    change = review.propose()
    answer = act(review.browser(who), change, action, **form)
    assert (answer.status_code, review.state(change)) == (303, state)
    assert review.live_number() == OLD


@pytest.mark.parametrize("action", ["return", "discard"])
def test_without_a_note_it_is_asked_for(review: Review, action: str) -> None:
    change = review.propose()
    answer = act(review.browser("reviewer"), change, action, note=" ")
    assert answer.status_code == 400
    assert f'href="#note-{action}"' in answer.text
    assert review.state(change) == "proposed"


def test_a_note_is_not_lost_when_the_change_was_edited(review: Review) -> None:
    change = review.propose("1557")
    browser = review.browser("reviewer")
    review.revise(change)
    answer = act(browser, change, "return", note="Look at <page 3>")
    assert answer.status_code == 400
    assert "Look at &lt;page 3&gt;</textarea>" in answer.text
    assert "edited after you opened it" in answer.text


def test_undoing_proposes_what_was_published_before(review: Review) -> None:
    change = review.propose()
    approve(review.browser("reviewer"), change)
    editor = review.browser("editor")
    missing = editor.post(f"/admin/changes/{change.id}/undo", {"reason": ""})
    assert missing.status_code == 400
    assert 'href="#reason"' in missing.text
    done = editor.post(f"/admin/changes/{change.id}/undo", {"reason": "It was right."})
    back = review.change(int(done.headers["Location"].rpartition("/")[2]))
    assert (back.undoes, back.state, review.live_number()) == (change.id, "proposed", NEW)
    assert approve(review.browser("reviewer"), back, OLD).status_code == 303
    assert review.public_number() == OLD


def test_a_set_time_is_that_of_the_region(review: Review) -> None:
    change = review.propose()
    browser = review.browser("reviewer")
    page = browser.get(f"/admin/changes/{change.id}").text
    assert "as the clocks show it in Guatemala Time" in page
    form = {"when": "later", "day": "2026-11-25", "time": "08:30"}
    assert approve(browser, change, **form).status_code == 303
    found = review.change(change.id)
    assert found.publish_at is not None
    assert found.publish_at.isoformat() == "2026-11-25T14:30:00+00:00"
    page = text_of(browser.get(f"/admin/changes/{change.id}").text)
    assert "Approved, waits for its time: November 25, 2026, 08:30 (Guatemala Time)" in page
    review.publish_due()
    assert review.public_number() == OLD
    review.clock.move(days=2)
    review.publish_due()
    assert review.public_number() == NEW


def built(desk: Flask, number: int) -> None:
    """Point to an edition as whoever builds does in the end."""
    root: Path = desk.config["EDITIONS"]
    folder = root / f"{number}-0123abcd-4567"
    folder.mkdir(parents=True, exist_ok=True)
    folders.point(root, folder)


def test_the_page_says_whether_the_edition_is_live(review: Review) -> None:
    change = review.propose()
    browser = review.browser("reviewer")
    approve(browser, change)
    path = f"/admin/changes/{change.id}"
    waits = browser.get(path)
    assert "Edition 2 carries it." in waits.text
    assert "being built" in waits.text
    assert waits.headers["Refresh"] == "1"
    built(review.app, 1)
    assert browser.get(path).headers["Refresh"] == "1", "the edition before is live"
    built(review.app, 2)
    live = browser.get(path)
    assert "It is live since" in live.text
    assert 'href="/en/gt#gt-trata" target="_blank"' in live.text
    assert "Refresh" not in live.headers
    built(review.app, 3)
    assert "It is live." in browser.get(path).text, "a later edition carries it as well"


def test_the_page_says_plainly_when_nobody_builds(review: Review) -> None:
    change = review.propose()
    browser = review.browser("reviewer")
    approve(browser, change)
    review.clock.move(seconds=PATIENCE.total_seconds() + 1)
    answer = browser.get(f"/admin/changes/{change.id}")
    assert "are not being built" in answer.text
    assert "Refresh" not in answer.headers


def test_the_page_waits_longer_while_a_keeper_is_at_work(review: Review) -> None:
    change = review.propose()
    browser = review.browser("reviewer")
    approve(browser, change)
    path = f"/admin/changes/{change.id}"
    var = review.app.config["EDITIONS"].parent
    review.clock.move(seconds=PATIENCE.total_seconds() + 1)
    for state, sentence, reason in (
        (KeeperState(beat=review.clock()), "being built", "it lives: the machine is only slow"),
        (
            KeeperState(
                beat=review.clock(), failing=(Failing(step="build", since=review.clock(), error="x"),)
            ),
            "are not being built",
            "it lives and does not succeed",
        ),
        (
            KeeperState(beat=review.clock() - SILENT_AFTER - timedelta(seconds=1)),
            "are not being built",
            "it was there once",
        ),
    ):
        keeper_state.write(var, state)
        assert sentence in browser.get(path).text, reason


def test_whoever_adopts_an_import_is_told_what_it_means_and_becomes_an_author(review: Review) -> None:
    change = review.imported()
    assert "an editor has to compare it" in review.browser("reviewer").get(f"/admin/changes/{change.id}").text
    editor = review.browser("editor")
    assert "It came from a file." in editor.get(f"/admin/changes/{change.id}").text
    assert act(editor, change, "adopt").status_code == 303
    page = text_of(editor.get(f"/admin/changes/{change.id}").text)
    assert "ops and Zoe editor" in page
    again = act(editor, change, "adopt")
    assert (again.status_code, "stands for this change already" in again.text) == (400, True)


def test_a_hidden_line_can_be_read_as_a_change_of_one_person(review: Review) -> None:
    """What one person did alone is no change to decide on, and its page says so by offering nothing."""
    person = Person("zoe-both", "Zoe", frozenset({"reviewer"}), frozenset({"GT"}))
    change = review.do(notices.hide, person, "GT", "gt-trata", "It is a fake.", review.clock(), plans())
    page = review.browser("reviewer").get(f"/admin/changes/{change.id}").text
    assert "What is told" in page
    assert re.findall(r'action="/admin/changes/', page) == []


def test_times_are_told_in_the_zone_of_the_region(review: Review) -> None:
    change = review.propose()
    local = (change.created_at - timedelta(hours=6)).strftime("%H:%M")
    page = text_of(review.browser("editor").get(f"/admin/changes/{change.id}").text)
    assert f"November 24, 2026, {local} (Guatemala Time)" in page


def test_every_field_and_every_kind_of_record_has_a_name() -> None:
    keys = {field.key for shape in SHAPES.values() for field in every_field(shape)}
    assert [key for key in sorted(keys) if not name_of(key)] == []
    assert [kind for kind in SHAPES if not kind_name(kind)] == []
    assert set(STATES) == set(get_args(State))
