"""The edit pages as a person uses them: change one number, make mistakes, lose nothing."""

import re
from typing import Any

import pytest
from desk_browser import Browser
from example import document, source
from filled_form import Form, press
from proposals import NEW, OLD, Review, approve
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from hotline.storage.session import writing
from hotline.storage.tables.attachment import Attachment
from hotline.storage.tables.review import Change

SERVICE = "/admin/records/service/GT/gt-trata"
EDIT = f"{SERVICE}/edit"


def opened(browser: Browser, path: str = EDIT) -> Form:
    page = browser.get(path)
    assert page.status_code == 200, page.status_code
    return Form(page.text)


def changes(review: Review) -> list[Change]:
    with review.factory() as session:
        return list(session.scalars(select(Change).where(Change.state != "published").order_by(Change.id)))


def problems(answer: TestResponse) -> list[tuple[str, str]]:
    """(field, sentence) of each problem in the list at the top."""
    listed = answer.text.partition('class="problems"')[2].partition("</ul>")[0]
    return re.findall(r'<li>(?:<a href="#([^"]*)">)?(?:<strong>[^<]*</strong> · )?([^<]*)', listed)


def with_source(browser: Browser, form: Form, place: int = 0, word: str = "new") -> Form:
    """The form after "Add a source", filled in for the contact point."""
    page = press(browser, EDIT, form, f"add:contact_point.{place}.evidence")
    added = Form(page.text)
    last = sum(
        name.startswith(f"contact_point.{place}.evidence.") and name.endswith(".title")
        for name in added.fields
    )
    for name, value in source(word).items():
        added.fields[f"contact_point.{place}.evidence.{last - 1}.{name}"] = value
    return added


def test_one_number_is_changed_with_a_number_a_source_and_a_reason(review: Review) -> None:
    browser = review.browser("editor")
    form = with_source(browser, opened(browser))
    answer = press(browser, EDIT, form, "propose", contact_point__0__number=NEW, why="It changed.")
    (change,) = changes(review)
    assert (answer.status_code, answer.location) == (303, f"/admin/changes/{change.id}")
    assert browser.get(answer.location).status_code == 200
    expected = dict(change.before or {})
    voice = dict(expected["contact_point"][0])
    voice |= {"number": NEW, "evidence": [*voice["evidence"], {**source("new"), "says": None, "date": None}]}
    assert change.after == {**expected, "contact_point": [voice, *expected["contact_point"][1:]]}
    assert change.reason == "It changed."
    assert review.live_number() == OLD, "a proposal publishes nothing"
    assert approve(review.browser("reviewer"), change).status_code == 303
    assert review.public_number() == NEW


@pytest.mark.parametrize(
    "path",
    [
        "service/GT/gt-trata",
        "service/GT/gt-policia",
        "organization/GT/defensoria",
        "first_lines/GT/GT",
        "retired_number/GT/linea-1552",
        "lead/GT/office",
        "lead/GT/mail",
    ],
)
def test_a_form_that_nobody_touched_proposes_nothing(review: Review, path: str) -> None:
    browser = review.browser("editor")
    where = f"/admin/records/{path}/edit"
    answer = press(browser, where, opened(browser, where), "propose", why="x")
    assert (answer.status_code, problems(answer)) == (
        400,
        [("", "This is what is published already: there is nothing to propose.")],
    )
    assert changes(review) == []


def test_everything_that_is_wrong_is_told_at_once_beside_its_field(review: Review) -> None:
    browser = review.browser("editor")
    wrong = {
        "contact_point__0__number": "1555 o 1556",
        "contact_point__0__hours": "always",
        "contact_point__1__channel": "web",
        "contact_point__1__number": "",
        "contact_point__2__address": "example.org",
        "contact_point__0__evidence__0__read": "yesterday",
        "contact_point__0__languages": "Spanish",
        "description__fr": "",
        "name": "   ",
        "needs__first": "",
        "needs": [],
        "organization": "",
        "shown_in": "Honduras",
        "why": " ",
    }
    answer = press(browser, EDIT, opened(browser), "propose", **wrong)
    assert answer.status_code == 400
    told = dict(problems(answer))
    assert set(told) == {
        "contact_point.0.number", "contact_point.0.hours", "contact_point.1.address", "contact_point.2.address",
        "contact_point.0.evidence.0.read", "contact_point.0.languages", "description.fr", "name", "needs",
        "organization", "shown_in", "why",
    }  # fmt: skip
    assert '<a href="#name"><strong>Name</strong> · ' in answer.text, "and names it"
    page = Form(answer.text)
    assert set(told) <= page.ids, "each problem leads to its field"
    for field in told:
        assert f'id="{field}-problem"' in answer.text, field
    assert "Spanish, English and French" in told["description.fr"]
    assert not re.search(r"input should|pattern|pydantic", answer.text, re.IGNORECASE)
    for name, value in wrong.items():
        field = name.replace("__", ".")
        if isinstance(value, str) and field not in {"why", "shown_in"}:
            assert page.fields.get(field, "") == value, "nothing typed is lost"
    assert changes(review) == []


