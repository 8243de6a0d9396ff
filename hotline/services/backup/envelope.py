"""Encrypts a stream with a passphrase, piece by piece, so that no size is too large for the memory.

scrypt makes the key, ChaCha20-Poly1305 seals each piece; its number and whether it is the last one are
part of its nonce, so pieces that were swapped, repeated or cut off do not open.
"""

import hashlib
import secrets
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"hotline backup, encrypted, 1\n"
_PIECE, _TAG, _SALT = 64 * 1024, 16, 16
#: 2 to the power of this is what one try of a passphrase costs: 128 MB of memory, part of a second.
_COST, _MOST_COST = 17, 20


class EnvelopeError(Exception):
    """It does not open: another passphrase, or not what was written."""


class Sealing:
    """A file to write to; what arrives in `out` is encrypted. `close` ends it, and leaves `out` open."""

    def __init__(self, out: IO[bytes], passphrase: str, cost: int = _COST) -> None:
        salt = secrets.token_bytes(_SALT)
        self._header = MAGIC + bytes([cost]) + salt
        self._cipher = _cipher(passphrase, salt, cost)
        self._out = out
        self._waiting = bytearray()
        self._number = 0
        out.write(self._header)

    def write(self, content: bytes) -> int:
        """Take more; whole pieces go out at once."""
        self._waiting += content
        # The last piece is known only in the end, so one piece always waits.
        while len(self._waiting) > _PIECE:
            self._put(bytes(self._waiting[:_PIECE]), last=False)
            del self._waiting[:_PIECE]
        return len(content)

    def close(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last), piece, self._header))
        self._number += 1


class Opening:
    """A file to read from; what comes out of it is decrypted, and was checked before it came out."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._header = source.read(len(MAGIC) + 1 + _SALT)
        cost = self._header[len(MAGIC)] if len(self._header) == len(MAGIC) + 1 + _SALT else 0
        if not self._header.startswith(MAGIC) or not 1 <= cost <= _MOST_COST:
            raise EnvelopeError("This is not an encrypted backup.")
        self._cipher = _cipher(passphrase, self._header[-_SALT:], cost)
        self._source = source
        self._number = 0
        self._ready = bytearray()
        self._next = source.read(_PIECE + _TAG)
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; fewer only at the end. EnvelopeError instead of bytes that were altered."""
        while not self._ended and (size < 0 or len(self._ready) < size):
            self._open_one()
        wanted = len(self._ready) if size < 0 else size
        content = bytes(self._ready[:wanted])
        del self._ready[:wanted]
        return content

    def _open_one(self) -> None:
        piece, self._next = self._next, self._source.read(_PIECE + _TAG)
        last = not self._next
        try:
            self._ready += self._cipher.decrypt(_nonce(self._number, last), piece, self._header)
        except InvalidTag:
            if self._number == 0:
                raise EnvelopeError("This is not the passphrase of the backup, or it is damaged.") from None
            raise EnvelopeError("The backup is damaged, or its end is missing.") from None
        self._number += 1
        self._ended = last


def _cipher(passphrase: str, salt: bytes, cost: int) -> ChaCha20Poly1305:
    n = 2**cost
    key = hashlib.scrypt(passphrase.encode(), salt=salt, n=n, r=8, p=1, maxmem=129 * 8 * n + 2**20, dklen=32)
    return ChaCha20Poly1305(key)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
