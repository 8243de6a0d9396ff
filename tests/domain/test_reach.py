"""What to dial from another region needs a source, or it stays unconfirmed."""

import datetime
import tomllib
from pathlib import Path

import pytest

from hotline.domain.listing import ContactPoint, Evidence, Reach, Service
from hotline.domain.numbering import NumberingPlan
from hotline.domain.phone import parse
from hotline.domain.reach import REASONS, dial, twin

PLANS = {
    path.stem: NumberingPlan.model_validate(tomllib.loads(path.read_text()))
    for path in (Path(__file__).parents[2] / "data" / "numbering").glob("*.toml")
}
NOTHING = Reach()

CASES = [
    ("GT", "1555", "GT", NOTHING, ("yes", "1555", None), "at home a short code is dialled as it stands"),
    ("MX", "*765", "MX", NOTHING, ("yes", "*765", None), "at home a star code is typed with its star"),
    ("PA", "516-28-46", "PA", NOTHING, ("yes", "5162846", None), "at home as published"),
    ("US", "1-802-872-6199", "US", NOTHING, ("yes", "+18028726199", None), "the published 1 is kept"),
    ("GT", "1555", "HN", NOTHING, ("no", None, "only_in_its_country"), "a short code has no international form"),
    ("MX", "911", "US", NOTHING, ("no", None, "only_in_its_country"), "911 there is another 911"),
    ("US", "233733", "MX", NOTHING, ("no", None, "only_in_its_country"), "a text code has no international form"),
    ("DO", "*212", "US", NOTHING, ("no", None, "star_code_only_in_its_country"), "nor has a star code"),
    ("HN", "145", "GT", Reach(works_from=("GT",)), ("yes", "145", None), "unless a source says so"),
    ("GT", "2411-9191", "MX", NOTHING, ("yes", "+50224119191", None), "the plan has a source for it"),
    ("MX", "55 5533 5533", "GT", NOTHING, ("yes", "+525555335533", None), "the plan has a source for it"),
    ("US", "520-6237874", "CA", NOTHING, ("yes", "+15206237874", None), "inside North America"),
    ("US", "520-6237874", "MX", NOTHING, ("yes", "+15206237874", None), "into North America"),
    ("GT", "2411-9191", "MX", Reach(not_from=("MX",)), ("no", None, "source_says_not_from_here"), "evidence wins"),
    ("GT", "2411-9191", "MX", Reach(abroad="no"), ("no", None, "source_says_not_abroad"), "evidence wins"),
    ("MX", "800 55 33 000", "US", NOTHING, ("unconfirmed", "+528005533000", "free_number_unconfirmed"), "no source"),
    ("MX", "800 55 33 000", "US", Reach(abroad="yes"), ("yes", "+528005533000", None), "evidence wins"),
    ("MX", "800 55 33 000", "US", Reach(works_from=("CA",)),
     ("unconfirmed", "+528005533000", "free_number_unconfirmed"), "the source names another country"),
    ("US", "1-888-301-1130", "CA", Reach(works_from=("CA",)), ("yes", "+18883011130", None), "evidence wins"),
    ("US", "1-888-373-7888", "CA", NOTHING, ("unconfirmed", "+18883737888", "free_number_unconfirmed"),
     "a shared calling code is no promise"),
    ("HN", "8002 123 4567", "GT", NOTHING, ("no", None, "range_not_abroad"), "the library lists it as not diallable"),
    ("MX", "300 123 4567", "GT", NOTHING, ("unconfirmed", "+523001234567", "special_number_unconfirmed"), "no source"),
    ("PA", "1505-3233", "GT", NOTHING, ("unconfirmed", "+50715053233", "special_number_unconfirmed"), "no range"),
]  # fmt: skip


@pytest.mark.parametrize(("region", "published", "from_region", "reach", "expected", "reason"), CASES)
def test_what_to_dial_from_there(region, published, from_region, reach, expected, reason):
    answer = dial(parse(published, region, PLANS[region]), from_region, PLANS, reach)
    assert (answer.status, answer.dial, answer.reason) == expected, reason


def test_every_pair_of_regions_has_an_answer_with_a_reason_or_a_number():
    for region, plan in PLANS.items():
        for example in (plan.examples.ordinary, plan.examples.toll_free, plan.examples.short_code):
            for from_region in PLANS if example else ():
                answer = dial(parse(str(example), region, plan), from_region, PLANS, NOTHING)
                assert (answer.status == "no") == (answer.dial is None)
                assert (answer.status == "yes") == (answer.reason is None)
                assert answer.reason is None or answer.reason in REASONS


def test_without_a_plan_nothing_is_promised():
    number = parse("2411-9191", "GT", PLANS["GT"])
    assert dial(number, "MX", {}, NOTHING).status == "unconfirmed"


def _service(*points: ContactPoint) -> Service:
    texts = {"es": "Ayuda.", "en": "Help.", "fr": "Aide."}
    return Service(
        id="line", organization="org", name="Línea", name_language="es", operator="ngo", needs=("trafficking",),
        description=texts, contact_point=points,
    )  # fmt: skip


def _point(id_: str, channel: str, **more: object) -> ContactPoint:
    evidence = Evidence(
        address="https://example.org", title="Example", read=datetime.date(2026, 11, 24), obtained="live_page"
    )
    return ContactPoint.model_validate({"id": id_, "channel": channel, "evidence": [evidence], **more})


def test_the_twin_is_another_way_into_the_same_service_that_works_from_there():
    short = _point("voice", "voice", number="145")
    web = _point("web", "web", address="https://example.org/tell")
    ordinary = _point("voice-2", "voice", number="8990-5187")
    found = twin(_service(short, web, ordinary), short, "GT", "HN", PLANS)
    assert found is not None
    assert (found.point.id, found.dial) == ("voice-2", "+50489905187"), "the same channel comes first"
    found = twin(_service(short, web), short, "GT", "HN", PLANS)
    assert found is not None
    assert (found.point.id, found.dial) == ("web", None)


def test_there_is_no_twin_where_nothing_else_is_sure_to_work():
    short = _point("voice", "voice", number="145")
    other = _point("voice-2", "voice", number="8002 123 4567")
    closed = _point("web", "web", address="https://example.org/tell", reach=Reach(not_from=("GT",)))
    assert twin(_service(short, other, closed), short, "GT", "HN", PLANS) is None
