"""Since which edition a region has said what it says now."""

from collections.abc import Iterable, Mapping

from hotline.domain.edition import Edition
from hotline.editions.print.content import Mark


def since(editions: Iterable[Edition]) -> Mapping[str, Mark]:
    """For each region of the first edition, the oldest without a difference to it in between.

    `editions` come newest first, and only as many are read as it takes. Everything that can stand on
    a form counts, and the numbering plans too, since they decide what is dialled from elsewhere.
    """
    found: dict[str, Mark] = {}
    now: Edition | None = None
    waiting: set[str] = set()
    for edition in editions:
        if now is None:
            now, waiting = edition, set(edition.directories)
        waiting = {code for code in waiting if _same(now, edition, code)}
        found |= dict.fromkeys(waiting, Mark(edition.number, edition.published_at))
        if not waiting:
            break
    return found


def _same(now: Edition, then: Edition, region: str) -> bool:
    return now.directories[region] == then.directories.get(region) and now.plans.get(
        region
    ) == then.plans.get(region)
