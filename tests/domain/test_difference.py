"""The difference of two versions, field by field, so that a reviewer sees the one changed digit."""

from typing import Any

import pytest
from example import document, source

from hotline.domain.difference import FieldDifference, align, difference


def line() -> dict[str, Any]:
    found: dict[str, Any] = document()["service"][0]
    return found


def shown(pairs: Any) -> str:
    """Equal digits as they are, others as before>after, a missing one as a dash."""
    return " ".join(
        str(pair.after) if pair.same else f"{pair.before or '-'}>{pair.after or '-'}" for pair in pairs
    )


def test_the_same_has_no_difference() -> None:
    assert difference(line(), line()) == ()
    assert difference(None, None) == ()


def test_a_number_is_told_with_its_digits_over_each_other() -> None:
    after = line()
    after["contact_point"][0]["number"] = "15-65"
    (found,) = difference(line(), after)
    assert (found.path, found.before, found.after) == ("contact_point.voice.number", "1555", "15-65")
    assert shown(found.digits) == "1 5 5>6 5"


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ("800 55 33 000", "800-5533-001", "8 0 0 5 5 3 3 0 0 0>1"),
        ("24241717", "42241717", "2>4 4>2 2 4 1 7 1 7"),
        ("2424-1717", "2424-17171", "2 4 2 4 1 7 1 7 ->1"),
        ("1555", "555", "1>- 5 5 5"),
        ("", "110", "->1 ->1 ->0"),
        ("110", "", "1>- 1>- 0>-"),
    ],
)
def test_digits_are_aligned(before: str, after: str, pairs: str) -> None:
    assert shown(align(before, after)) == pairs


def test_parts_are_named_by_their_ids_and_another_order_is_one_difference() -> None:
    after = line()
    after["contact_point"].reverse()
    assert difference(line(), after) == (
        FieldDifference("contact_point", ["voice", "sms", "web"], ["web", "sms", "voice"]),
    )


def test_texts_differ_by_locale_and_evidence_by_source() -> None:
    after = line()
    after["description"]["fr"] = "autre"
    after["contact_point"][0]["evidence"] = [after["contact_point"][0]["evidence"][1], source("new")]
    found = difference(line(), after)
    assert [(one.path, one.before is None, one.after is None) for one in found] == [
        ("description.fr", False, False),
        ("contact_point.voice.evidence", False, True),
        ("contact_point.voice.evidence", True, False),
    ]


def test_a_new_record_tells_every_field_that_says_something_and_a_removed_one_too() -> None:
    new = {one.path: one for one in difference(None, line())}
    assert new["contact_point.voice.number"].after == "1555"
    assert all(one.before is None for one in new.values())
    gone = {one.path: one for one in difference(line(), None)}
    assert set(gone) == set(new)
    assert all(one.after is None for one in gone.values())


def test_a_field_that_was_left_out_is_the_same_as_one_that_says_nothing() -> None:
    assert difference({"places": [], "cost": None}, {}) == ()
