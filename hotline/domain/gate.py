"""The strict gate: reads the raw text of a number before anything tries to understand it.

Libraries forgive: they drop a star, turn letters into digits, follow `;ext=` and swallow what
nobody sees. So whatever is not plainly one number is refused here, each kind with its own code.
This module must not know regions, plans or libphonenumber.
"""

import re
import unicodedata

from hotline.domain.errors import Problem

#: Longer texts are not read at all, so that no pattern ever meets one.
MAX_LENGTH = 60

_PLAIN = re.compile(r"(\+|\(\+?)?[0-9]([0-9 ().\-]*[0-9])?")
#: A star code has three or four digits. Two digits after a star forward and block calls on
#: North American networks (*72), so they are refused with the other service codes.
_STAR_CODE = re.compile(r"\*[0-9]{3,4}")
_EXTENSION = re.compile(
    r"(?i)(ext(ension|ensi[oó]n)?|e?xtn|poste|anexo|interno|int|x|post|p|w)[ .:=]*[0-9]+\W*$"
    r"|[0-9)]\s*#\s*[0-9]+\s*$|,[,0-9]|;\s*(ext|phone-context|isub|postd)"
)
_BETWEEN_TWO = re.compile(r"(?i)[/;|,&\n]|\b(or|and|o|y|u|e|ou|et)\b")
_KEYPAD = {
    letter: digit
    for digit, letters in {
        "2": "ABC", "3": "DEF", "4": "GHI", "5": "JKL", "6": "MNO", "7": "PQRS", "8": "TUV", "9": "WXYZ",
    }.items()
    for letter in letters
}  # fmt: skip


def digits_of(text: str) -> str:
    """The ASCII digits of a text, in order."""
    return "".join(re.findall("[0-9]", text))


def is_international(text: str) -> bool:
    """Whether a + stands before the first digit."""
    return re.match(r"\s*\(?\+", text) is not None


def keypad_digits(text: str) -> str:
    """Digits and letters as the digits of a telephone's keys (ITU-T E.161)."""
    return "".join(
        _KEYPAD.get(sign, sign) for sign in text.upper() if sign in _KEYPAD or sign in "0123456789"
    )


def inspect(raw: str) -> tuple[Problem, ...]:
    """Every problem of a raw number; empty if it is one row of digits with plain separators."""
    early = _unreadable(raw)
    if early:
        return early
    problems = list(_foreign_signs(raw))
    extension = _EXTENSION.search(raw) is not None
    if extension:
        problems.append(Problem("extension"))
    elif _is_two(raw):
        problems.append(Problem("two_numbers"))
    elif any(sign.isalpha() for sign in raw):
        problems.append(Problem("letters"))
    if _is_service_code(raw, extension):
        problems.append(Problem("forwarding_code"))
    if not problems and not digits_of(raw):
        problems.append(Problem("number_missing"))
    if not problems and not _is_plain(raw):
        problems.append(Problem("unexpected_signs"))
    return tuple(problems)


def inspect_vanity(raw: str) -> tuple[Problem, ...]:
    """Every problem of a number written with letters, such as 0-800-922-TIPS or BEFREE."""
    early = _unreadable(raw)
    if early:
        return early
    problems = list(_foreign_signs(raw))
    if not problems and not re.fullmatch(r"\+?[0-9A-Za-z ().\-]+", raw):
        problems.append(Problem("unexpected_signs"))
    if not problems and not re.search("[A-Za-z]", raw):
        problems.append(Problem("vanity_without_letters"))
    return tuple(problems)


def without_digits(raw: str, start: int, count: int) -> str:
    """`raw` without `count` digits from digit number `start` on, and without what they leave behind."""
    kept = []
    seen = 0
    for sign in raw:
        if "0" <= sign <= "9":
            seen += 1
            if start < seen <= start + count:
                continue
        kept.append(sign)
    text = re.sub(r"\(\s*\)", "", "".join(kept))
    text = re.sub(r"([ .\-])[ .\-]+", r"\1", text)
    return text.strip(" .-")


def _unreadable(raw: str) -> tuple[Problem, ...]:
    if len(raw) > MAX_LENGTH:
        return (Problem("number_text_too_long", {"limit": str(MAX_LENGTH)}),)
    if not raw.strip():
        return (Problem("number_missing"),)
    return ()


def _foreign_signs(raw: str) -> list[Problem]:
    problems = []
    # Controls, format signs (bidi, zero width), separators other than a space, and unassigned
    # signs look like nothing and change what a person reads or a phone sends.
    if raw != raw.strip() or any(
        unicodedata.category(sign)[0] in "CZ" or unicodedata.category(sign)[0] == "M"
        for sign in raw
        if sign != " "
    ):
        problems.append(Problem("hidden_signs"))
    if any(unicodedata.category(sign)[0] == "N" and not sign.isascii() for sign in raw):
        problems.append(Problem("other_digits"))
    return problems


def _is_two(raw: str) -> bool:
    if raw.count("+") > 1:
        return True
    parts = _BETWEEN_TWO.split(raw)
    return sum(1 for part in parts if part and digits_of(part)) > 1


def _is_service_code(raw: str, extension: bool) -> bool:
    if "#" in raw and not (extension and "*" not in raw and not raw.lstrip().startswith("#")):
        return True
    return "*" in raw and _STAR_CODE.fullmatch(raw.strip()) is None


def _is_plain(raw: str) -> bool:
    if _STAR_CODE.fullmatch(raw):
        return True
    if _PLAIN.fullmatch(raw) is None or re.search(r"\( *\)", raw):
        return False
    depth = 0
    for sign in raw:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth not in (0, 1):
            return False
    return depth == 0
