"""Any form of any number gets an honest answer."""

import datetime
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.edition import Edition
from hotline.domain.errors import SENTENCES
from hotline.domain.listing import RegionDirectory
from hotline.domain.numbering import NumberingPlan
from hotline.editions.lookup import MAX_QUESTION, NOTES, Answer, Lookup

DATA = Path(__file__).parents[2] / "data"
PLANS = [
    NumberingPlan.model_validate(tomllib.loads(path.read_text()))
    for path in sorted((DATA / "numbering").glob("*.toml"))
]
DAY = datetime.date(2026, 11, 24)
TEXTS = {"es": "Ayuda.", "en": "Help.", "fr": "Aide."}
EVIDENCE = [{"address": "https://example.org", "title": "Example", "read": DAY, "obtained": "live_page"}]


def _directory(region: str, numbers: dict[str, str], **more: object) -> RegionDirectory:
    """A directory whose services are named here, each with one number."""
    services = [
        {
            "id": id_,
            "organization": "org",
            "name": id_,
            "name_language": "es",
            "operator": "government",
            "needs": ["trafficking"],
            "description": TEXTS,
            "contact_point": [{"id": "voice", "channel": "voice", "number": number, "evidence": EVIDENCE}],
        }
        for id_, number in numbers.items()
    ]
    first = next(iter(numbers))
    return RegionDirectory.model_validate(
        {
            "region": region,
            "timezone": "UTC",
            "first": {"services": [first], "emergency": first, "reason": TEXTS},
            "organization": [{"id": "org", "name": "Org", "name_language": "es"}],
            "service": services,
            **more,
        }
    )


def _retired(id_: str, number: str, kind: str, *instead: str) -> dict[str, object]:
    return {
        "id": id_, "number": number, "kind": kind, "instead": instead, "note": TEXTS, "evidence": EVIDENCE,
    }  # fmt: skip


def _lead(id_: str, number: str) -> dict[str, object]:
    return {
        "id": id_, "channel": "voice", "number": number, "name": id_, "reason": "weak_source", "evidence": EVIDENCE,
    }  # fmt: skip


SMALL = Edition(
    number=1,
    published_at=datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC),
    regions=(
        _directory(
            "GT",
            {"pdh": "1555", "pnc": "110", "mp": "2411-9191"},
            retired_number=[_retired("old-1552", "1552", "retired", "pdh", "pnc")],
            lead=[_lead("lead-1541", "1541")],
        ),
        _directory(
            "HN",
            {"cicesct": "145", "child": "110"},
            retired_number=[_retired("old-119", "119", "retired", "cicesct")],
        ),
        _directory("SV", {"conapina": "119"}),
        _directory(
            "MX",
            {"consejo": "800 55 33 000", "whatsapp": "55 5533 5533", "sos": "*765", "women": "079"},
            retired_number=[_retired("old-01", "01 800 5533 000", "retired", "consejo")],
            lead=[_lead("lead-01", "01 800 008 6900")],
        ),
        _directory(
            "US",
            {"nhth": "1-888-373-7888", "sms": "233733", "ncmec": "1-800-843-5678"},
            retired_number=[_retired("misprint-866", "1-866-373-7888", "misprint", "nhth")],
        ),
        _directory("BZ", {"crime-stoppers": "0-800-922-8477"}),
        _directory("CR", {"oij": "800-8000-645"}, lead=[_lead("venezuela", "800-Venezuela")]),
    ),
    numbering=tuple(PLANS),
)
LOOKUP = Lookup(SMALL)


def _names(answer: Answer) -> list[str]:
    records = ((match.service or match.retired or match.lead, match) for match in answer.matches)
    return [f"{match.directory}:{record.id}" for record, match in records if record is not None]


