"""A number as a speaker reads it: its groups in words, and then digit by digit.

Only the words of the three locales; it must not know forms or editions.
"""

import re

_DIGITS = {
    "es": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
}
_TEENS = {
    "es": [
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
    ],
    "en": [
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ],
    "fr": [
        "dix",
        "onze",
        "douze",
        "treize",
        "quatorze",
        "quinze",
        "seize",
        "dix-sept",
        "dix-huit",
        "dix-neuf",
    ],
}
_TENS = {
    "es": ["veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"],
    "en": ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
    "fr": [
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "soixante-dix",
        "quatre-vingt",
        "quatre-vingt-dix",
    ],
}
_TWENTIES = [
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_HUNDREDS = [
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_SIGNS = {
    "es": {"*": "asterisco", "+": "más", "#": "numeral"},
    "en": {"*": "star", "+": "plus", "#": "hash"},
    "fr": {"*": "étoile", "+": "plus", "#": "dièse"},
}


def digit_by_digit(number: str, locale: str) -> str:
    """ "uno, cinco, cinco, cinco": every sign that is dialled, and nothing else."""
    names = _SIGNS[locale]
    said = [
        _DIGITS[locale][int(sign)] if sign in "0123456789" else names[sign]
        for sign in number
        if sign in "0123456789*+#"
    ]
    return ", ".join(said)


def in_words(number: str, locale: str) -> str:
    """The groups of a number as published, each as people say it, parted by commas.

    Three digits are a number, four are two pairs, more are pairs after the odd one. What begins with
    a zero is said digit by digit, so that no zero is lost.
    """
    said = [_SIGNS[locale]["+"]] if number.startswith("+") else []
    for sign, group in re.findall(r"([*#]?)(\d+)", number):
        said += [_SIGNS[locale][sign]] if sign else []
        said += [_group(part, locale) for part in _parts(group)]
    return ", ".join(said)


def _parts(group: str) -> list[str]:
    if len(group) <= 3:
        return [group]
    odd = len(group) % 2
    return [group[:odd]] * odd + [group[at : at + 2] for at in range(odd, len(group), 2)]


def _group(digits: str, locale: str) -> str:
    if digits.startswith("0"):
        return " ".join(_DIGITS[locale][int(digit)] for digit in digits)
    return cardinal(int(digits), locale)


def cardinal(value: int, locale: str) -> str:
    """A number below 1000 in words."""
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _below_hundred(rest, locale)
    tail = _below_hundred(rest, locale) if rest else ""
    if locale == "es":
        return "cien" if value == 100 else f"{_HUNDREDS[hundreds - 1]} {tail}".strip()
    if locale == "en":
        return f"{_DIGITS['en'][hundreds]} hundred {tail}".strip()
    head = "cent" if hundreds == 1 else f"{_DIGITS['fr'][hundreds]} cent{'' if rest else 's'}"
    return f"{head} {tail}".strip()


def _below_hundred(value: int, locale: str) -> str:
    if value < 10:
        return _DIGITS[locale][value]
    if value < 20:
        return _TEENS[locale][value - 10]
    tens, rest = divmod(value, 10)
    name = _TENS[locale][tens - 2]
    if locale == "es":
        return _TWENTIES[rest] if tens == 2 else f"{name} y {_DIGITS['es'][rest]}" if rest else name
    if locale == "en":
        return f"{name}-{_DIGITS['en'][rest]}" if rest else name
    return _french(tens, rest, name)


def _french(tens: int, rest: int, name: str) -> str:
    if tens in (7, 9):
        base = _TENS["fr"][tens - 3]
        return f"{base} et onze" if (tens, rest) == (7, 1) else f"{base}-{_TEENS['fr'][rest]}"
    if tens == 8:
        return f"{name}-{_DIGITS['fr'][rest]}" if rest else f"{name}s"
    return f"{name} et un" if rest == 1 else f"{name}-{_DIGITS['fr'][rest]}" if rest else name
