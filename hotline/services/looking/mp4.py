"""Reads an MP4 file box by box: how long it is and how large its picture; and empties what tells more.

Every box has to fit into the one around it, and the file has to end with one: nothing can hide
behind the film. Places, devices and covers stand in boxes that no player needs; they are
overwritten. Sources: ISO/IEC 14496-12 (boxes), 14496-14 (MP4).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .found import Found, damaged, refused, whole_seconds

_ON_TOP = {
    b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"pdin", b"prft", b"free",
    b"skip", b"wide",
}  # fmt: skip
_IN_MOOV = {b"mvhd", b"trak", b"mvex", b"iods", b"free", b"skip"}
_IN_TRACK = {b"tkhd", b"mdia", b"edts", b"tref", b"free", b"skip"}
_IN_MEDIA = {b"mdhd", b"hdlr", b"minf", b"elng", b"free", b"skip"}
#: Picture, sound, words, time codes. Other tracks hold data, such as the place of every second.
_HANDLERS = {b"vide", b"soun", b"text", b"sbtl", b"subt", b"tmcd"}
_MOST_BOXES = 200_000
_LONGEST_HEAD = 64 * 1024


@dataclass
class _Film:
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    handlers: tuple[bytes, ...] = ()
    has_media: bool = False


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def read(file: BinaryIO, size: int) -> Found:
    """What an MP4 file is; `file` is open for writing, too."""
    if file.read(12)[8:] in (b"qt  ", b"heic", b"heix", b"mif1", b"avif", b"avis", b"crx "):
        raise refused("file_type")
    film = _Film()
    left = [_MOST_BOXES]
    for box in _boxes(file, 0, size, left):
        if box.kind == b"moov":
            _movie(file, box, film, left)
        elif box.kind == b"mdat":
            film.has_media = film.has_media or box.end > box.body
        elif box.kind in {b"meta", b"udta", b"uuid"}:
            _empty(file, box)
        elif box.kind not in _ON_TOP:
            raise damaged()
    if not film.handlers or not film.has_media:
        raise damaged()
    seconds = whole_seconds(film.seconds)
    if b"vide" not in film.handlers:
        return Found("audio/mp4", seconds=seconds)
    if not (0 < film.width <= 16_384 and 0 < film.height <= 16_384):
        raise damaged()
    return Found("video/mp4", seconds=seconds, width=film.width, height=film.height)


def _boxes(file: BinaryIO, start: int, end: int, left: list[int]) -> Iterator[_Box]:
    while start < end:
        left[0] -= 1
        file.seek(start)
        head = file.read(16)
        if left[0] < 0 or end - start < 8 or len(head) < 8:
            raise damaged()
        length, kind, body = int.from_bytes(head[:4]), head[4:8], start + 8
        if length == 1:
            length, body = int.from_bytes(head[8:16]), start + 16
        elif length == 0:
            # It reaches to the end of the file, which only the last box may.
            length = end - start
        if length < body - start or length > end - start:
            raise damaged()
        yield _Box(kind, start, body, start + length)
        start += length


def _movie(file: BinaryIO, moov: _Box, film: _Film, left: list[int]) -> None:
    for box in _boxes(file, moov.body, moov.end, left):
        if box.kind == b"mvhd":
            film.seconds = film.seconds or _duration(_body(file, box))
        elif box.kind == b"trak":
            _track(file, box, film, left)
        elif box.kind == b"mvex":
            for inner in _boxes(file, box.body, box.end, left):
                if inner.kind == b"mehd":
                    film.seconds = film.seconds or _fragmented(file, moov, inner, left)
        elif box.kind not in _IN_MOOV:
            _empty(file, box)


def _track(file: BinaryIO, trak: _Box, film: _Film, left: list[int]) -> None:
    size = (0, 0)
    for box in _boxes(file, trak.body, trak.end, left):
        if box.kind == b"tkhd":
            size = _size(_body(file, box))
        elif box.kind == b"mdia":
            handler = _media(file, box, left)
            film.handlers += (handler,)
            if handler == b"vide" and not film.width:
                film.width, film.height = size
        elif box.kind not in _IN_TRACK:
            _empty(file, box)


def _media(file: BinaryIO, mdia: _Box, left: list[int]) -> bytes:
    handler = b""
    for box in _boxes(file, mdia.body, mdia.end, left):
        if box.kind == b"hdlr":
            handler = _body(file, box)[8:12]
        elif box.kind == b"minf":
            for inner in _boxes(file, box.body, box.end, left):
                if inner.kind == b"dinf":
                    _keeps_its_media(file, inner, left)
        elif box.kind not in _IN_MEDIA:
            _empty(file, box)
    if handler not in _HANDLERS:
        raise refused("file_tracks")
    return handler


def _keeps_its_media(file: BinaryIO, dinf: _Box, left: list[int]) -> None:
    """Refuse a film that is somewhere else: playing it would tell that address who watches."""
    for box in _boxes(file, dinf.body, dinf.end, left):
        if box.kind == b"dref":
            for entry in _boxes(file, box.body + 8, box.end, left):
                if _body(file, entry)[3:4] not in (b"\x01", b"\x03"):
                    raise refused("file_tracks")


def _body(file: BinaryIO, box: _Box) -> bytes:
    file.seek(box.body)
    return file.read(min(box.end - box.body, _LONGEST_HEAD))


def _duration(body: bytes) -> float:
    """Seconds of a movie header; 0 where it leaves that open."""
    try:
        if body[0] == 1:
            scale, length = struct.unpack_from(">IQ", body, 20)
        else:
            scale, length = struct.unpack_from(">II", body, 12)
    except (IndexError, struct.error):
        raise damaged() from None
    if scale == 0 or length in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF):
        return 0.0
    return float(length / scale)


def _fragmented(file: BinaryIO, moov: _Box, mehd: _Box, left: list[int]) -> float:
    body = _body(file, mehd)
    if len(body) < 8:
        raise damaged()
    length = int.from_bytes(body[4:12] if body[0] == 1 else body[4:8])
    for box in _boxes(file, moov.body, moov.end, left):
        if box.kind == b"mvhd":
            head = _body(file, box)
            place = 20 if head[:1] == b"\x01" else 12
            scale = int.from_bytes(head[place : place + 4])
            return length / scale if scale else 0.0
    return 0.0


def _size(body: bytes) -> tuple[int, int]:
    """Width and height as they are shown; a phone that was held upright turns its film by a matrix."""
    place = 88 if body[:1] == b"\x01" else 76
    if len(body) < place + 8:
        raise damaged()
    width, height = (number >> 16 for number in struct.unpack_from(">II", body, place))
    turned = body[place - 36 : place - 32] == bytes(4)
    return (height, width) if turned else (width, height)


def _empty(file: BinaryIO, box: _Box) -> None:
    """Overwrite a box with nothing; its length stays, because others name places behind it."""
    file.seek(box.start + 4)
    file.write(b"free")
    file.seek(box.body)
    left = box.end - box.body
    while left > 0:
        piece = min(left, 64 * 1024)
        file.write(bytes(piece))
        left -= piece
