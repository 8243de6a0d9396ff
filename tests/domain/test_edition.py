"""An edition has one canonical form, so that everybody computes the same hash."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from example import PLAN, directory
from pydantic import ValidationError

from hotline.domain.edition import Edition, canonical_json
from hotline.domain.listing import RegionDirectory
from hotline.domain.record import from_document, records

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def edition(**changes: object) -> Edition:
    values = {
        "number": 1,
        "published_at": NOW,
        "previous": None,
        "regions": (directory(),),
        "numbering": (PLAN,),
    }
    return Edition.model_validate({**values, **changes})


def test_the_canonical_form_has_sorted_keys_no_spaces_and_letters_as_they_are() -> None:
    assert (
        canonical_json({"ñ": [1, None], "a": {"c": "é", "b": True}})
        == '{"a":{"b":true,"c":"é"},"ñ":[1,null]}'.encode()
    )


def test_the_document_reads_back_to_the_same_edition_and_the_same_bytes() -> None:
    document = edition().canonical_json()
    again = Edition.model_validate_json(document)
    assert again == edition()
    assert again.canonical_json() == document
    assert edition().sha256 == hashlib.sha256(document).hexdigest()


def test_the_document_has_the_keys_of_the_data_files() -> None:
    region = json.loads(edition().canonical_json())["regions"][0]
    assert region["service"][0]["contact_point"][0]["number"] == "1555"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 2, "previous": "a" * 64},
        {"published_at": NOW + timedelta(microseconds=1)},
        {"regions": ()},
        {"numbering": ()},
    ],
)
def test_whatever_differs_changes_the_hash(changes: dict[str, object]) -> None:
    assert edition(**changes).sha256 != edition().sha256


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"previous": "a" * 64}, "the first edition follows none"),
        ({"number": 2}, "every other one does"),
        ({"number": 0}, "editions count from one"),
        ({"number": 2, "previous": "x"}, "a hash has 64 hexadecimal digits"),
        ({"published_at": datetime(2026, 11, 24)}, "a time without a zone is no moment"),
    ],
)
def test_what_cannot_be_an_edition_is_refused(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValidationError):
        edition(**changes)


def test_the_same_moment_in_another_zone_gives_the_same_bytes() -> None:
    other = edition(published_at=NOW.astimezone(timezone(timedelta(hours=-6))))
    assert other.canonical_json() == edition().canonical_json()


def test_every_record_comes_back_from_its_document(region: RegionDirectory) -> None:
    for record in records(region):
        again = from_document(record.kind, record.region, json.loads(canonical_json(record.document)))
        assert again == record


def test_a_changed_copy_carries_neither_the_hash_nor_the_plans_of_its_original() -> None:
    first = edition()
    assert first.sha256
    assert set(first.plans) == {PLAN.region}
    assert set(first.directories) == {first.regions[0].region}

    second = first.model_copy(update={"number": 2, "previous": first.sha256, "regions": (), "numbering": ()})

    assert second.sha256 == hashlib.sha256(second.canonical_json()).hexdigest() != first.sha256
    assert not second.plans
    assert not second.directories


def test_evidence_without_an_attachment_has_the_bytes_it_had_before_there_were_any() -> None:
    region = json.loads(edition().canonical_json())["regions"][0]
    source = region["service"][0]["contact_point"][0]["evidence"][1]
    assert canonical_json(source) == (
        b'{"address":"https://example.org/a","date":null,"obtained":"document","read":"2026-11-24",'
        b'"says":null,"title":"A page about a"}'
    )
    for record in records(directory()):
        assert '"file"' not in canonical_json(record.document).decode()
