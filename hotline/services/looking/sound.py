"""Reads sound files: MP3 frame by frame, WAV chunk by chunk, Ogg page by page; how long each is.

What is no sound is emptied or cut off: names, covers, comments, and whatever hides behind it.
Sources: ISO/IEC 11172-3 and 13818-3 (MP3), id3.org (tags), RFC 3533 and 7845 (Ogg, Opus),
the Multimedia Programming Interface of 1991 (WAV), Xiph's Vorbis I (head of Vorbis).
"""

import mmap
import struct
from typing import BinaryIO

from .found import Found, damaged, refused, whole_seconds

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
#: What may stand behind the last frame and is cut off: tags of other kinds.
_LONGEST_TAIL = 1024 * 1024
_FEWEST_FRAMES = 8


def mp3(file: BinaryIO, size: int) -> Found:
    """MPEG audio, layer III. Tags are emptied, and what follows the sound is cut off."""
    head = file.read(10)
    start = 0
    if head[:3] == b"ID3":
        if len(head) < 10 or any(one & 0x80 for one in head[6:10]):
            raise damaged()
        start = 10 + sum(one << shift for one, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        start += 10 if head[5] & 0x10 else 0
    if start >= size:
        raise damaged()
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        end, seconds, frames = _frames(whole, start, size)
    if frames < _FEWEST_FRAMES or size - end > _LONGEST_TAIL:
        raise damaged()
    if start:
        # The tag stays, as long as it was and with nothing in it: every player steps over it.
        file.seek(5)
        file.write(b"\x00" + _seven_bits(start - 10))
        _zero(file, 10, start)
    file.truncate(end)
    return Found("audio/mpeg", seconds=whole_seconds(seconds))


def _frames(whole: mmap.mmap, place: int, size: int) -> tuple[int, float, int]:
    """Where the sound ends, how long it is, and how many frames it has."""
    seconds, frames = 0.0, 0
    # Some programs leave a gap of zeros between the tag and the sound.
    while place < size and whole[place] == 0:
        place += 1
    while place + 4 <= size:
        found = _frame(whole[place : place + 4])
        if found is None or place + found[0] > size:
            break
        seconds += found[1]
        frames += 1
        place += found[0]
    return place, seconds, frames


def _frame(head: bytes) -> tuple[int, float] | None:
    """Length in bytes and seconds of the frame with this head."""
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or head[1] >> 1 & 3 != 1:
        return None
    version, kbits, rate = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or kbits in (0, 15) or rate == 3:
        return None
    samples = 1152 if version == 3 else 576
    hertz = _RATES[version][rate]
    bits = (_KBITS_1 if version == 3 else _KBITS_2)[kbits] * 1000
    return samples // 8 * bits // hertz + (head[2] >> 1 & 1), samples / hertz


def _seven_bits(length: int) -> bytes:
    return bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))


def wav(file: BinaryIO, size: int) -> Found:
    """PCM in RIFF. All but format and sound is emptied; the file ends where it says."""
    head = file.read(12)
    if len(head) < 12 or int.from_bytes(head[4:8], "little") + 8 not in (size, size - 1):
        raise damaged()
    place, rate, sound = 12, 0, 0
    while place < size - 1:
        file.seek(place)
        kind, length = struct.unpack("<4sI", _exactly(file, 8))
        if length > size - place - 8:
            raise damaged()
        if kind == b"fmt ":
            form, _, _, rate = struct.unpack("<HHII", _exactly(file, 12)) if length >= 16 else (0, 0, 0, 0)
            if form not in (1, 3, 6, 7, 0xFFFE) or length > 1024:
                raise refused("file_type")
        elif kind == b"data":
            sound += length
        elif kind != b"fact" or length > 64:
            file.seek(place)
            file.write(b"JUNK")
            _zero(file, place + 8, place + 8 + length)
        place += 8 + length + length % 2
    if not rate or not sound:
        raise damaged()
    return Found("audio/wav", seconds=whole_seconds(sound / rate))


def ogg(file: BinaryIO, size: int) -> Found:
    """One stream of Opus or Vorbis, every byte of it in a page."""
    place, serial, hertz, skipped, last = 0, b"", 0, 0, 0
    while place < size:
        file.seek(place)
        head = _exactly(file, 27)
        lengths = _exactly(file, head[26])
        body = sum(lengths)
        if head[:5] != b"OggS\x00" or place + 27 + len(lengths) + body > size:
            raise damaged()
        if not serial:
            serial = head[14:18]
            hertz, skipped = _heard(_exactly(file, min(body, 64)))
        elif head[14:18] != serial:
            raise refused("file_tracks")
        moment = int.from_bytes(head[6:14], "little")
        last = moment if moment != 0xFFFFFFFFFFFFFFFF else last
        place += 27 + len(lengths) + body
    if not hertz:
        raise damaged()
    return Found("audio/ogg", seconds=whole_seconds((last - skipped) / hertz))


def _heard(head: bytes) -> tuple[int, int]:
    """Samples a second, and how many of them are not heard."""
    if head.startswith(b"OpusHead") and len(head) >= 12:
        return 48_000, int.from_bytes(head[10:12], "little")
    if head.startswith(b"\x01vorbis") and len(head) >= 16:
        return int.from_bytes(head[12:16], "little"), 0
    raise refused("file_type")


def _exactly(file: BinaryIO, length: int) -> bytes:
    found = file.read(length)
    if len(found) < length:
        raise damaged()
    return found


def _zero(file: BinaryIO, start: int, end: int) -> None:
    file.seek(start)
    while start < end:
        piece = min(end - start, 64 * 1024)
        file.write(bytes(piece))
        start += piece
