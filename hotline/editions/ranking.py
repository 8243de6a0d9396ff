"""Weighs the lines of an edition against a question and puts them in order.

Pure and deterministic: equal questions give equal answers on every node. It is told how well the
words of a query fit the names of lines, and must not know how that was found out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, cast

from hotline.domain.edition import Edition
from hotline.domain.listing import NUMBER_CHANNELS, Need, RegionDirectory, Service
from hotline.editions.question import Question

#: When several needs are meant by as many words, the more particular one decides.
_NEED_ORDER: tuple[Need, ...] = (
    "children",
    "women",
    "labour",
    "trafficking",
    "migrants",
    "anonymous",
    "rights",
    "police",
    "danger",
)
#: From this on, the words left of a query are the name of a line and not a chance likeness.
_A_NAME = 2.5
#: Below this, only a word or two of a description fits.
_WORTH_SHOWING = 1.0
_EMERGENCY, _OTHER = 100, 200  # places behind the first lines of a region


class Found(NamedTuple):
    """One line: the region whose file holds it, and the id of the service."""

    region: str
    service: str


class NumberFound(NamedTuple):
    """A number whose digits are in the query; for an old one, `services` are to be used instead."""

    region: str
    number: str
    kind: Literal["published", "retired", "misprint"]
    services: tuple[str, ...]


@dataclass(frozen=True)
class SearchResult:
    """What a query found. `regions` are those it names, else the page's own; empty for neither.

    `listings` are in the order to show, those of one region together. If it is empty, nothing was
    found: the page then shows all regions and their emergency numbers.
    """

    regions: tuple[str, ...] = ()
    listings: tuple[Found, ...] = ()
    needs: tuple[Need, ...] = ()
    languages: tuple[str, ...] = ()
    numbers: tuple[NumberFound, ...] = ()


class Line(NamedTuple):
    """A service with what its order depends on, worked out once an edition."""

    region: str
    service: Service
    place: int  #: in `first.services`, else the emergency number, else the others
    languages: frozenset[str]


class _Number(NamedTuple):
    digits: str
    letters: str
    calling_code: str
    found: NumberFound


class _Score(NamedTuple):
    value: float
    strong: bool  #: its number or its name is in the query


def lines(edition: Edition) -> tuple[Line, ...]:
    """Every service of the edition, in its order."""
    return tuple(
        Line(
            directory.region,
            service,
            _place(directory, service.id),
            frozenset(tag for point in service.contact_points for tag in point.languages),
        )
        for directory in edition.regions
        for service in directory.services
    )


def _place(directory: RegionDirectory, service_id: str) -> int:
    if service_id in directory.first.services:
        return directory.first.services.index(service_id)
    return _EMERGENCY if service_id == directory.first.emergency else _OTHER


def numbers(edition: Edition) -> tuple[_Number, ...]:
    """Every number that a query may hold: published, retired or misprinted."""
    codes = {plan.region: plan.calling_code for plan in edition.numbering}
    all_numbers = []
    for directory in edition.regions:
        region, code = directory.region, codes.get(directory.region, "")
        for service in directory.services:
            for point in service.contact_points:
                if point.channel in NUMBER_CHANNELS and point.number is not None:
                    found = NumberFound(region, point.number, "published", (service.id,))
                    all_numbers.append(_Number(_digits(point.number), _letters(point.vanity), code, found))
        for old in directory.retired_numbers:
            found = NumberFound(region, old.number, old.kind, old.instead)
            all_numbers.append(_Number(_digits(old.number), _letters(old.number), code, found))
    return tuple(all_numbers)


def _digits(number: str) -> str:
    return re.sub(r"[^\d*]", "", number)


def _letters(number: str | None) -> str:
    """A number written with letters, without its signs; empty if it has none."""
    plain = re.sub(r"[\W_]", "", number or "").lower()
    return plain if re.search(r"[a-z]", plain) else ""


def numbers_in(question: Question, known: tuple[_Number, ...]) -> tuple[NumberFound, ...]:
    """The known numbers in the query: whole ones only if there are any, else parts of numbers.

    Published numbers come before old ones. A region that the query names outranks the others.
    """
    fits = [(max((_fit(asked, number) for asked in question.digits), default=0), number) for number in known]
    fits = [(3 if _written_in_letters(question, number) else fit, number) for fit, number in fits]
    best = max((fit for fit, _ in fits), default=0)
    found = [number.found for fit, number in fits if fit == best > 0]
    at_home = [one for one in found if one.region in question.regions]
    found = sorted(at_home or found, key=lambda one: one.kind != "published")
    return tuple(dict.fromkeys(found))


def _fit(asked: str, number: _Number) -> int:
    """3 for the same number, 2 for one with a prefix more or less, 1 for a part of it, 0 for none."""
    digits = number.digits
    if asked == digits:
        return 3
    if number.calling_code and asked == number.calling_code + digits:
        return 3
    if "*" in asked:
        return 0
    longer, shorter = (asked, digits) if len(asked) > len(digits) else (digits, asked)
    if len(shorter) >= 7 and longer.endswith(shorter):
        return 2
    return int((len(asked) >= 5 and asked in digits) or "*" + asked == digits)


def _written_in_letters(question: Question, number: _Number) -> bool:
    letters = number.letters
    if not letters:
        return False
    if letters.isalpha():
        return any(letters == forms[0] for forms in question.left)
    return letters in question.letters


def answer(
    question: Question,
    all_lines: tuple[Line, ...],
    name_scores: Mapping[int, float],
    likeness: Mapping[int, float],
    found_numbers: tuple[NumberFound, ...],
    page: str | None,
    spoken_in: Mapping[str, tuple[str, ...]],
    limit: int,
) -> SearchResult:
    """Put the lines in order.

    `name_scores` say how well the words that mean nothing else fit the name of a line, `likeness`
    the same of the words that name a need; both by place in `all_lines`. `page` is a region or None.
    """
    scores = [
        _score(question, line, name_scores.get(index, 0.0), likeness.get(index, 0.0), found_numbers)
        for index, line in enumerate(all_lines)
    ]
    regions = question.regions
    if not regions and page is not None:
        strong_in = {line.region for line, score in zip(all_lines, scores, strict=True) if score.strong}
        regions = (page,) if page in strong_in or not strong_in else ()
    if not regions and not any(score.value >= _WORTH_SHOWING for score in scores):
        regions = tuple(dict.fromkeys(r for tag in question.languages for r in spoken_in.get(tag, ())))
    kept: list[tuple[int, float, int, int]] = []
    best_in: dict[str, float] = {}
    for index, (line, score) in enumerate(zip(all_lines, scores, strict=True)):
        rank = _rank(line, regions)
        if rank < len(regions) or (score.strong if regions else score.value >= _WORTH_SHOWING):
            kept.append((rank, score.value, line.place, index))
            best_in[line.region] = max(best_in.get(line.region, 0.0), score.value)
    if len(regions) == 0:
        # No country: those with the best lines first, then in the order of the edition.
        by_best = sorted(best_in, key=lambda region: -round(best_in[region]))
        order = {region: place for place, region in enumerate(by_best)}
        kept = [(order[all_lines[index].region], value, place, index) for _, value, place, index in kept]
    kept.sort(key=lambda one: (one[0], -one[1], one[2], one[3]))
    needs = sorted(
        cast("dict[Need, int]", question.needs).items(), key=lambda n: (-n[1], _NEED_ORDER.index(n[0]))
    )
    return SearchResult(
        regions=regions,
        listings=tuple(
            Found(all_lines[index].region, all_lines[index].service.id) for *_, index in kept[:limit]
        ),
        needs=tuple(need for need, _ in needs),
        languages=question.languages,
        numbers=found_numbers[:limit],
    )


def _rank(line: Line, regions: tuple[str, ...]) -> int:
    """The place of the first of `regions` on whose page the line stands; behind them all if none."""
    for place, region in enumerate(regions):
        if line.region == region or region in line.service.shown_in:
            return place
    return len(regions)


def _score(
    question: Question, line: Line, name_score: float, likeness: float, found: tuple[NumberFound, ...]
) -> _Score:
    service = line.service
    value = name_score + 0.1 * likeness
    if name_score >= _A_NAME and line.place < _EMERGENCY:
        # Of several lines of the operator that was named, the region's first one.
        value += max(3.0 - line.place, 1.0)
    numbered = False
    for place, one in enumerate(found):
        if one.region == line.region and service.id in one.services:
            numbered = True
            value = max(value, 1000.0 - place - one.services.index(service.id))
    if line.languages & set(question.languages):
        value += 100.0
    for need, strength in cast("dict[Need, int]", question.needs).items():
        if need not in service.needs:
            continue
        weight = 4.0 if need == service.needs[0] or _answers_for(line, need) else 1.5
        value += weight * strength * (1 - _NEED_ORDER.index(need) / 100)
        if need == "trafficking" and line.place < _EMERGENCY:
            value += 2.0 - line.place / 2
    value += 1.5 * question.operators.get(service.operator, 0)
    if "migrants" in question.needs and set(service.for_people_from) & set(question.regions):
        value += 5.0
    if value > 0 and service.places and name_score < _A_NAME:
        # A line for one city only is behind those for everybody, unless the city or the line is named.
        value -= 0.5
    if value > 0 and service.contact_points[0].confidence == "single_source":
        value -= 0.1
    return _Score(value, numbered or name_score >= _A_NAME)


def _answers_for(line: Line, need: Need) -> bool:
    """Whether the region calls this line first for a need that is not the heading it stands under."""
    return (need == "trafficking" and line.place == 0) or (need == "police" and line.place == _EMERGENCY)
