"""Every public page of an edition: the finished files, and the answers to what a visitor typed.

Nothing here depends on a request, a clock or the database: the same edition gives the same bytes.
"""

from collections.abc import Iterator

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.domain.material import Material
from hotline.editions import make_page, oembed, print_page
from hotline.editions.api import openapi
from hotline.editions.check_page import check_answer
from hotline.editions.embed_page import render_embed
from hotline.editions.formats.directory_json import attribution
from hotline.editions.lookup import Answer
from hotline.editions.material_search import named
from hotline.editions.materials_page import material_page, rows, sides
from hotline.editions.ranking import SearchResult
from hotline.editions.region_page import region_page
from hotline.editions.rendering import Home, Place, render, translations
from hotline.editions.rendition_files import read_aloud
from hotline.editions.report_page import render_report
from hotline.editions.search_page import found_regions
from hotline.editions.situations import SITUATIONS
from hotline.editions.structured_data import json_ld
from hotline.editions.where_page import emergency_lines, in_order, lands
from hotline.editions.wording import region_name

#: The errors that have a page of their own in `errors/<locale>/<status>.html`.
ERROR_STATUSES = (404, 413, 429, 500, 503)


def render_all(edition: Edition, home: Home) -> Iterator[tuple[str, str]]:
    """Every finished page as (path of its file, HTML)."""
    yield "index.html", render_home(edition, home)
    yield "api/v1/index.html", render_api(edition, home)
    for locale in LOCALES:
        for name, html in _plain_pages(edition, locale, home):
            yield f"{locale}/{name}.html", html
        for directory in edition.regions:
            yield (
                f"{locale}/{directory.region.lower()}.html",
                render_region(edition, locale, home, directory.region),
            )
        if home.prints:
            yield from _print_pages(edition, locale, home)
        for material in edition.materials:
            yield f"{locale}/materials/{material.id}.html", render_material(edition, locale, home, material)
        for status in ERROR_STATUSES:
            yield f"errors/{locale}/{status}.html", render_error(edition, locale, home, status)


def render_home(edition: Edition, home: Home) -> str:
    """The page of everybody: each language in its own words, with the regions under it."""
    tongues = []
    for locale in LOCALES:
        _ = translations(locale).ugettext
        tongues.append(
            {
                "locale": locale,
                "title": _("Phone lines"),
                "question": _("Where are you?"),
                "sentence": _("Choose your country. You will see whom to call, and what to dial."),
                "rows": [
                    {"code": code, "name": region_name(code, locale)} for code in in_order(edition, locale)
                ],
                "lost": _("I don’t know where I am"),
                "genuine": _("Is a number genuine?"),
                "hides": _("What this page hides, and what it cannot"),
            }
        )
    return render("home.html", LOCALES[0], Place("", home), edition=edition, tongues=tongues)


def render_api(edition: Edition, home: Home) -> str:
    """What the API answers, for people who write programs; in English."""
    described = openapi.document(edition, home.address)
    return render("api.html", "en", Place("api/v1/", home), edition=edition, api=described)


def render_region(edition: Edition, locale: str, home: Home, region: str) -> str:
    """The one page of a region."""
    place = Place(f"{locale}/{region.lower()}", home)
    page = region_page(edition, region)
    return render(
        "region.html",
        locale,
        place,
        edition=edition,
        page=page,
        spoken=read_aloud(edition, region, locale),
        oembed={kind: oembed.address_for(place.path, home, kind) for kind in oembed.FORMATS},
        json_ld=json_ld(page),
    )


def render_material(edition: Edition, locale: str, home: Home, material: Material) -> str:
    """The page of one campaign material."""
    place = Place(f"{locale}/materials/{material.id}", home)
    found = material_page(edition, material, translations(locale))
    return render("material.html", locale, place, edition=edition, page=found)


def render_search(
    edition: Edition, locale: str, home: Home, query: str, region: str | None, result: SearchResult | None
) -> str:
    """The answer to a search, or with no `result` its form; `region` is the page that it was typed on."""
    groups = found_regions(edition, result) if result else ()
    called = named(edition, query) if result else ()
    materials = {one.id: one for one in edition.materials}
    return render(
        "search.html",
        locale,
        Place(f"{locale}/search", home),
        edition=edition,
        query=query,
        region=region,
        asked=result is not None,
        old_numbers=[number for number in result.numbers if number.kind != "published"] if result else [],
        groups=groups,
        materials=[materials[one] for one in called],
        # They are shown only where nothing was found.
        emergency=() if groups else emergency_lines(edition, locale),
    )


def render_check(
    edition: Edition, locale: str, home: Home, raw: str, region: str | None, answer: Answer | None
) -> str:
    """The answer to a looked-up number, or with no `answer` the form."""
    gettext = translations(locale).ugettext
    return render(
        "check.html",
        locale,
        Place(f"{locale}/check", home),
        edition=edition,
        raw=raw,
        region=region,
        regions=in_order(edition, locale),
        answer=check_answer(edition, answer, region, gettext) if answer else None,
    )


def render_error(edition: Edition, locale: str, home: Home, status: int) -> str:
    """An error page that still helps. It can appear at any address."""
    place = Place(f"{locale}/", home, anywhere=True)
    lines = emergency_lines(edition, locale)
    return render("error.html", locale, place, edition=edition, status=status, emergency=lines)


def _print_pages(edition: Edition, locale: str, home: Home) -> Iterator[tuple[str, str]]:
    yield f"{locale}/materials/print.html", print_page.render_index(edition, locale, home)
    yield f"{locale}/materials/make.html", make_page.render_make(edition, locale, home)
    for region in edition.directories:
        html = print_page.render_region(edition, locale, home, region)
        yield f"{locale}/materials/print/{region.lower()}.html", html


def _plain_pages(edition: Edition, locale: str, home: Home) -> Iterator[tuple[str, str]]:
    _ = translations(locale).ugettext
    regions = in_order(edition, locale)
    lines = emergency_lines(edition, locale)
    nine_one_one = [
        view.region for view in lines if view.primary.number and view.primary.number.digits == "911"
    ]
    situations = [(key, _(title), [_(sign) for sign in signs]) for key, title, signs in SITUATIONS]

    def page(name: str, template: str, **context: object) -> tuple[str, str]:
        place = Place(f"{locale}/{'' if name == 'index' else name}", home)
        return name, render(template, locale, place, edition=edition, **context)

    yield page("index", "locale_home.html", regions=regions)
    yield page(
        "where", "where.html", lands=lands(edition, locale), emergency=lines, nine_one_one=nine_one_one
    )
    yield page("signs", "signs.html", regions=regions, situations=situations)
    yield page("safety", "safety.html")
    yield page("about", "about.html")
    yield page(
        "materials",
        "materials.html",
        rows=rows(edition, translations(locale)),
        sides=sides(edition, locale, translations(locale)),
    )
    yield page("data", "data.html", regions=regions, attribution=attribution(edition))
    yield "search", render_search(edition, locale, home, "", None, None)
    yield "check", render_check(edition, locale, home, "", None, None)
    yield "report", render_report(edition, locale, home)
    yield "embed", render_embed(edition, locale, home)
