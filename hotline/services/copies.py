"""Where a copy of an edition stands: in a folder, or behind an address. Reads, and judges nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from hotline.editions import sealing
from hotline.editions.sealing import Kind
from hotline.editions.serving import DOCUMENT, SITE

#: Far more than any list of files or any edition has.
_LARGEST = 64 * 1024 * 1024
_SECONDS = 30


class UnreadableError(Exception):
    """There is no copy there, or it cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Beside:
    """The files beside the site of a built edition, and the list of them that was made with it."""

    listed: bytes
    files: dict[str, str]  #: path to SHA-256


class Copy(Protocol):
    """Files by their path under the site."""

    @property
    def name(self) -> str:
        """Where it stands, for messages and for remembering what was seen there."""
        ...

    def read(self, path: str) -> bytes | None:
        """A file; None if there is none."""
        ...

    def digest(self, path: str, kind: Kind) -> str | None:
        """The SHA-256 of a file; None if there is none."""
        ...

    def paths(self) -> Iterable[str] | None:
        """Every file that is there; None where nobody can list them."""
        ...

    def beside(self) -> Beside | None:
        """What stands beside the site; None where a site is all there is."""
        ...


@dataclass(frozen=True)
class FolderCopy:
    """An export, or a built edition: then its folder `site` is the copy, and the rest stands beside it."""

    folder: Path

    @cached_property
    def _root(self) -> Path:
        inner = self.folder / SITE
        return inner if inner.is_dir() and (self.folder / DOCUMENT).is_file() else self.folder

    @property
    def name(self) -> str:
        """The folder as it stands on this machine."""
        return str(self.folder.resolve())

    def read(self, path: str) -> bytes | None:
        """A file; None if there is none."""
        try:
            return (self._root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def digest(self, path: str, kind: Kind) -> str | None:
        """The SHA-256 of a file; None if there is none."""
        try:
            with (self._root / path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def paths(self) -> Iterable[str]:
        """Every file that is there, and every link, wherever it leads."""
        return [
            path.relative_to(self._root).as_posix()
            for path in sorted(self._root.rglob("*"))
            if path.is_symlink() or not path.is_dir()
        ]

    def beside(self) -> Beside | None:
        """What a built edition holds beside its site."""
        if self._root == self.folder:
            return None
        found = dict(sealing.digests(self.folder, but=SITE))
        if found.pop(sealing.BESIDE, None) is None:
            return Beside(b"", found)
        return Beside((self.folder / sealing.BESIDE).read_bytes(), found)


@dataclass(frozen=True)
class WebCopy:
    """A site, or an export that a server hands out."""

    address: str

    @property
    def name(self) -> str:
        """The address without its last slash."""
        return self.address.rstrip("/")

    def read(self, path: str) -> bytes | None:
        """A file at its own name; None if there is none."""
        request = Request(  # noqa: S310
            f"{self.name}/{quote(path)}",
            headers={"Accept-Encoding": "identity", "User-Agent": "hotline-verify"},
        )
        try:
            with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                content: bytes = answer.read(_LARGEST + 1)
        except HTTPError as error:
            if error.code in {404, 410}:
                return None
            raise UnreadableError(
                f"{request.full_url} answers {error.code}. Try again in a minute."
            ) from None
        except (URLError, OSError) as error:
            raise UnreadableError(
                f"{request.full_url} cannot be read: {error}. Look at the address and at your connection."
            ) from None
        if len(content) > _LARGEST:
            raise UnreadableError(f"{request.full_url} is larger than anything that belongs here.")
        return content

    def digest(self, path: str, kind: Kind) -> str | None:
        """The SHA-256 of what the server sends for a file; None if there is none."""
        content = self.read(path if kind == "copy" else _address(path))
        return None if content is None else hashlib.sha256(content).hexdigest()

    def paths(self) -> None:
        """No server lists its files."""

    def beside(self) -> None:
        """What stands beside a site is not served."""


def at(place: str) -> Copy:
    """The copy in a folder or behind an address. UnreadableError if it can be neither."""
    parts = urlsplit(place)
    if parts.scheme in {"http", "https"}:
        if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1"}:
            raise UnreadableError("Give an address that begins with https://.")
        return WebCopy(place)
    folder = Path(place)
    if not folder.is_dir():
        raise UnreadableError(f"There is no folder {place}. A zip has to be unpacked first.")
    # The folder of all editions: what is served is meant.
    current = folder / "current"
    return FolderCopy(current if current.is_dir() else folder)


def is_fetched(path: str) -> bool:
    """Whether a site hands out a file as it is: a smaller twin is only another way to send it."""
    return not path.endswith((".gz", ".br"))


def _address(path: str) -> str:
    """`es/gt.html` is served at `es/gt`; the answers of the API have no ending either."""
    if path.endswith("index.html"):
        return path.removesuffix("index.html")
    if path.startswith("api/") and path.endswith(".json") and not path.endswith("/openapi.json"):
        return path.removesuffix(".json")
    return path.removesuffix(".html")
