"""What the files of Mexico, Panama, Costa Rica and Belize must say, fact by fact with its reason."""

import tomllib
from pathlib import Path

import pytest

from hotline.domain.listing import ContactPoint, RegionDirectory

REGIONS = Path(__file__).resolve().parents[2] / "data" / "regions"
SOUTH = ("MX", "PA", "CR", "BZ")


def directory(region: str) -> RegionDirectory:
    return RegionDirectory.model_validate(tomllib.loads((REGIONS / f"{region}.toml").read_text("utf-8")))


def point(region: str, service: str, point_id: str) -> ContactPoint:
    return next(p for p in directory(region).service(service).contact_points if p.id == point_id)


@pytest.mark.parametrize(
    ("region", "services", "emergency", "why"),
    [
        ("MX", ["mx-consejo-800-5533000"], "mx-911", "a dedicated line that is current comes first"),
        ("PA", ["pa-policia-104", "pa-tupista"], "pa-911", "the ministry advertises both for trafficking"),
        ("CR", ["cr-911", "cr-oij-800-8000-645", "cr-eri"], "cr-911", "the team has one source only: last"),
        ("BZ", ["bz-911", "bz-crime-stoppers"], "bz-911", "no Belizean trafficking line was found"),
    ],
)
def test_the_first_lines_are_those_of_the_editorial_rules(
    region: str, services: list[str], emergency: str, why: str
) -> None:
    first = directory(region).first
    assert list(first.services) == services, why
    assert first.emergency == emergency, why


# Digits that are published, with the channel, the confidence, the cost and the hours of the sources.
PUBLISHED = [
    ("MX", "mx-consejo-800-5533000", "voice", "800 55 33 000", "confirmed", "free", "24/7"),
    ("MX", "mx-consejo-800-5533000", "whatsapp", "800 5533 000", "confirmed", None, "24/7"),
    ("MX", "mx-consejo-55-5533-5533", "whatsapp", "55 5533 5533", "single_source", None, "24/7"),
    ("MX", "mx-fgr-fevimtra", "voice", "800 00 854 00", "confirmed", "free", "24/7"),
    ("MX", "mx-fgr-alerta-amber", "voice", "800 00 854 00", "confirmed", None, "24/7"),
    ("MX", "mx-911", "voice", "911", "confirmed", None, None),
    ("MX", "mx-089", "voice", "089", "confirmed", None, "24/7"),
    ("MX", "mx-mujeres-079", "voice", "079", "confirmed", "free", "24/7"),
    ("MX", "mx-cdmx-sos-mujeres", "voice", "*765", "confirmed", None, "24/7"),
    ("MX", "mx-nuevo-leon-070", "voice", "070", "single_source", None, "24/7"),
    ("MX", "mx-fgjem-800-7028770", "voice", "800 70 28 770", "single_source", None, None),
    ("MX", "mx-cndh-quejas", "voice", "800 715 2000", "single_source", "free", "24/7"),
    ("MX", "mx-sre-ciam", "voice", "1 855 4636 395", "confirmed", None, "24/7"),
    ("PA", "pa-policia-104", "voice", "104", "confirmed", None, None),
    ("PA", "pa-minseg-trata", "voice", "516-28-46", "single_source", None, None),
    ("PA", "pa-911", "voice", "911", "single_source", None, None),
    ("PA", "pa-mujer-182", "voice", "182", "confirmed", "free", "24/7"),
    ("PA", "pa-senniaf", "voice", "6378-3466", "single_source", None, "24/7"),
    ("PA", "pa-fiscalia-505-3234", "voice", "505-3234", "single_source", None, None),
    ("CR", "cr-911", "voice", "9-1-1", "confirmed", "free", "24/7"),
    ("CR", "cr-oij-800-8000-645", "voice", "800-8000-645", "confirmed", "free", "24/7"),
    ("CR", "cr-eri", "voice", "2299-8056", "single_source", None, None),
    ("CR", "cr-pani-1147", "voice", "1147", "confirmed", "free", None),
    ("CR", "cr-pani-1147", "whatsapp", "8989-1147", "single_source", None, "Mo-Fr 07:30-16:00"),
    ("CR", "cr-inamu-delegacion", "voice", "2527-3761", "single_source", None, "Mo-Fr 08:00-16:00"),
    ("BZ", "bz-911", "voice", "911", "confirmed", None, None),
    ("BZ", "bz-crime-stoppers", "voice", "0-800-922-8477", "single_source", "free", None),
    ("BZ", "bz-90", "voice", "90", "single_source", None, None),
]


@pytest.mark.parametrize(
    ("region", "service", "point_id", "number", "confidence", "cost", "hours"), PUBLISHED
)
def test_a_line_says_what_its_sources_say(
    region: str,
    service: str,
    point_id: str,
    number: str,
    confidence: str,
    cost: str | None,
    hours: str | None,
) -> None:
    found = point(region, service, point_id)
    assert (found.number, found.confidence, found.cost, found.hours) == (number, confidence, cost, hours)


