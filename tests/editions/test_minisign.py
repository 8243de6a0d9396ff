"""Keys and signatures: the real minisign reads ours, and we read those of the real minisign."""

import base64
import hashlib
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hotline.editions import minisign, minisign_key
from hotline.editions.minisign import PublicKey, SecretKey, SignatureError
from hotline.editions.minisign_key import Effort, PassphraseError

KEY = SecretKey(bytes(range(8)), bytes(range(32)))
OTHER = SecretKey(bytes(range(8)), bytes(range(1, 33)))
CONTENT = "Línea 1555\n".encode() * 500
#: So little that a test does not wait.
LITTLE = Effort(2**15, 2**24)

MINISIGN = shutil.which("minisign")
needs_minisign = pytest.mark.skipif(
    MINISIGN is None, reason="minisign is not installed: apt-get install minisign"
)


def tool(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    assert MINISIGN is not None
    return subprocess.run(
        [MINISIGN, *arguments], cwd=folder, input=typed, capture_output=True, text=True, check=False
    )


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    (tmp_path / "edition.json").write_bytes(CONTENT)
    (tmp_path / "edition.json.minisig").write_text(KEY.sign(CONTENT, "hotline edition 1"))
    (tmp_path / "key.pub").write_text(KEY.public.file)
    return tmp_path


@needs_minisign
@pytest.mark.parametrize("key", [("-p", "key.pub"), ("-P", KEY.public.line)])
def test_p26_the_real_minisign_accepts_what_we_sign(signed: Path, key: tuple[str, str]) -> None:
    checked = tool(signed, "-Vm", "edition.json", *key)
    assert (checked.returncode, checked.stdout.splitlines()[1]) == (0, "Trusted comment: hotline edition 1")


@needs_minisign
def test_p26_the_real_minisign_refuses_another_file_and_another_comment(signed: Path) -> None:
    signature = signed / "edition.json.minisig"
    signature.write_text(signature.read_text().replace("edition 1", "edition 2"))
    assert tool(signed, "-Vm", "edition.json", "-p", "key.pub").returncode == 1
    signature.write_text(KEY.sign(CONTENT + b"!", "hotline edition 1"))
    assert tool(signed, "-Vm", "edition.json", "-p", "key.pub").returncode == 1


@needs_minisign
@pytest.mark.parametrize("passphrase", [None, "una frase larga"])
def test_the_real_minisign_signs_with_our_key_file(signed: Path, passphrase: str | None) -> None:
    minisign_key.write(signed / "our.key", KEY, passphrase, LITTLE)
    made = tool(
        signed,
        "-Sm",
        "edition.json",
        "-s",
        "our.key",
        "-x",
        "theirs",
        "-t",
        "by hand",
        typed=f"{passphrase}\n",
    )
    assert made.returncode == 0, made.stderr
    theirs = (signed / "theirs").read_text()
    assert minisign.verify(KEY.public, CONTENT, minisign.tidied(theirs)) == "by hand"


@needs_minisign
def test_we_read_the_keys_of_the_real_minisign(tmp_path: Path) -> None:
    assert tool(tmp_path, "-GW", "-p", "their.pub", "-s", "their.key").returncode == 0
    assert minisign_key.read(tmp_path / "their.key").public == PublicKey.parse(
        (tmp_path / "their.pub").read_text()
    )


def test_the_signature_is_ed25519_over_the_hash_as_the_format_says() -> None:
    """Worked out here a second time, from the format alone."""
    lines = KEY.sign(CONTENT, "a comment").splitlines()
    first, whole = base64.b64decode(lines[1]), base64.b64decode(lines[3])
    assert (first[:2], first[2:10]) == (b"ED", KEY.key_id)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(KEY.public.line)[10:])
    public.verify(first[10:], hashlib.blake2b(CONTENT, digest_size=64).digest())
    public.verify(whole, first[10:] + b"a comment")
    assert lines[2] == "trusted comment: a comment"


def test_the_same_key_and_bytes_give_the_same_signature() -> None:
    assert KEY.sign(CONTENT, "x") == SecretKey(KEY.key_id, KEY.seed).sign(CONTENT, "x")


@pytest.mark.parametrize(
    ("key", "content", "signature"),
    [
        pytest.param(OTHER.public, CONTENT, KEY.sign(CONTENT, "x"), id="another key with the same name"),
        pytest.param(KEY.public, CONTENT + b" ", KEY.sign(CONTENT, "x"), id="another file"),
        pytest.param(KEY.public, CONTENT, KEY.sign(CONTENT, "x").replace("comment: x", "comment: y"), id="another comment"),
        pytest.param(KEY.public, CONTENT, KEY.sign(CONTENT, "x").replace("directory", "Directory"), id="a word that is not signed"),
        pytest.param(KEY.public, CONTENT, KEY.sign(CONTENT, "x") + "\n", id="a line more"),
        pytest.param(KEY.public, CONTENT, "", id="nothing"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(key: PublicKey, content: bytes, signature: str) -> None:
    assert minisign.verify(KEY.public, CONTENT, KEY.sign(CONTENT, "x")) == "x"
    with pytest.raises(SignatureError):
        minisign.verify(key, content, signature)


def test_a_key_file_is_for_its_owner_alone_and_is_never_replaced(tmp_path: Path) -> None:
    minisign_key.write(tmp_path / "key", KEY, None)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        minisign_key.write(tmp_path / "key", OTHER, None)
    assert minisign_key.read(tmp_path / "key") == KEY


def test_a_key_with_a_passphrase_opens_with_it_alone(tmp_path: Path) -> None:
    minisign_key.write(tmp_path / "key", KEY, "contraseña", LITTLE)
    assert minisign_key.needs_passphrase(tmp_path / "key")
    assert minisign_key.read(tmp_path / "key", "contraseña") == KEY
    for wrong in (None, "", "Contraseña"):
        with pytest.raises(PassphraseError):
            minisign_key.read(tmp_path / "key", wrong)
    assert KEY.seed not in base64.b64decode((tmp_path / "key").read_text().splitlines()[1])


@pytest.mark.parametrize("text", ["", "RW", KEY.public.line[:-4], "x\n" + KEY.public.line, "no\nkey"])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    assert PublicKey.parse(KEY.public.line) == PublicKey.parse(KEY.public.file) == KEY.public
    with pytest.raises(SignatureError):
        PublicKey.parse(text)


def test_a_key_is_not_shown_by_accident() -> None:
    assert KEY.seed.hex() not in repr(KEY)
    assert str(KEY.seed) not in repr(KEY)
