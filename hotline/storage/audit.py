"""The trail of what people did: each entry carries the hash of the one before it.

Whoever edits, removes, adds or swaps an entry behind the program's back breaks the chain, and
`verify` says where. Removing entries from the end leaves no break in the chain itself, so `verify`
also looks for the entry of each published edition.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.edition import canonical_json, sha256

from .tables.editions import EditionRow
from .tables.review import AuditEntry

#: What the first entry follows.
BEGINNING = "0" * 64
EDITION = "edition"


@dataclass(frozen=True)
class Act:
    """What somebody did to one record. `before` and `after` are whole documents; None: there was none.

    `change` is the id of the change that was moved, where there is one.
    """

    action: str
    kind: str
    record_id: str
    region: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str | None = None
    change: int | None = None


def append(session: Session, act: Act, by: str, now: datetime) -> AuditEntry:
    """Add an entry at the end of the trail; inside `writing`, so that nobody else does meanwhile."""
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).first()
    number = last.number + 1 if last else 1
    previous = last.hash if last else BEGINNING
    document = canonical_json(
        {
            **({} if act.change is None else {"change": act.change}),
            "number": number,
            "at": _written(now),
            "by": by,
            "action": act.action,
            "kind": act.kind,
            "record_id": act.record_id,
            "region": act.region,
            "before": act.before,
            "after": act.after,
            "reason": act.reason,
            "previous": previous,
        }
    )
    entry = AuditEntry(
        number=number,
        at=now,
        by=by,
        action=act.action,
        kind=act.kind,
        record_id=act.record_id,
        region=act.region,
        document=document.decode(),
        previous=previous,
        hash=sha256(document),
    )
    session.add(entry)
    session.flush()
    return entry


def verify(session: Session) -> tuple[str, ...]:
    """Every place where the trail was altered, one sentence each; empty if it is whole."""
    return (*_breaks(session), *_editions_without_entry(session))


def _breaks(session: Session) -> Iterator[str]:
    number, previous = 0, BEGINNING
    entries = session.scalars(
        select(AuditEntry).order_by(AuditEntry.number).execution_options(populate_existing=True)
    )
    for entry in entries:
        number += 1
        if entry.number != number:
            yield f"entry {number} is missing: the next one is {entry.number}"
            number = entry.number
        if entry.previous != previous:
            yield f"entry {entry.number} does not follow the entry before it"
        if sha256(entry.document.encode()) != entry.hash:
            yield f"entry {entry.number} does not match its hash"
        elif _columns(entry) != _columns_said(entry.document):
            yield f"entry {entry.number} has columns that differ from its document"
        previous = entry.hash


def _columns(entry: AuditEntry) -> dict[str, Any]:
    names = ("number", "by", "action", "kind", "record_id", "region", "previous")
    return {"at": _written(entry.at), **{name: getattr(entry, name) for name in names}}


def _columns_said(document: str) -> dict[str, Any]:
    said = _said(document)
    return {
        name: value for name, value in said.items() if name not in {"before", "after", "reason", "change"}
    }


def _said(document: str) -> dict[str, Any]:
    """What a document says; nothing if somebody made it unreadable."""
    try:
        said = json.loads(document)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _editions_without_entry(session: Session) -> Iterator[str]:
    told = {
        (entry.record_id, (_said(entry.document).get("after") or {}).get("hash"))
        for entry in session.scalars(select(AuditEntry).where(AuditEntry.kind == EDITION))
    }
    for number, digest in session.execute(select(EditionRow.number, EditionRow.hash)):
        if (str(number), digest) not in told:
            yield f"edition {number} was published and its entry is missing"


def _written(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone: pass an aware datetime")
    return moment.astimezone(UTC).isoformat()
