"""A worker: reads one form a line, as JSON, and answers each with a line and the bytes that it names.

`python -m hotline.editions.print FOLDER`, FOLDER holding the templates. `press` starts it.
"""

import json
import sys
from pathlib import Path

from hotline.editions.print.typesetting import TypesettingError, typeset


def main(folder: Path) -> None:
    """Answer until the input ends."""
    for line in sys.stdin.buffer:
        try:
            content, problem = typeset(folder, json.loads(line)), None
        except TypesettingError as error:
            content, problem = b"", str(error)
        head = json.dumps({"length": len(content), "problem": problem})
        sys.stdout.buffer.write(head.encode() + b"\n" + content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
