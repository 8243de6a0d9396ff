"""The form of a record without pages: everything has a name, and what goes in comes out as it was."""

from collections import Counter
from functools import cache
from typing import Any

import pytest
from example import FILED, MATERIALS, NOTICES, document, source

from hotline.domain.listing import RegionDirectory
from hotline.domain.record import SHAPES, DirectoryRecord, Kind, from_document, records
from hotline.resources import resource_dir
from hotline.services.files import load
from hotline.services.renditions import FOUND
from hotline.web.admin.editing import KINDS
from hotline.web.admin.field_order import sections
from hotline.web.admin.field_words import CHOICES, WORDS
from hotline.web.admin.field_words import KINDS as NAMES
from hotline.web.admin.fields import REFERENCES, Field, every_field, fields
from hotline.web.admin.record_form import (
    MOST_ENTRIES,
    Typed,
    act_on,
    document_of,
    entries,
    of_form,
    place_of,
    slug,
    typed_of,
    with_ids,
)

TODAY = "2026-11-24"
EVERY = {field.key: field for kind in KINDS for field in every_field(SHAPES[kind])}


def test_every_kind_of_record_but_notices_and_regions_has_a_form_and_a_name() -> None:
    assert set(KINDS) == set(SHAPES) - {"notice", "region"} == set(NAMES)


@pytest.mark.parametrize("key", EVERY)
def test_every_field_has_a_label_and_every_choice_a_name(key: str) -> None:
    assert WORDS[key].label
    assert set(CHOICES.get(key, {})) == set(EVERY[key].options)


def test_no_words_are_left_of_fields_that_are_gone() -> None:
    assert set(WORDS) == set(EVERY)
    assert set(CHOICES) == {key for key, field in EVERY.items() if field.options}
    assert set(REFERENCES) <= set(EVERY)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_stands_in_the_form_exactly_once(kind: Kind) -> None:
    def shown(some: tuple[Field, ...]) -> list[str]:
        found = []
        for section in sections(some):
            for field in section.fields:
                found += [field.key, *shown(field.inside)]
        return found

    assert Counter(shown(fields(SHAPES[kind]))) == Counter(f.key for f in every_field(SHAPES[kind]))


def test_what_changes_most_often_is_asked_for_first() -> None:
    first = sections(fields(SHAPES["service"]))[0].fields[0]
    assert first.name == "contact_point"
    assert [field.name for field in sections(first.inside)[0].fields] == ["channel", "number", "address"]


@cache
def whole_regions() -> tuple[RegionDirectory, ...]:
    made = {"notice": NOTICES, "material": [*MATERIALS, FILED]}
    invented = RegionDirectory.model_validate({**document(), **made})
    return (invented, *load(resource_dir("data")).regions)


@cache
def everything() -> tuple[DirectoryRecord, ...]:
    operator = {"id": "gt-trata", "email": "ana@example.org", "language": "es", "do_not_test_call": True}
    return (
        from_document("operator_contact", "GT", operator),
        *(record for region in whole_regions() for record in records(region) if record.kind in KINDS),
    )


def test_every_record_of_the_directory_comes_out_of_its_form_as_it_was() -> None:
    assert len(everything()) > 250
    for record in everything():
        typed = typed_of(record.kind, record.document)
        sent = of_form(
            (name, value.replace("\n", "\r\n")) for name, values in typed.items() for value in values
        )
        typed_in = document_of(record.kind, sent)
        for said, was in zip(
            typed_in.get("rendition", ()), record.document.get("rendition", ()), strict=True
        ):
            assert not set(said) & set(FOUND), "nobody types what is found in a file"
            said.update({name: was[name] for name in FOUND})
        back = from_document(record.kind, record.region, typed_in)
        assert back.value == record.value, record.name


