"""Sends the letters of the outbox by SMTP, each until it was taken once.

A letter is claimed in one transaction, sent, and marked in another. Whoever dies in between sends
it again later: at least once, never twice after it was marked, and with the same Message-ID, by
which the recipient's mail program knows the copy. Nothing of an answer of the server is kept.
"""

import smtplib
import ssl
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session, sessionmaker

from hotline.services import letters
from hotline.storage.session import writing
from hotline.storage.tables.letters import Letter

#: After each failed try. Then nobody tries any more, and the letter waits for a person at the desk.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440))
#: So many letters in one round at most, so that a round ends.
ROUND = 50
_PATIENCE = 20
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Server:
    """Where letters are handed over. `tls` "none" only on this machine."""

    host: str
    port: int
    tls: Literal["at once", "starttls", "none"]
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Round:
    """What one round did."""

    sent: int = 0
    failed: int = 0


def server(address: str) -> Server:
    """The server of an address of the settings: `smtp://user:password@host:587` or `smtps://…`.

    `smtp://` means STARTTLS, and no letter goes out without it, except to this very machine.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    tls: Literal["at once", "starttls", "none"] = "none" if host in _THIS_MACHINE else "starttls"
    if parts.scheme == "smtps":
        tls = "at once"
    default = {"at once": 465, "starttls": 587, "none": 25}[tls]
    return Server(
        host,
        parts.port or default,
        tls,
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
    )


def send_waiting(factory: sessionmaker[Session], server: Server, sender: str, now: datetime) -> Round:
    """One round: every letter that is due, at most `ROUND`. Call it every minute or so.

    A server that is away ends the round; one refused recipient does not.
    """
    with writing(factory) as session:
        letters.end_expired(session, now)
    with factory() as session:
        due = letters.due(session, now, ROUND)
    sent = failed = 0
    connection: smtplib.SMTP | None = None
    with ExitStack() as stack:
        for letter_id in due:
            letter = _claim(factory, letter_id, now)
            if letter is None:
                continue
            try:
                connection = connection or _connect(server, sender, stack)
                connection.send_message(message(letter, sender))
            except (smtplib.SMTPException, OSError) as error:
                failed += 1
                _note_failure(factory, letter_id, type(error).__name__)
                if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
                    break
            else:
                sent += 1
                _note_sent(factory, letter_id, now)
    return Round(sent, failed)


def message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as it travels: plain text, neutral in everything that is seen from outside."""
    said = EmailMessage()
    said["Subject"] = letter.subject
    said["From"] = sender
    user, _, domain = str(letter.email).rpartition("@")
    said["To"] = Address(display_name=letter.name or "", username=user, domain=domain)
    said["Date"] = format_datetime(letter.created_at)
    said["Message-ID"] = f"<{letter.mark}@{sender.rpartition('@')[2]}>"
    said["Content-Language"] = letter.language
    # Programs that answer while somebody is away leave such a letter alone.
    said["Auto-Submitted"] = "auto-generated"
    said.set_content(letter.body + "\n")
    return said


def _claim(factory: sessionmaker[Session], letter_id: int, now: datetime) -> Letter | None:
    """Count a try and put the next one off, so that no other process sends the letter meanwhile."""
    with writing(factory) as session:
        letter = session.get(Letter, letter_id)
        if letter is None or letter.outcome is not None or letter.next_try is None or letter.next_try > now:
            return None
        letter.next_try = now + WAITS[letter.tries] if letter.tries < len(WAITS) else None
        letter.tries += 1
        return letter


def _connect(server: Server, sender: str, stack: ExitStack) -> smtplib.SMTP:
    # Named after the address that letters come from: the name of this machine concerns nobody.
    own_name = sender.rpartition("@")[2]
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.tls == "at once":
        connection = smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=_PATIENCE, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, own_name, timeout=_PATIENCE)
    stack.callback(connection.close)
    if server.tls == "starttls":
        connection.starttls(context=context)
    if server.user is not None:
        connection.login(server.user, server.password or "")
    return connection


def _note_sent(factory: sessionmaker[Session], letter_id: int, now: datetime) -> None:
    with writing(factory) as session:
        letter = session.get_one(Letter, letter_id)
        letter.failed = None
        if letter.outcome is None:
            letters.end(letter, "sent", now)


def _note_failure(factory: sessionmaker[Session], letter_id: int, kind: str) -> None:
    with writing(factory) as session:
        session.get_one(Letter, letter_id).failed = kind
