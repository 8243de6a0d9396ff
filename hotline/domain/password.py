"""What a password of the desk must be. Guessing is slowed down elsewhere; this keeps out the first guesses."""

import re
import unicodedata

from hotline.domain.errors import Problem

SHORTEST = 12
#: Longer ones are refused, so that hashing cannot be made to take long.
LONGEST = 200


def normalized(password: str) -> str:
    """The same text whichever keyboard wrote its accents."""
    return unicodedata.normalize("NFKC", password)


def problems(password: str, name: str, email: str) -> tuple[Problem, ...]:
    """What is wrong with a new password, all of it; `name` and `email` are those of its owner."""
    password = normalized(password)
    found = []
    if not SHORTEST <= len(password) <= LONGEST:
        found.append(
            Problem("password_length", {"shortest": str(SHORTEST), "longest": str(LONGEST)}, where="password")
        )
    elif len(set(password)) < 5:
        found.append(Problem("password_repeats", where="password"))
    own = {
        part
        for part in re.split(r"\W+", f"{name} {email.partition('@')[0]} hotline".casefold())
        if len(part) > 3
    }
    if any(part in password.casefold() for part in own):
        found.append(Problem("password_has_name", where="password"))
    return tuple(found)
