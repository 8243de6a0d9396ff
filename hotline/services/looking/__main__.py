"""The worker: looks at one file that may be hostile, under limits that the system enforces.

`python -m hotline.services.looking FILE PREVIEW` makes FILE harmless in its place, and answers with
one line of JSON: what was found, or the problems. `process` starts it.
"""

import hashlib
import json
import os
import resource
import sys
from dataclasses import asdict, replace
from pathlib import Path

from hotline.domain.errors import InputError

from . import mp4, paper, picture, signature, sound, webm
from .found import LARGEST, MEGABYTE, Found, damaged, refused

#: Bytes of addresses, seconds of work, bytes of a file. Each was measured and doubled.
_ADDRESSES = 1536 * MEGABYTE
_SECONDS = 90
_FILE = 2200 * MEGABYTE

_PLAYED = {"mp4": mp4.read, "webm": webm.read, "mp3": sound.mp3, "wav": sound.wav, "ogg": sound.ogg}


def look(path: Path, preview: Path) -> Found:
    """What a file is, after it was made harmless; InputError if it is not taken."""
    with path.open("rb") as file:
        kind = signature.kind_of(file.read(signature.HEAD))
    if kind is None:
        raise refused("file_type")
    size = path.stat().st_size
    if kind in _PLAYED:
        with path.open("r+b") as file:
            found = _PLAYED[kind](file, size)
    elif size > LARGEST["application" if kind == "pdf" else "image"]:
        largest = LARGEST["application" if kind == "pdf" else "image"]
        raise refused("attachment_too_large", megabytes=str(largest // MEGABYTE))
    elif kind == "pdf":
        found = paper.read(path, preview)
    else:
        found = picture.read(path, kind, preview)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return replace(found, digest=digest, size=path.stat().st_size)


def main(path: Path, preview: Path) -> None:
    """Look at a file within the limits, and say what was found."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)
    try:
        answer: dict[str, object] = {"found": asdict(look(path, preview)), "problems": []}
    except InputError as error:
        answer = _no(error)
    except (MemoryError, RecursionError, OSError, OverflowError):
        answer = _no(damaged())
    sys.stdout.write(json.dumps(answer))


def _no(error: InputError) -> dict[str, object]:
    return {"found": None, "problems": [[one.code, one.parameters] for one in error.problems]}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
