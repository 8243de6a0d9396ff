"""The files of a material as pages of the desk show them: to be chosen, seen, heard and looked at twice."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.printed_code import ERRORS, WARNINGS, Judged
from hotline.domain.rendition import ENDINGS, Nature, nature
from hotline.services import brought_files
from hotline.storage.tables.brought_file import BroughtFile
from hotline.web.admin.code_findings import found_in


@dataclass(frozen=True)
class ShownFile:
    """A file that was brought in: where it is, and what was found in it."""

    digest: str
    name: str
    kind: str  #: how a name of such a file ends: "mp4"
    nature: Nature
    size: int
    seconds: int | None
    pages: int | None
    width: int | None
    height: int | None
    address: str
    page: str
    preview: str | None
    codes: tuple[Judged, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether a code in it leads to a number that is no longer right."""
        return any(one.verdict in ERRORS for one in self.codes)

    @property
    def is_doubtful(self) -> bool:
        """Whether a code in it leads to what we do not know."""
        return any(one.verdict in WARNINGS for one in self.codes)


@dataclass(frozen=True)
class ShownRendition:
    """A rendition of a material: what people wrote of it, and its file if the region has it."""

    said: Mapping[str, Any]
    file: ShownFile | None
    track: str | None  #: its captions, as an address that holds them


def choosable(session: Session, region: str) -> list[tuple[str, str]]:
    """The files of a region, to be chosen: hash, and a name that tells them apart."""
    return [(one.digest, f"{one.name} · {_kind(one)}") for one in brought_files.of_region(session, region)]


def shown_files(session: Session, region: str, digests: Iterable[str]) -> dict[str, ShownFile]:
    """What is known of these files, as far as the region has them."""
    query = select(BroughtFile).where(BroughtFile.region == region, BroughtFile.digest.in_(set(digests)))
    return {one.digest: shown(session, one) for one in session.scalars(query)}


def renditions(
    session: Session, region: str, document: Mapping[str, Any] | None
) -> tuple[ShownRendition, ...]:
    """The renditions of a material that is published or proposed."""
    said: Sequence[Mapping[str, Any]] = (document or {}).get("rendition") or ()
    files = shown_files(session, region, (str(one.get("file")) for one in said))
    return tuple(ShownRendition(one, files.get(str(one.get("file"))), _track(one)) for one in said)


def _track(said: Mapping[str, Any]) -> str | None:
    words = said.get("captions")
    if not words:
        return None
    return f"data:text/vtt;charset=utf-8;base64,{base64.b64encode(str(words).encode()).decode()}"


def shown(session: Session, one: BroughtFile) -> ShownFile:
    """One file that was brought in."""
    return ShownFile(
        digest=one.digest,
        name=one.name,
        kind=_kind(one),
        nature=nature(one.media_type),
        size=one.size,
        seconds=one.seconds,
        pages=one.pages,
        width=one.width,
        height=one.height,
        address=url_for("files.one", region=one.region, digest=one.digest),
        page=url_for("files.look", region=one.region, digest=one.digest),
        preview=url_for("files.preview", region=one.region, digest=one.digest) if one.preview else None,
        codes=found_in(session, one),
    )


def _kind(one: BroughtFile) -> str:
    return ENDINGS[one.media_type].upper()
