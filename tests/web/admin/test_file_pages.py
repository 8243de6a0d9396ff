"""Files for materials at the desk: who may bring them in, what becomes of them, and how they are served."""

import io
from pathlib import Path

import media
import pytest
from brought import FILES, bring, digest_of, names
from desk_browser import Browser
from proposals import Review
from sqlalchemy import select

from hotline.services import incoming
from hotline.storage.tables.brought_file import BroughtFile


def left_over(tmp_path: Path) -> list[str]:
    """What is in the store beside whole files."""
    return [path.name for path in (tmp_path / "files").iterdir() if path.is_file()]


def test_several_files_come_in_at_once_and_each_is_told(review: Review, tmp_path: Path) -> None:
    browser = review.browser("editor")
    answer = bring(browser, ("spot.mp4", media.mp4()), ("a.png", media.picture()), ("none.mp3", b""))
    assert answer.status_code == 303
    page = browser.get(FILES).text
    assert page.count('class="name"') == 2
    assert names(review.factory) == ["a.png", "spot.mp4"]
    assert left_over(tmp_path) == []


def test_one_that_cannot_be_taken_keeps_none_of_the_others_out(review: Review, tmp_path: Path) -> None:
    browser = review.browser("editor")
    answer = bring(browser, ("x.svg", b"<svg onload='alert(1)'/>"), ("a.png", media.picture()))
    assert answer.status_code == 400
    told = answer.text.partition('id="refused"')[2].partition("</section>")[0]
    assert "<bdi>x.svg</bdi>: We take sound as MP3" in told
    assert "1 other file was brought in." in told
    assert names(review.factory) == ["a.png"]
    assert left_over(tmp_path) == []


def test_nothing_chosen_is_said_beside_the_field(review: Review) -> None:
    answer = bring(review.browser("editor"))
    assert answer.status_code == 400
    assert 'id="file-problem">Choose at least one file' in answer.text


def test_more_files_than_anybody_can_look_through_are_not_taken(review: Review) -> None:
    sent = [(f"{number}.txt", b"x") for number in range(22)]
    answer = bring(review.browser("editor"), *sent)
    assert answer.text.count("Bring in at most 20 files at once.") >= 2
    assert names(review.factory) == []


def test_what_was_found_stands_on_the_page_of_the_file(review: Review) -> None:
    browser = review.browser("editor")
    page = browser.get(f"{FILES}/{digest_of(bring(browser, ('../../spot.mp4', media.mp4(75))))}/page").text
    assert "<bdi>spot.mp4</bdi>" in page
    assert "1:15" in page
    assert "640 × 360" in page
    assert 'preload="none"' in page
    assert "autoplay" not in page


#: What a code says, and what the desk says of it. Each is another code, so each is another file.
CODES = {
    "tel:1555": "The number of:",
    "tel:+502-1599": "No line in the directory has this number.",
    "tel:1552": "An old number, which is no longer right.",
    "SMSTO:1599:help": "No line in the directory has this number.",
    "https://localhost/es/gt": "A page of this site.",
    "https://localhost.example.org/es": "This leads to somebody else’s address.",
    "https://wa.me/50299998888": "No line in the directory has this number.",
    "javascript:alert(1)": "This leads to somebody else’s address.",
    "Llame ya": "This is no number and no address.",
}


def test_a_code_is_read_and_compared_with_the_directory(review: Review) -> None:
    browser = review.browser("editor")
    assert bring(browser, *((f"{text[:5]}.png", media.qr(text)) for text in CODES)).status_code == 303
    with review.factory() as session:
        found = {one.codes[0]: one.digest for one in session.scalars(select(BroughtFile))}
    assert set(found) == set(CODES)
    for text, told in CODES.items():
        page = browser.get(f"{FILES}/{found[text]}/page").text
        assert told in page.partition('class="leads"')[2].partition("</ul>")[0], text
        assert 'href="javascript' not in page


def test_codes_and_links_of_a_document_are_read_from_its_pages(review: Review) -> None:
    browser = review.browser("editor")
    digest = digest_of(bring(browser, ("a.pdf", media.pdf(2, media.qr("tel:1552")))))
    page = browser.get(f"{FILES}/{digest}/page").text
    assert "2 pages" in page
    assert "tel:1552" in page
    assert browser.get(f"{FILES}/{digest}/preview").mimetype == "image/webp"


