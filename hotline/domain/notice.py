"""What the public sees of a region while some of its services are hidden or out of order.

Here a hidden service disappears from everything that is published, and the first lines are put
right without it. No clock here: the moment is passed in.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from .errors import Problem
from .listing import FirstLines, Notice, RegionDirectory, Service

#: An outage that lasts longer is a change of the directory, which two people decide on.
LONGEST_OUTAGE = timedelta(days=7)
LONGEST_NOTE = 200
#: So many notices an hour one person may publish alone in one region; the next needs a second person.
ALONE_AN_HOUR = 3

#: Stands in place of the region's own reason, which may name the hidden line or its number.
REASON_WITHOUT_HIDDEN = {
    "es": "Otra línea que estaba aquí se quitó por ahora, porque quizá ya no es correcta.",
    "en": "Another line that stood here was taken away for now, because it may no longer be right.",
    "fr": "Une autre ligne qui était ici a été retirée pour le moment, car elle n’est peut-être plus correcte.",
}


def in_force(notices: Iterable[Notice], now: datetime) -> tuple[Notice, ...]:
    """The notices that hold at this moment."""
    return tuple(notice for notice in notices if notice.until is None or now < notice.until)


def hidden_services(notices: Iterable[Notice]) -> frozenset[str]:
    """The ids of services that these notices hide."""
    return frozenset(notice.service for notice in notices if notice.kind == "hidden")


def public_region(directory: RegionDirectory, now: datetime) -> RegionDirectory | None:
    """The region without its hidden services, past notices and what is for the desk alone; None if no help would be left in it.

    Help is one line that can be called and one for danger now: another service takes the place of a
    hidden first line or emergency line, by what it is for and in the order of the directory.
    """
    notices = in_force(directory.notices, now)
    hidden = hidden_services(notices)
    services = tuple(service for service in directory.services if service.id not in hidden)
    first = _first_lines(directory.first, services)
    if first is None:
        return None
    left_empty = {service.organization for service in directory.services if service.id in hidden} - {
        service.organization for service in services
    }
    return directory.model_copy(
        update={
            "first": first,
            "organizations": tuple(one for one in directory.organizations if one.id not in left_empty),
            "services": services,
            "retired_numbers": tuple(
                retired.model_copy(update={"instead": tuple(i for i in retired.instead if i not in hidden)})
                for retired in directory.retired_numbers
            ),
            "notices": tuple(_public_notices(notices, services, hidden)),
            "operator_contacts": (),
        }
    )


def _first_lines(first: FirstLines, services: tuple[Service, ...]) -> FirstLines | None:
    callable_ = [service for service in services if _is_called(service)]
    public = {service.id for service in services}
    emergency = first.emergency
    if emergency not in public:
        emergency = next((one.id for one in callable_ if "danger" in one.needs), "")
    if not emergency:
        return None
    lines = [service_id for service_id in first.services if service_id in public]
    if not lines:
        lines = [one.id for one in callable_ if "trafficking" in one.needs][:1] or [emergency]
    if not {one.id for one in callable_} & {*lines, emergency}:
        return None
    if (tuple(lines), emergency) == (first.services, first.emergency):
        return first
    return FirstLines(services=tuple(lines), emergency=emergency, reason=REASON_WITHOUT_HIDDEN)


def _is_called(service: Service) -> bool:
    return any(point.channel == "voice" for point in service.contact_points)


def _public_notices(
    notices: Iterable[Notice], services: tuple[Service, ...], hidden: frozenset[str]
) -> Iterator[Notice]:
    points = {(service.id, point.id) for service in services for point in service.contact_points}
    public = {service.id for service in services}
    for notice in notices:
        if notice.kind == "outage":
            known = notice.contact_point is None or (notice.service, notice.contact_point) in points
            if notice.service not in public or not known:
                continue
            if notice.instead in hidden:
                yield notice.model_copy(update={"instead": None})
                continue
        yield notice


def problems_of_one_person(notice: Notice) -> Iterator[Problem]:
    """What forbids that one person publishes a notice alone: an end too far away, or a smuggled number."""
    if notice.until is not None and notice.until - notice.since > LONGEST_OUTAGE:
        yield Problem("outage_too_long", {"days": str(LONGEST_OUTAGE.days)}, where="until")
    for locale, text in (notice.note or {}).items():
        where = f"note.{locale}"
        if len(text) > LONGEST_NOTE:
            yield Problem("note_too_long", {"limit": str(LONGEST_NOTE)}, where=where)
        # Digits of any script, and whatever a phone may turn into a link.
        if any(sign.isnumeric() for sign in text) or re.search(r"@|://|\w\.\w", text):
            yield Problem("note_with_number", where=where)
