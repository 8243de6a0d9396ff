"""The archive of a backup: a tar that ends with the list of what is in it, each file with its hash.

Without a passphrase it is an ordinary tar that everybody can open without this program.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, cast

from hotline.domain.edition import canonical_json
from hotline.services.backup.envelope import MAGIC, EnvelopeError, Opening, Sealing

_CONTENTS = "contents.json"
_BLOCK = 1024 * 1024


class ArchiveError(Exception):
    """The file is no backup, or not as it was written; the message says which."""


class Writer:
    """Takes files, and writes down the hash of each as it goes by."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.contents: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        """A file under a name of the archive."""
        with path.open("rb") as file:
            info = tarfile.TarInfo(name)
            info.size = path.stat().st_size
            info.mode = 0o600
            hashed = _Hashed(file)
            self._tar.addfile(info, cast("IO[bytes]", hashed))
        self.contents[name] = hashed.digest()

    def add_bytes(self, name: str, content: bytes) -> None:
        """A few bytes under a name of the archive."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))
        self.contents[name] = hashlib.sha256(content).hexdigest()


@contextmanager
def writing(out: IO[bytes], passphrase: str | None) -> Iterator[Writer]:
    """An archive that goes into `out`, encrypted where there is a passphrase."""
    sealing = Sealing(out, passphrase) if passphrase is not None else None
    with tarfile.open(fileobj=cast("IO[bytes]", sealing or out), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        writer = Writer(tar)
        yield writer
        writer.add_bytes(_CONTENTS, canonical_json(writer.contents))
    if sealing is not None:
        sealing.close()


def is_encrypted(path: Path) -> bool:
    """Whether a backup needs a passphrase."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def unpack(path: Path, passphrase: str | None, into: Path) -> None:
    """Write everything into the folder `into`. ArchiveError if anything is not as it was written."""
    found: dict[str, str] = {}
    try:
        with path.open("rb") as file:
            source = Opening(file, passphrase) if passphrase is not None else file
            with tarfile.open(fileobj=cast("IO[bytes]", source), mode="r|") as tar:
                for member in tar:
                    found[member.name] = _write(tar, member, into)
            # What stands behind the end of the tar would have been added by somebody.
            if any(source.read(_BLOCK).strip(b"\0")):
                raise ArchiveError("Something was added to the backup.")
    except tarfile.TarError:
        raise ArchiveError("This is not a backup, or its end is missing.") from None
    except EnvelopeError as error:
        raise ArchiveError(str(error)) from None
    _compare(found, into / _CONTENTS)


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> str:
    name = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts:
        raise ArchiveError(f"The backup holds {member.name!r}, which no backup of ours does.")
    target = into / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    hashed = hashlib.sha256()
    with target.open("xb") as file:
        while block := content.read(_BLOCK):
            hashed.update(block)
            file.write(block)
    return hashed.hexdigest()


def _compare(found: dict[str, str], contents: Path) -> None:
    found.pop(_CONTENTS, None)
    try:
        wanted = json.loads(contents.read_bytes())
    except (OSError, ValueError):
        raise ArchiveError("The end of the backup is missing.") from None
    wrong = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
    if wrong:
        raise ArchiveError(f"{len(wrong)} files of the backup are damaged, the first is {wrong[0]}.")
    contents.unlink()


class _Hashed:
    """Reads a file and remembers the hash of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self._hash.update(content)
        return content

    def digest(self) -> str:
        return self._hash.hexdigest()
