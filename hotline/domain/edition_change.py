"""What became different between two editions, as far as it concerns what people dial or open.

It feeds the public list of changes. Only editions are compared, so nothing can be told that was not
public: a line that one person hid is simply no longer listed.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import Field

from .edition import Edition
from .field import Id, Moment, Record, Region, Tag, Text, Texts
from .listing import Channel, ContactPoint, Notice, RegionDirectory, Service
from .standing import out_of_date

Kind = Literal[
    "added", "changed", "removed", "retired", "outage", "outage_over", "material_out_of_date", "material_holds"
]  # fmt: skip


class EditionChange(Record):
    """One difference, told by the edition that brought it.

    `before` and `after` are the number as published, or the address; `service` names a line of
    `after`'s edition, or of the one before where it was removed. A retired number has no service.
    """

    edition: int
    published_at: Moment
    kind: Kind
    region: Region
    service: Id | None = None
    service_name: Text | None = None
    name_language: Tag | None = None
    contact_point: Id | None = None
    channel: Channel | None = None
    before: Text | None = None
    after: Text | None = None
    until: Moment | None = None  #: when an outage ends by itself
    instead: tuple[Id, ...] = ()  #: services of the region to use now, best first
    note: Texts | None = None  #: of a retired number: what became of it; of an outage: its note
    #: The campaign material that went out of date or is right again; `region` is that of the desk that
    #: keeps it. Left out elsewhere, so that what was told before there were any keeps its bytes.
    material: Id | None = Field(default=None, exclude_if=lambda value: value is None)
    material_title: Text | None = Field(default=None, exclude_if=lambda value: value is None)


def changes(before: Edition, after: Edition) -> tuple[EditionChange, ...]:
    """Everything that differs, by region in the order of codes."""
    said = {"edition": after.number, "published_at": after.published_at}
    codes = sorted({*before.directories, *after.directories})
    return tuple(
        EditionChange(**said, region=code, **difference)
        for code in codes
        for difference in (
            *_of_region(before.directories.get(code), after.directories.get(code)),
            *_of_materials(code, before, after),
        )
    )


class _Way(NamedTuple):
    """What decides whom a person reaches: the same digits in another region are another phone."""

    channel: str
    region: str | None
    text: str | None


def _way(point: ContactPoint) -> _Way:
    return _Way(point.channel, point.number_region, point.number or point.address)


def _of_region(before: RegionDirectory | None, after: RegionDirectory | None) -> Iterator[dict[str, object]]:
    old, new = _points(before), _points(after)
    for key, (service, point) in new.items():
        was = old.get(key)
        if was is None:
            yield {**_named(service, point), "kind": "added", "after": _way(point).text}
        elif _way(was[1]) != _way(point):
            texts = {"before": _way(was[1]).text, "after": _way(point).text}
            yield {**_named(service, point), "kind": "changed", **texts}
    for key, (service, point) in old.items():
        if key not in new:
            yield {**_named(service, point), "kind": "removed", "before": _way(point).text}
    known = {retired.number for retired in before.retired_numbers} if before else set()
    for retired in after.retired_numbers if after else ():
        if retired.kind == "retired" and retired.number not in known:
            yield {
                "kind": "retired",
                "before": retired.number,
                "instead": retired.instead,
                "note": retired.note,
            }
    yield from _of_outages(before, after)


def _points(directory: RegionDirectory | None) -> Mapping[tuple[str, str], tuple[Service, ContactPoint]]:
    if directory is None:
        return {}
    return {
        (service.id, point.id): (service, point)
        for service in directory.services
        for point in service.contact_points
    }


def _named(service: Service, point: ContactPoint | None) -> dict[str, object]:
    named: dict[str, object] = {
        "service": service.id,
        "service_name": service.name,
        "name_language": service.name_language,
    }
    if point is not None:
        named |= {"contact_point": point.id, "channel": point.channel}
    return named


def _of_outages(before: RegionDirectory | None, after: RegionDirectory | None) -> Iterator[dict[str, object]]:
    old, new = _outages(before), _outages(after)
    for notice_id, notice in new.items():
        if notice_id not in old and after is not None:
            yield {
                **_of_outage(after, notice),
                "kind": "outage",
                "until": notice.until,
                "instead": (notice.instead,) if notice.instead else (),
                "note": notice.note,
            }
    for notice_id, notice in old.items():
        still_listed = after is not None and notice.service in {service.id for service in after.services}
        if notice_id not in new and after is not None and still_listed:
            yield {**_of_outage(after, notice), "kind": "outage_over"}


def _outages(directory: RegionDirectory | None) -> Mapping[str, Notice]:
    notices = directory.notices if directory else ()
    return {notice.id: notice for notice in notices if notice.kind == "outage"}


def _of_outage(directory: RegionDirectory, notice: Notice) -> dict[str, object]:
    service = directory.service(notice.service)
    points = {point.id: point for point in service.contact_points}
    point = points.get(notice.contact_point or "")
    text = {"before": _way(point).text} if point else {}
    return {**_named(service, point), **text}


def _of_materials(code: str, before: Edition, after: Edition) -> Iterator[dict[str, object]]:
    """Those of the desk of a region that went out of date, or are right again. A new one is neither."""
    then, now = before.directories.get(code), after.directories.get(code)
    old = {one.id: bool(out_of_date(one, before.directories)) for one in then.materials} if then else {}
    for material in now.materials if now else ():
        is_old = bool(out_of_date(material, after.directories))
        if old.get(material.id, is_old) != is_old:
            yield {
                "kind": "material_out_of_date" if is_old else "material_holds",
                "material": material.id,
                "material_title": material.title,
                "name_language": material.title_language,
            }
