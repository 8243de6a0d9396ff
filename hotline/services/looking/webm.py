"""Reads a WebM file element by element: how long it is and how large its picture.

Every element has to fit into the one around it, and nothing may follow the film. Attached files are
refused, tags overwritten. Sources: RFC 8794 (EBML), RFC 9559 (Matroska), WebM container guidelines.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from .found import Found, damaged, refused, whole_seconds

_SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_TAGS, _CHAPTERS, _ATTACHMENTS = 0x1254C367, 0x1043A770, 0x1941A469
_VOID, _CRC = 0xEC, 0xBF
_ON_TOP = {0x114D9B74, 0x1C53BB6B, _INFO, _TRACKS, _CLUSTER, _TAGS, _CHAPTERS, _ATTACHMENTS, _VOID, _CRC}
_IN_CLUSTER = {0xE7, 0xA3, 0xA0, 0xAB, 0xA7, 0x5854, 0xAF, _VOID, _CRC}
_BLOCKS = {0xA3, 0xA0}
#: More than three hours of picture and sound have.
_MOST_ELEMENTS = 3_000_000


@dataclass(frozen=True)
class _Element:
    kind: int
    start: int
    body: int
    end: int
    open: bool  #: it does not say where it ends


class _Reader:
    """One pass over the file, with a limit to what it looks at."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.left = _MOST_ELEMENTS
        self.scale = 1_000_000
        self.duration = 0.0
        self.last = 0
        self.size = (0, 0)
        self.tracks: set[int] = set()
        self.has_media = False

    def element(self, start: int, end: int) -> _Element:
        self.left -= 1
        self.file.seek(start)
        head = self.file.read(12)
        if self.left < 0 or not head:
            raise damaged()
        kind_length = 9 - head[0].bit_length()
        if kind_length > 4 or len(head) <= kind_length or not head[kind_length]:
            raise damaged()
        length = 9 - head[kind_length].bit_length()
        body = start + kind_length + length
        told = head[kind_length : kind_length + length]
        if len(told) < length:
            raise damaged()
        mask = (1 << (7 * length)) - 1
        size = int.from_bytes(told) & mask
        is_open = size == mask
        stop = end if is_open else body + size
        if stop > end or body > end:
            raise damaged()
        return _Element(int.from_bytes(head[:kind_length]), start, body, stop, is_open)

    def inside(self, start: int, end: int) -> Iterator[_Element]:
        while start < end:
            found = self.element(start, end)
            if found.open:
                raise damaged()
            yield found
            start = found.end

    def value(self, element: _Element) -> bytes:
        if element.end - element.body > 1024:
            raise damaged()
        self.file.seek(element.body)
        return self.file.read(element.end - element.body)


def read(file: BinaryIO, size: int) -> Found:
    """What a WebM file is; `file` is open for writing, too."""
    reader = _Reader(file)
    head = reader.element(0, size)
    kinds = [reader.value(one) for one in reader.inside(head.body, head.end) if one.kind == 0x4282]
    if kinds != [b"webm"]:
        raise refused("file_type")
    segment = reader.element(head.end, size)
    if segment.kind != _SEGMENT or segment.end != size:
        raise damaged()
    start = segment.body
    while start < segment.end:
        start = _on_top(reader, reader.element(start, segment.end))
    if not reader.has_media or 1 not in reader.tracks:
        raise refused("file_type") if reader.tracks else damaged()
    width, height = reader.size
    if not (0 < width <= 16_384 and 0 < height <= 16_384):
        raise damaged()
    ticks = reader.duration or reader.last
    return Found("video/webm", seconds=whole_seconds(ticks * reader.scale / 1e9), width=width, height=height)


def _on_top(reader: _Reader, found: _Element) -> int:
    """Look at a part of the segment; answers where the next one begins."""
    if found.kind not in _ON_TOP or (found.open and found.kind != _CLUSTER):
        raise damaged()
    if found.kind == _ATTACHMENTS:
        raise refused("file_tracks")
    if found.kind == _CLUSTER:
        return _cluster(reader, found)
    if found.kind == _TAGS:
        _empty(reader.file, found)
    elif found.kind == _INFO:
        _info(reader, found)
    elif found.kind == _TRACKS:
        _tracks(reader, found)
    return found.end


def _info(reader: _Reader, info: _Element) -> None:
    for one in reader.inside(info.body, info.end):
        if one.kind == 0x2AD7B1:
            reader.scale = int.from_bytes(reader.value(one))
        elif one.kind == 0x4489:
            raw = reader.value(one)
            if len(raw) not in (4, 8):
                raise damaged()
            reader.duration = float(struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0])


def _tracks(reader: _Reader, tracks: _Element) -> None:
    for track in reader.inside(tracks.body, tracks.end):
        if track.kind != 0xAE:
            continue
        for one in reader.inside(track.body, track.end):
            if one.kind == 0x83:
                reader.tracks.add(int.from_bytes(reader.value(one)))
            elif one.kind == 0xE0:
                told = {part.kind: reader.value(part) for part in reader.inside(one.body, one.end)}
                reader.size = (int.from_bytes(told.get(0xB0, b"")), int.from_bytes(told.get(0xBA, b"")))
    if reader.tracks - {1, 2, 17}:
        raise refused("file_tracks")


def _cluster(reader: _Reader, cluster: _Element) -> int:
    """One stretch of picture and sound; without a length, it ends where the next part begins."""
    start, begins = cluster.body, 0
    while start < cluster.end:
        one = reader.element(start, cluster.end)
        if one.kind not in _IN_CLUSTER:
            if cluster.open:
                return start
            raise damaged()
        if one.open:
            raise damaged()
        if one.kind == 0xE7:
            begins = int.from_bytes(reader.value(one))
            reader.last = max(reader.last, begins)
        elif one.kind in _BLOCKS:
            reader.has_media = reader.has_media or one.end > one.body
            if one.kind == 0xA3 and not reader.duration:
                reader.file.seek(one.body)
                # After the number of the track, the moment in this cluster.
                moment = int.from_bytes(reader.file.read(3)[1:3], signed=True)
                reader.last = max(reader.last, begins + moment)
        start = one.end
        if reader.duration and reader.has_media and not cluster.open:
            return cluster.end
    return cluster.end


def _empty(file: BinaryIO, element: _Element) -> None:
    """Turn an element into empty space of the same length."""
    length = element.end - element.start
    wide = length >= 9
    head = bytes((_VOID,)) + ((length - 9 | 1 << 56).to_bytes(8) if wide else (length - 2 | 0x80).to_bytes(1))
    file.seek(element.start)
    file.write(head)
    left = length - len(head)
    while left > 0:
        piece = min(left, 64 * 1024)
        file.write(bytes(piece))
        left -= piece
