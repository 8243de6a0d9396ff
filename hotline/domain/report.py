"""What a visitor tells about a wrong number: checked texts, and nothing about the visitor.

Signs that nobody sees or that turn a line round are taken out, because whoever typed them did not
mean them and whoever reads the report must not be deceived by them. No clock here, and no browser.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from .errors import InputError, Problem

Wrong = Literal[
    "nobody_answers",
    "somebody_else",  # another person or office answered
    "costs_money",
    "wrong_hours",
    "told_wrongly",  # a poster, a spot or a page says something else
    "danger",  # it led to somebody who did harm
    "other",
]
#: What became of a report: every one of them leaves the numbers alone.
Outcome = Literal["nothing_wrong", "fixed", "cannot_tell", "spam"]

#: The most signs that are kept of a field.
LONGEST: Mapping[str, int] = {"line": 120, "seen": 200, "words": 500}


@dataclass(frozen=True)
class Report:
    """One report. `region` is None where the visitor does not know the country."""

    locale: str
    wrong: Wrong
    region: str | None = None
    line: str | None = None  #: the number or the name of the line, as typed
    seen: str | None = None  #: where the visitor saw it
    words: str | None = None


def read(form: Mapping[str, str], regions: Collection[str], locale: str) -> Report:
    """The report in a form; InputError with everything that is wrong with it.

    A region that is not in `regions` counts as not known: the page offers no other.
    """
    texts = {name: plain(form.get(name, "")) for name in LONGEST}
    problems = list(_problems(form, texts))
    if problems:
        raise InputError(problems)
    code = form.get("region", "").upper()
    kept = {name: text or None for name, text in texts.items()}
    return Report(locale, form["wrong"], code if code in regions else None, **kept)  # type: ignore[arg-type]


def _problems(form: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[Problem]:
    if form.get("wrong") not in get_args(Wrong):
        yield Problem("report_what_is_wrong", where="wrong")
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            yield Problem("text_too_long", {"limit": str(LONGEST[name])}, where=name)


def plain(text: str) -> str:
    """The text on one line, without controls, direction marks and other signs that nobody sees.

    A letter keeps two marks of its own; a heap of them would be drawn over the lines beside it.
    """
    # Before the signs are sorted: a letter and its accent may come as two.
    text = unicodedata.normalize("NFC", text)
    seen = (" " if sign.isspace() else sign for sign in text)
    text = "".join(sign for sign in seen if unicodedata.category(sign)[0] != "C")
    text = "".join(_few_marks(text))
    return re.sub(" +", " ", text).strip()


def _few_marks(text: str) -> Iterator[str]:
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if marks <= 2:
            yield sign
