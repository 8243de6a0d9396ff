"""A device that holds a passkey, written here so that it can also lie in every part of its answer."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from desk_browser import HTTPS, Browser
from werkzeug.test import TestResponse

#: What the device says of the person: that somebody touched it, and that it knew who.
PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One passkey. `options` are those of a page; whatever else is given replaces the truth."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    owner: str = ""
    count: int = 0

    def make(self, options: dict[str, Any], **lies: Any) -> str:
        """What the device answers when a passkey is made on it."""
        self.owner = options["user"]["id"]
        public = self.private.public_key().public_numbers()
        key = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
        )
        held = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + key
        data = _said({"flags": PRESENT | VERIFIED | HAS_KEY, "count": self.count, **lies}) + held
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        page = _page({"type": "webauthn.create", "challenge": options["challenge"], **lies})
        return self._json({"clientDataJSON": _text(page), "attestationObject": _text(attestation)}, {})

    def answer(self, options: dict[str, Any], **lies: Any) -> str:
        """What the device answers when it is asked for its passkey."""
        self.count += 1
        data = _said({"flags": PRESENT | VERIFIED, "count": self.count, **lies})
        page = _page({"type": "webauthn.get", "challenge": options["challenge"], **lies})
        private: ec.EllipticCurvePrivateKey = lies.get("private", self.private)
        signature = private.sign(data + hashlib.sha256(page).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": _text(page),
            "authenticatorData": _text(lies.get("data", data)),
            "signature": _text(lies.get("signature", signature)),
            "userHandle": lies.get("owner", self.owner),
        }
        return self._json({name: value for name, value in response.items() if value is not None}, lies)

    def _json(self, response: dict[str, str], lies: dict[str, Any]) -> str:
        credential = _text(lies.get("credential", self.credential))
        return json.dumps({"id": credential, "rawId": credential, "type": "public-key", "response": response})


def add_passkey(browser: Browser, device: Device, name: str = "my phone") -> TestResponse:
    """Add a passkey as a page of the desk does it."""
    return browser.post("/admin/me/passkeys", {"passkey_name": name, "answer": device.make(to_add(browser))})


def to_add(browser: Browser) -> dict[str, Any]:
    """The question to a new passkey, as it stands on its page."""
    page = browser.post("/admin/me/passkeys", {"passkey_name": "my phone"})
    found = re.search(r'data-options="([^"]*)"', page.text)
    assert found, page.text
    return dict(json.loads(unescape(found[1])))


def to_show(browser: Browser) -> dict[str, Any]:
    """The question to a passkey, as the script of a page fetches it."""
    answer = browser.post("/admin/passkeys/question")
    assert answer.mimetype == "application/json"
    return dict(answer.json or {})


def enter(browser: Browser, device: Device, **lies: Any) -> TestResponse:
    """Sign in with a passkey."""
    return browser.post("/admin/sign-in", {"proof_passkey": device.answer(to_show(browser), **lies)})


def _said(says: dict[str, Any]) -> bytes:
    host = hashlib.sha256(says.get("host", "localhost").encode()).digest()
    return host + bytes([says["flags"]]) + int(says["count"]).to_bytes(4, "big")


def _page(says: dict[str, Any]) -> bytes:
    return json.dumps(
        {"type": says["type"], "challenge": says["challenge"], "origin": says.get("origin", HTTPS)}
    ).encode()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
