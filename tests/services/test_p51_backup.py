"""A backup is taken while people work, and restored elsewhere with one command: every hash is the same."""

import os
import random
import shutil
import sqlite3
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import postgres
import pytest
from click.testing import CliRunner, Result
from example import directory
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from hotline.cli import main
from hotline.config import Settings, ensure_secret_key
from hotline.domain.person import Person
from hotline.editions import sealing
from hotline.resources import resource_dir
from hotline.services import attachments, auditing, importing, people, publishing, site
from hotline.services import files as data_files
from hotline.services.attachments import Consent
from hotline.services.backup import archive, database, envelope, restoring, taking
from hotline.services.backup.archive import ArchiveError
from hotline.services.backup.database import DatabaseError
from hotline.services.backup.envelope import EnvelopeError, Opening, Sealing
from hotline.services.backup.restoring import RestoreError
from hotline.storage.session import writing
from hotline.storage.tables.editions import EditionRow
from hotline.storage.tables.review import AuditEntry

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PICTURE = BytesIO()
Image.new("RGB", (9, 8)).save(PICTURE, "PNG")
PHRASE = "cinco palabras que no van juntas"


@pytest.fixture(autouse=True)
def _tools_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump has to be as new as the server of the tests."""
    monkeypatch.setenv("PATH", f"{postgres.BINARIES / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `var` of a small directory: two editions, an attachment, a file, its pages. Only to be copied."""
    var = tmp_path_factory.mktemp("made") / "var"
    _make(Settings(var=var))
    return var


def _make(settings: Settings) -> None:
    sessions = site.open_database(settings)
    ensure_secret_key(settings)
    with sessions.begin() as session:
        importing.import_directory(session, (directory(),), "tests", NOW)
    plans = data_files.load(resource_dir("data")).plans
    spare = next(plan for plan in plans if plan.region == "PA")
    for numbering in ([plan for plan in plans if plan != spare], plans):
        publishing.publish(sessions, numbering, NOW)
    with sessions.begin() as session:
        people.invite(session, "Ana", "ana@example.org", ("editor",), ("GT",), "tests", NOW)
    ana = Person(id="ana", name="Ana", roles=frozenset({"editor"}), regions=frozenset({"GT"}))
    folder = settings.var / "attachments"
    with writing(sessions) as session:
        file = attachments.take(ana, "GT", BytesIO(PICTURE.getvalue()), Consent(), folder, NOW)
        attachments.keep(session, ana, "GT", file, "what a source said.png", Consent(), folder, NOW)
    site.build_latest(sessions, settings)
    sessions.kw["bind"].dispose()


def run(var: Path, *arguments: str, **settings: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"HOTLINE_VAR": str(var), **settings})


@pytest.fixture
def phrase(tmp_path: Path) -> Path:
    path = tmp_path / "phrase"
    path.write_text(f"{PHRASE}\n", encoding="utf-8")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Iterator[tuple[Settings, Settings]]:
    """An installation with a directory in it, and an empty place elsewhere."""
    if request.param == "sqlite":
        shutil.copytree(made, tmp_path / "here", symlinks=True)
        yield Settings(var=tmp_path / "here"), Settings(var=tmp_path / "there")
        return
    server: postgres.Server = request.getfixturevalue("postgresql_server")
    names = [server.new_database(), server.new_database()]
    here, there = (
        Settings(var=tmp_path / place, database_url=server.url(name).render_as_string(hide_password=False))
        for place, name in zip(("here", "there"), names, strict=True)
    )
    _make(here)
    yield here, there
    for name in names:
        server.drop(name)


def test_p51_a_backup_during_writes_restores_elsewhere_with_the_same_hashes(
    places: tuple[Settings, Settings], tmp_path: Path, phrase: Path, figure: Callable[[str], None]
) -> None:
    here, there = places
    sessions = site.open_database(here)
    backup = tmp_path / "hotline.backup"
    at_first = entries(sessions)
    with people_at_work(sessions) as written:
        while not written:
            time.sleep(0.01)
        taken = taking.take(here, backup, PHRASE, NOW)
        during = len(written)
    began = time.monotonic()
    restored = restoring.restore(there, backup, PHRASE)
    took = time.monotonic() - began

    assert restored.problems == ()
    assert taken.secret
    again = site.open_database(there)
    now, then = entries(sessions), entries(again)
    # One moment of the trail: everything up to it, and nothing of what came later.
    assert then == now[: len(then)]
    assert len(at_first) < len(then) <= len(now)
    assert restored.last_hash == then[-1]
    assert editions(again) == editions(sessions)
    assert files(there.var / "attachments") == files(here.var / "attachments") != {}
    assert files((there.editions / "current").resolve()) == files((here.editions / "current").resolve())
    assert (there.var / "secret-key").read_text() == (here.var / "secret-key").read_text()
    assert site.is_built(there, 2, editions(again)[1][1])
    figure(
        f"P51, {database.kind(here.database)}: {during} acts written while the backup was taken, "
        f"{len(then)} entries, {restored.editions} editions and {restored.files} files came back in {took:.1f} s"
    )
    for factory in (sessions, again):
        factory.kw["bind"].dispose()