CASES = [
    ("1552", None, "retired", "GT:old-1552", (), "the campaign of 2009"),
    ("1-866-373-7888", None, "misprint", "US:misprint-866", (), "866 for 888"),
    ("1541", "GT", "unconfirmed", "GT:lead-1541", (), "seen, not confirmed"),
    ("01 800 5533 000", None, "genuine", "MX:consejo", ("old_prefix",), "the prefix of old posters"),
    ("800-5533-000", "MX", "genuine", "MX:consejo", (), "other groups, the same digits"),
    ("+52 1 55 5533 5533", None, "genuine", "MX:whatsapp", ("old_prefix",), "the old extra 1"),
    ("044 55 5533 5533", None, "genuine", "MX:whatsapp", ("old_prefix",), "an old mobile prefix"),
    ("800 008 6900", None, "unconfirmed", "MX:lead-01", (), "a lead printed with the old prefix"),
    ("+502 1555", None, "genuine", "GT:pdh", ("no_calling_code_for_short_codes",), "a short number is dialled alone"),
    ("00502 1555", None, "genuine", "GT:pdh", ("no_calling_code_for_short_codes",), "the same with 00"),
    ("tel:+50224119191", None, "genuine", "GT:mp", (), "copied from a link"),
    ("https://wa.me/525555335533", None, "genuine", "MX:whatsapp", (), "copied from a WhatsApp link"),
    ("0050224119191", None, "genuine", "GT:mp", (), "00 for the plus"),
    ("011 502 2411 9191", None, "genuine", "GT:mp", (), "011 for the plus"),
    ("2411.9191", None, "genuine", "GT:mp", (), "points"),
    ("(502) 2411–9191", "GT", "genuine", "GT:mp", (), "a dash"),
    ("２４１１９１９１", None, "genuine", "GT:mp", (), "full-width digits"),
    ("\u202e2411\u00a09191", None, "genuine", "GT:mp", (), "signs that nobody sees"),
    ("1 888 373 7888", None, "genuine", "US:nhth", (), "with the 1"),
    ("888 373 7888", None, "genuine", "US:nhth", (), "without the 1"),
    ("001 888 373 7888", "MX", "genuine", "US:nhth", ("another_country",), "dialled from Mexico"),
    ("1-800-THE-LOST", None, "genuine", "US:ncmec", (), "letters on the keys"),
    ("1-800-THE-LOST (843-5678)", None, "genuine", "US:ncmec", (), "letters, and the digits again"),
    ("BEFREE", None, "genuine", "US:sms", (), "a text code as a word"),
    ("0-800-922-TIPS", None, "genuine", "BZ:crime-stoppers", (), "letters at the end"),
    ("800-8000-OIJ", "CR", "genuine", "CR:oij", (), "letters at the end"),
    ("800-Venezuela", None, "unconfirmed", "CR:venezuela", (), "a lead of letters only"),
    ("Tel. 145", "HN", "genuine", "HN:cicesct", (), "a word before it"),
    ("079 opción 1", "MX", "genuine", "MX:women", (), "words after it"),
    ("*765", "MX", "genuine", "MX:sos", (), "a star code"),
    ("*765", "GT", "genuine", "MX:sos", ("another_country",), "known in another country"),
    ("1552", "HN", "retired", "GT:old-1552", ("another_country",), "known in another country"),
    ("110", "HN", "genuine", "HN:child", ("several_countries",), "the chosen country first"),
    ("110", "GT", "genuine", "GT:pnc", ("several_countries",), "the chosen country first"),
    ("119", "HN", "retired", "HN:old-119", ("several_countries",), "retired here, genuine there"),
    ("119", None, "genuine", "SV:conapina", ("several_countries",), "genuine before retired"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "region", "status", "best", "notes", "reason"), CASES)
def test_a_number_in_any_form_is_found(raw, region, status, best, notes, reason):
    answer = LOOKUP.answer(raw, region)
    assert answer.status == status, reason
    assert _names(answer)[0] == best, reason
    assert answer.notes == notes, reason
    assert set(notes) <= set(NOTES)


def test_a_retired_number_names_what_to_call_instead():
    (match,) = LOOKUP.answer("1552", "GT").matches
    assert [service.id for service in match.instead] == ["pdh", "pnc"]


def test_the_same_short_code_returns_every_country_that_has_it():
    assert _names(LOOKUP.answer("110", "HN")) == ["HN:child", "GT:pnc"]


def test_an_old_form_that_is_kept_as_retired_stands_beside_the_genuine_line():
    answer = LOOKUP.answer("01 800 5533 000", "MX")
    assert [match.status for match in answer.matches] == ["genuine", "retired"]
    assert [match.status for match in LOOKUP.answer("800 5533 000", "MX").matches] == ["genuine"]


