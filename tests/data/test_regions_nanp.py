"""The files of the three regions that share the calling code +1 say what their sources say."""

import tomllib
from pathlib import Path

import pytest

from hotline.domain.listing import RegionDirectory

REGIONS = Path(__file__).parents[2] / "data" / "regions"


def directory(region: str) -> RegionDirectory:
    return RegionDirectory.model_validate(tomllib.loads((REGIONS / f"{region}.toml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("region", "first", "number"),
    [
        ("US", "national-human-trafficking-hotline", "1-888-373-7888"),
        ("CA", "canadian-human-trafficking-hotline", "1-833-900-1010"),
        ("DO", "llama-y-vive", "809-200-7393"),
    ],
)
def test_the_first_line_is_the_national_trafficking_line_with_911_beside_it(
    region: str, first: str, number: str
) -> None:
    found = directory(region)
    assert found.first.services == (first,)
    assert found.service(first).contact_points[0].number == number
    assert found.service(found.first.emergency).contact_points[0].number == "911"


def test_the_immigration_agency_is_marked_and_its_line_from_abroad_is_the_only_one_called_so() -> None:
    line = directory("US").service("hsi-tip-line")
    assert line.caution is not None
    assert set(line.caution) == {"es", "en", "fr"}
    from_abroad = [point.number for point in line.contact_points if point.reach.abroad == "yes"]
    assert from_abroad == ["1-802-872-6199"]


@pytest.mark.parametrize(
    ("region", "number", "reason"),
    [
        ("US", "1-800-422-4453", "one personal website"),
        ("US", "1-888-407-4747", "for citizens of the United States only"),
        ("US", "(202) 501-4444", "for citizens of the United States only"),
        ("US", "1-866-373-7888", "a misprint"),
        ("DO", "809 200 7212", "an unsourced list, and another form elsewhere"),
        ("DO", "*311", "the source is cut off"),
        ("DO", "700", "of 2007"),
        ("DO", "809-596-4951", "a secondary source"),
        ("DO", "809 221 6400", "an unsourced list"),
    ],
)
def test_a_number_that_must_not_be_published_is_only_remembered(
    region: str, number: str, reason: str
) -> None:
    found = directory(region)
    assert number not in [point.number for service in found.services for point in service.contact_points], (
        reason
    )
    assert number in [lead.number for lead in found.leads] + [old.number for old in found.retired_numbers], (
        reason
    )


def test_linea_vida_keeps_the_old_number_second_until_its_operator_confirms_the_star_code() -> None:
    star, long = directory("DO").service("linea-vida").contact_points
    assert (star.number, star.confidence) == ("*211", "single_source")
    assert (long.number, long.confidence) == ("809-200-1202", "confirmed")