def test_who_may_bring_files_in_and_who_may_open_them(review: Review, tmp_path: Path) -> None:
    small = ("a.mp3", media.mp3(20))
    for who, region, status in (
        ("reviewer", "GT", 403),
        ("administrator", "GT", 403),
        ("elsewhere", "GT", 403),
        ("editor", "NI", 403),
        ("editor", "gt", 403),
        ("editor", "ZZ", 403),
    ):
        assert bring(review.browser(who), small, region=region).status_code == status, (who, region)
    assert names(review.factory) == []
    assert not (tmp_path / "files").exists(), "not even the folder is made for them"
    assert bring(review.browser("both"), ("b.mp3", media.mp3(21))).status_code == 303
    digest = digest_of(bring(review.browser("editor"), ("a.png", media.picture())))
    for who, status in (("editor", 200), ("reviewer", 200), ("administrator", 200), ("elsewhere", 403)):
        browser = review.browser(who)
        for address in (FILES, f"{FILES}/{digest}", f"{FILES}/{digest}/page", f"{FILES}/{digest}/preview"):
            assert browser.get(address).status_code == status, (who, address)
        other = browser.get(f"/admin/files/NI/{digest}").status_code
        assert other in {403, 404}, "another region has no such file"


def test_a_file_comes_in_a_sandbox_and_in_the_part_that_a_player_asks_for(review: Review) -> None:
    browser = review.browser("editor")
    digest = digest_of(bring(browser, ("a.wav", media.wav(3))))
    whole = browser.get(f"{FILES}/{digest}")
    assert whole.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert "no-store" in whole.headers["Cache-Control"]
    part = browser.open("GET", f"{FILES}/{digest}", headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.data)}"
    assert part.data == whole.data[100:200]
    beyond = browser.open("GET", f"{FILES}/{digest}", headers={"Range": "bytes=9999999-"})
    assert beyond.status_code == 416
    kept = browser.get(f"{FILES}/{digest}?keep")
    assert kept.headers["Content-Disposition"] == f"attachment; filename=file-{digest[:12]}.wav"
    assert (
        "media-src 'self' data:" in browser.get(f"{FILES}/{digest}/page").headers["Content-Security-Policy"]
    )
    assert "media-src" not in browser.get(FILES).headers["Content-Security-Policy"]


def test_where_there_is_no_room_nothing_half_written_stays(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = review.browser("editor")
    monkeypatch.setattr(incoming, "SPARE", 1 << 60)
    answer = bring(browser, ("a.mp4", media.mp4()))
    assert answer.status_code == 400
    assert "There is not enough room on the disk" in answer.text
    assert left_over(tmp_path) == []
    assert names(review.factory) == []


def test_a_disk_that_fills_up_while_a_file_comes_in_keeps_none_of_it(tmp_path: Path) -> None:
    file = incoming.IncomingFile(tmp_path)
    whole = incoming.SPARE
    try:
        file.write(bytes(1000))
        assert len(list(tmp_path.iterdir())) == 1
        incoming.SPARE = 1 << 60
        for _ in range(2):
            file.write(bytes(9 * 1024 * 1024))
    finally:
        incoming.SPARE = whole
    assert file.problem == "file_no_room"
    assert file.whole() is None
    assert list(tmp_path.iterdir()) == []


def test_a_few_come_in_at_once_and_the_next_is_asked_to_wait(review: Review, tmp_path: Path) -> None:
    browser = review.browser("editor")
    slots = [incoming.slot(tmp_path / "files") for _ in range(incoming.AT_ONCE)]
    assert all(slots)
    assert incoming.slot(tmp_path / "files") is None
    answer = bring(browser, ("a.png", media.picture()))
    assert answer.status_code == 400
    assert "Others are bringing in files right now." in answer.text
    for slot in slots:
        assert slot is not None
        slot.give_back()
    assert bring(browser, ("a.png", media.picture())).status_code == 303
    free = incoming.slot(tmp_path / "files")
    assert free is not None, "a request that is over holds nobody up"
    free.give_back()


def test_nobody_who_may_not_bring_files_in_can_send_a_large_body(review: Review, tmp_path: Path) -> None:
    large = ("a.wav", media.wav(20))
    assert bring(review.browser("reviewer"), large).status_code in {403, 413}
    assert bring(Browser(review.app), large).status_code in {401, 413}
    assert not (tmp_path / "files").exists()


def test_a_form_without_its_token_keeps_nothing(review: Review, tmp_path: Path) -> None:
    browser = review.browser("editor")
    form = {"file": [(io.BytesIO(media.picture()), "a.png")]}
    assert browser.open("POST", FILES, data=form).status_code == 400
    assert left_over(tmp_path) == []
    with review.factory() as session:
        assert session.scalars(select(BroughtFile)).all() == []
