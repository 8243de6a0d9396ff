"""An outage on public pages: until when, whom to call instead, and no more than the line that is out of order."""

import re
from datetime import UTC, datetime
from typing import Any

import brotli
import html5lib
import pytest
from example import NOTICES, PLAN, document, plan_document, texts
from lxml import etree

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES, RegionDirectory
from hotline.domain.notice import public_region
from hotline.domain.numbering import NumberingPlan
from hotline.editions import outage, pages, rendering
from hotline.editions.lookup import Lookup
from hotline.editions.ranking import Found, SearchResult
from hotline.editions.service_view import ServiceView, service_view
from hotline.editions.wording import local_moment
from hotline.resources import resource_dir
from hotline.services import files

HOME = rendering.Home("https://lineas.example.org", "https://www.example.org/")
NOW = datetime(2026, 11, 24, 13, tzinfo=UTC)
#: 18:00 of the same day in Guatemala.
UNTIL = "2026-11-25T00:00:00Z"
SAYS = {
    "es": "No contesta hasta: martes, 24 de noviembre, 18:00, hora de Guatemala.",
    "en": "Does not answer until: Tuesday, November 24, 18:00, Guatemala Time.",
    "fr": "Ne répond pas jusqu’à : mardi 24 novembre, 18:00, heure : Guatemala.",
}
US = NumberingPlan.model_validate(
    {**plan_document("US"), "calling_code": "1", "trunk_prefix": "1", "lengths": [10], "examples": {"ordinary": "202-555-0143"}}
)  # fmt: skip


def notice(**changes: Any) -> dict[str, Any]:
    """The whole first line is out of order until 18:00, and the police answers instead."""
    return {
        "id": "outage-1", "kind": "outage", "service": "gt-trata", "since": "2026-11-24T12:00:00Z", "until": UNTIL,
        "instead": "gt-policia", **changes,
    }  # fmt: skip


def edition(*notices: dict[str, Any]) -> Edition:
    regions = []
    for code in ("GT", "NI"):
        file = document(code)
        if code == "GT":
            file["notice"] = list(notices)
            file["service"][0]["shown_in"] = ["NI"]
        whole = RegionDirectory.model_validate(file)
        public = public_region(whole, NOW)
        assert public is not None
        regions.append(public)
    plans = (PLAN, NumberingPlan.model_validate(plan_document("NI")), US)
    return Edition(number=1, published_at=NOW, regions=tuple(regions), numbering=plans)


def view(found: Edition, service: str = "gt-trata", page: str = "GT") -> ServiceView:
    directory = found.directories["GT"]
    return service_view(directory, directory.service(service), page, found.plans, NOW.date())


def read(html: str) -> etree._Element:
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
    )
    return parser.parse(html).getroot()


def text_of(element: etree._Element) -> str:
    return " ".join("".join(str(text) for text in element.itertext()).split())


def boxes(html: str) -> list[etree._Element]:
    found = read(html).xpath("//*[@class='outage']")
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_the_first_card_says_until_when_and_whom_to_call(locale: str) -> None:
    html = pages.render_region(edition(notice(note=texts("Flood."))), locale, HOME, "GT")
    [card] = read(html).xpath("//*[@id='gt-trata']")
    [box] = card.xpath(".//*[@class='outage']")
    assert SAYS[locale] in text_of(box)
    assert f"Flood. ({locale})" in text_of(box) or texts("Flood.")[locale] in text_of(box)
    [button] = box.xpath(".//a[starts-with(@href, 'tel:')]")
    assert (button.get("href"), button.get("class")) == ("tel:110", "call")
    assert box.xpath(".//*[local-name()='svg'][@aria-hidden]"), "not by colour alone: a sign, and words"
    [own] = card.xpath(".//a[@href='tel:1555']")
    assert own.get("class") == "number halt", "it can still be read and dialled, and is quieter"
    order = card.xpath(".//a[starts-with(@href, 'tel:')]/@href")
    assert order[0] == "tel:110", "what answers stands first"


def test_a_line_without_another_to_call_says_only_until_when() -> None:
    [box] = boxes(pages.render_region(edition(notice(instead=None)), "en", HOME, "GT"))
    assert text_of(box) == SAYS["en"]


def test_an_outage_of_one_contact_point_marks_that_one_only() -> None:
    found = view(edition(notice(contact_point="voice")))
    assert found.outage is None
    assert [bool(one.outage) for one in found.points] == [one.point.id == "voice" for one in found.points]
    html = pages.render_region(edition(notice(contact_point="voice")), "en", HOME, "GT")
    assert len(boxes(html)) == 1
    whole = view(edition(notice()))
    assert whole.outage is not None
    assert all(one.outage for one in whole.points)


def test_an_outage_of_a_service_is_said_once_on_its_card() -> None:
    assert len(view(edition(notice())).points) > 1
    assert len(boxes(pages.render_region(edition(notice()), "en", HOME, "GT"))) == 1


