"""`sitemap.xml`: every page in every locale, each with its translations beside it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
#: Pages that everybody may find; the answer to a form is none.
_PAGES = ("", "where", "signs", "safety", "about", "materials")


def sitemap(edition: Edition, address: str) -> bytes:
    """`address` is where the site stands, without a slash at its end: a sitemap needs whole addresses."""
    root = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for page in _pages(edition):
        for locale in LOCALES:
            url = SubElement(root, "url")
            SubElement(url, "loc").text = f"{address}/{locale}/{page}"
            SubElement(url, "lastmod").text = edition.published_at.date().isoformat()
            for other in LOCALES:
                link = {"rel": "alternate", "hreflang": other, "href": f"{address}/{other}/{page}"}
                SubElement(url, "xhtml:link", link)
    indent(root, " ")
    written: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + written + b"\n"


def robots(address: str) -> bytes:
    """`robots.txt`: everything public may be found."""
    return f"User-agent: *\nAllow: /\nSitemap: {address}/sitemap.xml\n".encode()


def _pages(edition: Edition) -> Iterator[str]:
    yield from _PAGES
    yield from (directory.region.lower() for directory in edition.regions)
    yield from (f"materials/{material.id}" for material in edition.materials)
