"""Texts hold what is seen: nothing hidden, nothing piled up; what languages of the region need stays."""

import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from hotline.domain.field import Text
from hotline.domain.signs import composed, hides_something, piles_up_marks, without_hidden

TEXT = TypeAdapter(Text)


@pytest.mark.parametrize(
    "sign",
    [
        "\x00", "\x07", "\t", "\r", "\x7f", "\x85", "\u00ad", "\u034f", "\u061c", "\u115f", "\u17b4", "\u180b",
        "\u180e", "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066",
        "\u2069", "\u206f", "\u2800", "\u3164", "\ufe00", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\ue000",
        "\uffff", "\U0001d173", "\U000e0001", "\U000e0041", "\U000e007f", "\U000e0100", "\U000f0000",
        "\U0010ffff", "\u0378", "\ud800",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_sign_that_shows_nothing_is_refused_wherever_it_stands(sign: str) -> None:
    for text in (f"{sign}Ayuda", f"Ay{sign}uda", f"Ayuda{sign}"):
        assert hides_something(text), ascii(text)
        with pytest.raises(ValidationError):
            TEXT.validate_python(text)


def test_every_format_and_control_of_unicode_is_refused_but_the_end_of_a_line() -> None:
    kinds = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
    let_in = [
        code
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in kinds and not hides_something(f"a{chr(code)}b")
    ]
    # What Python's older table of Unicode does not know yet is a letter to the newer one.
    assert [code for code in let_in if unicodedata.category(chr(code)) != "Cn"] == [0x0A]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ixil ʼ Kʼicheʼ Mam ẍ tzʼutujil", "Mayan orthography"),
        ("Niñez ¿qué? ₡ 500, 1.ª línea", "Spanish signs"),
        ("l’aide « gratuite\u00a0»", "French signs and the blank that keeps them together"),
        ("una línea\notra línea", "a longer text has lines"),
        ("☎️ 🌊 🇬🇹", "pictures, one of them in its coloured form"),
        ("北京 東京 한국 العربية हिन्दी ภาษาไทย", "names in other scripts"),
        ("ế ẍ̄", "two marks on one letter"),
    ],
)
def test_what_languages_need_stays_as_it_is(text: str, reason: str) -> None:
    assert TEXT.validate_python(text) == text, reason


def test_a_flood_of_marks_is_refused_and_three_are_not() -> None:
    assert not piles_up_marks("a\u0323\u0301\u0308")
    assert piles_up_marks("a\u0323\u0301\u0308\u0304")
    # A composed letter has marks, too.
    assert piles_up_marks(composed("e\u0302\u0301\u0323\u0330"))
    with pytest.raises(ValidationError):
        TEXT.validate_python("Z" + "\u0335\u0321\u0322\u0336" * 20)


def test_the_two_forms_of_one_text_become_the_same_value() -> None:
    assert TEXT.validate_python("Poli\u0301cia nin\u0303ez x\u0308") == "Polícia niñez ẍ"


def test_a_name_for_eyes_loses_what_cannot_be_seen() -> None:
    assert without_hidden("\u202egpj.exe\x00\u200b a" + "\u0301" * 9) == "gpj.exe a"
