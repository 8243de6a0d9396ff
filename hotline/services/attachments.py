"""Attachments: files at the desk that show what a source said. They are never published.

Who keeps a region may read what was added for it, and so may administrators. A recorded call needs
the consent of somebody who answers there. Files are made harmless before anybody can open them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.signs import composed, hides_something, without_hidden
from hotline.services.applying import PROGRAM, refuse
from hotline.services.harmless import MEDIA_TYPES, HarmlessFile, made_harmless
from hotline.storage import audit, shelf
from hotline.storage.session import step
from hotline.storage.tables.attachment import Attachment
from hotline.storage.tables.review import AuditEntry

KIND = "attachment"
#: So long a file that no change names stays: somebody may still be writing that change.
KEPT_UNNAMED = timedelta(days=7)
LONGEST_NAME = 100
LONGEST_CONSENT = 200


@dataclass(frozen=True)
class Consent:
    """What was typed about a recorded call: who of the operator agreed, and on which day (ISO)."""

    by: str = ""
    on: str = ""


def may_read(person: Person, region: str) -> bool:
    """Whether the person may open the attachments of a region, and the files brought in for its materials."""
    keeps = person.may("editor", region) or person.may("reviewer", region)
    return keeps or "administrator" in person.roles


def take(
    person: Person, region: str, upload: IO[bytes] | None, consent: Consent, folder: Path, now: datetime
) -> HarmlessFile:
    """Look at an upload and make it harmless, before the database waits for it; then comes `keep`.

    InputError with everything that is wrong: with the file, the region and the consent.
    """
    problems = list(_problems_of_region(person, region))
    found = None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        found = made_harmless(upload, folder) if upload is not None else None
        if found is None:
            problems.append(Problem("attachment_missing", where="file"))
        elif found.nature == "recording":
            problems += _problems_of_consent(consent, now)
    except InputError as error:
        problems += error.problems
    if problems or found is None:
        if found is not None:
            found.path.unlink(missing_ok=True)
        raise InputError(problems)
    return found


def keep(
    session: Session,
    person: Person,
    region: str,
    file: HarmlessFile,
    name: str,
    consent: Consent,
    folder: Path,
    now: datetime,
) -> Attachment:
    """Put a file on the shelf and write down whose it is. The same file again is the one that is there."""
    with step(session):
        refuse(_problems_of_region(person, region))
        recorded = file.nature == "recording"
        if recorded:
            refuse(_problems_of_consent(consent, now))
        shelf.put(folder, file.path, file.digest)
        there = session.get(Attachment, (region, file.digest))
        if there is not None:
            return there
        added = Attachment(
            region=region,
            digest=file.digest,
            media_type=file.media_type,
            size=file.size,
            name=cleaned_name(name),
            added_by=person.id,
            added_at=now,
            seconds=file.seconds,
            consent_by=consent.by.strip() if recorded else None,
            consent_on=Day.fromisoformat(consent.on) if recorded else None,
        )
        session.add(added)
        session.flush()
        _note(session, "attach", added, person.id, now)
        return added


def of_person(session: Session, person_id: str) -> tuple[Attachment, ...]:
    """What a person has added, the newest first."""
    query = (
        select(Attachment)
        .where(Attachment.added_by == person_id)
        .order_by(Attachment.added_at.desc(), Attachment.digest, Attachment.region)
    )
    return tuple(session.scalars(query))


def find(session: Session, digest: str) -> Attachment | None:
    """The attachment with this hash, of whichever region; None if there is none."""
    return next(iter(_with(session, digest)), None)


def readable(session: Session, person: Person, digest: str) -> Attachment | None:
    """The attachment with this hash, if the person may open it in one of its regions."""
    return next((one for one in _with(session, digest) if may_read(person, one.region)), None)


def neutral_name(attachment: Attachment) -> str:
    """What a download is called: it says nothing of where it comes from or what it shows."""
    ending = next(end for served, end in MEDIA_TYPES.values() if served == attachment.media_type)
    return f"file-{attachment.digest[:12]}.{ending}"


def cleaned_name(name: str) -> str:
    """The name that a file had, for eyes only: no folders, no hidden signs, not too long."""
    last = re.split(r"[/\\]", composed(name))[-1]
    return re.sub(r"\s+", " ", without_hidden(last)).strip(" .")[:LONGEST_NAME].strip() or "file"


def drop_orphans(session: Session, folder: Path, now: datetime) -> int:
    """Remove what no change has named for seven days; how many files and rows went.

    Files go one round later than their rows, so that a transaction that is undone has lost no file.
    """
    with step(session):
        known = set(session.scalars(select(Attachment.digest)))
        gone = 0
        for path in shelf.everything(folder):
            if path.name not in known and path.stat().st_mtime < (now - KEPT_UNNAMED).timestamp():
                path.unlink(missing_ok=True)
                gone += 1
        old = session.scalars(select(Attachment).where(Attachment.added_at < now - KEPT_UNNAMED)).all()
        for attachment in old:
            if not _ever_named(session, attachment.digest):
                _note(session, "drop attachment", attachment, PROGRAM, now)
                session.execute(
                    delete(Attachment).where(
                        Attachment.region == attachment.region, Attachment.digest == attachment.digest
                    )
                )
                gone += 1
        return gone


def _with(session: Session, digest: str) -> Iterable[Attachment]:
    query = select(Attachment).where(Attachment.digest == digest).order_by(Attachment.region)
    return session.scalars(query).all()


def _note(session: Session, action: str, attachment: Attachment, by: str, now: datetime) -> None:
    said = {
        "media_type": attachment.media_type,
        "size": attachment.size,
        "name": attachment.name,
        "seconds": attachment.seconds,
        "consent_by": attachment.consent_by,
        "consent_on": attachment.consent_on.isoformat() if attachment.consent_on else None,
    }
    before, after = (None, said) if action == "attach" else (said, None)
    act = audit.Act(action, KIND, attachment.digest, attachment.region, before, after)
    audit.append(session, act, by, now)


def _problems_of_region(person: Person, region: str) -> Iterator[Problem]:
    if not (person.may("editor", region) or person.may("reviewer", region)):
        yield Problem("needs_keeper", where="region")


def _problems_of_consent(consent: Consent, now: datetime) -> Iterator[Problem]:
    by = consent.by.strip()
    if not by:
        yield Problem("consent_missing", where="consent_by")
    elif len(by) > LONGEST_CONSENT:
        yield Problem("text_too_long", {"limit": str(LONGEST_CONSENT)}, where="consent_by")
    elif hides_something(by):
        yield Problem("hidden_characters", where="consent_by")
    try:
        # East of Greenwich it is tomorrow already.
        if Day.fromisoformat(consent.on) > (now + timedelta(hours=14)).date():
            yield Problem("consent_in_the_future", where="consent_on")
    except ValueError:
        yield Problem("consent_day_missing", where="consent_on")


def _ever_named(session: Session, digest: str) -> bool:
    """Whether any version of a record ever named it: the trail holds them all, also those given up."""
    entry = select(AuditEntry.number).where(AuditEntry.document.contains(f'"file":"{digest}"')).limit(1)
    return session.scalar(entry) is not None
