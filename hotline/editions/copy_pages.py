"""Turns a finished page of a site into a page that works without a server: in a folder, on a stick.

Every link is made relative and names its file; what only a server can do is replaced by the list of
regions. Nothing else of the page is touched, so that a copy shows and dials what the site does.
"""

import posixpath
import re
from collections.abc import Callable
from html import escape

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions.rendering import Home, Place, csp_hashes, render, translations
from hotline.editions.where_page import in_order

#: The one page that stands for everything that is not in a copy.
ELSEWHERE = "elsewhere.html"
#: Pages of each locale that are nothing without a server.
SERVED = frozenset({"search.html", "check.html", "report.html", "embed.html", "materials/make.html"})

_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_ADDRESSED = re.compile(
    r'<link rel="(?:canonical|alternate)"[^>]*>\n?|<script type="application/ld\+json">.*?</script>\n?',
    re.DOTALL,
)
_REFERENCE = re.compile(r'(?<=\s)(href|src|poster|action)="([^"]*)"')
_ELSEWHERE_TOO = re.compile(r"[a-z][a-z0-9+.-]*:|#|$", re.IGNORECASE)


def elsewhere(edition: Edition, locale: str, home: Home) -> str:
    """The page that says what a copy cannot do, and leads to the regions."""
    place = Place(f"{locale}/elsewhere", home)
    return render("copy.html", locale, place, edition=edition, regions=in_order(edition, locale))


def page(html: str, path: str, has: Callable[[str], bool]) -> str:
    """A finished page that stands at `path` ("es/gt.html"); `has` says whether a copy has a file.

    ValueError if the page leads to an address that no copy can have.
    """
    # The page of everybody speaks all languages; what it cannot lead to is said in the first of them.
    locale = path.split("/")[0] if "/" in path else LOCALES[0]
    _ = translations(locale).ugettext

    def reference(found: re.Match[str]) -> str:
        name, target = found.groups()
        return f'{name}="{escape(_relative(target, path, locale, has))}"'

    regions = posixpath.relpath(f"{locale}/index.html", posixpath.dirname(path) or ".")
    sorry = _("This copy cannot search, look up a number or take a message.")
    form = f'<p class="ask">{escape(sorry)} <a href="{escape(regions)}">{escape(_("Choose your country"))}</a></p>'
    html = _ADDRESSED.sub("", _FORM.sub(lambda _: form, html))
    html = _REFERENCE.sub(reference, html)
    html = html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{_policy()}', 1)
    note = _("This is a copy. Numbers may have changed since, and whoever keeps it may see who opens it.")
    return html.replace("</footer>", f"<p>{escape(note)}</p>\n</footer>", 1)


def _relative(target: str, path: str, locale: str, has: Callable[[str], bool]) -> str:
    if _ELSEWHERE_TOO.match(target):
        return target
    if target.startswith("/"):
        raise ValueError(f"{path} leads to {target}, which only a server can answer")
    bare, _, fragment = target.partition("#")
    folder = posixpath.dirname(path)
    wanted = posixpath.normpath(posixpath.join(folder, bare))
    if bare.endswith("/") or wanted in {".", ""}:
        wanted = posixpath.normpath(posixpath.join(wanted, "index.html"))
    choices = (wanted, f"{wanted}.html")
    there = next((one for one in choices if has(one)), f"{locale}/{ELSEWHERE}")
    relative = posixpath.relpath(there, folder or ".")
    return f"{relative}#{fragment}" if fragment else relative


def _policy() -> str:
    """The policy of the site's pages, for hosts that send none and for files; forms and requests are gone."""
    (style,), (script,) = csp_hashes()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {style}",
            f"script-src {script}",
            "img-src 'self' file: data:",
            "media-src 'self' file:",
            "form-action 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
