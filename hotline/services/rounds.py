"""Steps that fall due again and again, each in a thread of its own: one that fails or waits keeps none
of the others from their work. Must not know who needs them.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hotline import failure
from hotline.editions.keeper_state import Failing
from hotline.editions.print.worker import NotMadeError

#: After a failure a step waits twice as long each time, at most so many seconds.
LONGEST_WAIT = 15.0
#: A step that has worked on one round for so many seconds is told as failing: it may hang.
TOO_LONG = 120.0
_BEAT_EVERY = 5.0
_LOOK_ROUND = 0.25

log = logging.getLogger("hotline.keeper")

Clock = Callable[[], datetime]
#: Is told how the steps are: the moment, and those that do not succeed now.
Tell = Callable[[datetime, tuple[Failing, ...]], None]


@dataclass(frozen=True)
class Step:
    """Something that falls due again and again: `do` is called with the moment of its round."""

    name: str
    every: float  #: seconds between the end of a round and the next
    do: Callable[[datetime], None]


def run(
    steps: tuple[Step, ...],
    clock: Clock,
    stop: threading.Event,
    wanted: Callable[[], bool],
    tell: Tell,
    made: Callable[[], object],
) -> None:
    """Let every step run until `stop` is set or nobody wants it any more.

    `tell` is called now and again, and at once when the steps are otherwise or `made` answers otherwise.
    """
    rounds = [_Rounds(step, clock, stop) for step in steps]
    for one in rounds:
        one.start()
    told: tuple[object, tuple[Failing, ...]] = (None, ())
    told_at = float("-inf")
    while not stop.wait(_LOOK_ROUND):
        if not wanted():
            stop.set()
            # Nobody is left who could wait for the end of a round.
            return
        news = (made(), _failing(rounds))
        if news != told or time.monotonic() - told_at >= _BEAT_EVERY:
            told, told_at = news, time.monotonic()
            _tell(tell, clock(), news[1])
    for one in rounds:
        one.join(timeout=10)
    _tell(tell, clock(), _failing(rounds))


class _Rounds(threading.Thread):
    """One step, round after round. It never ends by an error."""

    def __init__(self, step: Step, clock: Clock, stop: threading.Event) -> None:
        super().__init__(name=f"keeper: {step.name}", daemon=True)
        self._step, self._clock, self._stopped = step, clock, stop
        self._failing: Failing | None = None
        self._began: tuple[float, datetime] | None = None

    def run(self) -> None:
        wait = 0.0
        while not self._stopped.wait(wait):
            now = self._clock()
            self._began = (time.monotonic(), now)
            try:
                self._step.do(now)
            except Exception as error:
                wait = min(max(wait, self._step.every) * 2, max(LONGEST_WAIT, self._step.every))
                since = self._failing.since if self._failing else now
                self._failing = Failing(step=self._step.name, since=since, error=_said(error))
                log.error("%s: %s", self._step.name, self._failing.error)
            else:
                self._failing, wait = None, self._step.every
            self._began = None

    def failing(self) -> Failing | None:
        """What is wrong with the step now."""
        began = self._began
        if began is not None and time.monotonic() - began[0] > TOO_LONG:
            return Failing(step=self._step.name, since=began[1], error="has not come to its end")
        return self._failing


def _said(error: Exception) -> str:
    # The system's own words help ("No space left on device") and hold nothing that anybody typed.
    words = f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""
    if isinstance(error, NotMadeError):
        words = f" ({error})"
    return f"{failure.place(error)}{words}"


def _failing(rounds: "list[_Rounds]") -> tuple[Failing, ...]:
    return tuple(found for one in rounds if (found := one.failing()) is not None)


def _tell(tell: Tell, now: datetime, failing: tuple[Failing, ...]) -> None:
    try:
        tell(now, failing)
    except OSError as error:
        log.error("telling: %s", _said(error))
