"""Pages of the desk, in the language of whoever reads them."""

from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from flask import Response, g, redirect, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment

from hotline.domain.errors import SENTENCES, Problem
from hotline.domain.listing import LOCALES
from hotline.editions import wording
from hotline.editions.rendering import csp_source, environment, translations
from hotline.resources import resource_dir
from hotline.web.admin import moments
from hotline.web.admin.proving import reads_only

#: The pages that talk to a passkey. Each holds the one script of the desk; no other page may run any.
_WITH_SCRIPT = frozenset({"sign_in.html", "again.html", "passkey.html"})


def page(template: str, status: int = 200, *, problems: Iterable[Problem] = (), **context: Any) -> Response:
    """A page from templates/admin. `problems` are listed at its top, each leading to its field."""
    locale = language()
    user = current_user._get_current_object() if current_user.is_authenticated else None
    return _rendered(
        template,
        status,
        locale,
        profile=user.live.profile if user else None,
        problems=[(problem.where, sentence(problem, locale)) for problem in problems],
        csrf_token=generate_csrf,
        reads_only=user is not None and reads_only(user),
        script=_script_of(template),
        # An answer to a form has no address of its own to come back to in another language.
        section=request.blueprint,
        here=request.path if request.method == "GET" else "",
        **context,
    )


def plain_page(template: str, status: int, **context: Any) -> Response:
    """A page for nobody in particular: it neither asks the database nor holds a form."""
    locale = str(session.get("language", LOCALES[0])) if session else LOCALES[0]
    return _rendered(
        template, status, locale, profile=None, problems=[], csrf_token=None, here="", reads_only=False,
        script=None, **context,
    )  # fmt: skip


def _script_of(template: str) -> str | None:
    """The script of a page that has one; the answer's headers then let exactly these bytes run."""
    if template not in _WITH_SCRIPT:
        return None
    text = _script()
    g.script = csp_source(text)
    return text


@cache
def _script() -> str:
    return (resource_dir("templates") / "admin" / "passkey.js").read_text(encoding="utf-8")


def _rendered(template: str, status: int, locale: str, **context: Any) -> Response:
    html = _environment(locale).get_template(f"admin/{template}").render(url_for=url_for, **context)
    return Response(html, status, mimetype="text/html")


def go(endpoint: str) -> Response:
    """Lead on to another page of the desk."""
    return to(url_for(endpoint))


def to(path: str) -> Response:
    """Lead on to a path that was checked."""
    return cast(Response, redirect(path, 303, Response))


def sentence(problem: Problem, locale: str) -> str:
    """What a problem says in a language."""
    return str(translations(locale).gettext(SENTENCES[problem.code])) % problem.parameters


def language() -> str:
    """The person's own language; before the sign-in, the one that was chosen on the page."""
    if current_user.is_authenticated:
        return str(current_user.live.profile.locale)
    return str(session.get("language", LOCALES[0]))


@cache
def _environment(locale: str) -> Environment:
    # An overlay shares everything but what is added to it: public pages get no filter of the desk.
    shared = environment(locale).overlay()
    shared.filters = {
        **shared.filters,
        "moment": lambda moment, zone: moments.in_words(moment, zone, locale),
        "zone": lambda zone: moments.zone_name(zone, locale),
        "with_name": lambda code: (code, wording.region_name(code, locale)),
    }
    return shared