REFUSED = [
    ("900 123 4567", "MX", "premium_rate", "premium rate in Mexico"),
    ("+52 900 123 4567", "GT", "premium_rate", "the plus says whose number it is"),
    ("900 234 5678", None, "premium_rate", "costs extra wherever it is a number"),
    ("+881 612 345 678", None, "satellite", "a satellite phone"),
    ("*21*24241717#", None, "forwarding_code", "forwards all calls"),
    ("110 o 120", "GT", "two_numbers", "two numbers"),
    ("2411-9191 ext 12", "GT", "extension", "an extension"),
    ("", None, "number_missing", "empty"),
    ("\u200b", None, "number_missing", "nothing that can be seen"),
    ("buenos días", None, "letters", "words"),
    ("l552", "GT", "letters", "a letter that looks like a digit"),
    ("1" * (MAX_QUESTION + 1), None, "number_text_too_long", "a digit more than is read"),
    ("1" * MAX_QUESTION, None, "number_text_too_long", "too long for any number"),
]


@pytest.mark.parametrize(("raw", "region", "code", "reason"), REFUSED)
def test_what_cannot_be_a_help_line_is_refused_with_a_sentence(raw, region, code, reason):
    answer = LOOKUP.answer(raw, region)
    assert (answer.status, [problem.code for problem in answer.problems]) == ("refused", [code]), reason
    assert all(problem.sentence for problem in answer.problems)


@pytest.mark.parametrize(
    ("raw", "region", "reason"),
    [
        ("1553", "GT", "the neighbour of a retired number"),
        ("2411-9192", "GT", "the neighbour of a genuine number"),
        ("+503 2411-9191", None, "the same digits under another calling code"),
        ("860 1234", None, "costs extra in Panama and is ordinary in Belize"),
        ("*766", "MX", "the neighbour of a star code"),
        ("12345678901234567890", None, "no plan has such a number"),
    ],
)
def test_an_unknown_number_is_not_known_and_nothing_more(raw, region, reason):
    answer = LOOKUP.answer(raw, region)
    assert (answer.status, answer.matches, answer.problems) == ("not_known", (), ()), reason


@given(
    st.one_of(st.text(max_size=250), st.text(alphabet="0123456789+-*#() .oyxTELtel:/", max_size=60)),
    st.sampled_from([None, "GT", "US", "XX"]),
)
def test_any_text_gets_an_answer(raw, region):
    answer = LOOKUP.answer(raw, region)
    assert len(answer.asked) <= MAX_QUESTION
    assert (answer.status == "refused") == bool(answer.problems)
    assert (answer.status in {"refused", "not_known"}) == (not answer.matches)
    assert all(problem.code in SENTENCES and problem.sentence for problem in answer.problems)


REAL = Edition(
    number=1,
    published_at=datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC),
    regions=tuple(
        RegionDirectory.model_validate(tomllib.loads(path.read_text()))
        for path in sorted((DATA / "regions").glob("*.toml"))
    ),
    numbering=tuple(PLANS),
)


@pytest.mark.parametrize(
    ("raw", "region", "status", "notes"),
    [
        ("1552", None, "retired", ()),
        ("1-866-373-7888", None, "misprint", ()),
        ("922", "BZ", "misprint", ()),
        ("1505-3233", "PA", "misprint", ()),
        ("2727-3761", "CR", "misprint", ()),
        ("01 800 5533 000", None, "genuine", ("old_prefix",)),
        ("+502 1555", None, "genuine", ("no_calling_code_for_short_codes",)),
        ("900 123 4567", "MX", "refused", ()),
        ("TTY: 711", "US", "genuine", ()),
    ],
)
def test_the_real_directory_answers_for_old_posters(raw, region, status, notes):
    answer = Lookup(REAL).answer(raw, region)
    assert (answer.status, answer.notes) == (status, notes)


def test_every_number_of_the_real_directory_finds_itself():
    lookup = Lookup(REAL)
    for directory in REAL.regions:
        for service in directory.services:
            for point in service.contact_points:
                if point.number is not None:
                    found = lookup.answer(point.number, directory.region).of("genuine")
                    assert service in [match.service for match in found], point.number
        for record in (*directory.retired_numbers, *directory.leads):
            if record.number is not None:
                found_all = lookup.answer(record.number, directory.region).matches
                assert record in [match.retired or match.lead for match in found_all], record.number
