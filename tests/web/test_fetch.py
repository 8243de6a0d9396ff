"""`hotline fetch` takes a sound edition from a real server, and refuses everything else."""

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import servers
from click.testing import CliRunner, Result

from hotline.cli import main
from hotline.editions.serving import Site

Files = dict[str, bytes]


def fetch(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fetch", *arguments])


@contextmanager
def site(files: Files) -> Iterator[str]:
    """A server that hands out these files."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = files.get(self.path)
            self.send_response(200 if content is not None else 404)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def files(built: Site) -> Files:
    root = built.folder / "site"
    return {
        "/api/v1/edition": (root / "api/v1/edition.json").read_bytes(),
        "/data/edition.json": (root / "data/edition.json").read_bytes(),
    }


def test_a_region_comes_with_its_numbers_and_its_edition(served: servers.Server, built: Site) -> None:
    result = fetch(f"http://127.0.0.1:{served.port}", "--region", "gt")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["edition"]["sha256"] == built.hash
    assert {listing["region"] for listing in document["listings"]} == {"GT"}
    assert "1555" in [point["number"] for each in document["listings"] for point in each["contact_points"]]


def test_a_file_is_written_whole_and_again(served: servers.Server, tmp_path: Path) -> None:
    into = tmp_path / "numbers.json"
    for _ in range(2):
        result = fetch(f"http://127.0.0.1:{served.port}", "--into", str(into))
        assert result.exit_code == 0, result.output
    assert len(json.loads(into.read_text())["regions"]) == 11
    assert [path.name for path in tmp_path.iterdir()] == ["numbers.json"]


def altered(files: Files) -> None:
    files["/data/edition.json"] = files["/data/edition.json"].replace(b'"1555"', b'"1556"', 1)


def altered_with_its_hash(files: Files) -> None:
    import hashlib

    old = hashlib.sha256(files["/data/edition.json"]).hexdigest().encode()
    files["/data/edition.json"] = files["/data/edition.json"] + b" "
    new = hashlib.sha256(files["/data/edition.json"]).hexdigest().encode()
    files["/api/v1/edition"] = files["/api/v1/edition"].replace(old, new)


def not_there(files: Files) -> None:
    files.clear()


def no_json(files: Files) -> None:
    files["/api/v1/edition"] = b"<!doctype html>"


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (altered, "hash"),
        (altered_with_its_hash, "canonical form"),
        (not_there, "cannot be read"),
        (no_json, "is no JSON"),
    ],
)
def test_what_is_not_sound_is_refused_and_nothing_written(
    files: Files, tmp_path: Path, damage: Callable[[Files], None], says: str
) -> None:
    damage(files)
    into = tmp_path / "numbers.json"
    with site(files) as address:
        result = fetch(address, "--into", str(into))
    assert result.exit_code == 1
    assert says in result.stderr
    assert not into.exists()


def test_another_edition_than_the_one_asked_for_is_refused(files: Files) -> None:
    with site(files) as address:
        assert "not " + "0" * 64 in fetch(address, "--sha256", "0" * 64).stderr


@pytest.mark.parametrize(
    ("number", "hash_", "status"),
    [(2, "0" * 64, 1), (1, "0" * 64, 1), (0, "0" * 64, 0)],
    ids=["older than what is here", "another one with the same number", "newer than what is here"],
)
def test_an_older_edition_never_replaces_a_newer_one(
    files: Files, tmp_path: Path, number: int, hash_: str, status: int
) -> None:
    into = tmp_path / "numbers.json"
    into.write_text(json.dumps({"edition": {"number": number, "sha256": hash_}}))
    with site(files) as address:
        assert fetch(address, "--into", str(into)).exit_code == status


def test_a_file_of_somebody_else_is_left_alone(files: Files, tmp_path: Path) -> None:
    into = tmp_path / "letter.txt"
    into.write_text("Dear Ana")
    with site(files) as address:
        assert "holds something else" in fetch(address, "--into", str(into)).stderr
    assert into.read_text() == "Dear Ana"


def test_only_a_safe_address_is_asked() -> None:
    assert "https://" in fetch("http://example.org").stderr
    assert fetch("ftp://localhost").exit_code == 1
