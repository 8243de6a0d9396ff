"""Signs editions, and keeps their signatures so that every node can serve them.

A node that holds the key signs while it builds. Where the key is kept away from the web, somebody signs
later: the signature goes into the database, and each node puts it beside its files.
"""

import logging
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.domain.edition import Edition, sha256
from hotline.editions import freezing, minisign, minisign_key, sealing
from hotline.editions.minisign import PublicKey, SecretKey, SignatureError
from hotline.storage.session import writing
from hotline.storage.tables.signature import SignatureRow

log = logging.getLogger("hotline.signing")


def key_of(settings: Settings) -> SecretKey | None:
    """The key that this node signs with; None without one. SignatureError or OSError if it cannot be read."""
    path = settings.signing_key
    return minisign_key.read(path) if path is not None else None


def key_or_none(settings: Settings) -> SecretKey | None:
    """The same for the build, which a broken key must not keep from bringing out a corrected number.

    `settle` tells of it afterwards, in the keeper's own step.
    """
    try:
        return key_of(settings)
    except (SignatureError, OSError) as error:
        log.error("editions are not signed: %s", type(error).__name__)
        return None


def settle(sessions: sessionmaker[Session], site: Path, key: SecretKey | None) -> bool:
    """Bring the signatures of a built `site` and those in the database together; whether both are there.

    A key at hand signs what it has not signed yet; without one, the database's signature is put beside
    the files.
    """
    done = []
    for name in sealing.SIGNED:
        try:
            content = (site / name).read_bytes()
        except FileNotFoundError:
            # An earlier version of the program has built this folder.
            return False
        kept = _kept(sessions, sha256(content))
        if key is not None:
            row = (key.sign(content, sealing.comment(name, content)), key.public.line)
            if kept != row:
                _keep(sessions, sha256(content), *row)
        elif kept is None:
            done.append(False)
            continue
        else:
            row = kept
        _place(site, name, *row)
        done.append(True)
    return all(done)


def take(sessions: sessionmaker[Session], number: int | None, signature: str, key: PublicKey) -> None:
    """Keep a signature of an edition that another program made. SignatureError, or KeyError: no such edition."""
    with writing(sessions) as session:
        document = _edition(session, number).canonical_json()
        text = minisign.tidied(signature)
        minisign.verify(key, document, text)
        session.merge(SignatureRow(digest=sha256(document), text=text, key=key.line))


def sign(sessions: sessionmaker[Session], number: int | None, key: SecretKey) -> int:
    """Sign the document of an edition, the newest by default, and keep the signature; returns its number.

    KeyError if there is no such edition.
    """
    with writing(sessions) as session:
        edition = _edition(session, number)
        document = edition.canonical_json()
        text = key.sign(document, sealing.comment(sealing.EDITION, document))
        session.merge(SignatureRow(digest=edition.sha256, text=text, key=key.public.line))
    return edition.number


def _edition(session: Session, number: int | None) -> Edition:
    edition = freezing.latest(session) if number is None else freezing.read(session, number)
    if edition is None:
        raise KeyError("none is published yet")
    return edition


def _kept(sessions: sessionmaker[Session], digest: str) -> tuple[str, str] | None:
    with sessions() as session:
        row = session.get(SignatureRow, digest)
        return (row.text, row.key) if row else None


def _keep(sessions: sessionmaker[Session], digest: str, text: str, key: str) -> None:
    with writing(sessions) as session:
        session.merge(SignatureRow(digest=digest, text=text, key=key))


def _place(site: Path, name: str, text: str, key: str) -> None:
    for path, content in ((f"{name}{sealing.SUFFIX}", text), (sealing.KEY, PublicKey.parse(key).file)):
        there = site / path
        if not there.is_file() or there.read_text(encoding="utf-8") != content:
            sealing.put(site, path, content)
