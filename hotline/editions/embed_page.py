"""The page on which somebody chooses how another site shows these numbers, and gets what to paste there.

Nothing in a snippet is a number: a number that changes would stay old on the sites that have pasted it.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions.frames import LOADER
from hotline.editions.region_page import NEEDS
from hotline.editions.rendering import Home, Place, render, script, translations
from hotline.editions.where_page import in_order
from hotline.editions.wording import region_name

THEMES = ("", "light", "dark")
ACCENTS = ("", "blue", "plum", "ink")
CORNERS = ("", "square")
SIZES = ("", "full")
#: What a frame in a sandbox may do: run its own script, and let a tap lead away from the page or dial.
SANDBOX = (
    "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    " allow-top-navigation-to-custom-protocols allow-scripts"
)
#: Width and height in CSS pixels with which a frame begins; it scrolls where that is too little.
WIDTH, HEIGHT, HEIGHT_FULL = 480, 520, 720


class Form(Protocol):
    """What a form has sent: one value of a name, or all of them."""

    def get(self, name: str, default: str) -> str: ...
    def getlist(self, name: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class Choice:
    """What somebody has chosen; "" is what stands first in each list."""

    region: str  #: "" lets the visitor choose
    locale: str  #: of what is shown
    size: str = ""
    theme: str = ""
    accent: str = ""
    corners: str = ""
    needs: tuple[str, ...] = ()  #: none means all of them

    @property
    def path(self) -> str:
        """The address of its frame under the site, with what the frame itself has to know."""
        path = f"embed/{self.locale}/{self.region.lower()}"
        if self.region and self.size == "full":
            path += "/full"
        told = {"theme": self.theme, "accent": self.accent, "corners": self.corners}
        if self.size == "full":
            told |= {"size": "" if self.region else "full", "needs": ",".join(self.needs)}
        marked = "&".join(f"{name}={value}" for name, value in told.items() if value)
        return f"{path}#{marked}" if marked else path


@dataclass(frozen=True)
class Snippets:
    """What is pasted into another site, the safest first."""

    link: str
    frame: str
    element: str | None  #: None where the visitor chooses: an element is of one region


def read(form: Form, edition: Edition, locale: str) -> Choice:
    """The choice that a form of the page in `locale` has sent; what is in no list is as if not chosen."""

    def one(name: str, known: Sequence[str]) -> str:
        value = form.get(name, "")
        return value if value in known else known[0]

    return Choice(
        region=one("region", ("", *edition.directories)),
        locale=one("language", (locale, *LOCALES)),
        size=one("size", SIZES),
        theme=one("theme", THEMES),
        accent=one("accent", ACCENTS),
        corners=one("corners", CORNERS),
        needs=tuple(need for need in NEEDS if need in form.getlist("needs")),
    )


def snippets(choice: Choice, home: Home) -> Snippets:
    """The three forms of a choice."""
    title = _title(choice)
    page = f"{home.address}/{choice.locale}/{choice.region.lower()}"
    link = f'<a href="{escape(page)}" hreflang="{choice.locale}">{escape(title)}</a>'
    return Snippets(link, frame(choice, home), _element(choice, home, link) if choice.region else None)


def frame(choice: Choice, home: Home, width: int | None = None, height: int | None = None) -> str:
    """The sandboxed frame of a choice, of its own height or of these sizes in CSS pixels."""
    return (
        f'<iframe src="{escape(f"{home.address}/{choice.path}")}" title="{escape(_title(choice))}"'
        f' width="{width or WIDTH}" height="{height or height_of(choice)}" loading="lazy"'
        f' referrerpolicy="no-referrer" sandbox="{SANDBOX}"></iframe>'
    )


def height_of(choice: Choice) -> int:
    """The height with which a frame begins."""
    return HEIGHT_FULL if choice.size == "full" else HEIGHT


def integrity() -> str:
    """What a browser compares the loader with before it runs it."""
    digest = hashlib.sha384(script(f"embed/{LOADER}").encode()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def render_embed(edition: Edition, locale: str, home: Home, choice: Choice | None = None) -> str:
    """The page; with no `choice` only its form."""
    place = Place(f"{locale}/embed", home)
    return render(
        "embed.html",
        locale,
        place,
        edition=edition,
        regions=in_order(edition, locale),
        needs=NEEDS,
        lists={"theme": THEMES, "accent": ACCENTS, "corners": CORNERS},
        asked=choice is not None,
        choice=choice or Choice("", locale),
        snippets=snippets(choice, home) if choice else None,
        preview=_preview(choice, place) if choice else None,
        sandbox=SANDBOX,
        home_address=home.address,
    )


def _preview(choice: Choice, place: Place) -> Mapping[str, object]:
    return {"src": place.link(choice.path), "title": _title(choice), "height": height_of(choice)}


def _element(choice: Choice, home: Home, link: str) -> str:
    told = {
        "region": choice.region,
        "locale": choice.locale,
        "theme": choice.theme,
        "accent": choice.accent,
        "corners": choice.corners,
    }
    marked = " ".join(f'{name}="{value}"' for name, value in told.items() if value)
    return (
        f'<script src="{escape(home.address)}/embed/{LOADER}" integrity="{integrity()}"'
        f' crossorigin="anonymous" defer></script>\n'
        f"<hotline-directory {marked}>{link}</hotline-directory>"
    )


def _title(choice: Choice) -> str:
    _ = translations(choice.locale).ugettext
    if not choice.region:
        return str(_("Phone lines"))
    return str(_("Phone lines, %(region)s") % {"region": region_name(choice.region, choice.locale)})
