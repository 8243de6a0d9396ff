"""Numbers as they are read aloud."""

import pytest

from hotline.editions.print.spoken import cardinal, digit_by_digit, in_words

WORDS = [
    ("1555", "es", "quince, cincuenta y cinco", "four digits are two pairs"),
    ("1555", "en", "fifteen, fifty-five", "four digits are two pairs"),
    ("1555", "fr", "quinze, cinquante-cinq", "four digits are two pairs"),
    ("110", "es", "ciento diez", "three digits are one number"),
    ("100", "es", "cien", "a hundred alone loses its ending"),
    ("911", "en", "nine hundred eleven", "three digits are one number"),
    ("9-1-1", "fr", "neuf, un, un", "what is published apart is said apart"),
    ("911", "fr", "neuf cent onze", "cent has no s before another number"),
    ("800", "fr", "huit cents", "and has one at the end"),
    ("089", "es", "cero ocho nueve", "no zero is lost"),
    ("800 55 33 000", "es", "ochocientos, cincuenta y cinco, treinta y tres, cero cero cero", "as grouped"),
    ("2511-1000", "es", "veinticinco, once, diez, cero cero", "a pair of zeros is two zeros"),
    ("233733", "en", "twenty-three, thirty-seven, thirty-three", "six digits are three pairs"),
    ("12345", "en", "one, twenty-three, forty-five", "the odd one comes first"),
    ("*765", "en", "star, seven hundred sixty-five", "the star is dialled too"),
    ("+502 2424", "es", "más, quinientos dos, veinticuatro, veinticuatro", "so is the plus"),
]


@pytest.mark.parametrize(("number", "locale", "words", "reason"), WORDS)
def test_a_number_in_words(number: str, locale: str, words: str, reason: str) -> None:
    assert in_words(number, locale) == words, reason


@pytest.mark.parametrize(
    ("value", "words"),
    [(71, "soixante et onze"), (77, "soixante-dix-sept"), (80, "quatre-vingts"), (81, "quatre-vingt-un"),
     (90, "quatre-vingt-dix"), (99, "quatre-vingt-dix-neuf"), (21, "vingt et un"), (200, "deux cents")],
)  # fmt: skip
def test_the_tens_of_french(value: int, words: str) -> None:
    assert cardinal(value, "fr") == words


@pytest.mark.parametrize("locale", ["es", "en", "fr"])
def test_no_two_numbers_below_a_thousand_sound_alike(locale: str) -> None:
    assert len({cardinal(value, locale) for value in range(1000)}) == 1000


@pytest.mark.parametrize("locale", ["es", "en", "fr"])
def test_digit_by_digit_says_each_dialled_sign_once(locale: str) -> None:
    assert len(digit_by_digit("+52 800 55-33 000", locale).split(", ")) == 13
    assert len(digit_by_digit("*765", locale).split(", ")) == 4