def test_sentences_about_fields_are_told_in_the_language_of_the_person(review: Review) -> None:
    browser = review.browser("editor")
    browser.post("/admin/language", {"language": "fr", "back": "/admin/"})
    answer = press(browser, EDIT, opened(browser), "check", name_language="Español", name=" ")
    assert dict(problems(answer)) == {
        "name": "Ceci manque : ajoutez-le.",
        "name_language": "Écrivez la langue avec son code de deux ou trois lettres, par exemple es ou kek.",
    }


def test_buttons_of_the_form_change_it_and_keep_what_is_typed(review: Review) -> None:
    browser = review.browser("editor")
    form = opened(browser)
    form.fields["name"] = "Half a name"
    form.fields["why"] = "Half a reason"
    page = press(browser, EDIT, form, "add:contact_point")
    assert page.status_code == 200
    more = Form(page.text)
    assert "contact_point.3" in more.ids
    assert (more.fields["name"], more.fields["why"]) == ("Half a name", "Half a reason")
    assert more.fields["contact_point.3.evidence.0.read"] == "2026-11-24"
    assert ("act", "remove:contact_point.3") in more.buttons
    assert 'formaction="#contact_point.4"' in page.text, "the next one leads to where it will stand"
    up = Form(press(browser, EDIT, more, "up:contact_point.1").text)
    assert [up.fields[f"contact_point.{n}.id"] for n in range(4)] == ["sms", "voice", "web", ""]
    gone = Form(press(browser, EDIT, up, "remove:contact_point.3").text)
    assert "contact_point.3" not in gone.ids
    back = Form(press(browser, EDIT, gone, "down:contact_point.0", name="Línea contra la trata").text)
    answer = press(browser, EDIT, back, "propose")
    assert [code for _, code in problems(answer)] == [
        "This is what is published already: there is nothing to propose."
    ]


def test_the_enter_key_checks_and_takes_nothing_away(review: Review) -> None:
    browser = review.browser("editor")
    assert opened(browser).buttons[0] == ("act", "check")


def test_a_check_says_how_a_number_was_understood_and_what_is_near_it(review: Review) -> None:
    browser = review.browser("editor")
    answer = press(browser, EDIT, opened(browser), "check", contact_point__0__number="1552")
    help_ = answer.text.partition('id="contact_point.0.number-help"')[2].partition("</div>")[0]
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", help_))
    assert "A short number of Guatemala." in said
    assert "The link carries tel:1552." in said
    assert "cannot be called" in said
    assert "This number is also on 1552 (Old number, Guatemala)." in said
    # One slip away: the misprint 1556 of the example.
    assert "This number is one slip away from 1556, which is on" in said
    assert "Monday to Friday, 8:00 to 16:00" in answer.text
    assert "Open now." not in answer.text, "it is 6 in the morning in Guatemala"
    assert changes(review) == []
    review.clock.move(hours=4)
    later = review.browser("editor")
    assert "Open now." in press(later, EDIT, opened(later), "check").text


def test_two_contact_points_that_nearly_have_one_number_are_told(review: Review) -> None:
    browser = review.browser("editor")
    form = opened(browser)
    numbers = {"contact_point__0__number": "2424-1718", "contact_point__1__number": "2424-1781"}
    answer = press(
        browser,
        EDIT,
        form,
        "check",
        contact_point__1__number_region="",
        contact_point__1__vanity="",
        **numbers,
    )
    assert answer.text.count("another contact point of this service") == 2
    same = dict.fromkeys(numbers, "2424-1799")
    answer = press(browser, EDIT, form, "check", contact_point__1__number_region="", **same)
    assert "another contact point of this service" not in answer.text, "calls and messages may share one"


