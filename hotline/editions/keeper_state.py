"""What the keeper of a machine last wrote about itself: one small file, for the desk and for /readyz.

The keeper (services/keeping) and the web workers know of each other by this file and by the built
editions alone, so a worker can say how the keeper is without a database.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

FILE = "keeper.json"
#: A keeper writes every few seconds; one that is silent for so long does not work.
SILENT_AFTER = timedelta(seconds=30)


class Failing(BaseModel):
    """A step that does not succeed now, since when, and the kind and place of its last error."""

    model_config = ConfigDict(frozen=True)

    step: str
    since: AwareDatetime
    error: str


class KeeperState(BaseModel):
    """`beat` is when the keeper last said that it lives: None where none ever ran."""

    model_config = ConfigDict(frozen=True)

    beat: AwareDatetime | None = None
    edition: int | None = None  #: the edition that it last built, or found built
    failing: tuple[Failing, ...] = ()

    def silent(self, now: datetime) -> bool:
        """Whether changes of the directory do not become public now, because nobody builds them."""
        return self.beat is None or now - self.beat > SILENT_AFTER


def read(var: Path) -> KeeperState:
    """The last state that was written whole; that of no keeper where there is none."""
    try:
        return KeeperState.model_validate_json((var / FILE).read_bytes())
    except (OSError, ValidationError):
        return KeeperState()


def write(var: Path, state: KeeperState) -> None:
    """Put `state` in the place of the one before, in one step."""
    temporary = var / f".{FILE}-{os.getpid()}"
    temporary.write_text(state.model_dump_json(), encoding="utf-8")
    temporary.replace(var / FILE)
