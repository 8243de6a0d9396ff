"""Forms for paper on the site, and those that a visitor puts together: real typesetting, hostile logos, no trace."""

import io
import re
import struct
import threading
import zlib
from pathlib import Path

import lxml.html
import pypdfium2
import pytest
import servers
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import MultiDict

from hotline.config import Settings
from hotline.domain.listing import LOCALES
from hotline.editions import pages
from hotline.editions.make_page import LARGEST_LOGO
from hotline.editions.print import own, plan, worker
from hotline.editions.print.lines import first_lines
from hotline.editions.rendering import Home
from hotline.editions.serving import Site
from hotline.web import paper, security
from hotline.web.app import create_app


@pytest.fixture
def fresh(installed: Path) -> Flask:
    """An app that has counted nothing yet."""
    return create_app(Settings(var=installed))


def picture(kind: str = "PNG", size: tuple[int, int] = (320, 120), colour: str = "#c81e78") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def make(client: FlaskClient, locale: str = "es", logo: bytes | None = None, **chosen: object) -> object:
    form = MultiDict(chosen)
    if logo is not None:
        form["logo"] = (io.BytesIO(logo), "../../our-logo.svg")
    return client.post(f"/{locale}/materials/make", data=form, content_type="multipart/form-data")


def problems(answer: object) -> list[str]:
    page = lxml.html.fromstring(answer.text)  # type: ignore[attr-defined]
    return ["".join(one.itertext()) for one in page.xpath("//*[@role='alert']//p[@class='said']")]


def text(content: bytes) -> str:
    found = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    return " ".join(found.split())


def codes(content: bytes) -> set[str]:
    if content.startswith(b"\x89PNG"):
        pictures = [Image.open(io.BytesIO(content))]
    else:
        pictures = [page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(content)]
    return {found.text for one in pictures for found in zxingcpp.read_barcodes(one)}


def pictures(content: bytes) -> int:
    """How many pictures made of dots stand in a PDF."""
    return sum(
        1
        for page in pypdfium2.PdfDocument(content)
        for one in page.get_objects(max_depth=15)
        if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    )


@pytest.mark.parametrize(
    ("locale", "language", "kind"),
    [("es", "fr", "poster-a4"), ("fr", "es", "card"), ("en", "en", "radio-letter")],
)
def test_a_sheet_carries_the_chosen_line_in_the_chosen_language_and_the_logo(
    client: FlaskClient, built: Site, locale: str, language: str, kind: str
) -> None:
    chosen = list(own.lines_of(built.edition, "GT").values())[3]
    service = chosen.service.service.id
    answer = make(client, locale, picture("JPEG"), country="GT", kind=kind, language=language, line=service)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{kind}.pdf"'
    assert chosen.point.to_dial in text(answer.data)
    assert first_lines(built.edition, "GT")[0].point.to_dial not in text(answer.data).split()
    assert codes(answer.data) == {f"http://localhost:8000/{language}/gt"}
    assert f"/Lang({language})".encode() in answer.data.replace(b" ", b"")
    assert pictures(answer.data) == 1
    bare = make(client, locale, country="GT", kind=kind, language=language, line=service)
    assert pictures(bare.data) == 0, "without a logo its place stays empty"


def test_the_colour_of_a_logo_is_printed_unless_there_is_one_ink(client: FlaskClient) -> None:
    def pink(kind: str) -> int:
        content = make(client, logo=picture(), country="MX", kind=kind).data
        page = pypdfium2.PdfDocument(content)[0].render(scale=0.5).to_pil().convert("RGB")
        return sum(count for count, (red, green, _) in page.getcolors(1 << 20) if red > 180 and green < 80)

    assert pink("poster-a4") > 100
    assert pink("poster-a4-one-ink") == 0


def test_a_picture_to_send_on_is_a_picture(client: FlaskClient) -> None:
    answer = make(client, logo=picture(), country="HN", kind="social-square", language="en")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert Image.open(io.BytesIO(answer.data)).size == (1080, 1080)
    assert codes(answer.data) == {"http://localhost:8000/en/hn"}


def test_the_card_of_a_road_keeps_the_order_of_the_journey(client: FlaskClient) -> None:
    answer = make(client, country=["SV", "MX", "US"], kind="corridor", language="en")
    assert answer.status_code == 200, answer.text
    said = text(answer.data)
    assert said.index("El Salvador") < said.index("Mexico") < said.index("United States")
    assert codes(answer.data) == {"http://localhost:8000/en/"}


