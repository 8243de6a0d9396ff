"""A mail server of the tests: a real one on this machine, which keeps what it takes."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

#: This machine too, and not one of the names that are let off encryption.
ELSEWHERE = "127.0.0.2"


@dataclass
class Postbox:
    """What arrived, and whom it refuses."""

    refused: set[str] = field(default_factory=set)
    arrived: list[EmailMessage] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.append(cast(EmailMessage, found))
        self.people += envelope.rcpt_tos
        self.encrypted.append(session.ssl is not None)
        return "250 OK"


def _lets_in(server: Any, session: Any, envelope: Any, mechanism: str, proof: Any) -> AuthResult:
    known = LoginPassword(b"desk", b"p@ss/word")
    return AuthResult(success=proof == known)


def _free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postbox(
    host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, at_once: bool = False, auth: bool = False
) -> Iterator[Postbox]:
    """A server that runs as long as the block."""
    box = Postbox()
    options: dict[str, Any] = {}
    if at_once:
        options["ssl_context"] = tls
    elif tls:
        options |= {"tls_context": tls, "require_starttls": True}
    if auth:
        options |= {"authenticator": _lets_in, "auth_required": True, "auth_require_tls": not at_once}
    box.port = _free_port(host)
    controller = Controller(box, hostname=host, port=box.port, loop=asyncio.new_event_loop(), **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for `ELSEWHERE` and 127.0.0.1, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail of the tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ip_address(one)) for one in (ELSEWHERE, "127.0.0.1")]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    trusted, secret = folder / "mail.pem", folder / "mail.key"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(trusted, secret)
    return context, trusted
