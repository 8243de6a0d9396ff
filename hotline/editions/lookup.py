"""Looking a number up in an edition: genuine, retired, misprinted, unconfirmed, not known or refused.

Any form in which a person may hold a number is read: with or without calling code, with old
prefixes, with letters, copied from a link. It never says who is calling. This module must not
know pages, and it keeps nothing of what was asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from hotline.domain import gate
from hotline.domain.edition import Edition
from hotline.domain.errors import N_, InputError, Problem
from hotline.domain.listing import (
    NUMBER_CHANNELS,
    ContactPoint,
    Lead,
    RegionDirectory,
    RetiredNumber,
    Service,
)
from hotline.domain.numbering import (
    GLOBAL_PREMIUM_CODE,
    SATELLITE_CODES,
    NumberingPlan,
    international_form,
    is_short,
    read,
)
from hotline.domain.phone import is_premium, parse, with_example

Status = Literal["genuine", "retired", "misprint", "unconfirmed", "not_known", "refused"]
EntryStatus = Literal["genuine", "retired", "misprint", "unconfirmed"]

#: Longer questions are refused unread.
MAX_QUESTION = 200
_ORDER: tuple[EntryStatus, ...] = ("genuine", "retired", "misprint", "unconfirmed")

#: code -> the English message id of a note beside an answer.
NOTES: dict[str, str] = {
    "old_prefix": N_("The digits 01, 044, 045 or the extra 1 before the number are no longer dialled."),
    "no_calling_code_for_short_codes": N_("A short number is dialled alone, without the calling code."),
    "another_country": N_("We know this number in another country, not in the one you chose."),
    "several_countries": N_("This number means different things in different countries."),
}


@dataclass(frozen=True, slots=True)
class Match:
    """One record of the edition that holds the number.

    `region` is where the number works as a number, `directory` the region whose records hold it
    (a consulate's line differs). `instead` are the services to use for a retired number.
    """

    status: EntryStatus
    region: str
    directory: str
    service: Service | None = None
    contact_point: ContactPoint | None = None
    retired: RetiredNumber | None = None
    lead: Lead | None = None
    instead: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the edition says about a number; `matches` are best first, the asked region before others."""

    status: Status
    asked: str
    matches: tuple[Match, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def of(self, status: EntryStatus) -> tuple[Match, ...]:
        """The matches with one status."""
        return tuple(match for match in self.matches if match.status == status)


class Lookup:
    """The numbers of one edition, indexed once; asking changes nothing."""

    def __init__(self, edition: Edition) -> None:
        self._plans = edition.plans
        self._index: dict[str, list[Match]] = {}
        for directory in edition.regions:
            for number, match in _records(directory):
                for key in self._keys_of_record(number, match):
                    held = self._index.setdefault(key, [])
                    if match not in held:
                        held.append(match)

    def answer(self, raw: str, region: str | None) -> Answer:
        """What the edition says about `raw`; `region` is where the asker saw it, if they said."""
        if len(raw) > MAX_QUESTION:
            return self._refused("", (Problem("number_text_too_long", {"limit": str(MAX_QUESTION)}),), region)
        asked = _clean(raw)
        for text in _readings(asked):
            found = self._find(text, region)
            if found is not None:
                return found
        problems = gate.inspect(asked)
        if problems:
            return self._refused(asked, problems, region)
        code = self._dangerous(asked, region)
        if code is not None:
            return self._refused(asked, (Problem(code),), region)
        return Answer("not_known", asked)

    def _refused(self, asked: str, problems: tuple[Problem, ...], region: str | None) -> Answer:
        plan = self._plans.get(region or "") or next(iter(self._plans.values()), None)
        if plan is not None:
            problems = tuple(with_example(problem, plan) for problem in problems)
        return Answer("refused", asked, problems=problems)

    def _find(self, text: str, region: str | None) -> Answer | None:
        found: dict[int, Match] = {}
        notes: dict[int, str | None] = {}
        for key, note in self._keys_of_question(text):
            for match in self._index.get(key, ()):
                found.setdefault(id(match), match)
                # A plain reading of the same record needs no note.
                notes[id(match)] = None if notes.get(id(match), note) is None else note
        if not found:
            return None

        def elsewhere(match: Match) -> bool:
            return region is not None and region not in (match.region, match.directory)

        matches = sorted(found.values(), key=lambda match: (elsewhere(match), _ORDER.index(match.status)))
        said = [note for match in matches if (note := notes[id(match)]) and match.status == matches[0].status]
        if elsewhere(matches[0]):
            said.append("another_country")
        if len({match.region for match in matches}) > 1:
            said.append("several_countries")
        return Answer(matches[0].status, text, tuple(matches), tuple(dict.fromkeys(said)))

    def _keys_of_question(self, text: str) -> Iterator[tuple[str, str | None]]:
        digits = gate.digits_of(text)
        if text.startswith("*"):
            for region in self._plans:
                yield f"{region}:*{digits}", None
            return
        international = gate.is_international(text)
        if not international:
            yield f"raw:{digits}", None
            if (written := international_form(digits)) is not None:
                yield from self._readings_by_plan(written[1], True)
        yield from self._readings_by_plan(digits, international)

    def _readings_by_plan(self, digits: str, international: bool) -> Iterator[tuple[str, str | None]]:
        for region, plan in self._plans.items():
            code = plan.calling_code
            if not international and is_short(digits):
                yield f"{region}:{digits}", None
            if digits.startswith(code) and is_short(digits[len(code) :]):
                yield f"{region}:{digits[len(code) :]}", "no_calling_code_for_short_codes"
            reading = read(digits, international, plan)
            if reading is not None:
                yield f"+{code}{reading.national}", "old_prefix" if reading.old_prefix else None

    def _keys_of_record(self, number: str, match: Match) -> Iterator[str]:
        plan = self._plans.get(match.region)
        if plan is not None:
            try:
                yield _key(number, match.region, plan)
            except InputError as error:
                instead = next(
                    (one.parameters["instead"] for one in error.problems if "instead" in one.parameters), None
                )
                # A retired form with an old prefix is that form only: without the prefix it may
                # be the very number to call today.
                if instead is not None and match.status == "unconfirmed":
                    yield from self._keys_of_record(instead, match)
        if match.status != "genuine":
            yield f"raw:{gate.keypad_digits(number)}"

    def _dangerous(self, text: str, region: str | None) -> str | None:
        digits = gate.digits_of(text)
        international = gate.is_international(text)
        if not international and (written := international_form(digits)) is not None:
            digits, international = written[1], True
        if international and digits.startswith(SATELLITE_CODES):
            return "satellite"
        if international and digits.startswith(GLOBAL_PREMIUM_CODE):
            return "premium_rate"
        plans: Iterable[NumberingPlan] = self._plans.values()
        if region is not None and region in self._plans and not international:
            plans = [self._plans[region]]
        readings = [(plan, read(digits, international, plan)) for plan in plans]
        # Without a region, seven digits may cost extra in one country and be somebody's
        # kitchen telephone in the next: only what costs extra everywhere is refused.
        costs = [is_premium(reading.national, plan) for plan, reading in readings if reading is not None]
        return "premium_rate" if costs and all(costs) else None


def _key(text: str, region: str, plan: NumberingPlan) -> str:
    number = parse(text, region, plan)
    return number.e164 or f"{region}:{number.short_code}"


def _records(directory: RegionDirectory) -> Iterator[tuple[str, Match]]:
    for service in directory.services:
        for point in service.contact_points:
            if point.channel in NUMBER_CHANNELS and point.number is not None:
                home = point.number_region or directory.region
                yield point.number, Match("genuine", home, directory.region, service, point)
    for retired in directory.retired_numbers:
        instead = tuple(directory.service(service_id) for service_id in retired.instead)
        yield (
            retired.number,
            Match(retired.kind, directory.region, directory.region, retired=retired, instead=instead),
        )
    for lead in directory.leads:
        if lead.number is not None:
            home = lead.number_region or directory.region
            yield lead.number, Match("unconfirmed", home, directory.region, lead=lead)


def _clean(raw: str) -> str:
    """What a person meant: other scripts' digits, dashes and spaces made plain, links opened."""
    plain = []
    for sign in raw:
        category = unicodedata.category(sign)
        if category == "Nd":
            plain.append(str(unicodedata.decimal(sign)))
        elif category == "Pd":
            plain.append("-")
        elif category[0] == "Z" or sign in "\t\r\n":
            plain.append(" ")
        elif category[0] not in "CM":
            plain.append(sign)
    text = " ".join("".join(plain).replace("＋", "+").split())
    text = re.sub(r"(?i)^(https?://)?(wa\.me/|api\.whatsapp\.com/send/?\?phone=)\+?", "+", text)
    return re.sub(r"(?i)^(tel|sms|callto|whatsapp):(//)?", "", text).strip()


def _readings(asked: str) -> Iterator[str]:
    """The question as it stands, without the words around a number, and as letters on the keys."""
    if not gate.inspect(asked):
        yield asked
        return
    if not re.search("[A-Za-z]", asked) or re.search("[*#/;,]", asked):
        return
    # "Tel. 110", "079 option 1": words before a number, or after it and a space.
    alone = re.sub(r"^[^0-9+(]+", "", asked)
    yield from (
        text for text in (re.sub(r" [^0-9]*$", "", alone), *_before_words(alone)) if not gate.inspect(text)
    )
    # "1-800-THE-LOST (843-5678)" says the same thing twice. A short word alone is no number.
    spelled = asked.partition(" (")[0]
    if re.search("[0-9]", spelled) or len(spelled) > 4:
        yield gate.keypad_digits(spelled)


def _before_words(text: str) -> tuple[str, ...]:
    found = re.fullmatch(r"([0-9 ().+\-]*[0-9]) +[^0-9]+[0-9]?", text)
    return (found[1],) if found else ()
