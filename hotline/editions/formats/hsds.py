"""The services in the Human Services Data Specification 3, as one full page of its service list.

HSDS has one language a document, so there is one file a locale. Ids are UUIDs made from ours: the
same in every edition. What no source says is left out, as HSDS wants it.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.support import NullTranslations

from hotline.domain import language
from hotline.domain.edition import Edition
from hotline.domain.schedule import DayGroup, Span, describe
from hotline.editions.formats.directory_json import written
from hotline.editions.formats.listing import ListedContactPoint, Listing, listings
from hotline.editions.rendering import translations
from hotline.editions.wording import region_name

Record = dict[str, object]

#: Names of things that only this program makes; any fixed one does.
_NAMESPACE = uuid.UUID("0b0f7d5a-5b0e-4d2c-9f0e-6f6b6a1d7c55")
#: The types of RFC 6350 that HSDS takes; a WhatsApp number says what it is in its description.
_PHONE_TYPES = {"voice": "voice", "sms": "text", "whatsapp": "text", "textphone": "textphone"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def services(edition: Edition, locale: str, address: str) -> bytes:
    """Every service with its organization, phones, schedules, languages and area."""
    catalog = translations(locale)
    contents = [_service(edition, listing, locale, address, catalog) for listing in listings(edition)]
    return written(
        {
            "total_items": len(contents),
            "total_pages": 1,
            "page_number": 1,
            "size": len(contents),
            "first_page": True,
            "last_page": True,
            "empty": not contents,
            "contents": contents,
        }
    )


def name(*parts: str) -> str:
    """The UUID of a thing by its kind and our ids."""
    return str(uuid.uuid5(_NAMESPACE, " ".join(parts)))


def _service(
    edition: Edition, listing: Listing, locale: str, address: str, catalog: NullTranslations
) -> Record:
    own = name("service", listing.id)
    points = listing.contact_points
    web = next((point.address for point in points if point.channel in {"web", "chat"}), None)
    mail = next((point.address for point in points if point.channel == "email"), None)
    assured = [point.assured_date for point in points if point.assured_date]
    out_of_order = [point.outage for point in points if point.outage]
    return _said(
        {
            "id": own,
            "organization_id": name("organization", listing.region, listing.organization.id),
            "name": listing.name,
            "alternate_name": "; ".join(listing.other_names) or None,
            "description": listing.description[locale],
            "url": web or f"{address}{listing.pages[locale]}",
            "email": mail,
            "status": "temporarily closed" if len(out_of_order) == len(points) else "active",
            "interpretation_services": (
                catalog.ugettext("Interpreters for more languages are called in.")
                if any(point.interpreters for point in points)
                else None
            ),
            "application_process": listing.what_happens[locale] if listing.what_happens else None,
            "fees_description": _fees(points, catalog),
            # The oldest check: the service is only as sure as its least sure way in.
            "assured_date": min(assured) if len(assured) == len(points) else None,
            "alert": _alert(edition, listing, catalog),
            "last_modified": edition.published_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "organization": _organization(listing, locale, catalog),
            "phones": [_phone(listing, own, point, locale) for point in points if point.number],
            "schedules": list(_schedules(edition, listing, own, locale)),
            "languages": [
                _language(own, "", tag, locale)
                for tag in dict.fromkeys(tag for point in points for tag in point.languages)
            ],
            "service_areas": [
                {"id": name("area", listing.id, area), "service_id": own, "name": area}
                for area in (listing.places or (region_name(listing.region, locale),))
            ],
        }
    )


def _organization(listing: Listing, locale: str, catalog: NullTranslations) -> Record:
    organization = listing.organization
    country = region_name(listing.region, locale)
    return _said(
        {
            "id": name("organization", listing.region, organization.id),
            "name": organization.name,
            "alternate_name": organization.acronym,
            # HSDS asks for one, and no source describes it: only what is known anyway is repeated.
            "description": catalog.ugettext("Runs a phone line listed for %(region)s.") % {"region": country},
            "website": organization.website,
        }
    )


def _phone(listing: Listing, service: str, point: ListedContactPoint, locale: str) -> Record:
    own = name("phone", listing.id, point.id)
    said = ["WhatsApp"] if point.channel == "whatsapp" else []
    said += [text[locale] for text in (point.after_dialling, point.hours_note) if text]
    return _said(
        {
            "id": own,
            "service_id": service,
            "number": point.number,
            "type": _PHONE_TYPES[point.channel],
            "description": ". ".join(said) or None,
            "languages": [_language("", own, tag, locale) for tag in point.languages],
        }
    )


def _language(service: str, phone: str, tag: str, locale: str) -> Record:
    return _said(
        {
            "id": name("language", service or phone, tag),
            "service_id": service or None,
            "phone_id": phone or None,
            "name": language.name(tag, locale),
            "code": tag.split("-")[0],
        }
    )


def _schedules(edition: Edition, listing: Listing, service: str, locale: str) -> Iterator[Record]:
    """One for each run of days with the same hours. Hours that differ by channel are told apart by `notes`."""
    offset = _fixed_offset(listing.timezone, edition.published_at)
    for point in listing.contact_points:
        week = describe(point.hours) if point.hours else None
        groups = week.groups if week else ()
        if week and week.always:
            groups = (DayGroup(0, 6, (Span(0, 24 * 60),)),)
        notes = point.number or point.address
        for group in groups:
            for span in group.spans:
                days = ",".join(_DAYS[group.first : group.last + 1])
                yield _said(
                    {
                        "id": name("schedule", listing.id, point.id, days, str(span.start)),
                        "service_id": service,
                        "freq": "WEEKLY",
                        "byday": days,
                        "opens_at": _time(span.start, offset),
                        "closes_at": _time(span.end % (24 * 60) or 24 * 60 - 1, offset),
                        "description": point.hours,
                        "notes": notes,
                    }
                )
        if point.hours_note and not groups:
            yield {
                "id": name("schedule", listing.id, point.id),
                "service_id": service,
                "description": point.hours_note[locale],
                "notes": str(notes),
            }


def _time(minutes: int, offset: str) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}{offset}"


def _fixed_offset(zone: str, moment: datetime) -> str:
    """ "-06:00", or nothing where clocks change: then the hours are those of the wall."""
    known = ZoneInfo(zone)
    offsets = {moment.replace(month=month, day=1).astimezone(known).utcoffset() for month in range(1, 13)}
    if len(offsets) > 1:
        return ""
    text = moment.astimezone(known).strftime("%z")
    return f"{text[:3]}:{text[3:]}"


def _fees(points: tuple[ListedContactPoint, ...], catalog: NullTranslations) -> str | None:
    costs = {point.cost for point in points if point.number}
    if costs == {"free"}:
        return str(catalog.ugettext("Free"))
    return str(catalog.ugettext("It costs money")) if costs == {"charged"} else None


def _alert(edition: Edition, listing: Listing, catalog: NullTranslations) -> str | None:
    zone = ZoneInfo(listing.timezone)
    told = [
        catalog.ugettext("Out of order until %(until)s: %(number)s.")
        % {
            "until": point.outage.until.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
            "number": point.number or point.address or "",
        }
        for point in listing.contact_points
        if point.outage
    ]
    return " ".join(told) or None


def _said(record: Record) -> Record:
    return {key: value for key, value in record.items() if value is not None and value != []}
