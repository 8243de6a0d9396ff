"""Starts the worker that looks at a file, and waits for its answer.

It gets no setting of ours, so that a decoder which is taken over finds no secret in its
surroundings. A worker that dies or takes too long has refused the file.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from hotline.domain.errors import InputError, Problem

from .found import Found, damaged, refused
from .signature import HEAD, kind_of

_PACKAGES = Path(__file__).resolve().parents[3]
#: Of the clock, not of work: a slow disk reads two gigabytes in this time.
_PATIENCE = 240

# One at a time in a process, so that many large files do not fill the memory together.
_looking = threading.Lock()


def look(path: Path, preview: Path) -> Found:
    """Make the file at `path` harmless in its place, and say what it is; InputError if it is not taken.

    Writes a small picture of it to `preview` where there is one (`Found.preview`).
    """
    with path.open("rb") as file:
        # What nobody could make harmless needs no worker to be refused.
        if kind_of(file.read(HEAD)) is None:
            raise refused("file_type")
    known = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    packages = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "hotline.services.looking", str(path), str(preview)]
    try:
        with _looking:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**known, "PYTHONPATH": packages},
                timeout=_PATIENCE,
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise refused("file_took_too_long") from None
    finally:
        # What a worker that was stopped had begun to write beside the file.
        path.with_name(f"{path.name}.anew").unlink(missing_ok=True)
    if done.returncode != 0:
        # A decoder that fell over, or one of the limits.
        raise damaged()
    answer = json.loads(done.stdout)
    if answer["problems"]:
        raise InputError(Problem(code, parameters, where="file") for code, parameters in answer["problems"])
    told = answer["found"]
    return Found(**{**told, "codes": tuple(told["codes"])})
