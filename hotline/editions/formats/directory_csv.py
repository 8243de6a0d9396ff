"""`directory.csv`: one contact point a row, and the Data Package that says what each column means.

A spreadsheet takes +502… for a sum and 089 for 89. So `dial` and `e164` are written as links of the
kind tel:089, which no spreadsheet touches, and a text that could be a formula has an apostrophe
before it (`domain.formula`), which docs/api.md tells.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from hotline.domain.edition import Edition
from hotline.domain.formula import guarded
from hotline.domain.listing import LOCALES
from hotline.editions.formats.directory_json import LICENCE, attribution, written
from hotline.editions.formats.listing import ListedContactPoint, Listing, listings

#: Column -> what it holds, in English: the descriptions of the Data Package.
COLUMNS: Mapping[str, str] = {
    "region": "ISO 3166-1 alpha-2 code of the region.",
    "listing": "Id of the service; it is unique over all regions.",
    "contact_point": "Id of the contact point in its service.",
    "name": "Name of the service in its own language.",
    "name_language": "BCP 47 tag of the language of the name.",
    "organization": "Who runs the service, in its own language.",
    "operator": "What kind of organization runs it.",
    "needs": "What it is for, the main purpose first, separated by |.",
    "first": "Whether it is among the lines to call first in its region.",
    "emergency": "Whether it is the region's line for danger now.",
    "channel": "How it is reached.",
    "number": "The number as its source publishes it. Show it exactly so, without an apostrophe before it.",
    "number_region": "ISO 3166-1 alpha-2 code of the region in which the number lives.",
    "dial": "What to dial in the number's own region, as a tel: link; empty where a link cannot carry it.",
    "e164": "The international number, as a tel: link; empty for a short code, which has none.",
    "address": "Web or e-mail address, for channels without a number.",
    "confidence": "How well the number is supported.",
    "cost": "free or charged; empty where no source says.",
    "hours": "OpenStreetMap opening hours in the region's time zone; empty where no source says.",
    "languages": "BCP 47 tags, separated by |; empty where no source says.",
    **{f"description_{locale}": f"What the service helps with, in {locale}." for locale in LOCALES},
    "out_of_order_until": "Set while the contact point is out of order, ISO 8601.",
    "assured_date": "When it was last checked with its operator, ISO 8601; empty where never.",
    "source": "Address of the main source.",
    "source_date": "The source's own date: a year, a month or a day; empty where it has none.",
    "source_read": "The day on which the source was read, ISO 8601.",
    "edition": "Number of the edition of the directory.",
}
_TYPES = {"first": "boolean", "emergency": "boolean", "edition": "integer"}
_DATES = {"assured_date": "date", "source_read": "date", "out_of_order_until": "datetime"}
_REQUIRED = ("region", "listing", "contact_point", "name", "channel", "source", "edition")


def table(edition: Edition) -> bytes:
    """UTF-8 with commas and \\r\\n, as RFC 4180 has it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(edition))
    return out.getvalue().encode()


def package(edition: Edition) -> bytes:
    """The Data Package (v1) of the table."""
    return written(
        {
            "profile": "tabular-data-package",
            "name": "hotline-directory",
            "title": "Help lines against human trafficking",
            "description": attribution(edition),
            "version": str(edition.number),
            "created": edition.published_at.isoformat().replace("+00:00", "Z"),
            "licenses": [
                {
                    "name": "CC-BY-4.0",
                    "path": LICENCE,
                    "title": "Creative Commons Attribution 4.0",
                }
            ],
            "resources": [
                {
                    "profile": "tabular-data-resource",
                    "name": "directory",
                    "path": "directory.csv",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "schema": {
                        "fields": [_field(name, says) for name, says in COLUMNS.items()],
                        "primaryKey": ["listing", "contact_point"],
                        "missingValues": [""],
                    },
                }
            ],
        }
    )


def _field(name: str, says: str) -> dict[str, object]:
    field: dict[str, object] = {
        "name": name,
        "type": _TYPES.get(name) or _DATES.get(name, "string"),
        "description": says,
    }
    if name in _TYPES and _TYPES[name] == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if name in _REQUIRED:
        field["constraints"] = {"required": True}
    return field


def _rows(edition: Edition) -> Iterator[dict[str, str]]:
    for listing in listings(edition):
        for point in listing.contact_points:
            row = _row(listing, point)
            yield {name: guarded(value) for name, value in row.items()}


def _row(listing: Listing, point: ListedContactPoint) -> dict[str, str]:
    source = point.evidence[0]
    here = point.dial.get(point.number_region or "")
    dialled = (here.dial if here else None) or ""
    return {
        "region": listing.region,
        "listing": listing.id,
        "contact_point": point.id,
        "name": listing.name,
        "name_language": listing.name_language,
        "organization": listing.organization.name,
        "operator": listing.operator,
        "needs": "|".join(listing.needs),
        "first": str(listing.first).lower(),
        "emergency": str(listing.emergency).lower(),
        "channel": point.channel,
        "number": point.number or "",
        "number_region": point.number_region or "",
        # A star cannot stand in a link.
        "dial": f"tel:{dialled}" if dialled.removeprefix("+").isdigit() else "",
        "e164": f"tel:{point.e164}" if point.e164 else "",
        "address": point.address or "",
        "confidence": point.confidence,
        "cost": point.cost or "",
        "hours": point.hours or "",
        "languages": "|".join(point.languages),
        **{f"description_{locale}": listing.description[locale] for locale in LOCALES},
        "out_of_order_until": _moment(point),
        "assured_date": point.assured_date or "",
        "source": source.address,
        "source_date": source.date or "",
        "source_read": source.read,
        "edition": str(listing.edition.number),
    }


def _moment(point: ListedContactPoint) -> str:
    return point.outage.until.strftime("%Y-%m-%dT%H:%M:%SZ") if point.outage else ""
