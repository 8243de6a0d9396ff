"""A worker: reads one form a line, as JSON, and answers each with a line and the bytes that it names.

`python -m hotline.editions.print FOLDER`, FOLDER holding the templates. `worker` starts it.
"""

import argparse
import json
import os
import resource
import sys
from pathlib import Path

from hotline.editions.print.logo import LogoError, drawn
from hotline.editions.print.typesetting import TypesettingError, typeset

#: Of one form that a stranger asked for. A poster with a logo takes a fifth of this.
_BYTES = 1 << 30
_SECONDS = 20


def main(folder: Path) -> None:
    """Answer until the input ends."""
    for line in sys.stdin.buffer:
        content, problem, about = b"", None, ""
        try:
            content = typeset(folder, drawn(json.loads(line)))
        except LogoError as error:
            problem, about = str(error), "logo"
        except TypesettingError as error:
            problem = str(error)
        head = json.dumps({"length": len(content), "problem": problem, "about": about})
        sys.stdout.buffer.write(head.encode() + b"\n" + content)
        sys.stdout.buffer.flush()


def _guard() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    # Not a byte goes into a file; the answer is a pipe.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--nice", type=int, default=0)
    asked.add_argument("--guarded", action="store_true")
    given = asked.parse_args()
    os.nice(given.nice)
    if given.guarded:
        _guard()
    main(given.folder)
