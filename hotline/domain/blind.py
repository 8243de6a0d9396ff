"""What typing a number blind asks for: that the page does not show it, and that nobody guesses.

Must not know pages, people or where tries are kept.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

#: What stands in the place of a digit that must not be read.
DOT = "•"
#: So many wrong tries within an hour, and the person has to leave the change to somebody else.
WRONG_TRIES = 5
WITHIN = timedelta(hours=1)
#: For so long; by then the source has to be opened anew anyway.
LOCKED_FOR = timedelta(days=1)

#: Digits with at most three signs between two of them that are neither letters nor digits.
_RUN = re.compile(r"\d(?:[\W_]{0,3}\d)*")
#: Shorter pieces of a number say too little, and hours and years are full of them.
_SHORTEST = 3


class Veil:
    """Hides numbers in texts that are shown to somebody who has to type them blind.

    In prose everything goes that shares a longer row of digits with one of them, however it is
    written: with a calling code, without its first zero, in two halves. That hides some other
    numbers too, which does no harm. Without numbers it hides nothing.
    """

    def __init__(self, numbers: Iterable[str] = ()) -> None:
        self._hidden = tuple(found for number in numbers if (found := _digits(number)))

    @property
    def hides(self) -> bool:
        """Whether there is anything to hide."""
        return bool(self._hidden)

    def text(self, text: str) -> str:
        """Prose, names and addresses."""
        return _RUN.sub(lambda found: self._masked(found[0], self._betrays), text)

    def number(self, text: str) -> str:
        """A number in its own field: hidden only where it is one of them, or holds one."""
        return _RUN.sub(lambda found: self._masked(found[0], self._holds), text)

    def every_digit(self, text: str) -> str:
        """A name of something that is nearly the number: none of its digits, as long as anything is hidden."""
        return _dotted(text) if self._hidden else text

    def _masked(self, run: str, betrays: Callable[[str], bool]) -> str:
        if not betrays(_digits(run)):
            return run
        return _dotted(run)

    def _holds(self, digits: str) -> bool:
        return any(hidden in digits for hidden in self._hidden)

    def _betrays(self, digits: str) -> bool:
        return any(
            hidden in digits
            or (len(digits) >= _SHORTEST and digits in hidden)
            or _longest_shared(digits, hidden) >= max(4, len(hidden) - 3)
            for hidden in self._hidden
        )


def dots(number: str) -> str:
    """One dot for each digit of a number, and nothing of how it is written."""
    return DOT * len(_digits(number))


def _dotted(text: str) -> str:
    return "".join(DOT if sign.isdecimal() else sign for sign in text)


def locked_until(wrong_tries: Sequence[datetime], now: datetime) -> datetime | None:
    """Until when a person cannot try again, after these wrong tries; None if they can."""
    tries = sorted(wrong_tries)
    ends = [
        last + LOCKED_FOR
        for first, last in zip(tries, tries[WRONG_TRIES - 1 :], strict=False)
        if last - first <= WITHIN
    ]
    return max((end for end in ends if end > now), default=None)


def _digits(text: str) -> str:
    """As ASCII, whatever script they are written in."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def _longest_shared(one: str, other: str) -> int:
    return max(
        (
            end - start
            for start in range(len(one))
            for end in range(start + 1, len(one) + 1)
            if one[start:end] in other
        ),
        default=0,
    )
