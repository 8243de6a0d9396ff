"""What stands beside the files of an edition so that a copy of them can be checked anywhere.

`data/chain.json` holds the hashes of all editions up to this one, `data/files.json` the hash of every
file, that list among them, and names the edition: one signature over it covers all. A second one stands
beside the edition itself, for whoever takes only the numbers.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from hotline.domain.edition import Edition, canonical_json, sha256
from hotline.editions.minisign import SecretKey

EDITION, CHAIN, FILES, KEY = "data/edition.json", "data/chain.json", "data/files.json", "data/key.pub"
#: Stands beside the folders of a built edition, and is never signed: the index differs from node to node.
BESIDE = "beside.json"
SUFFIX = ".minisig"
SIGNED = (EDITION, FILES)
#: What comes when somebody signs, or is replaced then.
COMES_LATER = frozenset({KEY, *(f"{name}{SUFFIX}" for name in SIGNED)})
#: Files of the site that its list cannot name.
UNLISTED = COMES_LATER | {FILES}

#: A built site, whose addresses have no endings, or a copy that works without a server.
Kind = Literal["site", "copy"]


@dataclass(frozen=True)
class Seal:
    """What `data/files.json` says."""

    kind: Kind
    number: int
    published_at: str  #: as it stands in the edition
    previous: str | None
    edition: str  #: its hash
    files: Mapping[str, str]  #: path under the site to SHA-256

    @classmethod
    def read(cls, content: bytes) -> "Seal":
        """ValueError if it is not in the one form that `seal` writes."""
        try:
            said = json.loads(content)
            made = cls(files=said.pop("files"), **said)
            whole = made.kind in get_args(Kind) and isinstance(made.number, int) and made.content() == content
        except (TypeError, KeyError, AttributeError, RecursionError):
            whole = False
        if not whole:
            raise ValueError("this is not a list of files of an edition")
        return made

    def content(self) -> bytes:
        """The file itself."""
        return canonical_json({name: getattr(self, name) for name in self.__dataclass_fields__})


def seal(site: Path, edition: Edition, chain: tuple[str, ...], kind: Kind = "site") -> None:
    """List what stands in the folder `site`. `chain`: the hashes of all editions up to this one, or none."""
    if chain:
        if chain[-1] != edition.sha256 or len(chain) != edition.number:
            raise ValueError("the chain does not end with this edition")
        (site / CHAIN).write_bytes(canonical_json({"editions": chain}))
    document = edition.model_dump(mode="json", include={"published_at"})
    made = Seal(
        kind=kind,
        number=edition.number,
        published_at=document["published_at"],
        previous=edition.previous,
        edition=edition.sha256,
        files={path: digest for path, digest in digests(site) if path not in UNLISTED},
    )
    (site / FILES).write_bytes(made.content())


def list_beside(folder: Path) -> None:
    """Note the hashes of what a built edition holds beside its site."""
    found = {path: digest for path, digest in digests(folder, but="site") if path != BESIDE}
    (folder / BESIDE).write_bytes(canonical_json(found))


def digests(folder: Path, but: str | None = None) -> Iterator[tuple[str, str]]:
    """Every file under `folder` as (path, SHA-256), in order; `but` is a folder in it that is left out."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0] != but and path.is_file():
            with path.open("rb") as file:
                yield relative.as_posix(), hashlib.file_digest(file, "sha256").hexdigest()


def comment(name: str, content: bytes) -> str:
    """What is signed with a file: which edition it is, and of which day. ValueError if it is neither."""
    said: dict[str, Any] = json.loads(content)
    return words(name, said["number"], said["published_at"], content)


def words(name: str, number: int, published_at: str, content: bytes) -> str:
    """The same where number and day are known."""
    what = "edition" if name == EDITION else "files of edition"
    return f"hotline {what} {number} of {published_at}, sha256 {sha256(content)}"


def sign(site: Path, key: SecretKey) -> None:
    """Put the signatures and the public key into a folder that is sealed."""
    for name in SIGNED:
        content = (site / name).read_bytes()
        put(site, f"{name}{SUFFIX}", key.sign(content, comment(name, content)))
    put(site, KEY, key.public.file)


def put(site: Path, name: str, text: str) -> None:
    """Write one small file of a folder that is being served: whole or not at all."""
    target = site / name
    temporary = target.with_name(f".{target.name}-{os.getpid()}")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
