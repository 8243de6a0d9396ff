"""The files of campaign materials among the finished files of an edition.

A file is offered only while every number of its material is known and still holds: what nobody should
put on air any more is not handed out either. Undoing the change brings it back with the next edition.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from hotline.domain.edition import Edition
from hotline.domain.material import Material
from hotline.domain.rendition import ENDINGS, Rendition
from hotline.domain.standing import out_of_date, standing

FOLDER = "files"


@dataclass(frozen=True)
class Offered:
    """A rendition and where its files stand, without the first slash; None for what it does not have."""

    rendition: Rendition
    file: str
    preview: str | None
    captions: str | None


def offered(edition: Edition, material: Material) -> tuple[Offered, ...]:
    """What of a material is handed out: all its files, or none."""
    directories = edition.directories
    doubtful = any(standing(claim, directories).status == "unbound" for claim in material.claims)
    if doubtful or out_of_date(material, directories):
        return ()
    return tuple(_offered(material, one) for one in material.renditions)


def read_aloud(edition: Edition, region: str, locale: str) -> tuple[Offered, ...]:
    """The spoken first lines of a region, those in the language of the page first."""
    found = [
        one
        for material in edition.materials
        if "read_aloud" in material.kinds and region in material.regions
        for one in offered(edition, material)
        if one.rendition.nature == "sound"
    ]
    return tuple(sorted(found, key=lambda one: (one.rendition.language or "").partition("-")[0] != locale))


def kept(edition: Edition) -> Iterator[tuple[str, str]]:
    """What has to come out of the store of files: (path under the site, SHA-256)."""
    for _, one in _all(edition):
        yield one.file, one.rendition.file
        if one.preview is not None and one.rendition.preview is not None:
            yield one.preview, one.rendition.preview


def written(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """What stands in the edition itself: (path under the site, bytes)."""
    for _, one in _all(edition):
        if one.captions is not None and one.rendition.captions is not None:
            yield one.captions, one.rendition.captions.encode()


def types(edition: Edition) -> Iterator[tuple[str, str]]:
    """What each of these files is: (path under the site, media type)."""
    for _, one in _all(edition):
        yield one.file, one.rendition.media_type
        if one.preview is not None:
            yield one.preview, "image/webp"
        if one.captions is not None:
            yield one.captions, "text/vtt"


def _all(edition: Edition) -> Iterator[tuple[Material, Offered]]:
    return ((material, one) for material in edition.materials for one in offered(edition, material))


def _offered(material: Material, one: Rendition) -> Offered:
    """Names are neutral, and change with the bytes, so that nobody is served an older file for a newer one."""
    base = f"{FOLDER}/{material.id}/{one.id}-{one.file[:8]}"
    captions = None
    if one.captions is not None:
        captions = f"{base}-{hashlib.sha256(one.captions.encode()).hexdigest()[:8]}.vtt"
    preview = f"{base}-{one.preview[:8]}.webp" if one.preview is not None else None
    return Offered(one, f"{base}.{ENDINGS[one.media_type]}", preview, captions)
