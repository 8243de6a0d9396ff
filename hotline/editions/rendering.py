"""Turns a template and its context into one finished HTML page of one locale, without Flask.

Style and script are inlined, so that a page is one request; `csp_hashes` names exactly the bytes
that stand in every page. Catalogs are read from their .po files and compiled in memory.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hotline.domain.listing import LOCALES
from hotline.editions import wording
from hotline.resources import resource_dir

#: CSP sources of styles, and of scripts.
Sources = tuple[tuple[str, ...], tuple[str, ...]]

_TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


@dataclass(frozen=True)
class Home:
    """What an installation decides about its pages: where they stand, and where their exit leads.

    `address` has no slash at its end ("https://lineas.example.org"). Only what other programs read
    needs it; links of pages are relative.
    """

    address: str
    exit_url: str
    prints: bool = True  #: forms for paper are typeset here, and pages offer them


@dataclass(frozen=True)
class Place:
    """Where a page stands, so that it can link to others.

    `path` is the address without its first slash ("es/gt", "es/", ""). Links are relative, so that
    a copy of the folder works under any prefix. An error page stands at no address of its own:
    its links begin with a slash.
    """

    path: str
    home: Home
    anywhere: bool = False

    def link(self, target: str) -> str:
        """The address of `target` (written like `path`) as seen from this page."""
        if self.anywhere:
            return "/" + target
        here = self.path.split("/")[:-1]
        there = target.split("/")
        while here and len(there) > 1 and here[0] == there[0]:
            here, there = here[1:], there[1:]
        return "../" * len(here) + "/".join(there) or "./"

    def in_locale(self, locale: str) -> str:
        """The same page in another locale, for the language switch."""
        rest = self.path.partition("/")[2]
        return self.link(f"{locale}/{rest}")


def render(template: str, locale: str, place: Place, **context: Any) -> str:
    """The finished page. A name that the context lacks is an error, never an empty gap."""
    return _page(f"public/{template}", locale, place, style("public.css"), script("public.js"), context)


def render_frame(template: str, locale: str, place: Place, **context: Any) -> str:
    """The same for what other sites show in a frame, with its own style and script."""
    css, js = style("embed/embed.css"), script("embed/embed.js")
    return _page(f"embed/{template}", locale, place, css, js, context)


def csp_hashes() -> Sources:
    """CSP sources of the inlined styles and of the inlined scripts of pages: `'sha256-…'`."""
    return (csp_source(style("public.css")),), (csp_source(script("public.js")),)


def frame_hashes() -> Sources:
    """The same of frames."""
    return (csp_source(style("embed/embed.css")),), (csp_source(script("embed/embed.js")),)


def csp_source(text: str) -> str:
    """A text as a CSP source: `'sha256-…'`."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def translations(locale: str) -> NullTranslations:
    """The catalog of a locale. Only English, the language of the message ids, may lack one."""
    path = _TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"
    if not path.exists() and locale == "en":
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale))
    compiled.seek(0)
    return Translations(compiled)


@cache
def environment(locale: str) -> Environment:
    """All templates in the words of a locale, for the public pages and for the desk alike."""
    made = Environment(
        loader=FileSystemLoader(resource_dir("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Whoever changes a template starts the program anew; looking for that takes as long as a build may.
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    catalog = translations(locale)
    made.install_gettext_callables(catalog.ugettext, catalog.ungettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(locale=locale, locales=LOCALES)
    made.filters.update(wording.filters(locale, catalog))
    return made


def _page(template: str, locale: str, place: Place, css: str, js: str, context: dict[str, Any]) -> str:
    page = environment(locale).get_template(template)
    html = page.render(place=place, link=place.link, style=css, script=js, **context)
    # Indentation only: there is no <pre>, and style and script are one line each.
    return "\n".join(filter(None, map(str.strip, html.split("\n")))) + "\n"


@cache
def style(name: str) -> str:
    """A style of templates/ without what only its writers need."""
    text = (resource_dir("templates") / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,>])\s*", r"\1", text).replace(": ", ":").replace(";}", "}").strip()


@cache
def script(name: str) -> str:
    """A script of templates/, the same way."""
    text = (resource_dir("templates") / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "".join(line for line in lines if not line.startswith("//"))