class people_at_work:  # noqa: N801
    """Invites one person after the other, each with its entry in the trail, until the block ends."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._written: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> list[str]:
        self._thread.start()
        return self._written

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            address = f"p{len(self._written)}@example.org"
            with writing(self._sessions) as session:
                people.invite(session, "Eva", address, ("editor",), ("GT",), "tests", NOW)
            self._written.append(address)


def entries(sessions: sessionmaker[Session]) -> list[str]:
    with sessions() as session:
        assert not auditing.verify(session)
        return list(session.scalars(select(AuditEntry.hash).order_by(AuditEntry.number)))


def editions(sessions: sessionmaker[Session]) -> list[tuple[int, str, str]]:
    with sessions() as session:
        rows = session.scalars(select(EditionRow).order_by(EditionRow.number))
        return [(row.number, row.hash, row.document) for row in rows]


def files(folder: Path) -> dict[str, str]:
    return dict(sealing.digests(folder))


def test_p51_one_command_backs_up_and_one_restores(made: Path, tmp_path: Path, phrase: Path) -> None:
    backup = tmp_path / "nightly"
    saved = run(made, "backup", str(backup), "--passphrase-file", str(phrase))
    assert saved.exit_code == 0, saved.output
    assert oct(backup.stat().st_mode & 0o777) == "0o600"
    assert b"ana@example.org" not in backup.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    back = run(tmp_path / "there", "restore", str(backup), "--passphrase-file", str(phrase))
    assert back.exit_code == 0, back.output
    assert "Every hash fits" in back.stdout
    assert run(tmp_path / "there", "audit", "verify").exit_code == 0


def test_p51_without_a_passphrase_it_is_an_ordinary_tar_without_the_secret_key(
    made: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "plain.tar"
    saved = run(made, "backup", str(backup))
    assert (saved.exit_code, "It is not encrypted" in saved.stdout) == (0, True)
    with tarfile.open(backup) as tar:
        names = tar.getnames()
    assert {"about.json", "database", "contents.json"} <= set(names)
    assert "var/secret-key" not in names
    back = run(tmp_path / "there", "restore", str(backup))
    assert (back.exit_code, "The secret key was not in it" in back.stdout) == (0, True)


@pytest.fixture(scope="module")
def sealed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted backup that opens fast: what one try costs is no matter here."""
    file = tmp_path_factory.mktemp("sealed") / "backup"
    plain = file.with_name("plain")
    taking.take(Settings(var=made), plain, None, NOW)
    with file.open("wb") as out:
        sealing_ = Sealing(out, PHRASE, cost=10)
        sealing_.write(plain.read_bytes())
        sealing_.close()
    return file


@pytest.mark.parametrize("change", ["flip", "cut", "add", "swap"])
def test_p51_a_backup_that_was_touched_anywhere_is_refused_and_nothing_is_left(
    sealed: Path, tmp_path: Path, change: str
) -> None:
    content = sealed.read_bytes()
    chance = random.Random(51)
    piece = 64 * 1024 + 16
    for number in range(6):
        touched = bytearray(content)
        place = chance.randrange(len(content))
        if change == "flip":
            touched[place] ^= 1 << chance.randrange(8)
        elif change == "cut":
            del touched[place:]
        elif change == "add":
            touched += content[place:]
        else:
            head = len(content) % piece
            touched[head : head + 2 * piece] = (
                content[head + piece : head + 2 * piece] + content[head : head + piece]
            )
        (tmp_path / "backup").write_bytes(touched)
        with pytest.raises(ArchiveError):
            archive.unpack(tmp_path / "backup", PHRASE, tmp_path / str(number))
    there = Settings(var=tmp_path / "there")
    with pytest.raises(ArchiveError):
        restoring.restore(there, tmp_path / "backup", PHRASE)
    assert not there.var.exists()


