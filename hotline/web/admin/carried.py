"""Whether the public pages carry an edition already, as the folder of built editions says."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from hotline.editions import folder as folders
from hotline.editions import keeper_state

#: Whoever builds does it within seconds; after this, nobody is building, unless a keeper says that it lives.
PATIENCE = timedelta(seconds=10)


@dataclass(frozen=True)
class Carried:
    """`since` is when the pages began to carry it; None where a later edition has taken over."""

    state: Literal["live", "being_built", "nobody_builds"]
    since: datetime | None = None


def carried(root: Path, edition: int, published_at: datetime, now: datetime) -> Carried:
    """Where an edition stands: `root` is the folder of built editions."""
    built = folders.current(root)
    number = re.match(r"(\d+)-", built.name) if built else None
    if number is None or int(number[1]) < edition:
        builds = now - published_at <= PATIENCE or _keeper_works(root, now)
        return Carried("being_built" if builds else "nobody_builds")
    if int(number[1]) > edition:
        return Carried("live")
    flipped = (root / folders.POINTER).lstat().st_mtime
    return Carried("live", datetime.fromtimestamp(flipped, UTC))


def _keeper_works(root: Path, now: datetime) -> bool:
    """Whether a keeper lives and succeeds: on a slow machine it takes longer, and nobody has to be told."""
    keeper = keeper_state.read(root.parent)
    return not keeper.silent(now) and not keeper.failing
