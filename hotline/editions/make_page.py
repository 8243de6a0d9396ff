"""The page on which somebody puts a sheet of their own together, with all that is wrong with it at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from hotline.domain.edition import Edition
from hotline.domain.errors import SENTENCES, InputError, Problem
from hotline.domain.listing import LOCALES
from hotline.editions.print import kinds, own
from hotline.editions.print.corridor import NORTHWARD
from hotline.editions.print.kinds import Kind
from hotline.editions.print.lines import MOST, Line, first_lines
from hotline.editions.print.own import Choice
from hotline.editions.print_words import SUBJECTS, sizes_in_use, variant
from hotline.editions.rendering import Home, Place, render, translations
from hotline.editions.where_page import in_order
from hotline.editions.wording import region_name

#: Of a logo, in bytes.
LARGEST_LOGO = 2_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


class Form(Protocol):
    """What a form has sent: one value of a name, or all of them."""

    def get(self, name: str, default: str) -> str: ...
    def getlist(self, name: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class Typed:
    """What was chosen as it came, for the form to be shown again. What is in no list is as if not chosen."""

    countries: tuple[str, ...] = ()
    kind: str = ""
    language: str = ""
    lines: tuple[str, ...] = ()


def typed(form: Form, edition: Edition, locale: str) -> Typed:
    """What a form of the page in `locale` has sent, but for the logo."""
    language, kind = form.get("language", ""), form.get("kind", "")
    return Typed(
        countries=tuple(
            code for code in form.getlist("country")[: own.LONGEST_ROAD] if code in edition.directories
        ),
        kind=kind if kind in own.KINDS else "",
        language=language if language in LOCALES else locale,
        lines=tuple(form.getlist("line")),
    )


def choice(said: Typed, logo: bytes, edition: Edition) -> Choice:
    """What is to be made; `logo` is empty without one. InputError with everything that is wrong."""
    kind = own.KINDS.get(said.kind)
    on_a_road = kind in kinds.OF_A_ROAD
    problems = [*_of_countries(said, edition, on_a_road), *_of_logo(logo)]
    lines: tuple[Line, ...] = ()
    if kind is None:
        problems.append(Problem("paper_kind_missing", where="kind"))
    else:
        if logo and kind.subject not in own.WITH_LOGO:
            problems.append(Problem("paper_no_place", where="logo"))
        if len(said.countries) > 1 and not on_a_road:
            problems.append(Problem("paper_one_country", where="kind"))
        if said.lines and on_a_road:
            problems.append(Problem("paper_lines_of_a_road", where="lines"))
        elif len(said.countries) == 1:
            known = own.lines_of(edition, said.countries[0])
            if not set(said.lines) <= set(known):
                problems.append(Problem("paper_line_unknown", where="lines"))
            elif len(said.lines) > kind.lines:
                problems.append(Problem("paper_too_many_lines", {"most": str(kind.lines)}, where="lines"))
            lines = tuple(line for key, line in known.items() if key in said.lines)
    if problems or kind is None:
        raise InputError(problems)
    return Choice(said.countries, lines, said.language, kind, logo or None)


def render_make(
    edition: Edition,
    locale: str,
    home: Home,
    said: Typed | None = None,
    problems: Sequence[Problem] = (),
    status: str = "asked",
) -> str:
    """The page; `said` is what was chosen before. "lines" as `status` asks for the lines of the country."""
    gettext = translations(locale).ugettext
    said = said or Typed(language=locale)
    region = said.countries[0] if len(said.countries) == 1 else None
    lines = own.lines_of(edition, region) if region else {}
    first = {line.service.service.id for line in first_lines(edition, region)} if region else set()
    return render(
        "make.html",
        locale,
        Place(f"{locale}/materials/make", home),
        edition=edition,
        regions=in_order(edition, locale),
        example=[code for code in NORTHWARD if code in edition.directories],
        said=said,
        places=own.LONGEST_ROAD,
        kinds=_kinds(gettext),
        asked_lines=status == "lines",
        region=region,
        lines=lines,
        first=first,
        most=MOST,
        problems=[_sentence(one, locale) for one in problems],
    )


def _of_countries(said: Typed, edition: Edition, on_a_road: bool) -> list[Problem]:
    if not said.countries:
        return [Problem("paper_country_missing", where="country-1")]
    found = []
    if on_a_road and len(said.countries) < 2:
        found.append(Problem("paper_road_is_short", where="country-2"))
    for code in dict.fromkeys(said.countries):
        if said.countries.count(code) > 1:
            found.append(Problem("paper_country_twice", {"region": code}, where="country-1"))
        if not first_lines(edition, code):
            found.append(Problem("paper_no_number", {"region": code}, where="country-1"))
    return found


def _of_logo(logo: bytes) -> list[Problem]:
    if len(logo) > LARGEST_LOGO:
        return [Problem("paper_logo_too_large", where="logo")]
    if logo and not logo.startswith((_PNG, _JPEG)):
        return [Problem("paper_logo_kind", where="logo")]
    return []


def _sentence(problem: Problem, locale: str) -> tuple[str, str]:
    """Where it is, and what to do, with countries by their names."""
    told: Mapping[str, str] = problem.parameters
    if "region" in told:
        told = {**told, "region": region_name(told["region"], locale)}
    return problem.where, translations(locale).ugettext(SENTENCES[problem.code]) % told


def _kinds(gettext: Callable[[str], str]) -> list[tuple[Kind, str, str]]:
    """Every kind with its name and what tells it from others of that name."""
    every = sorted(own.KINDS.values(), key=sizes_in_use)
    subjects = list(dict.fromkeys(kind.subject for kind in own.KINDS.values()))
    every.sort(key=lambda kind: subjects.index(kind.subject))
    return [(kind, gettext(SUBJECTS[kind.subject][0]), variant(kind, gettext)) for kind in every]
