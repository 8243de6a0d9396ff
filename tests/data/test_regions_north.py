"""The files of Guatemala, Honduras, El Salvador and Nicaragua say what their sources say."""

import re
import tomllib
from pathlib import Path

import pytest

from hotline.domain.listing import ContactPoint, RegionDirectory

REGIONS = Path(__file__).parents[2] / "data" / "regions"
NORTH = ("GT", "HN", "SV", "NI")


def directory(region: str) -> RegionDirectory:
    return RegionDirectory.model_validate(tomllib.loads((REGIONS / f"{region}.toml").read_text("utf-8")))


def point(region: str, service: str, number: str) -> ContactPoint:
    """The contact point with this number or address; fails where the service has none."""
    (found,) = [
        p for p in directory(region).service(service).contact_points if number in (p.number, p.address)
    ]
    return found


@pytest.mark.parametrize(
    ("region", "numbers", "emergency", "reason"),
    [
        ("GT", ["1555", "1561", "1573"], "110", "the ombudsman announced 1555; 1573 alone is not confirmed"),
        ("HN", ["145", "8990-5187"], "911", "145 is the national line; 8990-5187 has three sources"),
        ("SV", ["911", "121", "2511-1000"], "911", "no line for trafficking alone was found"),
        ("NI", ["118", "133"], "118", "the sources of 133 are older"),
    ],
)
def test_the_first_lines_stand_in_this_order(
    region: str, numbers: list[str], emergency: str, reason: str
) -> None:
    found = directory(region)
    assert [found.service(i).contact_points[0].number for i in found.first.services] == numbers, reason
    assert found.service(found.first.emergency).contact_points[0].number == emergency, reason


@pytest.mark.parametrize(
    ("region", "service", "heading", "takes_reports", "reason"),
    [
        ("GT", "gt-pdh-1555", "trafficking", "yes", "its own campaign asks for reports of trafficking"),
        ("GT", "gt-mp-1572", "women", "no", "only for violence against women"),
        (
            "GT",
            "gt-pgn-1546",
            "children",
            None,
            "missing children; no source says that it takes trafficking reports",
        ),
        ("GT", "gt-mp-2411-9191", "police", None, "any crime; trafficking is not named"),
        ("HN", "hn-senaf-110", "children", None, "110 is not the police here"),
        ("HN", "hn-siamigha", "migrants", None, "consular appointments, not a crisis line"),
        ("SV", "sv-pnc-911", "danger", "yes", "two sources name it for trafficking"),
        ("SV", "sv-isdemu-126", "women", None, "violence against women"),
        ("NI", "ni-mifan-133", "trafficking", "yes", "a family line that also takes trafficking"),
        ("NI", "ni-ambulancia-128", "danger", "no", "an ambulance"),
    ],
)
def test_a_service_stands_under_its_true_purpose(
    region: str, service: str, heading: str, takes_reports: str | None, reason: str
) -> None:
    found = directory(region).service(service)
    assert found.needs[0] == heading, reason
    assert found.takes_trafficking_reports == takes_reports, reason


@pytest.mark.parametrize(
    ("region", "service", "number", "confidence", "reason"),
    [
        ("GT", "gt-pdh-1555", "1555", "confirmed", "the operator and an independent outlet"),
        ("GT", "gt-trata-1573", "1573", "single_source", "one drawn panel of 2024"),
        ("GT", "gt-pnc-110", "110", "confirmed", "institutions advertise it"),
        ("GT", "gt-pnc-110", "120", "single_source", "no institution advertises it"),
        ("GT", "gt-mp-1570", "1570", "single_source", "one drawn panel of 2024"),
        ("HN", "hn-cicesct-8990-5187", "8990-5187", "confirmed", "raised by the second reading"),
        ("HN", "hn-mp-unidad-trata", "(504) 9785-0027", "single_source", "one drawn panel of 2024"),
        ("HN", "hn-siamigha", "+504 3337-9047", "single_source", "two outlets, one release"),
        ("SV", "sv-crime-stoppers-121", "121", "confirmed", "two independent sources, 2018 and 2024"),
        ("SV", "sv-pnc-2511-1000", "2511-1000", "single_source", "one drawn panel of 2024"),
        ("SV", "sv-csj-198", "198", "single_source", "both sources are of 2020"),
        ("NI", "ni-mifan-133", "133", "confirmed", "several sources; its age is said in the caution"),
        ("NI", "ni-bomberos-115", "115", "single_source", "two data sets, no operator"),
    ],
)
def test_a_contact_point_is_marked_as_its_sources_allow(
    region: str, service: str, number: str, confidence: str, reason: str
) -> None:
    assert point(region, service, number).confidence == confidence, reason


@pytest.mark.parametrize(
    ("region", "service", "number", "cost", "hours", "reason"),
    [
        ("GT", "gt-pdh-1555", "1555", None, "24/7", "no source gives the price"),
        ("GT", "gt-pnc-110", "110", "free", None, "not billed; no source gives the hours"),
        ("HN", "hn-cicesct-145", "145", "free", None, "the 24-hour line of 2019 was another one"),
        ("HN", "hn-conadeh", "9581-1846", None, None, "the complaint is free, not the call"),
        ("SV", "sv-conapina-119", "119", "free", "24/7", "said in 2026"),
        ("NI", "ni-policia-118", "118", "free", None, "said in 2015"),
    ],
)
def test_price_and_hours_are_only_what_a_source_says(
    region: str, service: str, number: str, cost: str | None, hours: str | None, reason: str
) -> None:
    found = point(region, service, number)
    assert (found.cost, found.hours) == (cost, hours), reason


