"""What other sites show: a frame of each region, the loader of an element, and the card it shows.

Finished files like the pages. None of them keeps or sends anything; what the site that shows a frame
has chosen of its look stands behind the # of the address, which browsers do not send.
"""

from collections.abc import Callable, Iterator

from babel.support import NullTranslations

from hotline.domain.edition import Edition, canonical_json
from hotline.domain.listing import LOCALES
from hotline.editions import wording
from hotline.editions.outage import Outage
from hotline.editions.region_page import RegionPage, region_page
from hotline.editions.rendering import Home, Place, environment, render_frame, script, translations
from hotline.editions.service_view import PointView
from hotline.editions.where_page import in_order

LOADER = "v1.js"


def files(edition: Edition, home: Home) -> Iterator[tuple[str, bytes]]:
    """Everything under /embed/, as (path under the site, content)."""
    yield f"embed/{LOADER}", script(f"embed/{LOADER}").encode()
    for locale in LOCALES:
        place = Place(f"embed/{locale}/", home)
        chooser = render_frame(
            "choose.html", locale, place, edition=edition, regions=in_order(edition, locale)
        )
        yield f"embed/{locale}/index.html", chooser.encode()
        for directory in edition.regions:
            page = region_page(edition, directory.region)
            name = f"embed/{locale}/{directory.region.lower()}"
            for address, full in ((name, False), (f"{name}/full", True)):
                frame = render_frame(
                    "frame.html", locale, Place(address, home), edition=edition, page=page, full=full
                )
                yield f"{address}.html", frame.encode()
            yield f"{name}.json", canonical_json(card(edition, page, locale))


def card(edition: Edition, page: RegionPage, locale: str) -> list[dict[str, str]]:
    """The first card of a region as parts in reading order, each with its words.

    `kind` is how a part looks: `b` the name, `p` a sentence, `call` the first number, `number` any
    further one, `out` that the number under it does not answer now, `more` the way to the page. What
    has an `href` is a link; one to the site is relative to /embed/. Version 1 of the loader reads these
    for ever: a kind may be added, none may change.
    """
    catalog = translations(locale)
    _ = catalog.ugettext
    first = page.first
    macros = environment(locale).get_template("macros/line.html").module
    parts = [
        {"kind": "b", "text": wording.region_name(page.region, locale)},
        {"kind": "p", "text": first.title},
        {"kind": "p", "text": str(macros.who(first.service.operator)).strip()},  # type: ignore[attr-defined]
    ]
    called = macros.called  # type: ignore[attr-defined]
    told = None
    for position, view in enumerate(first.points):
        if view.outage and view.outage != told:
            parts += _out_of_order(view.outage, locale, catalog, called)
            told = view.outage
        kind = "number" if position or view.outage else "call"
        parts.append(_call(view, str(called(view.point.channel)), kind))
    parts.append({"kind": "p", "text": _known(first.primary, locale, catalog)})
    if page.emergency:
        if page.emergency.primary.outage:
            parts += _out_of_order(page.emergency.primary.outage, locale, catalog, called)
        parts.append(_call(page.emergency.primary, _("In danger now?"), "number"))
    else:
        parts.append({"kind": "p", "text": _("In danger now? It is the same number.")})
    day = wording.partial_date(edition.published_at.date().isoformat(), locale)
    parts.append({"kind": "p", "text": f"{_('Edition %(number)s') % {'number': edition.number}} · {day}"})
    more = {
        "kind": "more",
        "text": _("All lines, and what happens when you call"),
        "href": f"../{locale}/{page.region.lower()}",
    }
    return [*parts, more]


def _out_of_order(
    outage: Outage, locale: str, catalog: NullTranslations, called: Callable[[str], object]
) -> list[dict[str, str]]:
    """Until when a line does not answer, and which one to call instead."""
    _ = catalog.ugettext
    until = wording.local_moment(outage.until, outage.zone, locale)
    parts = [{"kind": "out", "text": _("Does not answer until: %(moment)s.") % {"moment": until}}]
    if outage.note:
        parts.append({"kind": "p", "text": outage.note[locale]})
    if outage.instead:
        parts.append({"kind": "p", "text": f"{_('Call this instead:')} {outage.instead.name}"})
        view = outage.instead.view
        parts.append(_call(view, str(called(view.point.channel)), "call"))
    return parts


def _call(view: PointView, verb: str, kind: str) -> dict[str, str]:
    part = {"kind": kind, "text": verb, "number": view.to_dial}
    # What may not be linked, such as a code with a star, is read and typed.
    return {**part, "href": view.href} if view.href else part


def _known(view: PointView, locale: str, catalog: NullTranslations) -> str:
    """Hours, cost and the age of the source: what is not known is said."""
    _ = catalog.ugettext
    point = view.point
    said = []
    unknown = []
    if view.week:
        said.append(wording.hours(view.week, locale, catalog))
    elif point.hours_note:
        said.append(point.hours_note[locale])
    else:
        unknown.append(_("hours"))
    if point.cost == "free":
        said.append(_("Free"))
    elif point.cost == "charged":
        said.append(_("Costs money"))
    else:
        unknown.append(_("cost"))
    if unknown:
        said.append(_("Not confirmed: %(what)s") % {"what": wording.listed(unknown, locale)})
    date = view.freshness.date
    said.append(
        f"{_('Newest source:')} {wording.partial_date(date, locale) if date else _('without a date')}"
    )
    return ". ".join(text.rstrip(".") for text in said) + "."
