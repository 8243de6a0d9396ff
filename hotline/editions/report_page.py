"""The page on which a visitor tells of a wrong number: the form, and the answer with a line to call."""

from collections.abc import Iterable, Mapping
from typing import Literal

from hotline.domain.edition import Edition
from hotline.domain.errors import SENTENCES, Problem
from hotline.domain.report import LONGEST
from hotline.editions.rendering import Home, Place, render, translations
from hotline.editions.service_view import service_view
from hotline.editions.where_page import emergency_lines, in_order

#: "asked" is the form, also with what is wrong in it; "not_kept" gives the form back as it was typed.
State = Literal["asked", "kept", "not_kept"]


def render_report(
    edition: Edition,
    locale: str,
    home: Home,
    state: State = "asked",
    form: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
) -> str:
    """The page in one of its states; `form` is what was typed."""
    typed = {name: (form or {}).get(name, "") for name in ("region", "wrong", *LONGEST)}
    gettext = translations(locale).ugettext
    directory = edition.directories.get(typed["region"].upper()) if state == "kept" else None
    item = emergency = None
    if directory is not None:
        today = edition.published_at.date()
        ids = (directory.first.services[0], directory.first.emergency)
        item, emergency = (
            service_view(directory, directory.service(one), directory.region, edition.plans, today)
            for one in ids
        )
    return render(
        "report.html",
        locale,
        Place(f"{locale}/report", home),
        edition=edition,
        state=state,
        typed=typed,
        longest=LONGEST,
        regions=in_order(edition, locale),
        problems=[(one.where, gettext(SENTENCES[one.code]) % one.parameters) for one in problems],
        item=item,
        emergency=None if item and emergency and item.service.id == emergency.service.id else emergency,
        lines=emergency_lines(edition, locale) if state == "kept" and item is None else (),
    )
