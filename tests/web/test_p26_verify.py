"""`hotline verify`: whatever was altered, replayed, mixed or signed by somebody else is refused."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import servers
from click.testing import CliRunner, Result
from example import PLAN, directory

from hotline.cli import main
from hotline.config import Settings
from hotline.domain.edition import Edition, sha256
from hotline.editions import minisign_key, sealing
from hotline.editions.minisign import SecretKey
from hotline.editions.serving import SITE
from hotline.services import copies, signing, site, verifying
from hotline.services.copies import Beside, FolderCopy
from hotline.services.verifying import Known

NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
KEY = SecretKey(b"ourclave", bytes(32))
OTHER = SecretKey(b"stranger", bytes([7] * 32))
FLIPS = 1000


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The date of an edition is compared with the clock of whoever verifies it."""
    monkeypatch.setattr("hotline.commands.verify.now", lambda: NOW)


@pytest.fixture(scope="module")
def signed(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built edition of the real data, signed."""
    folder = tmp_path_factory.mktemp("signed") / "1"
    shutil.copytree(installed / "editions" / "current", folder)
    sealing.sign(folder / SITE, KEY)
    return folder


class Flipped:
    """The copy in a folder with one bit of one file changed, as `FolderCopy` would read it.

    What is not changed is read and hashed once: that is all that tells it from a thousand real copies.
    """

    name = "flipped"

    def __init__(self, folder: Path) -> None:
        self.sizes = {path: (folder / path).stat().st_size for path, _ in sealing.digests(folder)}
        self._folder = folder
        self._digests = dict(sealing.digests(folder))
        self._paths = [*FolderCopy(folder).paths()]
        self._beside = FolderCopy(folder).beside()
        self._file, self._content = "", b""

    def flip(self, file: str, place: int) -> None:
        content = bytearray((self._folder / file).read_bytes())
        content[place // 8] ^= 1 << place % 8
        self._file, self._content = file, bytes(content)

    def read(self, path: str) -> bytes | None:
        file = self._folder / SITE / path
        return (
            self._content if f"{SITE}/{path}" == self._file else file.read_bytes() if file.exists() else None
        )

    def digest(self, path: str, kind: sealing.Kind) -> str | None:
        return (
            sha256(self._content) if f"{SITE}/{path}" == self._file else self._digests.get(f"{SITE}/{path}")
        )

    def paths(self) -> list[str]:
        return self._paths

    def beside(self) -> Beside:
        assert self._beside is not None
        if self._file == sealing.BESIDE:
            return Beside(self._content, self._beside.files)
        changed = {self._file: sha256(self._content)} if self._file in self._beside.files else {}
        return Beside(self._beside.listed, {**self._beside.files, **changed})


def test_p26_one_flipped_bit_in_a_thousand_places_is_found_a_thousand_times(
    signed: Path, figure: Callable[[str], None]
) -> None:
    copy = Flipped(signed)
    assert verifying.check(copy, (KEY.public,), NOW).findings == ()
    chance = random.Random(26)
    files = sorted(file for file, size in copy.sizes.items() if size)
    # The small files that the proof itself rests on are hit too, the others by their size.
    proof = [*(f"{SITE}/{name}" for name in sealing.COMES_LATER | {sealing.CHAIN}), sealing.BESIDE]
    chosen = proof * 10 + files[::7]
    chosen += chance.choices(files, [copy.sizes[file] for file in files], k=FLIPS - len(chosen))
    found = 0
    for file in chosen:
        copy.flip(file, chance.randrange(copy.sizes[file] * 8))
        found += bool(verifying.check(copy, (KEY.public,), NOW).findings)
    figure(f"P26: {found} of {FLIPS} flipped bits found, in {len(set(chosen))} of {len(files)} files")
    assert found == FLIPS == len(chosen)


@pytest.mark.parametrize("path", ["site/es/gt.html", "site/data/key.pub", "policy.json", "edition.json"])
def test_p26_a_flipped_bit_on_the_disk_ends_with_status_1_or_3(
    signed: Path, tmp_path: Path, path: str
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(signed, folder)
    assert verify(folder, "--key", KEY.public.line).exit_code == 0
    content = bytearray((folder / path).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / path).write_bytes(content)
    refused = verify(folder, "--key", KEY.public.line)
    assert refused.exit_code == (3 if path.endswith(".pub") else 1)
    assert "Do not use this copy" in refused.stderr


def verify(place: Path | str, *arguments: str, state: Path | None = None) -> Result:
    path = state or Path(place).with_name("nothing-seen.json")
    path.unlink(missing_ok=True)
    return ask(place, "--state", str(path), *arguments)


def ask(place: Path | str, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", str(place), *arguments])


@pytest.fixture
def editions(tmp_path: Path) -> Iterator[list[Path]]:
    """Three editions of one line as small copies, each sealed and signed."""
    chain: list[str] = []
    folders = []
    for number in (1, 2, 3):
        edition = Edition(
            number=number,
            published_at=NOW - timedelta(days=9 - number),
            previous=chain[-1] if chain else None,
            regions=(directory(),),
            numbering=(PLAN,),
        )
        chain.append(edition.sha256)
        folders.append(small(tmp_path / str(number), edition, tuple(chain), KEY))
    return folders


def small(folder: Path, edition: Edition, chain: tuple[str, ...], key: SecretKey | None) -> Path:
    for name in ("es/gt.html", "en/gt.html", "index.html"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name} of edition {edition.number}")
    (folder / "data").mkdir()
    (folder / sealing.EDITION).write_bytes(edition.canonical_json())
    sealing.seal(folder, edition, chain, "copy")
    if key is not None:
        sealing.sign(folder, key)
    return folder


def faults(folder: Path, *before: Known, now: datetime = NOW, key: SecretKey = KEY) -> set[str]:
    return {one.fault for one in verifying.check(FolderCopy(folder), (key.public,), now, before).findings}


def test_p26_a_wrong_key_is_refused(editions: list[Path]) -> None:
    assert faults(editions[0]) == set()
    assert faults(editions[0], key=OTHER) == {"signature"}
    # The same name with another key behind it does not help.
    assert faults(editions[0], key=SecretKey(KEY.key_id, OTHER.seed)) == {"signature"}


@pytest.mark.parametrize(
    "gone",
    [{"data/files.json.minisig"}, {"data/edition.json.minisig"}, set(sealing.COMES_LATER), {"data/key.pub"}],
)
def test_p26_what_is_not_signed_is_refused_where_a_key_is_named(editions: list[Path], gone: set[str]) -> None:
    for name in gone:
        (editions[0] / name).unlink()
    assert faults(editions[0]) == {"signature"}


def test_p26_an_older_edition_is_refused_once_a_newer_one_was_seen(
    editions: list[Path], tmp_path: Path
) -> None:
    state, key = tmp_path / "seen.json", KEY.public.line
    for folder in editions[:2]:
        assert ask(folder, "--key", key, "--state", str(state)).exit_code == 0
    replayed = ask(editions[0], "--key", key, "--state", str(state))
    assert (replayed.exit_code, "edition 2 was seen already" in replayed.stderr) == (4, True)
    assert ask(editions[2], "--key", key, "--state", str(state)).exit_code == 0


@pytest.mark.parametrize(("since", "status"), [("2", 0), ("3", 0), ("4", 4), ("1", 0)])
def test_p26_an_edition_before_the_one_that_is_asked_for_is_refused(
    editions: list[Path], since: str, status: int
) -> None:
    assert verify(editions[2], "--key", KEY.public.line, "--since", since).exit_code == status


def test_p26_an_edition_has_to_follow_from_the_one_at_hand(editions: list[Path], tmp_path: Path) -> None:
    assert verify(editions[2], "--since", str(editions[0])).exit_code == 0
    assert verify(editions[0], "--since", str(editions[2])).exit_code == 4
    # Another line of editions, honestly signed with the same key.
    first = Edition(number=1, published_at=NOW, previous=None, regions=(directory("SV"),), numbering=(PLAN,))
    fork = small(tmp_path / "fork", first, (first.sha256,), KEY)
    refused = verify(editions[2], "--since", str(fork))
    assert (refused.exit_code, "two lines" in refused.stderr) == (4, True)


def test_p26_files_of_two_editions_do_not_go_together(editions: list[Path], tmp_path: Path) -> None:
    names = [path.relative_to(editions[0]) for path in sorted(editions[0].rglob("*")) if path.is_file()]
    mixed = 0
    for into, out_of in ((editions[0], editions[1]), (editions[1], editions[0])):
        for name in names:
            if name == Path(sealing.KEY):
                continue
            folder = tmp_path / f"mixed-{into.name}-{name.name}-{name.parent.name}"
            shutil.copytree(into, folder)
            shutil.copy(out_of / name, folder / name)
            assert faults(folder), name
            mixed += 1
    assert mixed == 16


def test_p26_files_that_do_not_belong_and_files_that_are_gone_are_found(editions: list[Path]) -> None:
    (editions[0] / "es" / "sv.html").write_text("another number")
    assert faults(editions[0]) == {"altered"}
    (editions[1] / "es" / "gt.html").unlink()
    assert faults(editions[1]) == {"altered"}
    (editions[2] / "es" / "gt.html").unlink()
    (editions[2] / "es" / "gt.html").symlink_to(editions[1] / "index.html")
    assert faults(editions[2]) == {"altered"}


def test_p26_an_edition_from_the_future_is_refused(editions: list[Path]) -> None:
    published = NOW - timedelta(days=8)
    assert faults(editions[0], now=published - timedelta(minutes=9)) == set()
    assert faults(editions[0], now=published - timedelta(minutes=11)) == {"future"}


def test_p26_one_key_may_follow_another(editions: list[Path]) -> None:
    """Whoever trusts both accepts each, and a copy that both have signed in part is refused."""
    sealing.sign(editions[1], OTHER)
    both = ("--key", KEY.public.line, "--key", OTHER.public.line)
    assert [verify(folder, *both).exit_code for folder in editions] == [0, 0, 0]
    assert verify(editions[1], "--key", KEY.public.line).exit_code == 3
    shutil.copy(editions[1] / "data/edition.json.minisig", editions[2] / "data/edition.json.minisig")
    assert verify(editions[2], *both).exit_code == 3


@pytest.mark.parametrize(
    ("place", "said"),
    [("nowhere", "There is no folder"), ("http://example.org/", "https://")],
)
def test_what_cannot_be_checked_ends_with_status_6(place: str, said: str) -> None:
    refused = ask(place)
    assert (refused.exit_code, said in refused.stderr) == (6, True)


def test_an_empty_folder_ends_with_status_6_and_a_wrong_key_with_2(
    tmp_path: Path, editions: list[Path]
) -> None:
    (tmp_path / "empty").mkdir()
    assert ask(tmp_path / "empty").exit_code == 6
    assert verify(editions[0], "--key", "RWnotakey").exit_code == 2


def test_a_copy_without_a_signature_is_whole_and_the_words_say_no_more(tmp_path: Path) -> None:
    edition = Edition(number=1, published_at=NOW, previous=None, regions=(directory(),), numbering=(PLAN,))
    told = verify(small(tmp_path / "copy", edition, (edition.sha256,), None))
    assert (told.exit_code, "anybody may have made it" in told.stdout) == (0, True)


def test_p26_a_served_edition_is_signed_later_and_checked_over_the_web(var: Path, tmp_path: Path) -> None:
    """The key is elsewhere: somebody signs, and a server that runs already hands the signature out."""
    minisign_key.write(tmp_path / "key", KEY, None)
    environment = {"HOTLINE_VAR": str(var)}
    with servers.gunicorn(var, tmp_path) as server:
        address = f"http://127.0.0.1:{server.port}"
        unsigned = verify(address, "--key", KEY.public.line, state=tmp_path / "seen.json")
        assert unsigned.exit_code == 3
        signed = CliRunner().invoke(main, ["sign", "--key", str(tmp_path / "key")], env=environment)
        assert (signed.exit_code, "Signed: its files." in signed.stdout) == (0, True), signed.output
        told = verify(address, "--key", KEY.public.line, state=tmp_path / "seen.json")
    assert told.exit_code == 0, told.output
    assert "Signed with the key that you trust" in told.stdout


def test_p26_a_node_without_the_key_serves_what_was_signed_elsewhere(var: Path) -> None:
    sessions = site.open_database(Settings(var=var))
    built = var / "editions" / "current" / SITE
    assert not signing.settle(sessions, built, None)
    assert signing.settle(sessions, built, KEY)
    signatures = {name: (built / name).read_bytes() for name in sealing.COMES_LATER}
    for name in sealing.COMES_LATER:
        (built / name).unlink()
    assert signing.settle(sessions, built, None)
    assert {name: (built / name).read_bytes() for name in sealing.COMES_LATER} == signatures


def test_p26_a_signature_by_minisign_is_taken_over_if_it_fits(var: Path, tmp_path: Path) -> None:
    document = (var / "editions" / "current" / "edition.json").read_bytes()
    for name, content in (("right", document), ("wrong", document + b" ")):
        lines = KEY.sign(content, "by hand").splitlines()
        (tmp_path / name).write_text("\n".join(["untrusted comment: by the real one", *lines[1:], ""]))
    environment = {"HOTLINE_VAR": str(var)}
    for name, status in (("wrong", 1), ("right", 0)):
        arguments = ["sign", "--take", str(tmp_path / name), "--public", KEY.public.line]
        assert CliRunner().invoke(main, arguments, env=environment).exit_code == status
    assert "by hand" in (var / "editions/current/site/data/edition.json.minisig").read_text()


def test_the_list_of_a_copy_says_what_every_file_is(signed: Path) -> None:
    said = json.loads((signed / SITE / sealing.FILES).read_bytes())
    assert copies.at(str(signed)).digest("es/gt.html", "site") == said["files"]["es/gt.html"]
    assert said["edition"] == sha256((signed / "edition.json").read_bytes())
