"""Makes a file that somebody sends harmless before anybody at the desk opens it, or refuses it.

What a file is called and what a browser says it is count for nothing: its first bytes decide.
Pictures are decoded and written anew, so that nothing is left but what can be seen: no place, no
camera, no second file behind the picture. PDF and sound are kept as they came, because they are
evidence; the desk never lets a browser open them as a page. Must not know people or databases.
"""

import hashlib
import os
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

import filetype
from PIL import Image, ImageOps
from tinytag import TinyTag

from hotline.domain.errors import InputError, Problem

Nature = Literal["picture", "document", "recording"]

_MEGABYTE = 1024 * 1024
#: The largest file of each nature, in bytes.
LARGEST: Mapping[Nature, int] = {
    "picture": 10 * _MEGABYTE,
    "document": 10 * _MEGABYTE,
    "recording": 25 * _MEGABYTE,
}
#: A picture of so many points takes about 100 MB while it is written anew. Phones make smaller ones.
MOST_POINTS = 25_000_000
LONGEST_RECORDING = 2 * 60 * 60

_PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
#: What `filetype` calls it -> what it is served as, and how a name of it ends.
MEDIA_TYPES: Mapping[str, tuple[str, str]] = {
    "image/png": ("image/png", "png"),
    "image/jpeg": ("image/jpeg", "jpg"),
    "image/webp": ("image/webp", "webp"),
    "application/pdf": ("application/pdf", "pdf"),
    "audio/mpeg": ("audio/mpeg", "mp3"),
    "audio/ogg": ("audio/ogg", "ogg"),
    "audio/mp4": ("audio/mp4", "m4a"),
    "audio/x-wav": ("audio/wav", "wav"),
}

# One picture at a time in a process, so that many large ones do not fill the memory together.
_decoding = threading.Lock()


@dataclass(frozen=True)
class HarmlessFile:
    """A file that was looked at, in a folder of ours under a name that nobody chose."""

    path: Path
    digest: str
    size: int
    media_type: str
    seconds: int | None  #: of a recording; None for what is not heard

    @property
    def nature(self) -> Nature:
        """Whether it is seen, read or heard."""
        return nature(self.media_type)


def nature(media_type: str) -> Nature:
    """Whether a file of this type is seen, read or heard."""
    if media_type.startswith("image/"):
        return "picture"
    return "recording" if media_type.startswith("audio/") else "document"


def made_harmless(upload: IO[bytes], folder: Path) -> HarmlessFile:
    """The harmless form of an upload, as a new file in `folder`; InputError, and no file, if there is none.

    It holds no more than one picture in memory, whatever is sent.
    """
    came = _taken(upload, folder)
    try:
        with came.open("rb") as file:
            found = filetype.guess_mime(file.read(8192))
        if found not in MEDIA_TYPES:
            raise InputError([Problem("attachment_type", where="file")])
        media_type = MEDIA_TYPES[found][0]
        largest = LARGEST[nature(media_type)]
        if came.stat().st_size > largest:
            raise InputError([_too_large(largest)])
        seconds = None
        if found in _PICTURES:
            write_anew(came, _PICTURES[found])
        elif nature(media_type) == "document":
            _check_document(came)
        else:
            seconds = _seconds(came)
        with came.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return HarmlessFile(came, digest, came.stat().st_size, media_type, seconds)
    except BaseException:
        came.unlink(missing_ok=True)
        raise


def _taken(upload: IO[bytes], folder: Path) -> Path:
    """The upload as a file here, read in small pieces and no further than any file may be long."""
    most = max(LARGEST.values())
    handle, name = tempfile.mkstemp(prefix=".coming-", dir=folder)
    size = 0
    try:
        with os.fdopen(handle, "wb") as file:
            while piece := upload.read(64 * 1024):
                size += len(piece)
                if size > most:
                    raise InputError([_too_large(most)])
                file.write(piece)
        if size == 0:
            raise InputError([Problem("attachment_missing", where="file")])
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def write_anew(path: Path, kind: str) -> None:
    """Decode a picture and put what can be seen of it in the place of the file."""
    try:
        with _decoding, Image.open(path, formats=(kind,)) as image:
            _refuse_bombs(image, kind)
            seen = ImageOps.exif_transpose(image)
            see_through = kind != "JPEG" and ("A" in seen.getbands() or "transparency" in seen.info)
            seen = seen.convert("RGBA" if see_through else ("L" if seen.mode in {"1", "L"} else "RGB"))
            # Whatever is left in it would be written out again: comments, profiles, texts.
            seen.info.clear()
            seen.save(path, kind, **({} if kind == "PNG" else {"quality": 90}))
    except InputError:
        raise
    except Image.DecompressionBombError as error:
        raise InputError([Problem("attachment_too_many_points", where="file")]) from error
    except Exception as error:
        # A decoder may trip over a damaged or a made-up picture in any way.
        raise InputError([Problem("attachment_unreadable", where="file")]) from error


def _refuse_bombs(image: Image.Image, kind: str) -> None:
    """Refuse what would take too much memory or would lose something; so far only its head was read."""
    if image.width * image.height > MOST_POINTS:
        raise InputError([Problem("attachment_too_many_points", where="file")])
    # A JPEG of some phones holds a second view of the same picture: the first one is the picture.
    if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
        raise InputError([Problem("attachment_moves", where="file")])


def _check_document(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(5)
        file.seek(max(0, path.stat().st_size - 2048))
        whole = head == b"%PDF-" and b"%%EOF" in file.read()
    if not whole:
        raise InputError([Problem("attachment_unreadable", where="file")])


def _seconds(path: Path) -> int:
    """How long a recording lasts, in whole seconds, at least one."""
    try:
        with path.open("rb") as file:
            duration = TinyTag.get(file_obj=file, tags=False).duration or 0
    except Exception as error:
        raise InputError([Problem("attachment_unreadable", where="file")]) from error
    if not 0 < duration < float("inf"):
        raise InputError([Problem("attachment_unreadable", where="file")])
    if duration > LONGEST_RECORDING:
        raise InputError([Problem("attachment_too_long", where="file")])
    return max(1, round(duration))


def _too_large(largest: int) -> Problem:
    return Problem("attachment_too_large", {"megabytes": str(largest // _MEGABYTE)}, where="file")
