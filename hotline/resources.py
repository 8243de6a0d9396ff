"""Finds the files that come with the program: `data/` and `templates/`.

In a checkout they stand beside the package; in an installed wheel they lie in `hotline/_bundled`.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: str) -> Path:
    """The folder `data` or `templates`; FileNotFoundError names both places that were looked at."""
    places = (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the folder {name!r} is missing: looked in {places[0]} and {places[1]}")


def server_file(name: str) -> Path:
    """`wsgi.py` or `gunicorn.conf.py`, which stand beside the package or are bundled with it."""
    places = (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_file():
            return place
    raise FileNotFoundError(f"the file {name!r} is missing: looked in {places[0]} and {places[1]}")