def test_a_text_begun_before_somebody_else_published_is_never_written_over_it(review: Review) -> None:
    browser = review.browser("editor")
    form = with_source(browser, opened(browser), word="mine")
    mine = {"contact_point__0__number": "1557", "why": "Mine."}
    assert approve(review.browser("second"), review.propose()).status_code == 303
    stale = press(browser, EDIT, form, "propose", **mine)
    assert stale.status_code == 409
    assert changes(review) == []
    page = Form(stale.text)
    assert (page.fields["contact_point.0.number"], page.fields["why"]) == ("1557", "Mine.")
    table = stale.text.partition("Published since then")[2].partition("</table>")[0]
    assert re.search(rf"Number</th>\s*<td>{OLD}</td><td>{NEW}</td>", table), "what somebody else changed"
    assert "1557" not in table, "and not what I typed"
    # Only the button that says so goes on, and only over what the person has been shown.
    assert press(browser, EDIT, page, "propose").status_code == 409
    (on_top,) = [value for _, value in page.buttons if value.startswith("on-top:")]
    forged = press(browser, EDIT, page, "on-top:" + "0" * 64)
    assert (forged.status_code, changes(review)) == (409, [])
    answer = press(browser, EDIT, page, on_top)
    assert answer.status_code == 303
    (change,) = changes(review)
    assert change.before is not None
    assert change.after is not None
    assert change.before["contact_point"][0]["number"] == NEW
    assert change.after["contact_point"][0]["number"] == "1557"


def test_a_change_is_revised_only_in_the_text_that_was_read(review: Review) -> None:
    browser, other = review.browser("editor"), review.browser("editor")
    change = review.propose()
    revise = f"/admin/changes/{change.id}/revise"
    first, second = opened(browser, revise), opened(other, revise)
    assert first.fields["contact_point.0.number"] == NEW
    assert press(browser, revise, first, "propose", name="Renamed", why="A name.").status_code == 303
    stale = press(other, revise, second, "propose", acronym="", places="Xela", why="Places.")
    assert stale.status_code == 409
    assert "Renamed" in stale.text.partition("Written into the change since then")[2].partition("</table>")[0]
    page = Form(stale.text)
    assert page.fields["places"] == "Xela"
    (on_top,) = [value for _, value in page.buttons if value.startswith("on-top:")]
    assert press(other, revise, page, on_top).status_code == 303
    (found,) = changes(review)
    assert (found.version, found.reason, (found.after or {})["places"]) == (3, "Places.", ["Xela"])


def test_a_change_that_was_overtaken_shows_what_is_published_now(review: Review) -> None:
    overtaken = review.propose("1557")
    assert approve(review.browser("second"), review.propose()).status_code == 303
    browser = review.browser("editor")
    revise = f"/admin/changes/{overtaken.id}/revise"
    page = browser.get(revise)
    table = page.text.partition("Published since then")[2].partition("</table>")[0]
    assert re.search(rf"Number</th>\s*<td>{OLD}</td><td>{NEW}</td>", table)
    assert press(browser, revise, Form(page.text), "propose", why="Still.").status_code == 303
    (found,) = changes(review)
    assert found.state == "proposed"


def test_whoever_may_have_to_type_a_number_blind_does_not_read_it_in_a_form(review: Review) -> None:
    change = review.propose()
    browser = review.browser("both")
    revise = f"/admin/changes/{change.id}/revise"
    for answer in (browser.get(revise), browser.post(revise, {"version": "9"})):
        assert answer.status_code == 403
        assert NEW not in answer.text
    assert opened(review.browser("editor"), revise).fields["contact_point.0.number"] == NEW


def test_a_second_open_change_of_the_same_record_is_told(review: Review) -> None:
    change = review.propose()
    browser = review.browser("editor")
    page = browser.get(EDIT).text
    assert "Another change of this waits already." in page
    assert f'href="/admin/changes/{change.id}"' in page
    assert f'href="/admin/changes/{change.id}"' in browser.get(SERVICE).text
    assert "Another change" not in browser.get("/admin/records/organization/GT/pnc/edit").text


