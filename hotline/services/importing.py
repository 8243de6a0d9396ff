"""The task that brings data files into the database.

Into an empty directory they go straight in, once. After that nothing that is live is touched: what
differs becomes a proposed change, which two people decide on like on any other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.domain.edition import canonical_json
from hotline.domain.listing import RegionDirectory
from hotline.domain.record import MADE_AT_THE_DESK, Name, records
from hotline.domain.review import OPEN, State
from hotline.services.applying import refuse
from hotline.services.renditions import problems_of_files
from hotline.storage import audit
from hotline.storage.directory import read_records, write_record
from hotline.storage.session import queue
from hotline.storage.tables.directory import region as region_table
from hotline.storage.tables.review import Change

FIRST_LOAD = "first load"
IMPORT = "import"


@dataclass(frozen=True)
class ImportReport:
    """What an import found, record by record, and how many changes it stored.

    `waiting` counts differences that were already proposed and wait for a decision.
    """

    first_load: bool
    same: tuple[Name, ...] = ()
    new: tuple[Name, ...] = ()
    changed: tuple[Name, ...] = ()
    missing: tuple[Name, ...] = ()
    waiting: int = 0
    stored: int = 0

    def summary(self) -> str:
        """One line for the operator, in English."""
        if self.first_load:
            return f"First load: {self.stored} records are live."
        return (
            f"{len(self.same)} records are the same, {len(self.new)} new, {len(self.changed)} changed, "
            f"{len(self.missing)} missing. {self.stored} changes were proposed, "
            f"{self.waiting} were waiting already. Nothing live was touched."
        )


def import_directory(
    session: Session, regions: Iterable[RegionDirectory], by: str, now: datetime
) -> ImportReport:
    """Load checked files, in the caller's transaction: all of it happens or nothing.

    A record that is live but not in its region's file is proposed for removal. A region without a
    file is left alone, so that one file can be imported by itself; so are the materials of a region
    of which there is no file of materials. The order of records in a file
    is kept at the first load and does not count as a difference later.
    """
    queue(session.connection())
    regions = tuple(regions)
    if _is_empty(session):
        return _load_first(session, regions, by, now)
    return _propose_differences(session, regions, by, now)


def _is_empty(session: Session) -> bool:
    # A directory that once held changes is not empty: else emptying it would let one person
    # publish everything past review.
    return not any(
        session.scalar(select(func.count()).select_from(table)) for table in (region_table, Change)
    )


def _load_first(
    session: Session, regions: tuple[RegionDirectory, ...], by: str, now: datetime
) -> ImportReport:
    found = [record for directory in regions for record in records(directory)]
    # Later, whoever approves is told; here nobody would ever look at it.
    refuse(problem for record in found for problem in problems_of_files(session, record))
    for record in found:
        write_record(session, record)
        change = _change(record.name, None, record.document, "published", FIRST_LOAD, by, now)
        _store(session, change, FIRST_LOAD)
    return ImportReport(first_load=True, new=tuple(record.name for record in found), stored=len(found))


def _propose_differences(
    session: Session, regions: tuple[RegionDirectory, ...], by: str, now: datetime
) -> ImportReport:
    same: list[Name] = []
    new: list[Name] = []
    changed: list[Name] = []
    missing: list[Name] = []
    differences: list[tuple[Name, dict[str, Any] | None, dict[str, Any] | None]] = []
    for directory in regions:
        # What is made at the desk alone is in no file: a file that does not say it takes none away.
        live = {
            record.name: record
            for record in read_records(session, directory.region)
            if record.kind not in MADE_AT_THE_DESK and (record.kind != "material" or directory.materials)
        }
        wanted = {record.name: record for record in records(directory)}
        for name, record in wanted.items():
            before = live.get(name)
            if before is not None and before.value == record.value:
                same.append(name)
                continue
            (new if before is None else changed).append(name)
            differences.append((name, before.document if before else None, record.document))
        # What names others goes first, so that each removal can be published in this order.
        for name in reversed([name for name in live if name not in wanted]):
            missing.append(name)
            differences.append((name, live[name].document, None))
    waiting = _open_proposals(session)
    stored = 0
    for name, before_document, after_document in differences:
        if _mark(name, before_document, after_document) in waiting:
            continue
        stored += 1
        change = _change(name, before_document, after_document, "proposed", IMPORT, by, now)
        _store(session, change, IMPORT)
    return ImportReport(
        first_load=False,
        same=tuple(same),
        new=tuple(new),
        changed=tuple(changed),
        missing=tuple(missing),
        waiting=len(differences) - stored,
        stored=stored,
    )


def _open_proposals(session: Session) -> set[bytes]:
    changes = session.scalars(select(Change).where(Change.state.in_(OPEN)))
    return {_mark(change.name, change.before, change.after) for change in changes}


def _mark(name: Name, before: dict[str, Any] | None, after: dict[str, Any] | None) -> bytes:
    """Equal for equal proposals, whatever order of keys the database gives back."""
    return canonical_json([name, before, after])


def _change(
    name: Name,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    state: State,
    reason: str,
    by: str,
    now: datetime,
) -> Change:
    return Change(
        kind=name.kind,
        record_id=name.id,
        region=name.region,
        before=before,
        after=after,
        state=state,
        reason=reason,
        created_by=by,
        created_at=now,
        published_at=now if state == "published" else None,
    )


def _store(session: Session, change: Change, action: str) -> None:
    session.add(change)
    session.flush()
    name = change.name
    act = audit.Act(
        action, name.kind, name.id, name.region, change.before, change.after, change.reason, change.id
    )
    audit.append(session, act, change.created_by, change.created_at)
