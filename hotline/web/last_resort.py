"""The page that remains when nothing else can be said: a way out, and the emergency numbers.

It stands in when there is no edition to take an error page from, or when a request cannot even be
read. It is made once, at the start, from the files that come with the program: three languages on
one page, because the language of such a request is not known.
"""

import logging
import tomllib
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from hotline.domain.listing import LOCALES
from hotline.editions.wording import own_language, own_region_name

log = logging.getLogger("hotline.web")

#: One sentence a locale; the page is outside the catalogs because it must not depend on them.
_SENTENCES = {
    "es": "Esta página no funciona ahora. Si está en peligro, llame al número de emergencia de su país.",
    "en": "This page does not work now. If you are in danger, call the emergency number of your country.",
    "fr": "Cette page ne marche pas en ce moment. En cas de danger, appelez le numéro d’urgence de votre pays.",
}


def page(data: Path, exit_url: str) -> str:
    """The whole page. `data` is the folder with `regions/`; if it cannot be read, numbers are left out."""
    sentences = "\n".join(f'<p lang="{locale}">{_SENTENCES[locale]}' for locale in LOCALES)
    try:
        numbers = "\n".join(_line(region, number) for region, number in sorted(_emergency_numbers(data)))
    except (OSError, ValueError, KeyError) as error:
        log.error("The emergency numbers of the last page cannot be read: %s", type(error).__name__)
        numbers = ""
    return (
        '<!doctype html>\n<html lang="es"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width"><title>Ahora no / Not now / Pas maintenant</title></head>\n'
        f'<body><p><a href="{escape(exit_url)}" rel="nofollow noreferrer">Salir / Leave / Quitter</a>\n'
        f"{sentences}\n<ul>\n{numbers}\n</ul>\n</body></html>\n"
    )


def _emergency_numbers(data: Path) -> Iterable[tuple[str, str]]:
    """(region, number as published) of the emergency line of every region's file."""
    for path in data.joinpath("regions").glob("*.toml"):
        region: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        emergency = region["first"]["emergency"]
        service = next(service for service in region["service"] if service["id"] == emergency)
        yield (
            region["region"],
            next(point["number"] for point in service["contact_point"] if "number" in point),
        )


def _line(region: str, number: str) -> str:
    name = f'<span lang="{own_language(region)}">{escape(own_region_name(region))}</span>'
    # Only plain digits become a link: what is shown must be what a tap dials.
    digits = number if number.isascii() and number.isdigit() else ""
    shown = f'<a href="tel:{digits}">{digits}</a>' if digits else escape(number)
    return f"<li>{name}: <bdi>{shown}</bdi>"
