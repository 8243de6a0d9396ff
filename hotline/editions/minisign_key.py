"""The file of a secret key, as minisign writes it: with a passphrase (scrypt) or without one.

The file is made with mode 0600 before a byte is written, and is never overwritten: a key that is gone
cannot be had again.
"""

import base64
import binascii
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from hotline.editions.minisign import SecretKey, SignatureError

_COMMENT = "untrusted comment: minisign encrypted secret key"
_ED, _SCRYPT, _NONE, _BLAKE = b"Ed", b"Sc", b"\0\0", b"B2"
_BLOCK = 8
#: More memory than this is refused when reading: a file must not be able to take down the machine.
_MOST_MEMORY = 2 * 1024**3


@dataclass(frozen=True)
class Effort:
    """What it costs to try one passphrase, in the two numbers of libsodium."""

    operations: int
    memory: int

    @property
    def rounds(self) -> tuple[int, int]:
        """N and p of scrypt, worked out as libsodium does."""
        operations = max(self.operations, 32768)
        if operations < self.memory // 32:
            return _power(operations // (_BLOCK * 4)), 1
        n = _power(self.memory // (_BLOCK * 128))
        return n, min(operations // 4 // n, 0x3FFFFFFF) // _BLOCK


#: What minisign itself asks for: about a second, and a gigabyte of memory.
MUCH = Effort(33_554_432, 1_073_741_824)


class PassphraseError(SignatureError):
    """A passphrase is missing or wrong."""


def new() -> SecretKey:
    """A new key."""
    return SecretKey(secrets.token_bytes(8), secrets.token_bytes(32))


def write(path: Path, key: SecretKey, passphrase: str | None, effort: Effort = MUCH) -> None:
    """Write the file; FileExistsError if there is one. None: whoever reads the file can sign."""
    held = key.key_id + key.seed + key.public.raw
    if passphrase is None:
        # minisign leaves the check empty where nothing can be decrypted wrongly.
        content = _ED + _NONE + _BLAKE + bytes(48) + held + bytes(32)
    else:
        salt = secrets.token_bytes(32)
        limits = effort.operations.to_bytes(8, "little") + effort.memory.to_bytes(8, "little")
        content = (
            _ED + _SCRYPT + _BLAKE + salt + limits + _hidden(held + _check(held), passphrase, salt, effort)
        )
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{_COMMENT}\n{base64.b64encode(content).decode()}\n")
        file.flush()
        os.fsync(file.fileno())


def needs_passphrase(path: Path) -> bool:
    """Whether the key in this file is encrypted. SignatureError if there is no key in it."""
    return _content(path)[2:4] == _SCRYPT


def read(path: Path, passphrase: str | None = None) -> SecretKey:
    """The key in this file. PassphraseError, or SignatureError if there is no key in it."""
    content = _content(path)
    plain = content[54:]
    if content[2:4] == _SCRYPT:
        if passphrase is None:
            raise PassphraseError(f"{path} is encrypted: it needs its passphrase.")
        effort = Effort(int.from_bytes(content[38:46], "little"), int.from_bytes(content[46:54], "little"))
        plain = _hidden(plain, passphrase, content[6:38], effort)
    held, check = plain[:72], plain[72:]
    if content[2:4] == _SCRYPT and not secrets.compare_digest(_check(held), check):
        raise PassphraseError("This is not the passphrase of the key.")
    key = SecretKey(held[:8], held[8:40])
    if key.public.raw != held[40:]:
        raise SignatureError(f"{path} is damaged: bring the key from its other copy.")
    return key


def _content(path: Path) -> bytes:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        content = base64.b64decode(lines[1], validate=True)
    except (UnicodeDecodeError, IndexError, binascii.Error):
        content = b""
    if len(content) != 158 or content[:2] != _ED or content[4:6] != _BLAKE:
        raise SignatureError(f"There is no secret key of minisign in {path}.")
    return content


def _check(held: bytes) -> bytes:
    return hashlib.blake2b(_ED + held, digest_size=32).digest()


def _hidden(content: bytes, passphrase: str, salt: bytes, effort: Effort) -> bytes:
    """Encrypts and decrypts alike."""
    n, p = effort.rounds
    needed = 128 * _BLOCK * (n + p + 2)
    if needed > _MOST_MEMORY:
        raise SignatureError("This key asks for more memory than this program takes.")
    stream = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=n, r=_BLOCK, p=p, maxmem=needed + 2**20, dklen=len(content)
    )
    return bytes(one ^ other for one, other in zip(content, stream, strict=True))


def _power(most: int) -> int:
    """The power of two that libsodium picks: the first above half of `most`, and 2 at least."""
    n = 2
    while n <= most // 2:
        n *= 2
    return n
