"""What other sites show: a frame of each region, the loader of an element, and the card it shows.

Finished files like the pages. None of them keeps or sends anything; what the site that shows a frame
has chosen of its look stands behind the # of the address, which browsers do not send.
"""

from collections.abc import Iterator

from babel.support import NullTranslations

from hotline.domain.edition import Edition, canonical_json
from hotline.domain.listing import LOCALES
from hotline.editions import wording
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
            yield f"{name}.json", canonical_json(card(page, locale))


def card(page: RegionPage, locale: str) -> list[dict[str, str]]:
    """The first card of a region as parts in reading order, each with its words.

    `kind` is `b` or `p` for words, `call` or `more` for a link; a link to the site is relative to /embed/.
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
    parts += [_call(view, str(macros.called(view.point.channel))) for view in first.points if view.href]  # type: ignore[attr-defined]
    parts.append({"kind": "p", "text": _known(first.primary, locale, catalog)})
    if page.emergency and page.emergency.primary.href:
        parts.append(_call(page.emergency.primary, _("In danger now?")))
    else:
        parts.append({"kind": "p", "text": _("In danger now? It is the same number.")})
    more = {
        "kind": "more",
        "text": _("All lines, and what happens when you call"),
        "href": f"../{locale}/{page.region.lower()}",
    }
    return [*parts, more]


def _call(view: PointView, verb: str) -> dict[str, str]:
    return {"kind": "call", "text": verb, "number": view.to_dial, "href": str(view.href)}


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
