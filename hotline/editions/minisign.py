"""Signatures in the format of minisign, so that anybody can check them with a public tool.

The format: https://jedisct1.github.io/minisign/ (Ed25519 over BLAKE2b-512, "ED"). Nothing in it depends
on a clock or on chance: the same key and the same bytes give the same signature on every node.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_KEY, _PREHASHED = b"Ed", b"ED"
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_SIGNED_HERE = f"{_UNTRUSTED}signature of the hotline directory"


class SignatureError(Exception):
    """A signature or a key that is none, or that does not fit; the message says which."""


@dataclass(frozen=True)
class PublicKey:
    """What everybody may have: with it, a signature can be checked and none can be made."""

    key_id: bytes  #: 8 bytes that name the key
    raw: bytes  #: 32 bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the file that minisign writes, or from its second line alone."""
        lines = text.split("\n")
        lines = [line for line in lines if line and not line.startswith(_UNTRUSTED)]
        content = _decoded(lines[0].strip(), 42) if len(lines) == 1 else b""
        if content[:2] != _KEY:
            raise SignatureError("This is not a public key: it is one line that begins with RW.")
        return cls(content[2:10], content[10:])

    @property
    def line(self) -> str:
        """The line that people pass on: 56 signs."""
        return _encoded(_KEY + self.key_id + self.raw)

    @property
    def file(self) -> str:
        """The file `key.pub`."""
        return f"{_UNTRUSTED}minisign public key {key_name(self.key_id)}\n{self.line}\n"


@dataclass(frozen=True)
class SecretKey:
    """What signs. Never printed and never logged: its `repr` holds only its name."""

    key_id: bytes
    seed: bytes  #: 32 bytes

    def __repr__(self) -> str:
        return f"SecretKey({key_name(self.key_id)})"

    @property
    def public(self) -> PublicKey:
        """The public half."""
        raw = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.key_id, raw)

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sign(self, content: bytes, trusted_comment: str) -> str:
        """The file that stands beside `content`; `trusted_comment` is signed with it."""
        signature = self._private.sign(_hash(content))
        whole = self._private.sign(signature + trusted_comment.encode())
        return _file(self.key_id, signature, trusted_comment, whole)


def key_name(key_id: bytes) -> str:
    """The name of a key as minisign prints it: 16 hexadecimal digits."""
    return key_id[::-1].hex().upper()


def signer(signature: str) -> bytes:
    """The id of the key that a signature names. SignatureError if it is no signature in our form."""
    return _parsed(signature)[0]


def tidied(signature: str) -> str:
    """A signature that another program made, with our words in the line that nobody signed."""
    lines = signature.splitlines()
    return _file(*_parsed("\n".join((_SIGNED_HERE, *lines[1:4], ""))))


def verify(key: PublicKey, content: bytes, signature: str) -> str:
    """The trusted comment of a signature that fits; SignatureError if it does not.

    Stricter than minisign: the file has to be in the one form that `SecretKey.sign` writes, so that no
    bit of it can be changed unseen, not even where nothing is signed.
    """
    key_id, signed, comment, whole = _parsed(signature)
    if key_id != key.key_id:
        raise SignatureError(f"It is signed with the key {key_name(key_id)}, not {key_name(key.key_id)}.")
    public = Ed25519PublicKey.from_public_bytes(key.raw)
    try:
        public.verify(signed, _hash(content))
        public.verify(whole, signed + comment.encode())
    except InvalidSignature:
        raise SignatureError("The signature does not fit: what was signed is something else.") from None
    return comment


def _hash(content: bytes) -> bytes:
    return hashlib.blake2b(content).digest()


def _file(key_id: bytes, signature: bytes, comment: str, whole: bytes) -> str:
    first = _encoded(_PREHASHED + key_id + signature)
    return f"{_SIGNED_HERE}\n{first}\n{_TRUSTED}{comment}\n{_encoded(whole)}\n"


def _parsed(text: str) -> tuple[bytes, bytes, str, bytes]:
    lines = text.split("\n")
    if len(lines) != 5 or not lines[2].startswith(_TRUSTED):
        raise SignatureError("This is not a signature: it has four lines.")
    content, whole = _decoded(lines[1], 74), _decoded(lines[3], 64)
    found = content[2:10], content[10:], lines[2].removeprefix(_TRUSTED), whole
    if content[:2] != _PREHASHED or _file(*found) != text:
        raise SignatureError("This is not a signature in the form that this program writes.")
    return found


def _decoded(line: str, length: int) -> bytes:
    try:
        content = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if len(content) != length or _encoded(content) != line:
        raise SignatureError("This is not a key or a signature: a line of it is damaged.")
    return content


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
