"""The plans in data/numbering say only what a source says, and reading follows them."""

import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

from hotline.domain.numbering import Abroad, NumberingPlan, read
from hotline.domain.phone import parse

FILES = sorted((Path(__file__).parents[2] / "data" / "numbering").glob("*.toml"))
PLANS = {path.stem: NumberingPlan.model_validate(tomllib.loads(path.read_text())) for path in FILES}


def test_there_is_a_plan_for_each_of_the_eleven_regions():
    assert set(PLANS) == {"BZ", "CA", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "SV", "US"}


@pytest.mark.parametrize("region", PLANS)
def test_a_plan_names_its_own_region_and_its_examples_are_right(region):
    plan = PLANS[region]
    assert plan.region == region
    for example in (plan.examples.ordinary, plan.examples.toll_free, plan.examples.short_code):
        if example is not None:
            assert parse(example, region, plan).warnings == ()


@pytest.mark.parametrize("region", PLANS)
def test_every_region_knows_its_emergency_numbers(region):
    assert any(short.use == "emergency" for short in PLANS[region].short_codes)


def test_an_answer_without_a_source_is_refused():
    with pytest.raises(ValidationError, match="source"):
        Abroad(answer="yes", says="somebody thinks so")
    assert Abroad(says="no source says").answer is None


READINGS = [
    ("HN", "50433373887", False, "33373887", "calling code without a plus"),
    ("HN", "80021234567", False, "80021234567", "eleven digits that are a national number"),
    ("BZ", "5012345", False, "5012345", "a local number that begins like the calling code"),
    ("BZ", "5018224011", False, "8224011", "calling code without a plus"),
    ("PA", "5072846", False, "5072846", "a local number that begins like the calling code"),
    ("PA", "5075162846", False, "5162846", "calling code without a plus"),
    ("PA", "00800123456", False, "00800123456", "a toll-free number that begins with 00"),
    ("US", "18883737888", False, "8883737888", "the 1 of North America"),
    ("US", "8883737888", True, None, "after a plus the calling code must come"),
    ("MX", "018005533000", False, "8005533000", "old prefix"),
    ("MX", "5215555335533", False, "5555335533", "the old extra 1 after the calling code"),
    ("MX", "15555335533", False, None, "the extra 1 stood only after the calling code"),
    ("GT", "2424171", False, None, "a digit is missing"),
]


@pytest.mark.parametrize(("region", "digits", "international", "national", "reason"), READINGS)
def test_a_row_of_digits_is_read_by_the_plan(region, digits, international, national, reason):
    reading = read(digits, international, PLANS[region])
    assert (reading and reading.national) == national, reason
