"""Writes what nginx needs to know of this program: the hashes of the style and script of its pages.

    python -m hotline.web.policy [FILE] > hotline-policy.conf

With FILE, what it wrote for an earlier version, the hashes of that version are allowed as well, so
that the pages of both work while one takes over from the other (docs/deploy).
"""

import re
import sys
from collections.abc import Sequence

from hotline.editions.rendering import csp_hashes
from hotline.web import security


def main(arguments: Sequence[str]) -> int:
    """Print the file; `arguments` are the files of earlier versions."""
    styles, scripts = csp_hashes()
    for name in arguments:
        with open(name, encoding="ascii") as file:
            earlier = file.read()
        styles += _hashes(earlier, "style-src")
        scripts += _hashes(earlier, "script-src")
    policy = security.content_security_policy(tuple(dict.fromkeys(styles)), tuple(dict.fromkeys(scripts)))
    sys.stdout.write(f'map "" $hotline_policy {{\n    default "{policy}";\n}}\n')
    return 0


def _hashes(text: str, directive: str) -> tuple[str, ...]:
    """Only the first of an earlier file, which is its own: the list must not grow with each version."""
    found = re.search(rf"{directive} ((?:'sha256-[A-Za-z0-9+/=]+' ?)+)", text)
    return tuple(found[1].split()[:1]) if found else ()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
