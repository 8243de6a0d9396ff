"""What is kept of what a visitor types: plain text that cannot deceive whoever reads it."""

import pytest

from hotline.domain.errors import InputError
from hotline.domain.report import LONGEST, Report, plain, read

CLEANED = {
    "direction marks are taken out": ("15\u202e55\u2066x\u2069", "1555x"),
    "signs of no width are taken out": ("1\u200b5\ufeff5\u00ad5", "1555"),
    "controls are taken out": ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
    "half a pair is taken out": ("a\ud800b", "ab"),
    "lines become one": ("one\r\n\ttwo\u2028three", "one two three"),
    "spaces of any kind become one": ("\u00a0 one \u3000 two ", "one two"),
    "an accent that comes alone joins its letter": ("cafe\u0301", "café"),
    "a heap of marks is cut": ("e\u0301\u0302\u0303\u0304\u0305\u0306", "é\u0302\u0303"),
    "letters of every script stay": ("línea 1555 ñ Qʼeqchiʼ אבג", "línea 1555 ñ Qʼeqchiʼ אבג"),
    "a sentence stays as it is": ("¿No contesta? ¡1555! <b> & 'x'", "¿No contesta? ¡1555! <b> & 'x'"),
}


@pytest.mark.parametrize("reason", CLEANED)
def test_a_text_becomes_plain(reason: str) -> None:
    typed, kept = CLEANED[reason]
    assert plain(typed) == kept


def test_a_report_is_read_from_a_form() -> None:
    form = {"region": "gt", "wrong": "other", "line": " 1555 ", "seen": "\u200b", "words": ""}
    assert read(form, {"GT"}, "es") == Report("es", "other", "GT", "1555", None, None)


def test_all_that_is_wrong_with_a_form_is_told_at_once() -> None:
    form = {name: "x" * (most + 1) for name, most in LONGEST.items()}
    with pytest.raises(InputError) as refused:
        read(form, {"GT"}, "es")
    assert [problem.where for problem in refused.value.problems] == ["wrong", *LONGEST]


def test_only_what_is_kept_counts_for_the_length() -> None:
    form = {"wrong": "other", "words": "x" * LONGEST["words"] + "\u200b" * 99}
    assert read(form, (), "es").words == "x" * LONGEST["words"]
