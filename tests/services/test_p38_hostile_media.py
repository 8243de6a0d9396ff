"""Uploads are harmless (P38): hostile files for materials, and what is left of those that are kept."""

import hashlib
import io
import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import hostile_media as hostile
import media
import pikepdf
import pytest
from PIL import Image

from hotline.domain.errors import InputError
from hotline.domain.rendition import ENDINGS
from hotline.services.attachments import cleaned_name
from hotline.services.looking import jpeg, process
from hotline.services.looking.__main__ import look
from hotline.services.looking.found import Found


def looked_at(folder: Path, content: bytes) -> tuple[Found, bytes]:
    """What the worker finds, here in this process: two hundred processes take a minute."""
    path = folder / "x"
    path.write_bytes(content)
    found = look(path, folder / "preview")
    return found, path.read_bytes()


def codes_of(folder: Path, content: bytes) -> list[str]:
    with pytest.raises(InputError) as refused:
        looked_at(folder, content)
    assert all(problem.sentence for problem in refused.value.problems)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("group", "code"),
    [
        (hostile.STRANGE, {"file_type", "file_damaged"}),
        (hostile.PICTURES, {"attachment_unreadable", "attachment_too_many_points", "attachment_moves"}),
        (hostile.PAPERS, {"paper_active", "paper_locked", "paper_pages", "file_damaged", "file_type", "attachment_too_large"}),
        (hostile.FILMS, {"file_damaged", "file_type", "file_tracks", "file_length"}),
        (hostile.SOUNDS, {"file_damaged", "file_type", "file_tracks", "file_length"}),
    ],
    ids=["strange", "pictures", "papers", "films", "sounds"],
)  # fmt: skip
def test_p38_none_of_them_is_taken(tmp_path: Path, group: dict[str, bytes], code: set[str]) -> None:
    found = {name: codes_of(tmp_path, content) for name, content in group.items()}
    assert {one for codes in found.values() for one in codes} <= code, found


def test_p38_there_are_two_hundred_of_them() -> None:
    count = len(hostile.REFUSED) + len(hostile.DEFUSED) + len(hostile.NAMES)
    print(f"{count} files")
    assert count >= 200
    everything = {**hostile.REFUSED, **hostile.DEFUSED}
    assert len({hashlib.sha256(one).digest() for one in everything.values()}) == len(everything)


@pytest.mark.parametrize("name", hostile.DEFUSED)
def test_p38_what_was_hidden_in_a_file_is_gone(tmp_path: Path, name: str) -> None:
    found, kept = looked_at(tmp_path, hostile.DEFUSED[name])
    assert found.media_type in ENDINGS
    assert found.digest == hashlib.sha256(kept).hexdigest()
    assert found.size == len(kept)
    for secret in hostile.SECRETS:
        assert secret not in kept, secret
    if found.media_type.startswith("image/"):
        with Image.open(io.BytesIO(kept)) as image:
            assert len(image.getexif()) == 0
            assert image.size == (found.width, found.height)
            assert not {"xmp", "comment", "icc_profile"} & set(image.info)
    if found.media_type == "application/pdf":
        with pikepdf.open(io.BytesIO(kept)) as document:
            assert "/Author" not in document.docinfo
    again, twice = looked_at(tmp_path, kept)
    assert (again.media_type, again.seconds, again.width) == (found.media_type, found.seconds, found.width)
    if not found.media_type.startswith(("image/jpeg", "image/webp", "application/pdf")):
        assert twice == kept, "what is harmless is left as it is"


@pytest.mark.parametrize(
    ("content", "seconds", "size", "reason"),
    [
        (media.mp4(30), 30, (640, 360), "the head of the movie says it"),
        (
            media.mp4(tracks=(media.track(b"soun", 0, 0), media.track())),
            3,
            (640, 360),
            "the first track is sound",
        ),
        (media.webm(12.4), 12, (640, 360), "rounded to a whole second"),
        (media.webm(0.2), 1, (640, 360), "at least one"),
        (media.m4a(61), 61, (None, None), "an MP4 without a picture is sound"),
        (media.mp3(2000), 52, (None, None), "each frame lasts 26 ms"),
        (media.wav(7), 7, (None, None), "bytes by bytes a second"),
        (media.ogg(9), 9, (None, None), "the last page says it"),
    ],
)
def test_length_and_size_are_read_from_the_file(
    tmp_path: Path, content: bytes, seconds: int, size: tuple[int, int], reason: str
) -> None:
    found, _ = looked_at(tmp_path, content)
    assert (found.seconds, (found.width, found.height)) == (seconds, size), reason