@pytest.mark.parametrize(
    ("region", "number", "kind", "instead", "why"),
    [
        ("MX", "01 800 5533 000", "retired", ["mx-consejo-800-5533000"], "01 was abolished in August 2019"),
        ("MX", "01800 5533 000", "retired", ["mx-consejo-800-5533000"], "a panel of 2024 still prints it"),
        (
            "MX",
            "01 800 00 854 00",
            "retired",
            ["mx-fgr-fevimtra", "mx-fgr-alerta-amber"],
            "one number, two lines",
        ),
        ("MX", "01 800 715 2000", "retired", ["mx-cndh-quejas"], "the CNDH line, before 2019"),
        ("MX", "01 800 008 6900", "retired", ["mx-cndh-quejas"], "the form without 01 is only a lead"),
        ("MX", "066", "retired", ["mx-911"], "the emergency number before 2017"),
        ("PA", "6378-5122", "retired", ["pa-senniaf"], "the statement of 2025 gives another number"),
        ("PA", "1505-3233", "misprint", ["pa-fiscalia-505-3234"], "eight digits beginning with 1"),
        (
            "CR",
            "2727-3761",
            "misprint",
            ["cr-inamu-delegacion"],
            "2527 and 2727 in articles of the same weeks",
        ),
        ("BZ", "922", "misprint", ["bz-crime-stoppers"], "a nickname; no source says that it can be dialled"),
    ],
)
def test_an_old_or_wrong_print_points_to_the_right_line(
    region: str, number: str, kind: str, instead: list[str], why: str
) -> None:
    found = [r for r in directory(region).retired_numbers if r.number == number]
    assert [(r.kind, list(r.instead)) for r in found] == [(kind, instead)], why


@pytest.mark.parametrize(
    ("region", "value", "reason"),
    [
        ("MX", "800 835 4632", "conflict"),
        ("MX", "520-6237874", "conflict"),
        ("MX", "088", "conflict"),
        ("MX", "fevimtra@pgr.gob.mx", "old"),
        ("MX", "800 842 8462", "weak_source"),
        ("PA", "311", "old"),
        ("PA", "511-1229", "old"),
        ("PA", "66 71 91 14", "weak_source"),
        ("CR", "1117", "weak_source"),
        ("CR", "0800 032 0009", "not_a_help_line"),
        ("CR", "800-Venezuela", "letters_only"),
        ("BZ", "0800 292 96 88", "weak_source"),
        ("BZ", "+501 822-4011", "not_a_help_line"),
    ],
)
def test_a_weak_number_is_a_lead_and_never_published(region: str, value: str, reason: str) -> None:
    data = directory(region)
    assert reason in [lead.reason for lead in data.leads if value in (lead.number, lead.address)]
    published = [p.number or p.address for s in data.services for p in s.contact_points]
    assert value not in published


@pytest.mark.parametrize("region", SOUTH)
def test_no_number_is_both_published_and_retired_or_a_lead(region: str) -> None:
    data = directory(region)
    published = {p.number for s in data.services for p in s.contact_points if p.number}
    others = {r.number for r in data.retired_numbers} | {lead.number for lead in data.leads if lead.number}
    assert not published & others


@pytest.mark.parametrize("region", SOUTH)
def test_nothing_is_said_to_work_or_fail_from_abroad_without_a_source(region: str) -> None:
    answers = [p.reach.abroad for s in directory(region).services for p in s.contact_points]
    assert set(answers) == {None}


def test_the_mexican_line_says_that_nobody_prints_a_form_to_dial_from_abroad() -> None:
    note = point("MX", "mx-consejo-800-5533000", "voice").reach.note
    assert note is not None
    assert set(note) == {"es", "en", "fr"}


def test_no_whatsapp_number_here_is_printed_in_an_international_form() -> None:
    numbers = [
        p.number
        for region in SOUTH
        for s in directory(region).services
        for p in s.contact_points
        if p.channel == "whatsapp"
    ]
    assert numbers
    assert not [n for n in numbers if n and n.startswith(("+", "52", "506"))]


def test_mexican_consular_lines_in_guatemala_stand_on_both_pages_for_people_from_mexico() -> None:
    lines = [s for s in directory("MX").services if "GT" in s.shown_in]
    assert [s.contact_points[0].number for s in lines] == [
        "+502 5555 1266",
        "+502 4141 3066",
        "+502 5544 8980",
        "+502 3017 4451",
    ]
    for line in lines:
        assert line.for_people_from == ("MX",)
        assert line.contact_points[0].number_region == "GT"


def test_the_information_centre_for_mexicans_is_a_number_of_the_united_states() -> None:
    line = directory("MX").service("mx-sre-ciam")
    assert (line.shown_in, line.for_people_from) == (("MX", "US"), ("MX",))
    assert line.contact_points[0].number_region == "US"
    assert "520-6237874" in " ".join(line.conflicts)


@pytest.mark.parametrize(
    ("service", "places"),
    [
        ("mx-nuevo-leon-070", ("Nuevo León",)),
        ("mx-fgjem-800-7028770", ("Estado de México",)),
        ("mx-edomex-sin-violencia", ("Estado de México",)),
        ("mx-cdmx-sos-mujeres", ("Ciudad de México",)),
    ],
)
def test_a_line_of_one_state_says_which(service: str, places: tuple[str, ...]) -> None:
    assert directory("MX").service(service).places == places


def test_the_line_for_women_says_which_option_to_choose() -> None:
    after = point("MX", "mx-mujeres-079", "voice").after_dialling
    assert after is not None
    assert after["es"] == "Elija la opción 1."


@pytest.mark.parametrize(
    ("region", "service", "word"),
    [
        ("CR", "cr-migracion-policia", "policía de migración"),
        ("CR", "cr-migracion-correo", "policía de migración"),
        ("CR", "cr-oij-800-8000-645", "emergencias"),
        ("MX", "mx-089", "911"),
        ("BZ", "bz-crime-stoppers", "911"),
    ],
)
def test_a_line_that_may_surprise_a_caller_warns_first(region: str, service: str, word: str) -> None:
    caution = directory(region).service(service).caution
    assert caution is not None
    assert word in caution["es"]


def test_costa_rican_911_works_without_credit_as_its_source_says() -> None:
    assert point("CR", "cr-911", "voice").works_without_credit == "yes"