@pytest.mark.parametrize(
    ("region", "number", "kind", "instead", "reason"),
    [
        ("GT", "1552", "retired", ("gt-pdh-1555", "gt-pnc-110"), "the campaign of 2009"),
        ("GT", "1564", "misprint", ("gt-crime-stoppers-1561",), "a typing error of 2023"),
        ("HN", "119", "retired", ("hn-911",), "police, before 911"),
        ("HN", "199", "retired", ("hn-911",), "police, before 911"),
        ("SV", "01 800-747-6117", "retired", ("sv-consulado-virtual",), "the Mexican prefix 01 is gone"),
        ("SV", "1800-747-6117", "misprint", ("sv-consulado-virtual",), "reads as another country's number"),
        ("SV", "1883011130", "misprint", ("sv-consulado-virtual",), "lacks a digit"),
    ],
)
def test_an_old_or_misprinted_number_says_what_to_call_instead(
    region: str, number: str, kind: str, instead: tuple[str, ...], reason: str
) -> None:
    (found,) = [old for old in directory(region).retired_numbers if old.number == number]
    assert (found.kind, found.instead) == (kind, instead), reason


@pytest.mark.parametrize(
    ("region", "number", "why", "reason"),
    [
        ("GT", "1571", "old", "no source since 2020 shows it in service"),
        ("GT", "1574", "not_a_help_line", "extortion"),
        ("GT", "25048888", "not_a_help_line", "an office"),
        ("GT", "1 800 3000 203", "weak_source", "undated"),
        ("HN", "3399-4699", "conflict", "8990-5187 is better supported"),
        ("HN", "132", "conflict", "the source of 2026 gives another number"),
        ("SV", "123", "not_a_help_line", "gangs"),
        ("SV", "131", "old", "its ministry is gone"),
        ("SV", "2520-4301", "not_a_help_line", "a switchboard"),
        ("NI", "101", "old", "of 2013"),
        ("NI", "8429 3390", "weak_source", "a list without sources"),
        ("NI", "(505) 8886-1495", "not_a_help_line", "for citizens of the United States only"),
    ],
)
def test_a_number_that_must_not_be_published_is_only_remembered(
    region: str, number: str, why: str, reason: str
) -> None:
    found = directory(region)
    assert number not in [p.number for service in found.services for p in service.contact_points], reason
    assert [lead.reason for lead in found.leads if lead.number == number] == [why], reason


def test_1546_is_the_missing_children_alert_and_only_a_lead_names_svet() -> None:
    guatemala = directory("GT")
    assert point("GT", "gt-pgn-1546", "1546").confidence == "confirmed"
    (lead,) = [lead for lead in guatemala.leads if lead.number == "1546"]
    assert (lead.id, lead.reason) == ("gt-svet-1546", "wrong_operator")


def test_no_operator_is_given_to_1573_that_its_source_does_not_print() -> None:
    guatemala = directory("GT")
    assert guatemala.organization(guatemala.service("gt-trata-1573").organization).acronym is None
    assert guatemala.service("gt-trata-1573").caution is not None


@pytest.mark.parametrize(
    ("region", "service", "number", "lives_in"),
    [
        ("HN", "hn-siamigha", "+1 (470) 751-9077", "US"),
        ("SV", "sv-consulado-virtual", "1 888-301-1130", "US"),
        ("SV", "sv-consulado-virtual", "800-747-6117", "MX"),
        ("SV", "sv-consulado-virtual", "(503) 7070-1071", None),
    ],
)
def test_a_consular_number_names_the_region_it_lives_in(
    region: str, service: str, number: str, lives_in: str | None
) -> None:
    assert point(region, service, number).number_region == lives_in
    consulate = directory(region).service(service)
    assert consulate.for_people_from == (region,)
    assert {"US", "MX"} <= set(consulate.shown_in)


def test_133_says_when_it_was_last_seen_listed() -> None:
    caution = directory("NI").service("ni-mifan-133").caution
    assert caution is not None
    assert "julio de 2024" in caution["es"]
    assert "July 2024" in caution["en"]
    assert "juillet 2024" in caution["fr"]


def test_every_police_line_says_that_it_is_the_police() -> None:
    for region in NORTH:
        for service in directory(region).services:
            if service.operator == "police":
                shown = " ".join((service.caution or {}).values()) + " ".join(
                    (service.who_answers or {}).values()
                )
                assert "police" in shown, service.id


def test_no_text_for_the_public_promises_more_than_a_name_that_is_not_asked() -> None:
    for region in NORTH:
        found = directory(region)
        texts = [found.first.reason, *(old.note for old in found.retired_numbers)]
        for service in found.services:
            texts += [service.description, service.who_answers, service.what_happens, service.caution]
            texts += [p.hours_note for p in service.contact_points]
        for sentence in [value for text in texts if text for value in text.values()]:
            assert not re.search(r"an[oó]nim|anonym|100 ?%|erase|untraceable", sentence, re.IGNORECASE), (
                sentence
            )
