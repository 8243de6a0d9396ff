"""Writes what nginx needs to know of this program: the hashes of style and script in its pages and frames.

    python -m hotline.web.policy [FILE] > hotline-policy.conf

With FILE, what it wrote for an earlier version, the hashes of that version are allowed as well, so
that the pages of both work while one takes over from the other (docs/deploy).
"""

import re
import sys
from collections.abc import Sequence

from hotline.editions.rendering import Sources, csp_hashes, frame_hashes
from hotline.web import security

_PAGE, _FRAME = "hotline_policy", "hotline_frame_policy"


def main(arguments: Sequence[str]) -> int:
    """Print the file; `arguments` are the files of earlier versions."""
    earlier = []
    for name in arguments:
        with open(name, encoding="ascii") as file:
            earlier.append(file.read())
    page = security.content_security_policy(*_with_earlier(csp_hashes(), earlier, _PAGE))
    frame = security.frame_policy(*_with_earlier(frame_hashes(), earlier, _FRAME))
    for variable, policy in ((_PAGE, page), (_FRAME, frame)):
        sys.stdout.write(f'map "" ${variable} {{\n    default "{policy}";\n}}\n')
    return 0


def _with_earlier(own: Sources, earlier: Sequence[str], variable: str) -> Sources:
    styles, scripts = own
    for text in earlier:
        policy = text.partition(f"${variable} ")[2].partition("}")[0]
        styles += _hashes(policy, "style-src")
        scripts += _hashes(policy, "script-src")
    return tuple(dict.fromkeys(styles)), tuple(dict.fromkeys(scripts))


def _hashes(policy: str, directive: str) -> tuple[str, ...]:
    """Only the first of an earlier file, which is its own: the list must not grow with each version."""
    found = re.search(rf"{directive} ((?:'sha256-[A-Za-z0-9+/=]+' ?)+)", policy)
    return tuple(found[1].split()[:1]) if found else ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
