"""Small files of every kind that the desk takes, made byte by byte, and their parts to build others of."""

import io
import struct
import wave
from collections.abc import Sequence
from typing import Any

import pikepdf
import segno
from PIL import Image

SCRIPT = b"<script>alert(document.domain)</script>"
PLACE = b"+14.6349-090.5069/ Secret phone"


def box(kind: bytes, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + kind + body


def track(
    handler: bytes = b"vide",
    width: int = 640,
    height: int = 360,
    entry: bytes = b"\x00\x00\x00\x01",
    more: bytes = b"",
) -> bytes:
    shown = bytes(40) + struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    dref = box(b"dref", bytes(4), struct.pack(">I", 1), box(b"url ", entry))
    media = box(
        b"mdia",
        box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 1000, 3000, 0, 0)),
        box(b"hdlr", bytes(8) + handler + bytes(13)),
        box(b"minf", box(b"dinf", dref)),
    )
    return box(b"trak", box(b"tkhd", shown + struct.pack(">II", width << 16, height << 16)), media, more)


def mp4(
    seconds: int = 3,
    tracks: Sequence[bytes] = (),
    more: bytes = b"",
    brand: bytes = b"isom",
    media: bytes = bytes(400),
    in_moov: bytes = b"",
) -> bytes:
    head = struct.pack(">IIIII", 0, 0, 0, 1000, 1000 * seconds) + bytes(80)
    told = tracks or (track(), track(b"soun", 0, 0))
    return (
        box(b"ftyp", brand + bytes(4) + b"isommp42")
        + box(b"moov", box(b"mvhd", head), *told, in_moov)
        + more
        + box(b"mdat", media)
    )


def m4a(seconds: int = 3) -> bytes:
    return mp4(seconds, (track(b"soun", 0, 0),), brand=b"M4A ")


def element(kind: int, *bodies: bytes) -> bytes:
    body = b"".join(bodies)
    return kind.to_bytes((kind.bit_length() + 7) // 8) + (len(body) | 1 << 56).to_bytes(8) + body


def number(kind: int, value: int) -> bytes:
    return element(kind, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def video_track(kind: int = 1, width: int = 640, height: int = 360) -> bytes:
    seen = element(0xE0, number(0xB0, width), number(0xBA, height)) if kind == 1 else b""
    return element(0xAE, number(0xD7, kind), number(0x83, kind), seen)


def webm(
    seconds: float = 3,
    tracks: Sequence[bytes] = (),
    more: bytes = b"",
    kind: bytes = b"webm",
    clusters: bytes | None = None,
) -> bytes:
    head = element(0x1A45DFA3, number(0x4286, 1), element(0x4282, kind))
    info = element(
        0x1549A966, number(0x2AD7B1, 1_000_000), element(0x4489, struct.pack(">d", seconds * 1000))
    )
    told = element(0x1654AE6B, *(tracks or (video_track(), video_track(2))))
    media = cluster() if clusters is None else clusters
    return head + element(0x18538067, info, told, more, media)


def cluster(moment: int = 0, content: bytes = bytes(60)) -> bytes:
    return element(0x1F43B675, number(0xE7, moment), element(0xA3, b"\x81\x00\x00\x80" + content))


def mp3(frames: int = 200, tag: bytes = b"", more: bytes = b"") -> bytes:
    """Silence of 26 ms a frame, after a tag of ID3v2 that holds anything."""
    size = bytes((len(tag) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    head = b"ID3\x03\x00\x00" + size + tag if tag else b""
    return head + (b"\xff\xfb\x90\x00" + bytes(413)) * frames + more


def riff(*chunks: bytes) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def wav(seconds: float = 3, more: bytes = b"") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes([128]) * int(8000 * seconds))
    return out.getvalue() + more


def ogg_page(kind: int, moment: int, place: int, body: bytes, serial: int = 1) -> bytes:
    head = b"OggS\x00" + struct.pack("<BQIII", kind, moment, serial, place, 0)
    return head + bytes((1, len(body))) + body


def ogg(seconds: int = 3, head: bytes | None = None, serial: int = 1) -> bytes:
    opus = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0) if head is None else head
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    last = ogg_page(4, 48000 * seconds, 2, b"\xf8\xff\xfe", serial)
    return ogg_page(2, 0, 0, opus) + ogg_page(0, 0, 1, tags) + last


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more: Any) -> bytes:
    drawn = Image.new(mode, size)
    for x in range(min(size)):
        drawn.putpixel((x, x), 1 if mode in {"1", "L", "P", "I;16"} else tuple([200] * len(drawn.getbands())))
    out = io.BytesIO()
    drawn.save(out, kind, **more)
    return out.getvalue()


def with_place(kind: str = "JPEG") -> bytes:
    """A picture whose EXIF says where and with what it was taken, turned by a quarter."""
    exif = Image.Exif()
    exif[0x0110] = "Secret phone"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (14.0, 38.0, 0.0), 3: "W", 4: (90.0, 30.0, 0.0)})
    return picture(kind, exif=exif)


def qr(text: str) -> bytes:
    out = io.BytesIO()
    segno.make_qr(text).save(out, kind="png", scale=6)
    return out.getvalue()


def pdf(pages: int = 1, picture_of: bytes | None = None, **root: Any) -> bytes:
    """A PDF with empty pages, or with a picture on each; `root` adds to its catalog."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(300, 420))
    if picture_of is not None:
        with Image.open(io.BytesIO(picture_of)) as image:
            grey = image.convert("L")
        stream = made.make_stream(grey.tobytes())
        stream.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=grey.width, Height=grey.height,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
        )  # fmt: skip
        for page in made.pages:
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Q=stream))
            page.Contents = made.make_stream(b"q 200 0 0 200 50 100 cm /Q Do Q")
    for name, value in root.items():
        made.Root[f"/{name}"] = value(made) if callable(value) else value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