def test_a_wrong_passphrase_restores_nothing_and_leaves_the_place_empty(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "wrong").write_text("cinco palabras que no van juntos\n")
    refused = run(tmp_path / "there", "restore", str(sealed), "--passphrase-file", str(tmp_path / "wrong"))
    assert (refused.exit_code, "not the passphrase" in refused.stderr) == (1, True)
    assert list((tmp_path / "there").iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_what_is_sealed_opens_to_the_same_bytes(size: int) -> None:
    content, out = random.Random(size).randbytes(size), BytesIO()
    sealed_ = Sealing(out, PHRASE, cost=4)
    for start in range(0, size, 7_000):
        sealed_.write(content[start : start + 7_000])
    sealed_.close()
    assert Opening(BytesIO(out.getvalue()), PHRASE).read() == content
    assert size < 16 or content not in out.getvalue()
    with pytest.raises(EnvelopeError):
        Opening(BytesIO(out.getvalue()), PHRASE + " ").read()


def test_the_passphrase_costs_whoever_guesses_128_megabytes_a_try() -> None:
    out = BytesIO()
    Sealing(out, PHRASE).close()
    assert 128 * 8 * 2 ** out.getvalue()[len(envelope.MAGIC)] == 128 * 1024**2


def test_what_is_there_already_is_left_alone(made: Path, sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine").write_text("kept")
    (tmp_path / "old").write_text("an older backup")
    with pytest.raises(RestoreError):
        restoring.restore(Settings(var=tmp_path / "there"), sealed, PHRASE)
    other = Settings(var=tmp_path / "empty", database_url=f"sqlite:///{made / 'hotline.sqlite'}")
    with pytest.raises(RestoreError):
        restoring.restore(other, sealed, PHRASE)
    with pytest.raises(FileExistsError):
        taking.take(Settings(var=made), tmp_path / "old", None, NOW)
    assert (tmp_path / "there" / "mine").read_text() == "kept"
    assert (tmp_path / "old").read_text() == "an older backup"
    assert (made / "hotline.sqlite").is_file()


def test_a_file_that_leads_out_of_the_backup_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "backup", "w") as tar:
        for name in ("var/../../outside",):
            info = tarfile.TarInfo(name)
            info.size = 4
            tar.addfile(info, BytesIO(b"evil"))
    with pytest.raises(ArchiveError):
        archive.unpack(tmp_path / "backup", None, tmp_path / "into" / "it")
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("broken", ["attachment", "edition", "trail"])
def test_p51_what_was_not_whole_before_is_told_after(made: Path, tmp_path: Path, broken: str) -> None:
    shutil.copytree(made, tmp_path / "here", symlinks=True)
    if broken == "attachment":
        shutil.rmtree(tmp_path / "here" / "attachments")
    else:
        connection = sqlite3.connect(tmp_path / "here" / "hotline.sqlite")
        statement = {
            "edition": "UPDATE edition SET document = replace(document, '1555', '1556')",
            "trail": "UPDATE audit_entry SET document = replace(document, 'tests', 'taste')",
        }
        # Whoever has the file can take away what forbids it.
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement[broken]).rowcount
        connection.commit()
        connection.close()
    assert run(tmp_path / "here", "backup", str(tmp_path / "backup")).exit_code == 0
    told = run(tmp_path / "there", "restore", str(tmp_path / "backup"))
    assert (told.exit_code, "it is not whole" in told.stderr) == (1, True), told.output


def test_a_damaged_database_is_not_backed_up(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "here", symlinks=True)
    path = tmp_path / "here" / "hotline.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4096] = bytes(4096)
    path.write_bytes(content)
    refused = run(tmp_path / "here", "backup", str(tmp_path / "backup"))
    assert refused.exit_code == 1
    assert not (tmp_path / "backup").exists()


def test_a_backup_of_another_kind_of_database_and_a_missing_tool_are_told(
    sealed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_server: postgres.Server
) -> None:
    name = postgresql_server.new_database()
    address = postgresql_server.url(name).render_as_string(hide_password=False)
    there = Settings(var=tmp_path / "there", database_url=address)
    with pytest.raises(RestoreError, match="kind sqlite"):
        restoring.restore(there, sealed, PHRASE)
    assert not there.var.exists()
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DatabaseError, match="client programs"):
        taking.take(there, tmp_path / "backup", None, NOW)
    assert list(tmp_path.glob("*backup*")) == []