def test_the_emergency_line_is_marked_wherever_it_stands() -> None:
    found = edition(notice(service="gt-policia", instead="gt-trata"))
    [danger] = read(pages.render_region(found, "en", HOME, "GT")).xpath("//section[@id='gt-policia']")
    assert SAYS["en"] in text_of(danger)
    tables = {
        "where": dict(pages.render_all(found, HOME))["en/where.html"],
        "error": pages.render_error(found, "en", HOME, 404),
        "an empty search": pages.render_search(found, "en", HOME, "x", "GT", SearchResult()),
    }
    for name, html in tables.items():
        assert html.count(SAYS["en"]) == 1, name


def test_search_results_and_the_look_up_say_it_too() -> None:
    found = edition(notice())
    result = SearchResult(regions=("GT",), listings=(Found("GT", "gt-trata"),))
    [box] = boxes(pages.render_search(found, "en", HOME, "x", None, result))
    assert SAYS["en"] in text_of(box)
    answer = Lookup(found).answer("1555", "GT")
    html = pages.render_check(found, "en", HOME, "1555", "GT", answer)
    [box] = boxes(html)
    assert SAYS["en"] in text_of(box)
    assert "this number is genuine" in html, "that it does not answer today does not make it false"


def test_on_the_page_of_another_region_the_clocks_are_those_of_the_line() -> None:
    shown = view(edition(notice()), page="NI").outage
    assert shown is not None
    assert (shown.zone, shown.until) == ("America/Guatemala", datetime(2026, 11, 25, tzinfo=UTC))
    html = pages.render_region(edition(notice()), "en", HOME, "NI")
    assert SAYS["en"] in html, "the example's line is shown in NI, too"


def test_nobody_is_sent_on_to_a_line_that_does_not_answer_either() -> None:
    both = edition(notice(), notice(id="outage-2", service="gt-policia", instead="gt-trata"))
    for service in ("gt-trata", "gt-policia"):
        told = view(both, service).outage
        assert told is not None
        assert told.instead is None


def test_the_other_line_goes_by_its_name_and_the_first_way_that_works() -> None:
    loaded = files.load(resource_dir("data"))
    [gt] = [one for one in loaded.regions if one.region == "GT"]
    out = [
        notice(service="gt-mp-1572", instead="gt-pnc-110"),
        notice(id="o2", service="gt-pnc-110", contact_point="voice"),
    ]
    told = RegionDirectory.model_validate({**gt.model_dump(mode="json", by_alias=True), "notice": out})
    plans = {plan.region: plan for plan in loaded.plans}
    shown = service_view(told, told.service("gt-mp-1572"), "GT", plans, NOW.date()).outage
    assert shown is not None
    assert shown.instead is not None
    assert (shown.instead.name, shown.instead.view.shown) == ("Policía Nacional Civil", "120")


def test_of_two_outages_the_longer_one_is_told() -> None:
    later = "2026-11-26T00:00:00Z"
    for order in ([UNTIL, later], [later, UNTIL]):
        notices = [notice(id=f"outage-{place}", until=end) for place, end in enumerate(order)]
        told = view(edition(*notices)).outage
        assert told is not None
        assert told.until == datetime(2026, 11, 26, tzinfo=UTC)


def test_a_hidden_line_is_no_outage() -> None:
    assert dict(outage.outages(edition(NOTICES[1]).directories["GT"])) == {}


@pytest.mark.parametrize(
    ("moment", "zone", "said", "reason"),
    [
        (datetime(2026, 11, 25, tzinfo=UTC), "America/Guatemala", "Tuesday, November 24, 18:00, Guatemala Time", "the day before in UTC"),
        (datetime(2026, 11, 25, 7, 5, tzinfo=UTC), "America/Panama", "Wednesday, November 25, 02:05, Panama Time", "two digits an hour"),
        (datetime(2026, 7, 1, 16, tzinfo=UTC), "America/New_York", "Wednesday, July 1, 12:00, United States (New York) Time", "in summer"),
    ],
)  # fmt: skip
def test_an_end_stands_in_the_time_of_its_region_and_with_its_day(
    moment: datetime, zone: str, said: str, reason: str
) -> None:
    assert local_moment(moment, zone, "en") == said, reason


def test_without_notices_no_page_has_a_trace_of_them() -> None:
    for path, html in pages.render_all(edition(), HOME):
        body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
        assert "halt" not in body, path
        assert 'class="outage"' not in body, path


def test_every_page_of_the_real_data_stays_small_with_an_outage_on_every_line() -> None:
    loaded = files.load(resource_dir("data"))
    regions = []
    for directory in loaded.regions:
        told = [
            {
                "id": f"outage-{place}", "kind": "outage", "service": service.id, "since": "2026-11-24T12:00:00Z",
                "until": UNTIL, "note": texts("The building was flooded in the night, and they work from elsewhere."),
                "instead": next((one.id for one in directory.services if one.id not in {service.id, directory.services[0].id}), None),
            }
            for place, service in enumerate(directory.services[:3])
        ]  # fmt: skip
        document = directory.model_dump(mode="json", by_alias=True)
        regions.append(RegionDirectory.model_validate({**document, "notice": told}))
    found = Edition(number=1, published_at=NOW, regions=tuple(regions), numbering=loaded.plans)
    for locale in LOCALES:
        for directory in found.regions:
            html = pages.render_region(found, locale, HOME, directory.region)
            read(html)
            size = len(brotli.compress(html.encode(), quality=10, lgwin=17))
            assert size <= 14 * 1024, (locale, directory.region, size)