@pytest.mark.parametrize(
    ("kind", "typed", "record_id"),
    [
        ("organization", {"name": "Casa Alianza"}, "casa-alianza"),
        ("retired_number", {"number": "1599", "kind": "retired"}, "number-1599"),
        ("lead", {"name": "Ñandú", "channel": "voice", "number": "2424-1799", "reason": "old"}, "nandu"),
        ("operator_contact", {"id": "gt-trata", "email": "ana@example.org", "language": "es"}, "gt-trata"),
    ],
)
def test_a_new_record_is_named_after_what_is_typed(
    review: Review, kind: str, typed: dict[str, str], record_id: str
) -> None:
    browser = review.browser("editor")
    path = f"/admin/records/{kind}/GT/new"
    form = opened(browser, path)
    if any(name.startswith("evidence.0.") for name in form.fields):
        typed = typed | {f"evidence__0__{name}": value for name, value in source("x").items()}
    if "note.es" in form.fields:
        typed = typed | {f"note__{locale}": "x" for locale in ("es", "en", "fr")}
    checked = press(browser, path, form, "check", **typed)
    assert (checked.status_code, problems(checked)) == (200, [])
    assert Form(checked.text).fields["id"] == record_id, "proposed, and still to be changed"
    assert press(browser, path, form, "propose", why="New.", **typed).status_code == 303
    (change,) = changes(review)
    assert (change.kind, change.record_id, change.before) == (kind, record_id, None)
    assert browser.get("/admin/regions/GT").text.count(f"Change {change.id} waits") == 1


def test_a_new_service_names_an_organization_that_waits_itself(review: Review) -> None:
    browser = review.browser("editor")
    path = "/admin/records/organization/GT/new"
    assert press(browser, path, opened(browser, path), "propose", name="ECPAT", why="x").status_code == 303
    path = "/admin/records/service/GT/new"
    form = opened(browser, path)
    typed: dict[str, Any] = {
        "contact_point__0__channel": "voice", "contact_point__0__number": "2424-1799", "name": "Línea 24",
        "organization": "ecpat", "operator": "ngo", "needs__first": "children",
        **{f"description__{locale}": "x" for locale in ("es", "en", "fr")},
        **{f"contact_point__0__evidence__0__{name}": value for name, value in source("x").items()},
    }  # fmt: skip
    answer = press(browser, path, form, "propose", why="New.", **typed)
    assert (answer.status_code, problems(answer)) == (303, [])
    _, change = changes(review)
    assert change.record_id == "gt-linea-24"
    assert (change.after or {})["contact_point"][0]["id"] == "voice"


def test_an_id_that_would_be_made_of_a_missing_name_is_not_told_as_missing(review: Review) -> None:
    browser = review.browser("editor")
    path = "/admin/records/service/GT/new"
    form = opened(browser, path)
    told = {field for field, _ in problems(press(browser, path, form, "check"))}
    assert {"name", "contact_point.0.channel"} <= told
    assert not {"id", "contact_point.0.id"} & told
    # Of this name nothing is left that could be an id: somebody has to choose one.
    told = {field for field, _ in problems(press(browser, path, form, "check", name="日本"))}
    assert "id" in told


def test_a_source_names_a_file_that_the_person_has_attached_in_this_region(review: Review) -> None:
    mine, elsewhere, others = "a" * 64, "b" * 64, "c" * 64
    rows = [(mine, "GT", "editor"), (elsewhere, "NI", "editor"), (others, "GT", "reviewer")]
    with writing(review.factory) as session:
        for digest, region, who in rows:
            session.add(
                Attachment(
                    region=region, digest=digest, media_type="image/png", size=1, name=f"{digest[0]}.png",
                    added_by=review.members[who].id, added_at=review.clock(),
                )
            )  # fmt: skip
    browser = review.browser("editor")
    page = browser.get(EDIT).text
    assert (mine in page, elsewhere in page, others in page) == (True, False, False)
    form = opened(browser)
    assert form.fields["contact_point.0.evidence.0.file"] == ""
    answer = press(browser, EDIT, form, "propose", contact_point__0__evidence__0__file=mine, why="Seen.")
    assert (answer.status_code, problems(answer)) == (303, [])
    (change,) = changes(review)
    assert (change.after or {})["contact_point"][0]["evidence"][0]["file"] == mine


def test_a_new_record_never_takes_the_place_of_one_that_is_there(review: Review) -> None:
    browser = review.browser("editor")
    path = "/admin/records/organization/GT/new"
    answer = press(browser, path, opened(browser, path), "propose", name="Other", id="pnc", why="x")
    assert answer.status_code == 400
    assert [field for field, _ in problems(answer)] == ["id"]
    assert "pnc already" in answer.text
    assert changes(review) == []


