"""Hands out the files of the current edition and answers from its index. Never opens the database.

A worker keeps one `Site` in memory and looks at the pointer at most ten times a second; when it has
flipped, the next request is served from the new edition and the old one is forgotten.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, cast

from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from hotline.domain.edition import Edition, sha256
from hotline.domain.edition_change import EditionChange
from hotline.editions import folder as folders
from hotline.editions import rendition_files, sealing
from hotline.editions.api.answers import Api
from hotline.editions.lookup import Lookup
from hotline.editions.print import making, plan
from hotline.editions.print.plan import Yielded
from hotline.editions.rendering import Sources
from hotline.editions.search_index import Searcher
from hotline.editions.vocabulary import Vocabulary

SITE = "site"
SEARCH = "search"
DOCUMENT = "edition.json"
SOURCES = "policy.json"
_LOOK_EVERY_SECONDS = 0.1
#: What neither WhiteNoise nor every machine's own list of types knows.
_TYPES = {
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".js": "text/javascript",
    ".minisig": "text/plain",
    ".pub": "text/plain",
    ".vcf": "text/vcard",
}

log = logging.getLogger("hotline.editions")


class NoEditionError(RuntimeError):
    """Nothing was ever published here: there is no edition to serve."""


@dataclass(frozen=True)
class FileAnswer:
    """A finished file: status, headers, and an open file or None (HEAD, 304, redirect)."""

    status: int
    headers: list[tuple[str, str]]
    file: IO[bytes] | None


class Site:
    """One built edition, opened: its files by address, its document, its index."""

    def __init__(self, folder: Path, vocabulary: Vocabulary) -> None:
        self.folder = folder
        document = (folder / DOCUMENT).read_bytes()
        self.edition = Edition.model_validate_json(document)
        self.hash = sha256(document)
        self.lookup = Lookup(self.edition)
        self.searcher = Searcher(folder / SEARCH, self.edition, vocabulary)
        #: What the pages of this folder carry, for their Content-Security-Policy: styles and scripts.
        #: They come from the folder, because a newer version of the program may have built it.
        sources = json.loads((folder / SOURCES).read_bytes())
        self.policy_sources = _sources(sources["page"])
        self.frame_sources = _sources(sources["frame"])
        self._files = _files_by_address(folder / SITE)

    @cached_property
    def api(self) -> Api:
        """The API of this edition, worked out with the first question."""
        return Api(self.edition)

    @cached_property
    def told(self) -> tuple[EditionChange, ...]:
        """What this edition and those before it changed, the newest first."""
        document = json.loads((self.folder / SITE / "api" / "v1" / "changes.json").read_bytes())
        return tuple(EditionChange.model_validate(change) for change in document["changes"])

    @property
    def addresses(self) -> Iterable[str]:
        """Every address that has a finished file."""
        return self._files.keys()

    @cached_property
    def _of_materials(self) -> Mapping[str, str]:
        """The addresses of the files of materials, with what each is served as."""
        return {f"/{path}": media_type for path, media_type in rendition_files.types(self.edition)}

    def rendition(self, address: str) -> tuple[Path, str] | None:
        """The file of a material at `address` and its media type; None if there is none, or not yet."""
        media_type = self._of_materials.get(address)
        path = self.folder / SITE / address.removeprefix("/")
        return (path, media_type) if media_type is not None and path.is_file() else None

    @cached_property
    def yielded(self) -> Yielded | None:
        """The forms for paper of this edition; None if it was built without them."""
        return plan.read(self.folder)

    def form(self, address: str) -> Path | None:
        """Where the form for paper at `address` stands, or will stand as soon as it is made; None if there is none."""
        relative = address.removeprefix("/")
        known = self.yielded is not None and relative in self.yielded.forms
        return self.folder / SITE / relative if known else None

    def file(self, address: str, method: str, accept_encoding: str) -> FileAnswer | None:
        """The finished file at `address`, compressed as the browser accepts it; None if there is none.

        No other header of the request is looked at, so that everybody gets the same bytes.
        """
        static = _signature(self.folder / SITE, address) or self._files.get(address)
        if static is None:
            return None
        answer = static.get_response(method, {"HTTP_ACCEPT_ENCODING": accept_encoding})
        return FileAnswer(int(answer.status), list(answer.headers), cast("IO[bytes] | None", answer.file))


class Follower:
    """Gives the current `Site`, following the pointer; `switched` is told each one that is opened."""

    def __init__(
        self, root: Path, vocabulary: Vocabulary, switched: Callable[[Site], None] = lambda site: None
    ) -> None:
        self._root = root
        self._vocabulary = vocabulary
        self._switched = switched
        self._lock = threading.Lock()
        self._site: Site | None = None
        self._looked = float("-inf")

    def site(self) -> Site:
        """The site to serve now; NoEditionError before the first edition."""
        now = time.monotonic()
        if self._site is None or now - self._looked >= _LOOK_EVERY_SECONDS:
            with self._lock:
                self._look(now)
        if self._site is None:
            raise NoEditionError("there is no edition yet: run `hotline publish`")
        return self._site

    def _look(self, now: float) -> None:
        self._looked = now
        target = folders.current(self._root)
        if target is None or (self._site is not None and self._site.folder == target):
            return
        try:
            self._site = Site(target, self._vocabulary)
        except Exception as error:
            # A damaged folder must not take down an edition that is being served well.
            if self._site is None:
                raise
            log.error("edition %s cannot be opened (%s): still serving the one before", target.name, error)
        else:
            self._switched(self._site)


def _sources(said: dict[str, list[str]]) -> Sources:
    return tuple(said["styles"]), tuple(said["scripts"])


def _signature(root: Path, address: str) -> StaticFile | None:
    """A signature or its key, which may come or be replaced while the edition is being served."""
    path = root / address.removeprefix("/")
    if address.removeprefix("/") not in sealing.COMES_LATER or not path.is_file():
        return None
    shelf = _shelf()
    shelf.add_file_to_dictionary(address, str(path))
    return cast(StaticFile, shelf.files[address])


def _shelf() -> WhiteNoise:
    return WhiteNoise(None, max_age=None, allow_all_origins=False, charset="utf-8", mimetypes=_TYPES)


def _files_by_address(root: Path) -> dict[str, StaticFile]:
    shelf = _shelf()
    for path in sorted(root.rglob("*")):
        # The files of materials are large, and handed out in parts; forms for paper come while it is served.
        if (
            path.is_file()
            and path.suffix not in {".gz", ".br"}
            and path.relative_to(root).parts[0] not in {rendition_files.FOLDER, making.CURRENT}
        ):
            shelf.add_file_to_dictionary(_address(path.relative_to(root)), str(path))
    return cast("dict[str, StaticFile]", shelf.files)


def _address(path: Path) -> str:
    """`es/gt.html` is served at `/es/gt`, `es/index.html` at `/es/`."""
    if path.name == "index.html":
        parent = path.parent.as_posix()
        return "/" if parent == "." else f"/{parent}/"
    # An answer of the API has the name of what it tells; its own description is a file like any other.
    of_the_api = path.parts[0] == "api" and path.suffix == ".json" and path.stem != "openapi"
    return f"/{path.with_suffix('') if path.suffix == '.html' or of_the_api else path}"