def test_a_line_that_nobody_has_checked_says_so_on_the_sheet(client: FlaskClient, built: Site) -> None:
    old = next(
        line for line in own.lines_of(built.edition, "GT").values() if line.point.freshness.state == "stale"
    )
    said = text(make(client, country="GT", kind="door", language="en", line=old.service.service.id).data)
    assert "Not checked since" in said
    assert "Valid as of" not in said


@pytest.mark.parametrize(
    ("chosen", "logo", "expected", "why"),
    [
        ({}, b"", ["Choose a country.", "Choose what you want to make."], "nothing chosen"),
        ({"country": ["GT", "HN"], "kind": "door"}, b"GIF89a", ["PNG or a JPEG", "no place for a logo", "one country"],
         "all three mistakes at once"),
        ({"country": ["GT"], "kind": "corridor"}, None, ["at least two countries"], "a road of one country"),
        ({"country": ["GT", "GT"], "kind": "corridor"}, None, ["Guatemala stands there twice"], "a country twice"),
        ({"country": ["GT"], "kind": "stickers-a4", "line": ["gt-pdh-1555", "gt-pnc-110"]}, None, ["can show: 1"],
         "two lines on a sticker"),
        ({"country": ["GT"], "kind": "card", "line": ["mx-1"]}, None, ["does not stand in this list"], "another country's"),
        ({"country": ["GT"], "kind": "card"}, b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_LOGO), ["larger than 2 MB"], "too large"),
        ({"country": ["XX"], "kind": "../../etc/passwd", "language": "de"}, None, ["Choose a country.", "Choose what"],
         "what stands in no list"),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_told_at_once_and_what_was_chosen_stays(
    client: FlaskClient, chosen: dict[str, object], logo: bytes | None, expected: list[str], why: str
) -> None:
    answer = make(client, "en", logo, **chosen)
    assert answer.status_code == 400, why
    told = problems(answer)
    assert len(told) == len(expected), (why, told)
    for words in expected:
        assert any(words in sentence for sentence in told), (why, told)
    page = lxml.html.fromstring(answer.text)
    selected = set(page.xpath("//select[not(@id='language')]//option[@selected and @value!='']/@value"))
    known = {*chosen.get("country", []), chosen.get("kind", "")} - {"", "XX", "../../etc/passwd"}  # type: ignore[misc]
    assert selected == known, why
    for target in page.xpath("//*[@role='alert']//a/@href"):
        assert page.xpath(f"//*[@id='{target.removeprefix('#')}']"), why


@pytest.mark.parametrize("locale", LOCALES)
def test_the_lines_of_a_country_can_be_chosen_without_a_script(
    client: FlaskClient, built: Site, locale: str
) -> None:
    answer = make(client, locale, country="PA", ask="lines")
    assert answer.status_code == 200
    page = lxml.html.fromstring(answer.text)
    offered = page.xpath("//input[@name='line']/@value")
    assert offered == list(own.lines_of(built.edition, "PA"))
    assert offered
    assert page.xpath("//select[@id='country-1']/option[@selected]/@value") == ["PA"]
    (form,) = page.xpath("//form")
    assert (form.get("method"), form.get("enctype")) == ("post", "multipart/form-data")
    assert not page.xpath("//form//script | //@onclick | //@onchange")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, *chunks: bytes, data: bytes = b"") -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


HOSTILE = [
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a picture that is a program"),
    (b"GIF89a" + bytes(64), "another kind"),
    (b"%PDF-1.7\n", "paper"),
    (b"\x89PNG\r\n\x1a\n", "nothing behind the first bytes"),
    (b"\xff\xd8\xff" + b"\x00" * 5000, "noise behind the first bytes"),
    (_png(60_000, 60_000, data=zlib.compress(bytes(1000))), "3.6 thousand million dots"),
    (_png(4_001, 4_001, data=zlib.compress(bytes(48_048_009 + 4_001), 9)), "more dots than we take"),
    (_png(100, 100, _chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200_000_000), 9)), data=zlib.compress(b"")),
     "a note that unpacks to 200 MB"),
    (picture()[:-40], "cut off"),
    (b"\x89PNG\r\n\x1a\n" + picture("JPEG"), "a JPEG in the skin of a PNG"),
]  # fmt: skip


@pytest.mark.parametrize(("logo", "why"), HOSTILE, ids=[why for _, why in HOSTILE])
def test_a_logo_that_is_no_picture_is_refused_with_a_sentence(fresh: Flask, logo: bytes, why: str) -> None:
    answer = make(fresh.test_client(), "en", logo, country="GT", kind="poster-a4")
    assert answer.status_code == 400, why
    (told,) = problems(answer)
    assert "PNG" in told


