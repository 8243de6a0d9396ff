"""What other sites show tells of an outage as the page does: until when, and whom to call instead."""

from typing import Any

import pytest
from test_outages import HOME, SAYS, boxes, edition, notice, read, text_of

from hotline.domain.listing import LOCALES
from hotline.editions import frames
from hotline.editions.region_page import region_page


def built(found: Any) -> dict[str, str]:
    return {path: content.decode() for path, content in frames.files(found, HOME)}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("size", ["", "/full"])
def test_a_frame_says_until_when_and_whom_to_call(locale: str, size: str) -> None:
    html = built(edition(notice()))[f"embed/{locale}/gt{size}.html"]
    box = boxes(html)[0]
    assert SAYS[locale] in text_of(box)
    [instead] = box.xpath(".//a[@class='call']")
    assert instead.get("href") == "tel:110"
    # The number that does not answer is still there to be read, and no longer the one to press first.
    assert not read(html).xpath("//a[@class='call' and @href='tel:1555']")
    assert "1555" in html


@pytest.mark.parametrize("locale", LOCALES)
def test_the_card_of_an_element_says_it_too(locale: str) -> None:
    found = edition(notice())
    parts = frames.card(found, region_page(found, "GT"), locale)
    kinds = [part["kind"] for part in parts]
    out = kinds.index("out")
    assert parts[out]["text"] == SAYS[locale]
    assert [part["number"] for part in parts if part["kind"] == "call"] == ["110"]
    assert kinds.index("call") > out
    assert "1555" in {part["number"] for part in parts[out:] if part["kind"] == "number"}


def test_an_outage_of_the_emergency_line_stands_at_its_number() -> None:
    found = edition(notice(service="gt-policia", instead="gt-trata"))
    page = region_page(found, "GT")
    html = built(found)["embed/es/gt.html"]
    [danger] = read(html).xpath("//*[@class='danger']")
    assert SAYS["es"] in text_of(danger)
    parts = frames.card(found, page, "es")
    assert [part["text"] for part in parts if part["kind"] == "out"] == [SAYS["es"]]


def test_without_an_outage_nothing_of_it_is_said() -> None:
    found = edition()
    assert "out" not in {part["kind"] for part in frames.card(found, region_page(found, "GT"), "es")}
    assert boxes(built(found)["embed/es/gt.html"]) == []
