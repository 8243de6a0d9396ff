"""Turns an edition into a folder of finished files, and the search index beside them."""

import gzip
import hashlib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import brotli

from hotline.domain.edition import Edition, canonical_json
from hotline.domain.edition_change import EditionChange
from hotline.editions import folder as folders
from hotline.editions import frames, pages, rendition_files, sealing, search_index
from hotline.editions.formats import open_data
from hotline.editions.minisign import SecretKey
from hotline.editions.print import plan
from hotline.editions.print.plan import Plan
from hotline.editions.rendering import Home, csp_hashes, frame_hashes
from hotline.editions.serving import DOCUMENT, SEARCH, SITE, SOURCES
from hotline.editions.vocabulary import Vocabulary
from hotline.resources import resource_dir
from hotline.storage import shelf

_COMPRESSIBLE = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".atom", ".csv"}
#: How hard Brotli tries, and in how large a window. A corrected number has to be public within two seconds:
#: 10 and 11 take ten times as long and save seven parts in a hundred, 8 and 9 save not one.
_QUALITY, _WINDOW = 7, 17


class Forms(NamedTuple):
    """What is printed of an edition, and the shelf on which forms are kept that were made before."""

    plan: Plan
    kept: Path


def build(
    edition: Edition,
    root: Path,
    vocabulary: Vocabulary,
    home: Home,
    told: tuple[EditionChange, ...] = (),
    store: Path | None = None,
    chain: tuple[str, ...] = (),
    key: SecretKey | None = None,
    forms: Forms | None = None,
) -> Path:
    """Build `edition` into `root` and flip the pointer to it; returns its folder.

    `told` is what it and the editions before it changed, the newest first (`freezing.told_changes`).
    A folder that is already there is not built again. One that fails leaves the pointer alone.
    `store` is where the files of materials are; `link_kept` says what happens to one that is not there.
    `chain` are the hashes of all editions up to this one, and `key` signs it (`sealing`).
    `forms` for paper that are made by now stand in it from the first moment; the others come later.
    """
    name = folder_name(edition.number, edition.sha256, home)

    def fill(folder: Path) -> None:
        _fill(folder, edition, vocabulary, home, told)
        if forms is not None:
            plan.write(folder, forms.plan.yielded)
        sealing.seal(folder / SITE, edition, chain)
        sealing.list_beside(folder)
        if key is not None:
            sealing.sign(folder / SITE, key)
        if store is not None:
            link_kept(folder / SITE, edition, store)
        if forms is not None:
            plan.link(forms.kept, folder / SITE, forms.plan.yielded.forms.items())

    target = folders.place(root, name, fill)
    if folders.current(root) != target:
        folders.point(root, target)
    return target


def folder_name(number: int, sha256: str, home: Home) -> str:
    """The folder into which this program builds this edition."""
    return f"{number}-{sha256[:12]}-{_program_fingerprint(home)}"


def link_kept(site: Path, edition: Edition, store: Path) -> tuple[str, ...]:
    """Put the files of materials into the folder `site`; answers with the hashes of those that are nowhere.

    A file that is missing keeps no corrected number back: its address answers when the file has come.
    Links cost no space, and a file of several editions is there as long as one of them is.
    """
    missing = []
    for relative, digest in rendition_files.kept(edition):
        path = site / relative
        if path.is_file():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.hardlink_to(shelf.place(store, digest))
        except FileNotFoundError:
            missing.append(digest)
        else:
            # At the desk nobody else may read it; from here on everybody may.
            path.chmod(0o644)
    return tuple(missing)


def _fill(
    folder: Path,
    edition: Edition,
    vocabulary: Vocabulary,
    home: Home,
    told: tuple[EditionChange, ...],
) -> None:
    (folder / DOCUMENT).write_bytes(edition.canonical_json())
    sources = {
        kind: dict(zip(("styles", "scripts"), hashes, strict=True))
        for kind, hashes in (("page", csp_hashes()), ("frame", frame_hashes()))
    }
    (folder / SOURCES).write_bytes(canonical_json(sources))
    # Files are compressed on the other cores while the next page is being rendered.
    with ThreadPoolExecutor() as others:
        written: list[Future[None]] = [
            others.submit(_write_compressed, folder / SITE / relative, content)
            for relative, content in _files(edition, home, told)
        ]
        search_index.build(folder / SEARCH, edition, vocabulary)
        for one in written:
            one.result()


def _files(edition: Edition, home: Home, told: tuple[EditionChange, ...]) -> Iterator[tuple[str, bytes]]:
    for relative, text in pages.render_all(edition, home):
        yield relative, text.encode()
    yield from frames.files(edition, home)
    yield from open_data.files(edition, told, home.address)
    yield from rendition_files.written(edition)


def _write_compressed(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.suffix in _COMPRESSIBLE:
        # A fixed time in the header, so that every node builds the same bytes.
        for suffix, smaller in (
            ("gz", gzip.compress(content, mtime=0)),
            ("br", brotli.compress(content, quality=_QUALITY, lgwin=_WINDOW)),
        ):
            # A few words only get longer.
            if len(smaller) < len(content):
                Path(f"{path}.{suffix}").write_bytes(smaller)


@cache
def _program_fingerprint(home: Home) -> str:
    """Changes with whatever, besides the edition itself, decides how its files look.

    Without it, a new version of a template would only be seen with the next change of a number.
    """
    digest = hashlib.sha256(f"{home.address} {home.exit_url} {home.prints}".encode())
    package = Path(__file__).resolve().parent.parent
    sources = [
        *package.rglob("*.py"),
        *package.rglob("*.po"),
        *(path for path in resource_dir("templates").rglob("*") if path.is_file()),
        *resource_dir("data").joinpath("search").rglob("*.toml"),
    ]
    for path in sorted(set(sources)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:8]