def test_the_example_fills_every_field_so_that_the_round_trip_is_of_all_of_them() -> None:
    filled = set()

    def look(some: tuple[Field, ...], value: Any) -> None:
        for field in some:
            said = value.get(field.name)
            if said:
                filled.add(field.key)
                for entry in said if field.widget == "repeat" else [said] if field.widget == "group" else ():
                    look(field.inside, entry)

    for record in everything():
        look(fields(SHAPES[record.kind]), record.document)
    rare = {"Evidence.file", "OperatorContact.name", "OperatorContact.phone", "OperatorContact.note"}
    assert set(EVERY) - filled <= rare


def service() -> Typed:
    return typed_of("service", document()["service"][0])


def ids(typed: Typed) -> list[str]:
    return [point["id"] for point in document_of("service", typed)["contact_point"]]


@pytest.mark.parametrize(
    ("act", "expected", "reason"),
    [
        ("up:contact_point.1", ["sms", "voice", "web"], "one up"),
        ("up:contact_point.0", ["voice", "sms", "web"], "the first cannot go up"),
        ("down:contact_point.0", ["sms", "voice", "web"], "one down"),
        ("down:contact_point.2", ["voice", "sms", "web"], "the last cannot go down"),
        ("remove:contact_point.1", ["voice", "web"], "the one in the middle goes"),
        ("remove:contact_point.7", ["voice", "sms", "web"], "there is no eighth one"),
        ("remove:contact_point", ["voice", "sms", "web"], "never all at once"),
        ("remove:description.0", ["voice", "sms", "web"], "a text is no list"),
        ("add:nothing", ["voice", "sms", "web"], "there is no such list"),
        ("add:contact_point.0", ["voice", "sms", "web"], "an entry is no list"),
        ("explode:contact_point.0", ["voice", "sms", "web"], "no such act"),
        ("", ["voice", "sms", "web"], "nothing was asked"),
    ],
)
def test_a_button_moves_whole_entries(act: str, expected: list[str], reason: str) -> None:
    before = document_of("service", service())
    after = document_of("service", act_on("service", service(), act, TODAY))
    assert [point["id"] for point in after["contact_point"]] == expected, reason
    kept = {point["id"]: point for point in before["contact_point"]}
    assert all(point == kept[point["id"]] for point in after["contact_point"]), reason
    assert {**after, "contact_point": []} == {**before, "contact_point": []}, reason


def test_a_new_contact_point_begins_with_a_source_that_is_read_today() -> None:
    typed = act_on("service", service(), "add:contact_point", TODAY)
    assert entries(typed, "contact_point") == 4
    assert entries(typed, "contact_point.3.evidence") == 1
    assert typed["contact_point.3.evidence.0.read"] == [TODAY]
    assert (
        document_of("service", typed)["contact_point"][:3]
        == document_of("service", service())["contact_point"]
    )


def test_a_source_is_added_to_the_contact_point_that_asks() -> None:
    typed = act_on("service", service(), "add:contact_point.0.evidence", TODAY)
    assert [entries(typed, f"contact_point.{place}.evidence") for place in range(3)] == [3, 1, 1]


def test_a_list_has_an_end() -> None:
    typed: Typed = {f"contact_point.{place}.id": ["x"] for place in range(MOST_ENTRIES)}
    assert act_on("service", typed, "add:contact_point", TODAY) == typed
    far = {"contact_point.999999999999.id": ["x"]}
    assert entries(far, "contact_point") == MOST_ENTRIES


@pytest.mark.parametrize(
    ("field", "typed", "expected", "reason"),
    [
        ("contact_point.0.number", " 1555 ", " 1555 ", "blanks at the ends of a number are told, not hidden"),
        ("name", "  Línea \n", "Línea", "of a name they are only untidy"),
        ("places", "Cobán\r\n\r\n  Petén  ", ["Cobán", "Petén"], "one a line, and empty lines are nothing"),
        ("shown_in", "hn, bz sv", ["HN", "BZ", "SV"], "codes as people write them"),
        ("anonymous", "", None, "no source says: left out"),
        ("description.es", "uno\r\ndos", "uno\ndos", "a browser ends lines with two signs"),
    ],
)
def test_what_is_typed_is_tidied_as_far_as_it_is_no_guess(
    field: str, typed: str, expected: Any, reason: str
) -> None:
    sent = {**service(), **of_form([(field, typed)])}
    found: Any = document_of("service", sent)
    for part in field.split("."):
        found = found[int(part)] if part.isdecimal() else found.get(part)
    assert found == expected, reason