def test_a_record_keeps_its_id_whatever_a_form_says(review: Review) -> None:
    browser = review.browser("editor")
    path = "/admin/records/organization/GT/pnc/edit"
    answer = press(browser, path, opened(browser, path), "propose", id="other", acronym="PNC", why="x")
    assert answer.status_code == 303
    (change,) = changes(review)
    assert (change.record_id, (change.after or {})["id"]) == ("pnc", "pnc")


def test_still_right_opens_a_fresh_source_at_the_contact_point(review: Review) -> None:
    browser = review.browser("editor")
    link = re.search(r'href="([^"]*still=sms[^"]*)"', browser.get(SERVICE).text)
    assert link
    path, _, anchor = link[1].partition("#")
    form = opened(browser, path)
    assert anchor in form.ids
    assert form.fields[f"{anchor}.read"] == "2026-11-24"
    assert problems(press(browser, EDIT, form, "propose", why="Still right."))[0][0].startswith(anchor)
    filled = {f"{anchor}.{name}".replace(".", "__"): value for name, value in source("again").items()}
    assert press(browser, EDIT, form, "propose", why="Still right.", **filled).status_code == 303


def test_a_removal_needs_a_reason_and_publishes_nothing(review: Review) -> None:
    browser = review.browser("editor")
    path = "/admin/records/lead/GT/office/remove"
    assert [field for field, _ in problems(press(browser, path, opened(browser, path), ""))] == ["why"]
    answer = press(browser, path, opened(browser, path), "", why="It is a shop.")
    assert answer.status_code == 303
    (change,) = changes(review)
    assert (change.after, change.reason) == (None, "It is a shop.")
    revise = f"/admin/changes/{change.id}/revise"
    form = opened(browser, revise)
    assert form.fields["why"] == "It is a shop."
    assert press(browser, revise, form, "", why="It is a bakery.").status_code == 303
    assert [(one.version, one.reason) for one in changes(review)] == [(2, "It is a bakery.")]
    named = press(browser, "/admin/records/organization/GT/pnc/remove", MultiDict(form.fields), "", why="x")
    assert (named.status_code, "while gt-policia names it" in named.text) == (400, True)


def test_nobody_reads_or_changes_another_region(review: Review) -> None:
    browser = review.browser("elsewhere")
    change = review.propose()
    for path in (
        "/admin/regions/GT", SERVICE, EDIT, f"{SERVICE}/remove", "/admin/records/lead/GT/new",
        f"/admin/changes/{change.id}/revise",
    ):  # fmt: skip
        assert browser.get(path).status_code == 403, path
        assert browser.post(path, {"act": "propose", "why": "x"}).status_code in {403, 405}, path
    assert browser.get("/admin/regions/NI").status_code == 200
    administrator = review.browser("administrator")
    for path in ("/admin/regions/GT", "/admin/regions/NI", SERVICE):
        assert administrator.get(path).status_code == 200, "administrators read every region"
    assert administrator.get(EDIT).status_code == 403
    assert len(changes(review)) == 1


@pytest.mark.parametrize(
    "path",
    [
        "regions/gt", "regions/GTM", "records/notice/GT/x", "records/region/GT/GT/edit",
        "records/service/GT/nobody", "records/service/GT/nobody/edit", "records/colour/GT/x/edit",
        "records/notice/GT/new", "changes/99999999999999999999/revise", "changes/12345/revise",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_to_be_not_there(review: Review, path: str) -> None:
    assert review.browser("editor").get(f"/admin/{path}").status_code == 404


def test_the_page_of_a_region_leads_to_everything_of_it(review: Review) -> None:
    browser = review.browser("editor")
    page = browser.get("/admin/regions/GT").text
    for record in ("service", "organization", "retired_number", "lead"):
        for one in document()[record]:
            assert f'href="/admin/records/{record}/GT/{one["id"]}"' in page
        assert f'href="/admin/records/{record}/GT/new"' in page
    assert 'href="/admin/records/first_lines/GT/GT"' in page
    for link in set(re.findall(r'href="(/admin/records/[^"#?]*)"', page)):
        assert browser.get(link).status_code == 200, link
    reader = review.browser("reviewer").get("/admin/regions/GT").text
    assert "/new" not in reader, "who cannot edit is offered nothing to add"
    assert "/edit" not in reader
