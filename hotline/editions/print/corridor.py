"""The card of a road: the countries in the order of the journey, and what works where on it."""

from typing import Any

from hotline.domain.edition import Edition
from hotline.domain.reach import dial
from hotline.editions import wording
from hotline.editions.print.content import Mark, marked, qr
from hotline.editions.print.lines import Line, emergency, first_lines
from hotline.editions.print.permission import Reason, may_print
from hotline.editions.rendering import Home, translations
from hotline.editions.service_view import grouped

#: The road that most people take to the north.
NORTHWARD = ("HN", "GT", "MX", "US")


def reasons(edition: Edition, road: tuple[str, ...]) -> tuple[Reason, ...]:
    """Why the card of a road is not current: any of its countries' first numbers is enough."""
    return tuple(reason for region in road for reason in may_print(edition, region, 1))


def corridor(edition: Edition, road: tuple[str, ...], locale: str, home: Home, mark: Mark) -> dict[str, Any]:
    """What the card says, without its kind."""
    _ = translations(locale).ugettext
    return {
        **marked(reasons(edition, road), locale, mark),
        "locale": locale,
        "title": _("Useful numbers"),
        "stops": [_stop(edition, region, road, locale) for region in road],
        "qr": qr(f"{home.address}/{locale}/"),
        "words": {
            "useful": _("Useful numbers"),
            "qr": _("QR code that leads to the page of all countries"),
        },
    }


def _stop(edition: Edition, region: str, road: tuple[str, ...], locale: str) -> dict[str, Any]:
    _ = translations(locale).ugettext
    line = first_lines(edition, region)[0]
    beside = emergency(edition, region)
    is_emergency = line.service.service.id == edition.directories[region].first.emergency
    return {
        "country": wording.region_name(region, locale),
        "number": line.point.to_dial,
        "label": _("Emergency") if is_emergency else _("Help"),
        "emergency": {"number": beside.point.to_dial, "label": _("Emergency")}
        if beside and not is_emergency
        else None,
        "reach": _reach(edition, line, region, road, locale),
    }


def _reach(edition: Edition, line: Line, region: str, road: tuple[str, ...], locale: str) -> list[str]:
    """From where on the road the number works, and what to dial there."""
    _ = translations(locale).ugettext
    if line.point.number is None:
        return []
    told: dict[tuple[str, str], list[str]] = {}
    for other in road:
        answer = dial(line.point.number, other, edition.plans, line.point.point.reach)
        if other != region and answer.status != "no":
            told.setdefault((answer.status, grouped(line.point.number, answer)), []).append(other)
    if not told:
        return [str(_("Works only in this country."))]
    said = []
    for (status, number), regions in told.items():
        names = wording.listed((wording.region_name(code, locale) for code in regions), locale)
        sentence = (
            _("From %(regions)s: %(number)s.")
            if status == "yes"
            else _("From %(regions)s, not confirmed: %(number)s.")
        )
        said.append(sentence % {"regions": names, "number": number})
    return said