def test_the_heading_of_a_service_is_chosen_and_its_other_needs_follow() -> None:
    sent = of_form([("needs.first", "women"), ("needs", "rights"), ("needs", "women")])
    assert document_of("service", sent)["needs"] == ["women", "rights"]
    assert document_of("service", of_form([("needs.first", ""), ("needs", "rights")]))["needs"] == ["rights"]


@pytest.mark.parametrize(
    ("kind", "text", "expected", "reason"),
    [
        ("service", "Línea contra la Trata", "gt-linea-contra-la-trata", "a service begins with its region"),
        ("organization", "Policía Nacional", "policia-nacional", "accents go"),
        ("organization", "Defensoría", "defensoria-2", "what is taken gets a number"),
        ("lead", "Ñandú & Cía.", "nandu-cia", "signs go"),
        ("organization", "日本", "", "nothing is left: the person has to choose"),
        ("organization", "a" * 80, "a" * 50, "not too long"),
    ],
)
def test_an_id_is_proposed_from_the_name(kind: Kind, text: str, expected: str, reason: str) -> None:
    typed = with_ids(kind, "GT", {"id": [""], "name": [text]}, {"defensoria"}.__contains__)
    assert typed["id"] == [expected], reason


def test_an_old_number_is_named_after_its_digits_and_a_typed_id_stays() -> None:
    assert with_ids("retired_number", "GT", {"number": ["15-52"]}, set().__contains__)["id"] == [
        "number-1552"
    ]
    assert with_ids("lead", "GT", {"id": ["own"], "name": ["x"]}, {"own"}.__contains__)["id"] == ["own"]
    assert "id" not in with_ids("first_lines", "GT", {}, set().__contains__)
    contact = {"id": [""], "name": ["Ana"]}
    assert with_ids("operator_contact", "GT", contact, set().__contains__)["id"] == [""], "it is a service’s"


def test_contact_points_are_named_after_their_channel() -> None:
    typed = service()
    for place in (0, 2):
        typed[f"contact_point.{place}.id"] = [""]
    typed["contact_point.2.channel"] = ["sms"]
    assert ids(with_ids("service", "GT", typed, set().__contains__)) == ["voice", "sms", "sms-2"]


def test_a_slug_is_made_of_what_an_id_may_hold() -> None:
    assert slug("  Línea «145» — ¡Ya!  ") == "linea-145-ya"


@pytest.mark.parametrize(
    ("where", "expected", "reason"),
    [
        ("contact_point.sms.number", "contact_point.1.number", "entries by their id"),
        ("contact_point.voice.evidence.2.read", "contact_point.0.evidence.1.read", "sources by their number"),
        ("contact_point.voice.evidence", "contact_point.0.evidence", "a whole list"),
        (
            "contact_point.voice.reach.works_from.2",
            "contact_point.0.reach.works_from",
            "one of several codes",
        ),
        ("contact_point.voice", "contact_point.0", "a whole entry"),
        ("description.fr", "description.fr", "one language"),
        ("description", "description", "all languages"),
        ("needs.3", "needs", "one of several choices"),
        ("contact_point.nobody.number", "contact_point", "an entry that is not there"),
        ("colour", "", "a field that is not there"),
        ("", "", "the whole record"),
    ],
)
def test_a_problem_leads_to_its_field(where: str, expected: str, reason: str) -> None:
    assert place_of("service", document()["service"][0], where) == expected, reason


def test_a_problem_of_an_entry_without_an_id_is_found_by_its_number() -> None:
    text = {"contact_point": [{"evidence": [source("a")]}, {"number": "1"}]}
    assert place_of("service", text, "contact_point.2.channel") == "contact_point.1.channel"


def test_names_that_are_none_of_ours_are_not_read() -> None:
    assert of_form([("../x", "1"), ("a b", "1"), ("NAME", "1"), ("name", "1")]) == {"name": ["1"]}
