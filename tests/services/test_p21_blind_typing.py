"""P21: the approver types the number again without seeing it; one wrong digit is refused."""

import random
from datetime import datetime, timedelta

import pytest
from desk import BETO, CARLA, NOW, OLD, PLANS, Desk
from example import document, source

from hotline.domain.blind import LOCKED_FOR, WRONG_TRIES
from hotline.domain.errors import InputError
from hotline.domain.person import Person
from hotline.domain.review import numbers_to_type, typing_problems
from hotline.services import auditing, deciding

WANTED = {"voice": "+502 2424-1717"}


def one_digit_errors(number: str, count: int) -> list[str]:
    """Different texts in which one digit of the number is another one."""
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    every = [
        f"{number[:place]}{digit}{number[place + 1 :]}"
        for place in places
        for digit in "0123456789"
        if digit != number[place]
    ]
    return random.Random(21).sample(every, min(count, len(every)))


def test_100_of_100_one_digit_errors_are_refused() -> None:
    errors = [text for number in ("+502 2424-1717", "800 553 3000") for text in one_digit_errors(number, 50)]
    assert len(set(errors)) == 100
    refused = [
        text
        for text in errors
        if [problem.code for problem in typing_problems({"voice": number_of(text)}, {"voice": text})]
        == ["typed_number_differs"]
    ]
    assert len(refused) == 100


def number_of(text: str) -> str:
    return "+502 2424-1717" if text.startswith("+") else "800 553 3000"


def test_every_one_digit_error_is_refused_by_approving_and_nothing_is_published(desk: Desk) -> None:
    change = desk.propose("2424-1717")
    errors = one_digit_errors("2424-1717", 25)
    refused = [
        text
        for text in errors
        if desk.refused(deciding.approve, *desk.approval(change, typed=text)) == ["typed_number_differs"]
    ]
    assert refused == errors
    assert (desk.number(), desk.live_number(), desk.edition().number) == (OLD, OLD, 1)
    assert desk.approve(change, typed="24241717").state == "published"


@pytest.mark.parametrize(
    ("typed", "codes", "reason"),
    [
        ("+502 2424-1717", [], "the same signs"),
        ("50224241717", [], "spaces and the plus are not digits"),
        (" +502 24 24 17 17 ", [], "spaces at the ends come from a keyboard"),
        ("", ["typed_number_missing"], "nothing was typed"),
        ("   ", ["typed_number_missing"], "nothing was typed"),
        ("2424-1717", ["typed_number_differs"], "the calling code is a part of what is published"),
        ("+502 2424-1771", ["typed_number_differs"], "two digits stand the wrong way round"),
        ("+502 2424-171", ["typed_number_differs"], "a digit is missing"),
        ("+502 2424-17177", ["typed_number_differs"], "a digit too many"),
        ("+502 2424-1717 ext 2", ["typed_number_differs"], "the gate refuses what is not one number"),
        ("+502 2424-1717 o 110", ["typed_number_differs"], "two numbers are not one"),
        ("+٥٠٢ ٢٤٢٤ ١٧١٧", ["typed_number_differs"], "digits of another script may be another's"),
        ("+502\u200b2424-1717", ["typed_number_differs"], "a sign that nobody sees was pasted, not typed"),
    ],
)
def test_what_counts_as_the_same_number(typed: str, codes: list[str], reason: str) -> None:
    assert [problem.code for problem in typing_problems(WANTED, {"voice": typed})] == codes, reason


def test_the_star_of_a_star_code_is_typed_too() -> None:
    assert [problem.code for problem in typing_problems({"v": "*2222"}, {"v": "2222"})]
    assert not [*typing_problems({"v": "*2222"}, {"v": "*2222"})]


def test_no_sentence_says_the_right_number() -> None:
    for typed in one_digit_errors(WANTED["voice"], 10):
        for problem in typing_problems(WANTED, {"voice": typed}):
            assert not any(sign.isdigit() for sign in problem.sentence)
            assert problem.parameters == {}


