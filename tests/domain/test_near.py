"""Which numbers are easily taken for one another, as a table with a reason a row."""

import itertools

import pytest
from example import directory, plan_document

from hotline.domain.near import Key, key, listed, near, one_slip
from hotline.domain.numbering import NumberingPlan
from hotline.domain.record import Name

PLANS = {code: NumberingPlan.model_validate(plan_document(code)) for code in ("GT", "HN")}
PLANS["HN"] = PLANS["HN"].model_copy(update={"calling_code": "504"})


@pytest.mark.parametrize(
    ("one", "other", "near_enough", "reason"),
    [
        ("1555", "1556", True, "the last digit differs"),
        ("1555", "2555", True, "the first digit differs"),
        ("1565", "1655", True, "two neighbours changed places"),
        ("1556", "5156", True, "the first two changed places"),
        ("1556", "1565", True, "the last two changed places"),
        ("1556", "6551", False, "two changed places that are no neighbours"),
        ("1555", "155", True, "one is missing"),
        ("1555", "15555", True, "one is doubled"),
        ("1234", "234", True, "the first is missing"),
        ("1234", "134", True, "one in the middle is missing"),
        ("1555", "1555", False, "the same is no slip"),
        ("1555", "1566", False, "two digits differ"),
        ("1555", "15", False, "two are missing"),
        ("12", "21", True, "the shortest swap"),
        ("12", "34", False, "nothing in common"),
        ("123", "312", False, "all three moved"),
    ],
)
def test_a_slip_is_one_digit_or_two_neighbours(one: str, other: str, near_enough: bool, reason: str) -> None:
    assert one_slip(one, other) is near_enough, reason
    assert one_slip(other, one) is near_enough, reason


def test_every_slip_of_a_number_is_found_and_nothing_else_of_its_length() -> None:
    number = "24241717"
    places = range(len(number))
    changed = {number[:i] + d + number[i + 1 :] for i in places for d in "0123456789"}
    swapped = {
        number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in places if i + 1 < len(number)
    }
    left_out = {number[:i] + number[i + 1 :] for i in places}
    added = {number[:i] + d + number[i:] for i in range(len(number) + 1) for d in "0123456789"}
    for slip in (changed | swapped | left_out | added) - {number}:
        assert one_slip(number, slip), slip
    twice = {
        number[:i] + "9" + number[i + 1 : j] + "9" + number[j + 1 :]
        for i, j in itertools.combinations(places, 2)
    }
    assert [other for other in twice - swapped if one_slip(number, other)] == []


@pytest.mark.parametrize(
    ("number", "region", "expected", "reason"),
    [
        ("2424-1717", "GT", Key("50224241717"), "a long number counts with its calling code"),
        ("+502 2424 1717", "GT", Key("50224241717"), "however it is written"),
        ("00502 2424 1717", "GT", Key("50224241717"), "even as nobody should write it"),
        ("2424-1717", "HN", Key("50424241717"), "the same digits elsewhere are another phone"),
        ("1555", "GT", Key("1555", "GT"), "a short number counts in its region alone"),
        ("*155", "GT", Key("155", "GT"), "people forget the star"),
        ("242417", "CU", Key("242417", "CU"), "a region without a plan"),
        ("2424171799", "GT", Key("5022424171799"), "a length that no plan knows, as on an old poster"),
        ("LLAME", "GT", None, "letters alone are no number"),
    ],
)
def test_numbers_are_compared_as_a_phone_would_dial_them(
    number: str, region: str, expected: Key | None, reason: str
) -> None:
    assert key(number, region, PLANS) == expected, reason


def asked(number: str, region: str) -> list[tuple[str, Name, str | None]]:
    found = key(number, region, PLANS)
    assert found is not None
    numbers = list(listed([directory("GT"), directory("HN")], PLANS))
    return [(one.how, one.listed.record, one.listed.contact_point) for one in near(found, numbers)]


def test_live_retired_and_seen_numbers_are_all_compared_and_the_same_come_first() -> None:
    assert asked("1556", "GT") == [
        ("same", Name("retired_number", "GT", "misprint"), None),
        ("one_slip", Name("service", "GT", "gt-trata"), "voice"),
        ("one_slip", Name("retired_number", "GT", "linea-1552"), None),
    ]
    # The lead of the other region is a number of Guatemala, too.
    assert asked("2424-1718", "GT") == [
        ("one_slip", Name("lead", "GT", "office"), None),
        ("one_slip", Name("lead", "HN", "office"), None),
    ]


def test_a_short_number_of_another_country_is_never_near() -> None:
    assert {name.region for _, name, _ in asked("1555", "HN")} == {"HN"}
