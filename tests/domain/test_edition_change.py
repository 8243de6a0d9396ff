"""What two editions differ in, as far as it concerns what people dial or open."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from example import NOTICES, PLAN, document, source, texts

from hotline.domain.edition import Edition
from hotline.domain.edition_change import EditionChange, changes
from hotline.domain.listing import RegionDirectory

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def edition(number: int, *documents: dict[str, Any]) -> Edition:
    return Edition(
        number=number,
        published_at=NOW,
        previous=None if number == 1 else "a" * 64,
        regions=tuple(RegionDirectory.model_validate(each) for each in documents),
        numbering=(PLAN,),
    )


def told(edit: Callable[[dict[str, Any]], object]) -> tuple[EditionChange, ...]:
    after = document()
    edit(after)
    return changes(edition(1, document()), edition(2, after))


def line(said: dict[str, Any]) -> dict[str, Any]:
    point: dict[str, Any] = said["service"][0]["contact_point"][0]
    return point


def test_the_same_directory_has_no_changes() -> None:
    assert told(lambda said: None) == ()


def test_another_number_is_told_with_the_one_before() -> None:
    (change,) = told(lambda said: line(said).update(number="1556"))
    assert (change.kind, change.before, change.after) == ("changed", "1555", "1556")
    assert (change.region, change.service, change.contact_point) == ("GT", "gt-trata", "voice")
    assert (change.edition, change.published_at) == (2, NOW)


def test_the_same_digits_in_another_region_are_another_number() -> None:
    (change,) = told(lambda said: line(said).update(number_region="SV"))
    assert change.kind == "changed"


@pytest.mark.parametrize("field", ["cost", "hours", "languages"])
def test_what_is_said_beside_a_number_is_no_change_of_it(field: str) -> None:
    assert told(lambda said: line(said).pop(field)) == ()


def test_a_new_line_and_one_that_is_gone_are_told() -> None:
    point = {"id": "voice-2", "channel": "voice", "number": "1557", "evidence": [source("new")]}

    def edit(said: dict[str, Any]) -> None:
        said["service"][0]["contact_point"][1] = point

    added, removed = told(edit)
    assert (added.kind, added.after, added.before) == ("added", "1557", None)
    assert (removed.kind, removed.before, removed.after) == ("removed", "1-888-373-7888", None)


def test_a_whole_region_that_comes_is_told_line_by_line() -> None:
    found = changes(edition(1, document()), edition(2, document(), document("HN")))
    assert {(change.kind, change.region) for change in found} == {("added", "HN"), ("retired", "HN")}
    assert len([change for change in found if change.kind == "added"]) == 4


def test_a_retired_number_says_what_to_use_instead_and_a_misprint_is_no_news() -> None:
    retired = {"number": "1553", "note": texts("gone"), "evidence": [source("gone")], "instead": ["gt-trata"]}

    def edit(said: dict[str, Any]) -> None:
        said["retired_number"] += [
            {"id": "linea-1553", "kind": "retired", **retired},
            {"id": "misprint-2", "kind": "misprint", **retired, "number": "1559"},
        ]

    (change,) = told(edit)
    assert (change.kind, change.before, change.instead) == ("retired", "1553", ("gt-trata",))
    assert change.note == texts("gone")
    assert change.service is None


def test_an_outage_is_told_when_it_begins_and_when_it_is_over() -> None:
    down = {**document(), "notice": NOTICES[:1]}
    (begun,) = changes(edition(1, document()), edition(2, down))
    assert (begun.kind, begun.service, begun.before) == ("outage", "gt-trata", "1555")
    assert begun.instead == ("gt-policia",)
    assert begun.until is not None
    (over,) = changes(edition(1, down), edition(2, document()))
    assert (over.kind, over.service) == ("outage_over", "gt-trata")
