"""P21 at the desk itself: the number is not on the page, and one wrong digit is refused."""

import html
import random
import re
from typing import Any

from conftest import FULL
from example import source, texts
from proposals import NEW, OLD, Review, approval, approve, service, text_of
from sqlalchemy import Engine

from hotline.domain.blind import WRONG_TRIES
from hotline.services import people
from hotline.storage.tables.review import Change

LONG = "2424-1717"


def one_digit_errors(number: str, count: int) -> list[str]:
    """Different texts in which one digit of the number is another one."""
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    every = [
        number[:place] + digit + number[place + 1 :]
        for place in places
        for digit in "0123456789"
        if digit != number[place]
    ]
    return random.Random(21).sample(every, count)


def test_p21_100_of_100_one_digit_errors_are_refused_by_http(review: Review, engine: Engine) -> None:
    # The digits are compared before the database is asked: the second one sees fewer of them.
    long, short = (72, 28) if engine.dialect.name == "sqlite" or FULL else (15, 10)
    errors = [(LONG, text) for text in one_digit_errors(LONG, long)]
    errors += [(NEW, text) for text in one_digit_errors(NEW, short)]
    refused, change, browser = [], review.propose(LONG), review.browser("reviewer")
    for count, (number, text) in enumerate(errors):
        # After five wrong tries somebody else would have to approve, so these are many changes.
        if count % WRONG_TRIES == 0 or errors[count - 1][0] != number:
            change = review.propose(number)
        if count % 25 == 0:
            browser = review.browser("reviewer")
        answer = approve(browser, change, text)
        if answer.status_code == 400 and "not the number that was proposed" in answer.text:
            refused.append(text)
    print(f"P21 over HTTP: {len(refused)} of {len(errors)} one-digit errors refused")
    assert len(set(errors)) == len(refused) == long + short
    assert (review.live_number(), review.public_number()) == (OLD, OLD)
    assert approve(review.browser("second"), change, "1 5 5 6").status_code == 303
    assert review.public_number() == NEW


def shows(page: str, number: str) -> bool:
    """Whether the digits stand anywhere in the source of a page, however they are separated."""
    source_text = html.unescape(re.sub(r'name="csrf_token" value="[^"]*"', "", page))
    return re.search(r"[\W_]{0,6}".join(re.sub(r"\D", "", number)), source_text) is not None


#: Where the author may have written the new number, too.
PLACES: list[tuple[dict[str, Any], str]] = [
    ({}, "the number and its source alone"),
    ({"name": "Línea 1556"}, "in the name"),
    ({"other_names": ["1556", "El 15-56"]}, "in other names"),
    ({"description": texts("Call 1 5 5 6 or +502 1556.")}, "in a sentence"),
    (
        {"caution": {"es": "Marque 15 56", "en": "Dial １５５６", "fr": "Faites le 1556"}},
        "in one language each",
    ),
    ({"conflicts": ["One page prints 1555, another 1556."]}, "in a note for editors"),
    ({"places": ["Zona 1556"]}, "in a place"),
]


def test_p21_no_page_shows_the_number_to_the_one_who_types_it(review: Review) -> None:
    changes = {reason: review.propose(text=service(**text)).id for text, reason in PLACES}
    reviewer = review.browser("reviewer")
    assert not shows(reviewer.get("/admin/changes").text, NEW)
    read = {name: reviewer.get(f"/admin/changes/{change}").text for name, change in changes.items()}
    assert [name for name, page in read.items() if shows(page, NEW)] == []
    # The author reads it, in the same places.
    author = review.browser("editor")
    read = {name: author.get(f"/admin/changes/{change}").text for name, change in changes.items()}
    assert [name for name, page in read.items() if not shows(page, NEW)] == []


def everywhere() -> dict[str, Any]:
    """The number in every text of a contact point, in letters, and in the ids."""
    text = service(LONG)
    text["contact_point"][0] |= {
        "id": "voice-24241717",
        "assured_date": None,
        "after_dialling": texts("then 2424 1717"),
        "hours_note": texts("see 24241717"),
        "words_to_send": ["2424 1717"],
        "confirmed_by": "Ana, who called 24-24-17-17",
        "evidence": [
            source("x?tel=+50224241717", title="Llame al (2424) 1717", says="It says 2424.1717 and 24 24 17 17."),
            source("y", address="https://example.org/2424/1717/"),
            source("z", address="a poster with 2424-1717"),
        ],
    }  # fmt: skip
    return text


def test_p21_the_number_is_hidden_wherever_its_author_repeated_it(review: Review) -> None:
    with_it = everywhere()
    change = review.propose(text=with_it)
    page = review.browser("reviewer").get(f"/admin/changes/{change.id}").text
    assert not shows(page, LONG)
    assert not shows(page, "1717")
    assert "••••••••" in page


def test_p21_the_source_opens_although_its_address_holds_the_number(review: Review) -> None:
    change = review.propose(text=everywhere())
    browser = review.browser("reviewer")
    page = browser.get(f"/admin/changes/{change.id}").text
    places = re.findall(rf'href="(/admin/changes/{change.id}/sources/[^"]+)"', page)
    found = [browser.get(place) for place in places]
    assert [(answer.status_code, answer.headers["Location"]) for answer in found] == [
        (303, "https://example.org/x?tel=+50224241717"),
        (303, "https://example.org/2424/1717/"),
    ]
    assert all(answer.headers["Referrer-Policy"] == "no-referrer" for answer in found)
    start = f"/admin/changes/{change.id}/sources/"
    for wrong in ("part-1.2", "part-1.9", "part-9.0", "part-1", "part-1.-1", "x", "https://evil.example/"):
        assert browser.get(start + wrong).status_code == 404, wrong
    assert review.browser("elsewhere").get(places[0]).status_code == 404