def test_a_film_without_a_length_is_as_long_as_its_last_moment(tmp_path: Path) -> None:
    whole = media.webm(0, clusters=media.cluster(0) + media.cluster(9000))
    assert looked_at(tmp_path, whole)[0].seconds == 9
    recorded = hostile.open_cluster(
        media.number(0xE7, 0), media.element(0xA3, b"\x81\x00\x00\x80" + bytes(9))
    )
    later = hostile.open_cluster(
        media.number(0xE7, 7000), media.element(0xA3, b"\x81\x00\x00\x80" + bytes(9))
    )
    assert looked_at(tmp_path, media.webm(0, clusters=recorded + later))[0].seconds == 7


def test_p38_no_name_is_ever_a_path() -> None:
    for name in hostile.NAMES:
        cleaned = cleaned_name(name)
        assert 0 < len(cleaned) <= 100
        assert cleaned.isprintable()
        assert not set(cleaned) & set("/\\")


@pytest.mark.parametrize("name", ["PNG bomb", "PDF with pages in a circle", "MP4 with endless boxes"])
def test_p38_the_worker_refuses_and_leaves_this_process_as_it_was(tmp_path: Path, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    path, preview = tmp_path / "x", tmp_path / "x.preview"
    path.write_bytes(hostile.REFUSED[name])
    with pytest.raises(InputError):
        process.look(path, preview)
    assert not preview.exists()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def test_p38_the_largest_picture_is_written_anew_in_bounded_memory(tmp_path: Path) -> None:
    path, preview = tmp_path / "x", tmp_path / "x.preview"
    path.write_bytes(media.picture("PNG", (5000, 5000), mode="RGBA"))
    # Asked of a process that had no other child: this one may have started far larger ones before.
    code = (
        "import resource, sys; from pathlib import Path; from hotline.services.looking import process\n"
        "found = process.look(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(found.width, found.preview, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, path, preview],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    width, has_preview, most = said.stdout.split()
    print(f"a worker took {int(most) // 1024} MB at most")
    assert (width, has_preview) == ("5000", "True")
    assert int(most) < 700 * 1024


LIMITED = """
    import sys
    from pathlib import Path
    from hotline.services.looking import __main__ as worker
    worker._SECONDS, worker._ADDRESSES = 1, 300 * 1024 * 1024
    worker.look = {act}
    worker.main(Path("x"), Path("y"))
    """


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("lambda *_: bytearray(2_000_000_000)", "a decoder that asks for all memory gets none"),
        ("lambda *_: [None for _ in iter(int, 1)]", "one that never ends is ended"),
        ("lambda *_: __import__('ctypes').string_at(0)", "one that falls over has refused the file"),
    ],
)
def test_p38_the_system_keeps_a_worker_within_its_limits(act: str, reason: str) -> None:
    code = textwrap.dedent(LIMITED.format(act=act))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=30, check=False)
    assert done.returncode != 0 or b"file_damaged" in done.stdout, reason


def test_p38_the_worker_finds_no_secret_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def started(command: list[str], **how: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(how["env"])  # type: ignore[call-overload]
        return subprocess.CompletedProcess(command, 1, b"")

    monkeypatch.setenv("HOTLINE_SECRET_KEY", "x" * 40)
    monkeypatch.setattr(process.subprocess, "run", started)
    (tmp_path / "x").write_bytes(media.picture())
    with pytest.raises(InputError):
        process.look(tmp_path / "x", tmp_path / "y")
    assert set(seen) <= {"PATH", "LANG", "TZ", "PYTHONPATH"}


def test_a_photograph_in_a_document_keeps_its_points(tmp_path: Path) -> None:
    assert b"Secret phone" in hostile.with_photograph()
    _, kept = looked_at(tmp_path, hostile.with_photograph())
    with pikepdf.open(io.BytesIO(kept)) as document:
        left = document.pages[0].Resources.XObject.Q.read_raw_bytes()
    with Image.open(io.BytesIO(media.with_place())) as before, Image.open(io.BytesIO(left)) as after:
        assert after.tobytes() == before.tobytes()
    for broken in (b"\xff\xd8\xff\xe1\xff\xff", b"\xff\xd8\xff\xe1\x00\x00x", b"\x89PNG", b"", b"\xff\xd8"):
        assert jpeg.bare(broken) == broken
