"""`hotline key` makes keys that only their owner reads, and prints what everybody may have."""

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.cli import main
from hotline.editions import minisign_key
from hotline.editions.minisign import PublicKey, SecretKey
from hotline.editions.minisign_key import Effort

PHRASE = "una frase larga"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["key", *arguments], input=typed)


def test_a_key_without_a_passphrase_is_made_and_its_public_half_printed(tmp_path: Path) -> None:
    made = run("new", "--no-passphrase", str(tmp_path / "key"))
    assert made.exit_code == 0
    key = minisign_key.read(tmp_path / "key")
    assert PublicKey.parse(made.stdout) == key.public
    assert run("show", str(tmp_path / "key")).stdout == made.stdout
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_key_with_a_passphrase_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With little effort here: what the program asks for takes a gigabyte."""
    write = minisign_key.write
    monkeypatch.setattr(
        minisign_key, "write", lambda path, key, phrase: write(path, key, phrase, Effort(2**15, 2**24))
    )
    made = run("new", str(tmp_path / "key"), typed=f"{PHRASE}\n{PHRASE}\n")
    assert made.exit_code == 0
    assert PHRASE not in made.output
    assert run("show", str(tmp_path / "key"), typed=f"{PHRASE}\n").stdout == made.stdout
    wrong = run("show", str(tmp_path / "key"), typed="something else\n")
    assert (wrong.exit_code, "not the passphrase" in wrong.stderr) == (1, True)


def test_a_key_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    minisign_key.write(tmp_path / "key", SecretKey(bytes(8), bytes(32)), None)
    before = (tmp_path / "key").read_bytes()
    refused = run("new", "--no-passphrase", str(tmp_path / "key"))
    assert (refused.exit_code, "is there already" in refused.stderr) == (1, True)
    assert (tmp_path / "key").read_bytes() == before


def test_the_program_asks_for_the_effort_of_minisign_itself() -> None:
    assert minisign_key.MUCH.rounds == (2**20, 1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Name your key"),
        (["--take", "README.md"], "Name your key"),
        (["hotline", "--key", "README.md", "--edition", "1"], "A copy is signed whole"),
    ],
)
def test_signing_is_asked_for_in_one_way(arguments: list[str], said: str) -> None:
    root = Path(__file__).parents[2]
    named = [str(root / one) if (root / one).exists() else one for one in arguments]
    refused = CliRunner().invoke(main, ["sign", *named])
    assert (refused.exit_code, said in refused.stderr) == (2, True)
