"""What oEmbed 1.0 says of an address of this site: the frame that other sites show in its place."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions import embed_page
from hotline.editions.embed_page import Choice
from hotline.editions.rendering import Home, translations
from hotline.editions.wording import region_name

FORMATS = ("json", "xml")
#: A consumer may ask again after an hour. The frame itself is as new as its edition.
_KEPT_SECONDS = 3600
_PAGE = re.compile(rf"/({'|'.join(LOCALES)})/([a-z]{{2}})/?", re.IGNORECASE)


def page_of(address: str, edition: Edition, hosts: frozenset[str]) -> Choice | None:
    """The frame of the region page at `address`; None where there is no such page on these hosts."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    found = _PAGE.fullmatch(parts.path)
    if parts.scheme not in {"http", "https"} or host not in hosts or not found:
        return None
    region = found[2].upper()
    return Choice(region, found[1].lower()) if region in edition.directories else None


def answer(choice: Choice, home: Home, width: int | None, height: int | None) -> Mapping[str, Any]:
    """The answer for a page; `width` and `height` are the most that a consumer has room for."""
    wide = min(embed_page.WIDTH, width or embed_page.WIDTH)
    high = min(embed_page.HEIGHT, height or embed_page.HEIGHT)
    _ = translations(choice.locale).ugettext
    return {
        "version": "1.0",
        "type": "rich",
        "title": _("Phone lines, %(region)s") % {"region": region_name(choice.region, choice.locale)},
        "provider_name": _("Phone lines"),
        "provider_url": f"{home.address}/{choice.locale}/",
        "cache_age": _KEPT_SECONDS,
        "html": embed_page.frame(choice, home, wide, high),
        "width": wide,
        "height": high,
    }


def written_as_xml(said: Mapping[str, Any]) -> bytes:
    """The same answer as the XML of the specification."""
    root = Element("oembed")
    for name, value in said.items():
        SubElement(root, name).text = str(value)
    text: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + text + b"\n"


def address_for(page: str, home: Home, kind: str) -> str:
    """Where the answer for a page of this site is asked for, in one of `FORMATS`."""
    return f"{home.address}/oembed?url={quote(f'{home.address}/{page}', safe='')}&format={kind}"