def test_p21_what_is_nearly_the_number_does_not_give_it_away(review: Review) -> None:
    """The example has the retired number 1552 and the misprint 1556, each called by its digits."""
    change = review.propose("1553")
    page = text_of(review.browser("reviewer").get(f"/admin/changes/{change.id}").text)
    assert "It is one slip away from a number of “••••”" in page
    assert "1552" not in page
    assert "1556" not in page


def test_p21_a_reviewer_without_a_passkey_does_not_read_it_in_an_answer_either(review: Review) -> None:
    """Without a passkey they act as if they were no reviewer; what they read must not change with that."""
    change = review.propose()
    review.app.config["REVIEWERS_NEED_PASSKEY"] = True
    browser = review.browser("both")
    assert not shows(browser.get(f"/admin/changes/{change.id}").text, NEW)
    answer = browser.post(f"/admin/changes/{change.id}/withdraw", {"version": "1"})
    assert answer.status_code == 400
    assert not shows(answer.text, NEW)
    # A role of an administrator beside it opens no second pair of eyes.
    review.do(
        people.change_rights, "zoe-both", ["reviewer", "administrator"], ["GT"], "tests", review.clock()
    )
    assert not shows(review.browser("both").get(f"/admin/changes/{change.id}").text, NEW)


def test_p21_a_wrong_number_is_emptied_and_everything_else_stays(review: Review) -> None:
    text = service()
    text["contact_point"][1] |= {"number": "1-888-373-7889", "vanity": None}
    text["contact_point"][1]["evidence"].append(source("text-line"))
    change = review.propose(text=text)
    browser = review.browser("reviewer")
    form = {"typed-2": "1888 373 7889", "when": "later", "day": "2026-12-24", "time": "08:30"}
    answer = browser.post(f"/admin/changes/{change.id}/approve", {**approval(change, "1557"), **form})
    assert answer.status_code == 400
    assert field_value(answer.text, "typed-1") == ""
    assert field_value(answer.text, "typed-2") == "1888 373 7889"
    assert (field_value(answer.text, "day"), field_value(answer.text, "time")) == ("2026-12-24", "08:30")
    assert 'value="later" checked' in answer.text
    assert 'href="#typed-1"' in answer.text
    assert not shows(answer.text, NEW)


def field_value(page: str, name: str) -> str:
    found = re.search(rf'<input id="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_p21_what_was_edited_meanwhile_is_typed_anew(review: Review) -> None:
    change = review.propose("1557")
    browser = review.browser("reviewer")
    review.revise(change)
    answer = approve(browser, change, "1557")
    assert answer.status_code == 400
    assert field_value(answer.text, "typed-1") == ""
    assert 'name="version" value="2"' in answer.text


def test_p21_after_the_decision_the_digits_stand_above_each_other(review: Review) -> None:
    change = review.propose()
    browser = review.browser("reviewer")
    approve(browser, change)
    page = browser.get(f"/admin/changes/{change.id}").text
    assert "<span>1</span><span>5</span><span>5</span><b>5</b>" in page
    assert "<span>1</span><span>5</span><span>5</span><b>6</b>" in page
    assert "Digit 4: 5 became 6" in text_of(page)


def test_p21_there_is_no_button_that_shows_the_digits(review: Review) -> None:
    change = review.propose()
    page = review.browser("reviewer").get(f"/admin/changes/{change.id}").text
    acts = set(re.findall(rf'action="/admin/changes/{change.id}/([a-z]+)"', page))
    assert acts == {"approve", "return", "discard"}


def test_p21_no_page_that_the_review_leads_to_shows_the_number(review: Review) -> None:
    """Every page of the desk as far as two steps lead. What leads out to a source is meant to show it."""
    change = review.propose("1559")
    browser = review.browser("reviewer")
    pages = {f"/admin/changes/{change.id}": "", "/admin/": "", "/admin/changes": ""}
    for _ in range(3):
        for path in [path for path, text in pages.items() if not text]:
            pages[path] = browser.get(path).text
            found = re.findall(r'href="(/admin/[^"#]*)', pages[path])
            inside = {html.unescape(link) for link in found if "/sources/" not in link}
            pages |= dict.fromkeys(inside - pages.keys(), "")
    read = {path: text for path, text in pages.items() if text}
    assert len(read) > 5
    assert [path for path, text in read.items() if shows(text, "1559")] == []


def test_p21_a_field_to_type_in_suggests_nothing(review: Review) -> None:
    change = review.propose()
    page = review.browser("reviewer").get(f"/admin/changes/{change.id}").text
    (field,) = re.findall(r'<input id="typed-1"[^>]*>', page)
    assert 'autocomplete="off"' in field
    assert 'inputmode="tel"' in field
    assert 'value=""' in field


def test_p21_the_sixth_try_is_for_somebody_else(review: Review) -> None:
    change: Change = review.propose()
    browser = review.browser("reviewer")
    for digit in range(WRONG_TRIES):
        assert approve(browser, change, f"166{digit}").status_code == 400
    page = browser.get(f"/admin/changes/{change.id}").text
    assert "Ask another reviewer" in page
    assert 'id="typed-1"' not in page
    assert not shows(page, NEW)
    assert approve(review.browser("second"), change).status_code == 303