@pytest.mark.parametrize(
    ("edit", "wanted", "reason"),
    [
        ({}, set(), "nothing changed"),
        ({"number": "15-55"}, set(), "the same digits ring the same phone"),
        ({"number": "1556"}, {"voice"}, "a digit changed"),
        ({"number_region": "HN"}, {"voice"}, "the same digits ring elsewhere"),
        ({"channel": "whatsapp"}, {"voice"}, "the same digits are promised on another channel"),
        ({"number": "+1555"}, {"voice"}, "with a plus the digits begin with a calling code"),
        ({"number": "*1555"}, {"voice"}, "a star code is another number"),
        (
            {"id": "voice-2"},
            {"voice-2"},
            "it stands under another name, so nothing tells that it is the same",
        ),
        ({"hours": "24/7"}, set(), "hours are read, not dialled"),
    ],
)
def test_which_numbers_have_to_be_typed(edit: dict[str, str], wanted: set[str], reason: str) -> None:
    before, after = document()["service"][0], document()["service"][0]
    after["contact_point"][0] |= edit
    assert set(numbers_to_type(before, after)) == wanted, reason


def test_of_a_new_record_every_number_is_typed_and_of_a_removed_one_none() -> None:
    line = document()["service"][0]
    assert numbers_to_type(None, line) == {"voice": "1555", "sms": "1-888-373-7888"}
    assert numbers_to_type(line, None) == {}
    retired = document()["retired_number"][0]
    assert numbers_to_type(None, retired) == {"number": "1552"}


def test_two_numbers_that_changed_places_are_both_typed() -> None:
    before, after = document()["service"][0], document()["service"][0]
    one, other = before["contact_point"][0]["number"], before["contact_point"][1]["number"]
    after["contact_point"][0] |= {"number": other, "evidence": [source("swap")]}
    after["contact_point"][1] |= {"number": one, "evidence": [source("swap")]}
    assert numbers_to_type(before, after) == {"voice": other, "sms": one}


def test_a_number_that_was_not_typed_at_all_is_asked_for_by_its_contact_point(desk: Desk) -> None:
    change = desk.propose()
    codes = desk.refused(deciding.approve, CARLA, change.id, change.version, {"sms": "1556"}, NOW, PLANS)
    assert codes == ["typed_number_missing"]


def counted(desk: Desk, change_id: int, by: Person, typed: str, now: datetime = NOW) -> list[str]:
    try:
        deciding.approve_and_count(desk.factory, by, change_id, 1, {"voice": typed}, now, PLANS)
    except InputError as error:
        return [problem.code for problem in error.problems]
    return []


def test_p21_after_five_wrong_tries_in_an_hour_somebody_else_has_to_approve(desk: Desk) -> None:
    change, other = desk.propose("1556"), desk.propose("1557")
    for minute in range(WRONG_TRIES):
        found = counted(desk, change.id, CARLA, "1558", NOW + timedelta(minutes=minute))
        assert found == ["typed_number_differs"]
    late = NOW + timedelta(hours=2)
    assert counted(desk, change.id, CARLA, "1556", late) == ["typed_wrong_too_often"], "not even rightly"
    assert desk.refused(deciding.approve, CARLA, change.id, 1, {"voice": "1556"}, late, PLANS) == [
        "typed_wrong_too_often"
    ]
    assert counted(desk, other.id, CARLA, "1558", late) == ["typed_number_differs"], "one change alone"
    assert desk.trail_problems() == ()
    assert counted(desk, change.id, BETO, "1556", late) == []


def test_p21_the_next_day_the_person_may_try_again(desk: Desk) -> None:
    change = desk.propose("1556")
    for _ in range(WRONG_TRIES):
        counted(desk, change.id, CARLA, "1558")
    assert counted(desk, change.id, CARLA, "1556", NOW + LOCKED_FOR - timedelta(seconds=1))
    assert counted(desk, change.id, CARLA, "1556", NOW + LOCKED_FOR) == []


def test_p21_a_wrong_try_is_written_down_without_what_was_typed(desk: Desk) -> None:
    change = desk.propose("1556")
    counted(desk, change.id, CARLA, "1558")
    counted(desk, change.id, CARLA, "")
    with desk.factory() as session:
        lines = auditing.history(session, change.name)
        entries = "".join(auditing.export(session))
    assert [(line.by, line.action) for line in lines[-2:]] == [("ana", "propose"), ("carla", "typed wrong")]
    assert "1558" not in entries
    assert desk.trail_problems() == ()
