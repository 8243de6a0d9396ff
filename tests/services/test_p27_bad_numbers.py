"""P27: at least 2,000 bad numbers, each refused or asked about by the number domain, the desk and the files.

A number that is only not known to exist is no error: it is accepted with the name of the person who
confirmed it. So "silently" means: without an error and without a warning.
"""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from desk import ANA, NOW, Desk, person
from example import document, source, toml
from sqlalchemy import Engine

from hotline.domain import phone
from hotline.domain.errors import InputError
from hotline.domain.numbering import GLOBAL_PREMIUM_CODE, SATELLITE_CODES, NumberingPlan
from hotline.resources import resource_dir
from hotline.services import proposing
from hotline.services.files import load
from hotline.storage.session import writing

SCRIPTS = (
    "٠١٢٣٤٥٦٧٨٩",
    "۰۱۲۳۴۵۶۷۸۹",
    "०१२३४५६७८९",
    "๐๑๒๓๔๕๖๗๘๙",
    "０１２３４５６７８９",
    "߀߁߂߃߄߅߆߇߈߉",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
)
HIDDEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u202d\u202e\u2060\u2066\u2069\ufeff\u00ad\u00a0\u2007\u202f\t\n\r\0\x07\x1b\x7f\u0301"
EXTENSIONS = (
    " ext. 12",
    " x12",
    " extensión 3",
    ";ext=12",
    ",12",
    "p12",
    "w12",
    " anexo 4",
    " poste 5",
    "#12",
    " int 7",
)
FORWARDING = (
    "*21*{}#",
    "**21*{}#",
    "*72{}",
    "##002#",
    "#31#{}",
    "*67{}",
    "*43#",
    "**61*{}**20#",
    "*#06#",
    "*#21#",
)
PAIRS = (
    "{0}/{1}",
    "{0} o {1}",
    "{0}, {1}",
    "{0};{1}",
    "{0} | {1}",
    "{0} and {1}",
    "{0}\n{1}",
    "+{0} +{1}",
    "{0} ou {1}",
)
LETTERS = ("{0}A", "TEL {0}", "o{0}", "{0} TIPS", "CALL-NOW", "ll{0}", "{0}e", "tel:{0}", "١{0}A")


@cache
def plans() -> dict[str, NumberingPlan]:
    return {plan.region: plan for plan in load(resource_dir("data")).plans}


def bad(region: str, choose: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, number) of numbers that must never be listed as they are in this region."""
    plan = plans()[region]
    example = plan.examples.ordinary
    code = plan.calling_code
    other = next(one for one in plans().values() if one.calling_code != code and one.region != region)
    for text in premium(plan, choose):
        yield "premium", text
    for prefix in SATELLITE_CODES:
        for _ in range(4):
            digits = "".join(choose.choices("0123456789", k=8))
            yield "satellite", f"+{prefix}{digits}"
            yield "satellite", f"+{prefix} {digits[:4]}-{digits[4:]}"
    for _ in range(8):
        yield "world premium", f"+{GLOBAL_PREMIUM_CODE}{choose.randrange(10**8, 10**9)}"
    yield from (("extension", f"{example}{extension}") for extension in EXTENSIONS)
    yield from (("forwarding", form.format(example)) for form in FORWARDING)
    yield from (("two in one", pair.format(example, other.examples.ordinary)) for pair in PAIRS)
    yield from (("letters", form.format(example)) for form in LETTERS)
    for sign in HIDDEN:
        place = choose.randrange(1, len(example))
        yield "hidden signs", f"{example[:place]}{sign}{example[place:]}"
        yield "hidden signs", f"{sign}{example}"
        yield "hidden signs", f"{example}{sign}"
    for script in SCRIPTS:
        yield "other script", example.translate(str.maketrans("0123456789", script))
        digits = [place for place, sign in enumerate(example) if sign.isdigit()]
        for place in choose.sample(digits, 3):
            yield "other script", f"{example[:place]}{script[int(example[place])]}{example[place + 1 :]}"
    for one in plans().values():
        if one.calling_code != code:
            yield "wrong region", f"+{one.calling_code} {one.examples.ordinary}"
    for length in (1, 2, 7, 16, 20, 59, 61, 200):
        if length not in plan.lengths and length not in (1, 2, 7):
            yield "length", "2" * length
    yield "length", f"{example}{'0' * 12}"
    yield from (("nothing", text) for text in ("", " ", "-", "+", "()", "...", "+-", "( )"))
    yield from (("signs", f"{example[:3]}{sign}{example[3:]}") for sign in "!?=%&$@_~^<>{}[]\"'\\")


def premium(plan: NumberingPlan, choose: random.Random) -> Iterator[str]:
    """Premium-rate numbers: the plan's own ranges, and what libphonenumber calls one."""
    for known in plan.premium_rate:
        for _ in range(20):
            missing = choose.choice(known.lengths) - len(known.prefix)
            yield known.prefix + "".join(choose.choices("0123456789", k=missing))
    found = phonenumbers.example_number_for_type(plan.region, phonenumbers.PhoneNumberType.PREMIUM_RATE)
    if found is not None:
        national = str(found.national_number)
        for _ in range(20):
            tail = "".join(choose.choices("0123456789", k=2))
            text = national[:-2] + tail
            number = phonenumbers.PhoneNumber(country_code=found.country_code, national_number=int(text))
            if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
                yield text
                yield f"+{plan.calling_code}{text}"


