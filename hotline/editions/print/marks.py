"""Since which edition a region has said what it says now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from hotline.domain.edition import Edition
from hotline.editions.print.content import Mark


class Known(NamedTuple):
    """The marks of an edition that were worked out before."""

    sha256: str
    marks: Mapping[str, Mark]


def since(editions: Iterable[Edition], known: Known | None = None) -> Mapping[str, Mark]:
    """For each region of the first edition, the oldest without a difference to it in between.

    `editions` come newest first, and only as many are read as it takes; at the edition of which the
    marks are `known`, they are taken from there. Everything that can stand on a form counts, and the
    numbering plans too, since they decide what is dialled from elsewhere.
    """
    found: dict[str, Mark] = {}
    now: Edition | None = None
    waiting: set[str] = set()
    expected: str | None = None
    for edition in editions:
        # Each edition names the hash of the one before it, so none has to be worked out but the first.
        sha256 = expected if now is not None else edition.sha256
        if now is None:
            now, waiting = edition, set(edition.directories)
        waiting = {code for code in waiting if _same(now, edition, code)}
        if known is not None and sha256 == known.sha256:
            return found | {code: known.marks[code] for code in waiting if code in known.marks}
        found |= dict.fromkeys(waiting, Mark(edition.number, edition.published_at))
        expected = edition.previous
        if not waiting:
            break
    return found


def read(said: Mapping[str, tuple[int, str]]) -> Mapping[str, Mark]:
    """Marks as they were written down: region to number and moment."""
    return {code: Mark(number, datetime.fromisoformat(moment)) for code, (number, moment) in said.items()}


def _same(now: Edition, then: Edition, region: str) -> bool:
    return now.directories[region] == then.directories.get(region) and now.plans.get(
        region
    ) == then.plans.get(region)
