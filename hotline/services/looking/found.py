"""What is found out about a file, on its way from the worker to whoever asked; and how it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline.domain.errors import InputError, Problem

MEGABYTE = 1024 * 1024
#: The largest file by the first half of its media type, in bytes.
LARGEST: Mapping[str, int] = {
    "image": 40 * MEGABYTE,
    "application": 100 * MEGABYTE,
    "audio": 2048 * MEGABYTE,
    "video": 2048 * MEGABYTE,
}
#: What plays longer than this is no spot and no episode, or says of itself what is not so.
LONGEST_SECONDS = 12 * 60 * 60
MOST_PAGES = 500


@dataclass(frozen=True)
class Found:
    """A file as its own bytes tell of it. `preview` says whether a small picture was made.

    `codes` are the texts of its QR codes and the links in it, each once.
    """

    media_type: str
    digest: str = ""
    size: int = 0
    seconds: int | None = None
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    preview: bool = False
    codes: tuple[str, ...] = ()


def refused(code: str, **parameters: str) -> InputError:
    """The error that says why a file is not taken, at the field of the file."""
    return InputError([Problem(code, parameters, where="file")])


def damaged() -> InputError:
    """A file that is cut off, lies about its parts, or is not what its first bytes say."""
    return refused("file_damaged")


def whole_seconds(seconds: float) -> int:
    """A length in whole seconds, at least one; refused if it cannot be that of a spot or an episode."""
    if not 0 < seconds <= LONGEST_SECONDS:
        raise refused("file_length")
    return max(1, round(seconds))