@cache
def everything() -> tuple[tuple[str, str, str], ...]:
    """(region, kind, number), each once."""
    choose = random.Random(27)
    found = [(region, *one) for region in sorted(plans()) for one in bad(region, choose)]
    return tuple(dict.fromkeys(found))


def test_there_are_at_least_2000_of_every_kind_together() -> None:
    assert len(everything()) >= 2000
    kinds = Counter(kind for _, kind, _ in everything())
    assert set(kinds) == {
        "premium", "satellite", "world premium", "extension", "forwarding", "two in one", "letters",
        "hidden signs", "other script", "wrong region", "length", "nothing", "signs",
    }  # fmt: skip
    assert {region for region, kind, _ in everything() if kind == "premium"} >= {"MX", "US", "CR"}


def test_the_number_domain_accepts_none_silently() -> None:
    assert [row for row in everything() if _accepted(*row)] == []


def _accepted(region: str, kind: str, number: str) -> bool:
    try:
        return not phone.parse(number, region, plans()[region]).warnings
    except InputError as error:
        return not error.problems


def line(number: str, region: str) -> dict[str, Any]:
    """A service whose only number is this one, well documented and confirmed by nobody."""
    point = {
        "id": "voice",
        "channel": "voice",
        "number": number,
        "number_region": region,
        "evidence": [source("shows-it")],
    }
    return {**document()["service"][1], "contact_point": [point]}


def test_the_desk_accepts_none(desk: Desk, engine: Engine) -> None:
    # No number is looked up in the database, so the second one only shows that it is asked the same way.
    every = 1 if engine.dialect.name == "sqlite" else 25
    accepted, refused = [], 0
    with writing(desk.factory) as session:
        for region, kind, number in everything()[::every]:
            try:
                text = line(number, region)
                proposing.propose(session, ANA, "service", "GT", text, "x", NOW, plans())
            except InputError as error:
                refused += bool(error.problems)
            else:
                accepted.append((region, kind, number))
    assert (accepted, refused) == ([], len(everything()[::every]))
    assert [change for change in desk.changes() if change.state == "proposed"] == []


def test_the_files_accept_none(tmp_path: Path) -> None:
    """One file a region, with every bad number in a contact point of its own."""
    (tmp_path / "numbering").symlink_to(resource_dir("data") / "numbering")
    (tmp_path / "regions").mkdir()
    wanted = set()
    for region in sorted(plans()):
        file = document(region)
        service = file["service"][1]
        for number, (home, _, text) in enumerate(everything()):
            # TOML itself refuses these in a text; as escapes they arrive all the same.
            if home == region:
                point = line(text, home)["contact_point"][0] | {"id": f"bad-{number}"}
                service["contact_point"].append(point)
                wanted.add((f"{region}.toml", f"bad-{number}"))
        file["service"][0]["contact_point"] = file["service"][0]["contact_point"][2:]
        text = toml(file).replace("\x7f", "\\u007f")
        (tmp_path / "regions" / f"{region}.toml").write_text(text, encoding="utf-8")
    found = {
        (problem.file.removeprefix("regions/"), problem.record.rpartition("contact_point ")[2])
        for problem in rounds(tmp_path)
    }
    assert wanted - found == set()


def rounds(folder: Path) -> list[Any]:
    """The problems of the shape, and then, without what those name, the problems of the numbers."""
    first = list(load(folder).problems)
    named = {problem.record.rpartition("contact_point ")[2] for problem in first}
    for path in (folder / "regions").glob("*.toml"):
        file = tomllib.loads(path.read_text("utf-8"))
        for service in file["service"]:
            service["contact_point"] = [one for one in service["contact_point"] if one["id"] not in named]
        path.write_text(toml(file).replace("\x7f", "\\u007f"), encoding="utf-8")
    return first + list(load(folder).problems)


def test_a_number_that_is_only_unknown_is_accepted_with_the_name_of_who_confirmed_it(desk: Desk) -> None:
    unknown = line("1999", "GT")
    arguments = (person("ana", "editor"), "service", "GT", unknown, "x", NOW, plans())
    assert desk.refused(proposing.propose, *arguments) == ["short_code_unknown"]
    unknown["contact_point"][0]["confirmed_by"] = "María Pérez, by phone"
    assert desk.refused(proposing.propose, *arguments) == []


@pytest.mark.parametrize("number", ["1\u202e556", "1556 ext 2", "*21*1556#", "1556 / 110"])
@pytest.mark.parametrize("kind", ["retired_number", "lead"])
def test_what_is_only_listed_as_retired_or_seen_is_still_plainly_one_number(
    desk: Desk, kind: Any, number: str
) -> None:
    record = {**document()[kind][0], "number": number}
    assert desk.refused(proposing.propose, ANA, kind, "GT", record, "x", NOW, plans())