def test_nothing_of_the_file_but_its_dots_gets_onto_the_sheet(client: FlaskClient) -> None:
    note = b"GPS 14.6349 -90.5069 of a shelter"
    written = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = note.decode()
    Image.new("RGB", (300, 200), "navy").save(written, "JPEG", exif=exif, comment=note)
    logo = written.getvalue() + b"<script>canary()</script>"
    assert note in logo
    content = make(client, logo=logo, country="GT", kind="poster-a4").data
    assert content.startswith(b"%PDF")
    streams = []
    for start in re.finditer(rb"stream\r?\n", content):
        try:
            streams.append(zlib.decompressobj().decompress(content[start.end() :]))
        except zlib.error:
            continue
    assert streams
    for part in (content, *streams):
        assert b"14.6349" not in part
        assert b"canary" not in part
        assert b"our-logo" not in part


def test_a_sheet_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, fresh: Flask) -> None:
    # A process that starts takes longer than this.
    monkeypatch.setattr(paper, "SECONDS", 0.0)
    answer = make(fresh.test_client(), "fr", country="GT", kind="poster-a4")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert 'value="GT" selected' in answer.text or "value=GT selected" in answer.text


def test_a_third_sheet_at_once_is_asked_to_wait(fresh: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go = threading.Semaphore(0), threading.Event()
    real = worker.once

    def slow(*given: object) -> bytes:
        inside.release()
        go.wait(30)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "once", slow)
    answers: list[int] = []

    def ask() -> None:
        answers.append(make(fresh.test_client(), country="GT", kind="door").status_code)

    threads = [threading.Thread(target=ask) for _ in range(paper.AT_ONCE)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert inside.acquire(timeout=30)
    third = make(fresh.test_client(), country="GT", kind="door")
    go.set()
    for thread in threads:
        thread.join()
    assert (third.status_code, third.headers["Retry-After"]) == (503, "60")
    assert answers == [200] * paper.AT_ONCE


def test_p16_one_place_may_make_so_many_sheets_an_hour(fresh: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "AN_HOUR", 1)
    client = fresh.test_client()
    assert make(client, country="GT", kind="door").status_code == 200
    refused = make(client, "en", country="GT", kind="door")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    assert problems(refused)[0].startswith("From this connection")


def test_p17_a_sheet_has_the_table_of_headers_and_may_run_nothing(client: FlaskClient) -> None:
    answer = make(client, country="GT", kind="door")
    for name, value in security.private_headers(security.FILE_POLICY).items():
        assert answer.headers[name] == value
    assert answer.headers["CDN-Cache-Control"] == answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_p14_a_logo_touches_no_disk_and_no_log(var: Path, tmp_path: Path) -> None:
    written = io.BytesIO()
    noise = Image.effect_noise((700, 700), 90)
    noise.save(written, "PNG")
    logo = written.getvalue() + b"canary-5e1d"
    assert 400_000 < len(logo) < LARGEST_LOGO
    body = b"".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in (("country", "GT"), ("kind", "poster-a4"), ("language", "es"))
    )
    body += (
        b'--x\r\nContent-Disposition: form-data; name="logo"; filename="canary-5e1d.png"\r\n\r\n'
        + logo
        + b"\r\n--x--\r\n"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    headers = {"Content-Type": "multipart/form-data; boundary=x", "User-Agent": "canary-5e1d"}
    with servers.gunicorn(var, tmp_path, TMPDIR=str(scratch)) as server:
        answer = server.ask("/es/materials/make", "POST", headers, body)
        assert answer.status == 200, answer.body[:400]
        assert answer.body.startswith(b"%PDF")
        broken = server.ask("/es/materials/make", "POST", headers, body.replace(logo[40:90], b""))
        assert broken.status == 400
        too_large = server.ask("/es/materials/make", "POST", headers, body + bytes(1_500_000) * 2)
        assert too_large.status == 413
    for path in (*scratch.rglob("*"), *var.rglob("*"), server.log):
        if path.is_file():
            content = path.read_bytes()
            assert b"canary-5e1d" not in content, path
            assert logo[1000:1100] not in content, path
    assert b"Error" not in server.log.read_bytes()


def test_without_typesetting_no_page_offers_a_form(installed: Path, built: Site) -> None:
    home = Home("https://lineas.example.org", "https://www.example.org/", prints=False)
    for path, html in pages.render_all(built.edition, home):
        assert "materials/print" not in path
        assert "/print" not in re.sub(r"regional-2009-print|@media print", "", html), path


def test_a_form_is_served_once_it_is_made_and_until_then_the_answer_says_when(var: Path) -> None:
    client = create_app(Settings(var=var)).test_client()
    folder = (var / "editions" / "current").resolve()
    yielded = plan.read(folder)
    assert yielded is not None
    path = next(path for path in yielded.forms if path.endswith("gt/fr/door.pdf"))
    early = client.get(f"/{path}")
    assert (early.status_code, early.headers["Retry-After"]) == (503, "60")
    assert early.headers["CDN-Cache-Control"] == "no-store"
    assert 'lang="fr"' in early.text
    assert "tel:" in early.text
    assert client.get("/print/gt/fr/door.png").status_code == 404
    assert client.get("/print/../edition.json").status_code == 404
    (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / "site" / path).write_bytes(b"%PDF-made")
    made = client.get(f"/{path}")
    assert (made.status_code, made.data) == (200, b"%PDF-made")
    for name, value in security.rendition_headers("application/pdf").items():
        assert made.headers[name] == value
    assert made.headers["Content-Disposition"] == "attachment"


def test_behind_nginx_a_form_and_a_sheet_are_answered_alike(var: Path, tmp_path: Path) -> None:
    if servers.NGINX is None:
        pytest.skip("nginx is not installed")
    yielded = plan.read((var / "editions" / "current").resolve())
    assert yielded is not None
    pdf, png = (
        next(path for path in yielded.forms if path.endswith(end)) for end in ("gt/es/door.pdf", "story.png")
    )
    site = var / "editions" / "current" / "site"
    for path in (pdf, png):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(b"made " + path.encode())
    later = next(path for path in yielded.forms if path.endswith("hn/en/card.pdf"))
    names = {"content-type", "content-disposition", "last-modified", "etag", "x-frame-options", "accept-ranges",
             *(name.lower() for name in security.public_headers(""))}  # fmt: skip
    with (
        servers.gunicorn(var, tmp_path, HOTLINE_PROXIES="1") as service,
        servers.nginx(var, tmp_path, service.port) as front,
    ):
        for path, status in (
            (pdf, 200),
            (png, 200),
            (later, 503),
            ("print/gt/es/none.pdf", 404),
            ("print/", 404),
        ):
            for extra in ({}, {"If-None-Match": "*"}):
                ours, theirs = front.ask(f"/{path}", headers=extra), service.ask(f"/{path}", headers=extra)
                assert (ours.status, ours.body) == (status, theirs.body), path
                assert {name: ours.headers.get(name) for name in names} == {
                    name: theirs.headers.get(name) for name in names
                }, path
        body = b"".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (("country", "GT"), ("kind", "poster-a4"), ("language", "es"))
        )
        logo = (
            b'--x\r\nContent-Disposition: form-data; name="logo"; filename="a"\r\n\r\n'
            + picture()
            + b"\r\n--x--\r\n"
        )
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        made = front.ask("/es/materials/make", "POST", kind, body + logo)
        assert made.status == 200
        assert made.body.startswith(b"%PDF")
        assert made.header("Content-Disposition") == 'attachment; filename="poster-a4.pdf"'
        assert front.ask("/es/materials/make").body == service.ask("/es/materials/make").body
        large = body + logo.replace(b"\r\n--x--\r\n", bytes(3_500_000) + b"\r\n--x--\r\n")
        assert front.ask("/fr/materials/make", "POST", kind, large).status == 413


def test_pages_offer_every_form_of_the_edition_and_no_other(built: Site) -> None:
    assert built.yielded is not None
    offered = set()
    for address in built.addresses:
        if "/materials/print" in address:
            found = built.file(address, "GET", "")
            assert found is not None
            assert found.file is not None
            with found.file as file:
                page = lxml.html.fromstring(file.read().decode())
            offered |= {
                link.split("print/", 1)[1]
                for link in page.xpath("//a/@href")
                if re.search(r"\.(pdf|png)$", link)
            }
    assert offered == {path.removeprefix("print/") for path in built.yielded.forms}


def test_a_script_may_ask_first_whether_anything_is_wrong(client: FlaskClient) -> None:
    fine = make(client, logo=picture(), country="GT", kind="poster-a4", ask="check")
    assert (fine.status_code, fine.data) == (204, b"")
    for name, value in security.private_headers(security.page_policy()).items():
        assert fine.headers[name] == value
    wrong = make(client, "en", logo=b"GIF89a", country="GT", kind="poster-a4", ask="check")
    assert (wrong.status_code, len(problems(wrong))) == (400, 1)
