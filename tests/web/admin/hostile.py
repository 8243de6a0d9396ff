"""Files that somebody could send to the desk: honest ones of every kind, and what hides behind them."""

import io
import struct
import wave
import zipfile
import zlib
from typing import Any

from PIL import Image, PngImagePlugin

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"


def picture(kind: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **more: Any) -> bytes:
    drawn = Image.new(mode, size)
    for x in range(min(size)):
        drawn.putpixel((x, x), 1 if mode in {"1", "L", "P", "I;16"} else tuple([200] * len(drawn.getbands())))
    out = io.BytesIO()
    drawn.save(out, kind, **more)
    return out.getvalue()


def with_place() -> bytes:
    """A JPEG whose EXIF says where and with what it was taken, turned by a quarter."""
    exif = Image.Exif()
    exif[0x0110] = "Secret phone"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (14.0, 38.0, 0.0), 3: "W", 4: (90.0, 30.0, 0.0)})
    return picture("JPEG", exif=exif, comment=b"made at home")


def png_with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Secret person")
    words.add_itxt("Where", HTML.decode(), zip=True)
    return picture("PNG", pnginfo=words)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, before: bytes = b"") -> bytes:
    """A PNG of any size that it claims."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + before + data + chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    """The head of a WebP of any size that it claims."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def pdf(extra: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog " + extra + b">>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def mp3(frames: int = 200, tag: bytes = b"") -> bytes:
    """Silence, after a tag of ID3v2 that holds anything."""
    size = bytes((len(tag) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    head = b"ID3\x03\x00\x00" + size + tag if tag else b""
    return head + (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def comment_frame(words: bytes) -> bytes:
    body = b"\x00eng\x00" + words
    return b"COMM" + struct.pack(">I", len(body)) + b"\x00\x00" + body


def wav(seconds: float = 3, more: bytes = b"") -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes([128]) * int(8000 * seconds))
    return out.getvalue() + more


def ogg(seconds: int = 3) -> bytes:
    """Opus in Ogg: head, tags, and one page that says how long it is."""

    def page(kind: int, moment: int, number: int, body: bytes) -> bytes:
        return b"OggS\x00" + struct.pack("<BqIIIB", kind, moment, 1, number, 0, 1) + bytes([len(body)]) + body

    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    return page(2, 0, 0, head) + page(0, 0, 1, tags) + page(4, 48000 * seconds, 2, b"\xf8\xff\xfe")


def m4a(seconds: int = 3) -> bytes:
    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + kind + body

    length = struct.pack(">IIIII", 0, 0, 0, 1000, 1000 * seconds) + bytes(80)
    media = box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 8000, 8000 * seconds, 0, 0))
    moov = box(b"moov", box(b"mvhd", length) + box(b"trak", box(b"mdia", media)))
    return box(b"ftyp", b"M4A \x00\x00\x00\x00M4A mp42isom") + moov + box(b"mdat", bytes(500))


def archive(name: str = "../../../evil.html") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, HTML)
    return out.getvalue()


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    first, second = Image.new("RGB", (8, 8)), Image.new("RGB", (8, 8), (255, 0, 0))
    first.save(out, kind, save_all=True, append_images=[second], duration=100)
    return out.getvalue()


#: name -> the file; each is kept in a harmless form.
HONEST: dict[str, bytes] = {
    "screen.png": picture("PNG"),
    "grey.png": picture("PNG", mode="L"),
    "see-through.png": picture("PNG", mode="RGBA"),
    "palette.png": picture("PNG", mode="P"),
    "two-colours.png": picture("PNG", mode="1"),
    "deep.png": picture("PNG", mode="I;16"),
    "photo.jpg": picture("JPEG"),
    "print.jpg": picture("JPEG", mode="CMYK"),
    "screen.webp": picture("WEBP"),
    "page.pdf": pdf(),
    "call.mp3": mp3(),
    "call.ogg": ogg(),
    "call.m4a": m4a(),
    "call.wav": wav(),
}

#: What is kept although somebody hid something in it: what was hidden is gone, or can never run.
DEFUSED: dict[str, bytes] = {
    "place.jpg": with_place(),
    "words.png": png_with_words(),
    "html-after.png": picture("PNG") + HTML,
    "zip-after.png": picture("PNG") + archive(),
    "html-after.jpg": picture("JPEG") + HTML,
    "html-in-comment.jpg": picture("JPEG", comment=HTML),
    "php-in-comment.jpg": picture("JPEG", comment=b"<?php system($_GET['c']); ?>"),
    "html-after.webp": picture("WEBP") + HTML,
    "xmp.webp": picture("WEBP", xmp=HTML),
    "profile.jpg": picture("JPEG", icc_profile=HTML * 9),
    "profile.png": picture("PNG", icc_profile=HTML * 9),
    "evil.html": picture("PNG"),
    "evil.svg": picture("JPEG"),
    "evil.php": picture("WEBP"),
    "script.pdf": pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    "launch.pdf": pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "html.pdf": pdf(b"/X(" + HTML + b")"),
    "tag.mp3": mp3(tag=comment_frame(HTML)),
    "html-after.wav": wav(more=HTML),
}  # fmt: skip

