"""What a form says, in the words of one locale: everything that its template is given.

The same edition gives the same content, byte for byte. The words are our own and stand in the
catalogs; a name stays in the language of its source.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import segno

from hotline.domain.edition import Edition
from hotline.domain.freshness import earliest_day
from hotline.editions import wording
from hotline.editions.print.kinds import Kind
from hotline.editions.print.lines import Line, emergency, first_lines
from hotline.editions.print.permission import Reason
from hotline.editions.print.scripts import script
from hotline.editions.rendering import Home, environment, translations


class Mark(NamedTuple):
    """The edition that a form names: the one that last changed what it carries."""

    number: int
    published_at: datetime


def content(
    edition: Edition, region: str, locale: str, home: Home, chosen: Iterable[Line] = ()
) -> dict[str, Any]:
    """What every form of a region has in common. The region must have a number (`may_print`).

    `chosen` lines stand in the place of the first ones.
    """
    _ = translations(locale).ugettext
    country = wording.region_name(region, locale)
    lines = [_line(line, locale) for line in tuple(chosen) or first_lines(edition, region)]
    beside = emergency(edition, region)
    address = f"{home.address}/{locale}/{region.lower()}"
    return {
        "locale": locale,
        "country": country,
        "lines": lines,
        "emergency": {"number": beside.point.to_dial, "label": _("Emergency")} if beside else None,
        "qr": qr(address),
        "address": address.split("://")[-1],
        "words": {
            "ask": _("Forced, and cannot leave? Call."),
            "danger": _("In danger now?"),
            "useful": _("Useful numbers"),
            "more": _("More numbers"),
            "qr": _("QR code that leads to the page of %(region)s") % {"region": country},
        },
    }


def of_kind(kind: Kind, common: dict[str, Any], reasons: Iterable[Reason], mark: Mark) -> dict[str, Any]:
    """The same for one kind of form; a discreet one gets nothing that says what it is for.

    `reasons` is what `may_print` says of the lines that this kind shows.
    """
    words = common["words"]
    title = words["useful"] if kind.discreet else f"{words['ask']} {common['country']}"
    form = {
        **common,
        **marked(reasons, common["locale"], mark),
        "title": title,
        "kind": paper(kind),
        "lines": common["lines"][: kind.lines],
    }
    if kind.discreet:
        kept = ("number", "label", "facts")
        form["lines"] = [{name: line[name] for name in kept} for line in form["lines"]]
        form["words"] = {name: words[name] for name in ("useful", "more", "qr")}
        form["address"] = ""
        # A number that stands there already needs no second row.
        shown = {line["number"] for line in form["lines"]}
        beside = common["emergency"]
        form["emergency"] = None if beside is None or beside["number"] in shown else beside
    if kind.subject in ("radio", "tv"):
        form |= {"script": script(kind.subject, common), "title": script(kind.subject, common)["title"]}
    return form


def marked(reasons: Iterable[Reason], locale: str, mark: Mark) -> dict[str, Any]:
    """The date and edition of a form, and since when it was not checked if it is not current."""
    _ = translations(locale).ugettext
    day = wording.partial_date(mark.published_at.date().isoformat(), locale)
    number = _("Edition %(number)s") % {"number": mark.number}
    reasons = tuple(reasons)
    unchecked = None
    if known := [reason.since for reason in reasons if reason.since]:
        # A year is a day too: the oldest of several lines, and never younger than its source says.
        since = wording.partial_date(min(known, key=earliest_day), locale)
        unchecked = _("Not checked since %(day)s") % {"day": since}
    elif reasons:
        unchecked = _("Not checked: no source has a date")
    valid = _("Valid as of %(day)s") % {"day": day}
    said = f"{number}, {day}" if unchecked else f"{valid} · {number}"
    return {"mark": said, "unchecked": unchecked, "timestamp": int(mark.published_at.timestamp())}


def paper(kind: Kind) -> dict[str, Any]:
    """What a template has to know of the kind."""
    return {
        "template": kind.template,
        "subject": kind.subject,
        "width": kind.width,
        "height": kind.height,
        "one_ink": kind.one_ink,
        "for_printers": kind.for_printers,
        "picture": kind.picture,
    }


@lru_cache(256)
def qr(address: str) -> str:
    """A QR code as SVG. A quarter of it may be dirty or torn and it still reads."""
    drawn = BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=4, xmldecl=False)
    return drawn.getvalue().decode()


def _line(line: Line, locale: str) -> dict[str, Any]:
    _ = translations(locale).ugettext
    service = line.service
    macros = environment(locale).get_template("macros/line.html").module
    who = str(macros.who(service.service.operator)).strip()  # type: ignore[attr-defined]
    after = line.point.point.after_dialling
    is_emergency = "danger" in service.service.needs[:1]
    return {
        "number": line.point.to_dial,
        "name": service.title,
        "name_language": service.title_language.split("-")[0],
        "who": f"{who} {after[locale]}" if after else who,
        "label": _("Emergency") if is_emergency else _("Help"),
        "facts": _facts(line, locale),
    }


def _facts(line: Line, locale: str) -> list[str]:
    """Cost and hours, where a source says them. Paper has no room for what nobody knows."""
    catalog = translations(locale)
    _ = catalog.ugettext
    point = line.point.point
    said = []
    if point.cost:
        said.append(_("Free") if point.cost == "free" else _("Costs money"))
    if line.point.week:
        said.append(wording.hours(line.point.week, locale, catalog))
    return [str(fact) for fact in said]
