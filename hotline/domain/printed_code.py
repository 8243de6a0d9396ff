"""What a QR code or a link of a material leads to, compared with what the directory holds.

Nobody reads a code with their eyes, so a wrong one stays for years. Must not know files or forms.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from . import gate
from .near import Listed, Plans, key

#: known: a number of the directory. ours: a page of this site. retired: a number that no longer is
#: right. unlisted: a number that the directory does not hold. elsewhere: an address of somebody else.
#: words: neither number nor address.
Verdict = Literal["known", "ours", "retired", "unlisted", "elsewhere", "words"]

#: What a reviewer has to look at twice, and what must not be published unseen.
WARNINGS: frozenset[Verdict] = frozenset({"unlisted", "elsewhere", "words"})
ERRORS: frozenset[Verdict] = frozenset({"retired"})

_DIALLED = re.compile(r"(?i)(?:tel|sms|smsto|mms|mmsto|whatsapp):(?://)?([^?;:]*)")
_CHATS = {"wa.me", "api.whatsapp.com", "www.whatsapp.com"}


@dataclass(frozen=True)
class Judged:
    """One code: what it says, and what that is. `title` is the record that holds its number."""

    text: str
    verdict: Verdict
    title: str = ""


def judged(
    texts: Iterable[str], region: str, numbers: Iterable[Listed], plans: Plans, hosts: Collection[str]
) -> tuple[Judged, ...]:
    """Each code of a material of `region`; `hosts` are the names of this site."""
    known = list(numbers)
    return tuple(_one(text, region, known, plans, hosts) for text in texts)


def _one(text: str, region: str, known: list[Listed], plans: Plans, hosts: Collection[str]) -> Judged:
    number = _number(text)
    if number is None:
        try:
            parts = urlsplit(text.strip())
            host = parts.hostname
        except ValueError:
            return Judged(text, "words")
        if parts.scheme.lower() in {"http", "https"} and host:
            return Judged(text, "ours" if host in hosts else "elsewhere")
        return Judged(text, "elsewhere" if parts.scheme and ":" in text else "words")
    asked = key(number, region, plans)
    same = [one for one in known if one.key == asked]
    for kind, verdict in (("service", "known"), ("retired_number", "retired")):
        found = next((one for one in same if one.record.kind == kind), None)
        if found is not None:
            return Judged(text, verdict, found.title)  # type: ignore[arg-type]
    return Judged(text, "unlisted")


def _number(text: str) -> str | None:
    """The number that a telephone would dial or write to; None if it is no such code."""
    told = text.strip()
    dialled = _DIALLED.match(told)
    if dialled:
        return unquote(dialled[1])
    try:
        parts = urlsplit(told)
    except ValueError:
        return None
    if parts.hostname in _CHATS:
        digits = gate.digits_of(parse_qs(parts.query).get("phone", [parts.path])[0])
        # These addresses hold the whole number without a plus.
        return f"+{digits}" if digits else None
    return told if re.fullmatch(r"[+*#(]?[0-9][0-9 ()./-]{2,20}", told) else None