#: What is refused, with the sentence that says what to send instead.
REFUSED: dict[str, bytes] = {
    "nothing.png": b"",
    "one-byte.png": b"\x89",
    "renamed-svg.png": SVG,
    "drawing.svg": SVG,
    "svg-with-head.svg": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG,
    "page.html": HTML,
    "renamed-page.jpg": HTML,
    "page.xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
    "bom.html": b"\xef\xbb\xbf" + HTML,
    "script.js": b"alert(1)",
    "gif-script.gif": b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)//",
    "gif-script.png": b"GIF89a=1;alert(1)",
    "moving.gif": moving("GIF"),
    "moving.png": moving("PNG"),
    "moving.webp": moving("WEBP"),
    "bitmap-script.bmp": b"BM/*" + bytes(40) + b"*/=1;alert(1)",
    "picture.bmp": picture("BMP"),
    "picture.tiff": picture("TIFF"),
    "picture.ico": picture("ICO"),
    "bomb.png": png(50_000, 50_000),
    "wide-bomb.png": png(2_000_000_000, 1),
    "just-too-many.png": png(5001, 5000),
    "bomb.webp": webp(16_383, 16_383),
    "claims.webp": webp(1 << 24, 1 << 24),
    "text-bomb.png": png(8, 8, before=chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(9_000_000)))),
    "cut.png": picture("PNG", (400, 400))[:-60],
    "cut.jpg": picture("JPEG", (400, 400))[:400],
    "cut.webp": picture("WEBP", (400, 400))[:60],
    "head-only.png": b"\x89PNG\r\n\x1a\n",
    "head-only.jpg": b"\xff\xd8\xff\xe0",
    "head-only.webp": b"RIFF\x10\x00\x00\x00WEBP",
    "bad-sum.png": picture("PNG").replace(b"IHDR", b"IHDX"),
    "zero-wide.png": png(0, 10),
    "png-then-html.png": b"\x89PNG\r\n\x1a\n" + HTML,
    "jpeg-then-html.jpg": b"\xff\xd8\xff" + HTML,
    "cut.pdf": b"%PDF-1.7\n1 0 obj",
    "later.pdf": HTML + pdf(),
    "bom.pdf": b"\xef\xbb\xbf" + pdf(),
    "head-only.pdf": b"%PDF-",
    "not-quite.pdf": b"%PDF" + HTML + b"%%EOF",
    "html-as-tag.mp3": b"ID3" + HTML,
    "empty-tag.mp3": b"ID3\x03\x00\x00\x00\x00\x00\x00",
    "endless-tag.mp3": b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f" + HTML,
    "head-only.mp3": b"\xff\xfb\x90",
    "zeros.mp3": b"\xff\xfb" + bytes(100_000),
    "html.ogg": b"OggS" + HTML,
    "html.wav": b"RIFF\x00\x00\x00\x00WAVE" + HTML,
    "no-sound.wav": wav(0),
    "html.m4a": b"\x00\x00\x00\x18ftypM4A " + HTML,
    "no-moov.m4a": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42isom",
    "too-long.m4a": m4a(2 * 60 * 60 + 3),
    "film.mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(100),
    "sound.flac": b"fLaC" + bytes(100),
    "packed.zip": archive(),
    "packed.jar": archive("META-INF/MANIFEST.MF"),
    "text.docx": archive("word/document.xml"),
    "packed.gz": b"\x1f\x8b\x08" + bytes(30),
    "program.exe": b"MZ" + bytes(100),
    "program.elf": b"\x7fELF" + bytes(100),
    "program.wasm": b"\x00asm\x01\x00\x00\x00",
    "flash.swf": b"FWS\x09" + bytes(50),
    "post.ps": b"%!PS-Adobe-3.0\n(x) run",
    "drawing.psd": b"8BPS\x00\x01" + bytes(60),
    "command.sh": b"#!/bin/sh\nrm -rf /\n",
    "mail.eml": b"Content-Type: text/html\r\n\r\n" + HTML,
    "web.mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + HTML,
    "font.woff2": b"wOF2" + bytes(60),
    "photo.heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100),
    "photo.avif": b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1" + bytes(100),
    "text.csv": b"=cmd|'/C calc'!A0,1\n",
    "link.url": b"[InternetShortcut]\nURL=javascript:alert(1)\n",
    "large.png": picture("PNG") + bytes(10 * 1024 * 1024),
    "large.pdf": pdf() + bytes(10 * 1024 * 1024) + b"%%EOF",
}  # fmt: skip

#: What a file may call itself; none of it is ever a path.
NAMES = (
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\boot.ini", "....//....//x", "",
    ".", "..", "a" * 5000, "x\x00.png", "\u202egnp.exe", "<script>alert(1)</script>.png", "a\r\nSet-Cookie: x=1",
    "con.png", "%2e%2e%2fx", "\u2066x\u2069.png", "x" + "\u0301" * 50, '";filename="evil.html',
)  # fmt: skip
