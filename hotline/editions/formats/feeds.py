"""What became of the numbers, as Atom and as JSON Feed, in each locale.

Who prints or repeats numbers learns here, with the next look, that one changed or is out of order.
An entry's id is made from the edition and its place in it: the same on every node and for ever.
"""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, tostring
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.support import NullTranslations

from hotline.domain.edition import Edition
from hotline.domain.edition_change import EditionChange
from hotline.editions.formats.directory_json import written
from hotline.editions.rendering import translations
from hotline.editions.wording import region_name

_ATOM = "http://www.w3.org/2005/Atom"
#: Names of things that only this program makes; any fixed one does.
_NAMESPACE = uuid.UUID("6f1a3c1e-8a52-4c52-9a0e-3f0f6a1d2b47")


@dataclass(frozen=True)
class Entry:
    """One change in the words of a locale. `page` is the address of the line without its first slash."""

    id: str
    moment: datetime
    title: str
    text: str
    page: str
    change: EditionChange


def entries(edition: Edition, told: tuple[EditionChange, ...], locale: str) -> tuple[Entry, ...]:
    """The newest first."""
    catalog = translations(locale)
    made = []
    places: dict[int, int] = {}
    for change in told:
        place = places[change.edition] = places.get(change.edition, 0) + 1
        title = _title(edition, change, locale, catalog)
        made.append(
            Entry(
                id=f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{change.model_dump_json()} {place}')}",
                moment=change.published_at,
                title=title,
                text=" ".join((title, *_more(edition, change, locale, catalog))),
                page=f"{locale}/{_page(change)}",
                change=change,
            )
        )
    return tuple(made)


def atom(edition: Edition, told: tuple[EditionChange, ...], locale: str, address: str) -> bytes:
    """RFC 4287. `address` is where the site stands, without a slash at its end."""
    _ = translations(locale).ugettext
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": locale})
    own = f"{address}/data/{locale}/changes.atom"
    SubElement(feed, "id").text = own
    SubElement(feed, "title").text = _("Changes of phone lines")
    SubElement(feed, "subtitle").text = _which(edition, locale)
    SubElement(feed, "updated").text = _stamp(edition.published_at)
    SubElement(SubElement(feed, "author"), "name").text = _("Phone lines")
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{address}/{locale}/"})
    for entry in entries(edition, told, locale):
        element = SubElement(feed, "entry")
        SubElement(element, "id").text = entry.id
        SubElement(element, "title").text = entry.title
        SubElement(element, "updated").text = _stamp(entry.moment)
        SubElement(element, "link", {"rel": "alternate", "href": f"{address}/{entry.page}"})
        SubElement(element, "category", {"term": entry.change.kind})
        SubElement(element, "category", {"term": entry.change.region})
        SubElement(element, "content", {"type": "text"}).text = entry.text
    indent(feed, " ")
    document: bytes = tostring(feed, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + document + b"\n"


def json_feed(edition: Edition, told: tuple[EditionChange, ...], locale: str, address: str) -> bytes:
    """JSON Feed 1.1; `_hotline` holds the change as a machine reads it."""
    _ = translations(locale).ugettext
    return written(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": _("Changes of phone lines"),
            "description": _which(edition, locale),
            "home_page_url": f"{address}/{locale}/",
            "feed_url": f"{address}/data/{locale}/changes.json",
            "language": locale,
            "items": [
                {
                    "id": entry.id,
                    "url": f"{address}/{entry.page}",
                    "title": entry.title,
                    "content_text": entry.text,
                    "date_published": _stamp(entry.moment),
                    "tags": [entry.change.kind, entry.change.region],
                    "_hotline": json.loads(entry.change.model_dump_json()),
                }
                for entry in entries(edition, told, locale)
            ],
        }
    )


def _which(edition: Edition, locale: str) -> str:
    """The edition as the foot of each page names it, for whoever compares the two."""
    number = str(translations(locale).ugettext("Edition %(number)s")) % {"number": edition.number}
    return f"{number} · {edition.published_at.date().isoformat()} · {edition.sha256[:8]}"


def _page(change: EditionChange) -> str:
    if change.material:
        return f"materials/{change.material}"
    return change.region.lower() + (f"#{change.service}" if change.service else "")


def _title(edition: Edition, change: EditionChange, locale: str, catalog: NullTranslations) -> str:
    _ = catalog.ugettext
    said = {
        "region": region_name(change.region, locale),
        "name": change.service_name or change.material_title or "",
        "before": change.before or "",
        "after": change.after or "",
    }
    match change.kind:
        case "added":
            sentence = _("%(region)s, %(name)s: new, %(after)s.")
        case "changed":
            sentence = _("%(region)s, %(name)s: now %(after)s. Before, it was %(before)s.")
        case "removed":
            sentence = _("%(region)s, %(name)s: %(before)s is no longer listed.")
        case "retired":
            sentence = _("%(region)s: %(before)s is no longer in use.")
        case "outage":
            sentence = _("%(region)s, %(name)s: out of order until %(until)s.")
            said["until"] = _until(edition, change, locale)
        case "outage_over":
            sentence = _("%(region)s, %(name)s: works again.")
        case "material_out_of_date":
            sentence = _("Campaign material “%(name)s”: a number or a claim in it is no longer right.")
        case "material_holds":
            sentence = _("Campaign material “%(name)s”: what it says is right again.")
    return str(sentence) % said


def _until(edition: Edition, change: EditionChange, locale: str) -> str:
    directory = edition.directories.get(change.region)
    zone = directory.timezone if directory else "UTC"
    return str(format_datetime(change.until, "d MMMM yyyy HH:mm zzzz", tzinfo=ZoneInfo(zone), locale=locale))


def _more(edition: Edition, change: EditionChange, locale: str, catalog: NullTranslations) -> Iterator[str]:
    if change.note:
        yield change.note[locale]
    directory = edition.directories.get(change.region)
    known = {service.id: service for service in directory.services} if directory else {}
    for service in (known[one] for one in change.instead if one in known):
        number = next((point.number for point in service.contact_points if point.number), None)
        if number:
            yield str(catalog.ugettext("Call instead: %(name)s, %(number)s.")) % {
                "name": service.name,
                "number": number,
            }


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
