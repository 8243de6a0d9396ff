"""Texts that a spreadsheet would run as formulas, and the apostrophe that keeps it from that.

A program that cuts a CSV file at semicolons or tabs, as a spreadsheet in Spanish does, takes no notice
of quotation marks inside what it holds for a cell. So the middle of a text is looked at too: what
stands after such a sign or at the start of a line can come to be a cell of its own.

Must not know tables or files.
"""

import re

_BEGINNING = r"""((?:^|[\n\r\t;])[ "]*)"""
_SIGN = r"(?='*[=+\-@\t\r＝＋－＠])"
_FORMULA = re.compile(_BEGINNING + _SIGN)
_GUARDED = re.compile(f"{_BEGINNING}'{_SIGN}")


def guarded(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet would take for a formula."""
    return _FORMULA.sub(r"\1'", text)


def unguarded(text: str) -> str:
    """The text without the apostrophes that `guarded` puts into it."""
    return _GUARDED.sub(r"\1", text)
