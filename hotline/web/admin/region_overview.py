"""Everything that the desk knows of one region, in the order in which somebody looks for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from hotline.domain.freshness import Freshness, freshness
from hotline.domain.listing import ContactPoint, FirstLines, Notice, Service
from hotline.domain.notice import in_force
from hotline.domain.record import DirectoryRecord, Kind, Name
from hotline.services.checking import live
from hotline.services.materials import outdated_now
from hotline.storage.tables.review import Change
from hotline.web.admin.change_page import zone_of
from hotline.web.admin.editing import KINDS, open_changes
from hotline.web.admin.record_page import title_of

#: The oldest first: that is what somebody has to look at.
_AGES = ("stale", "due", "undated", "fresh")


@dataclass(frozen=True)
class Line:
    """One service: its ways with their age, what one person has said of it, and what waits."""

    record: DirectoryRecord
    service: Service
    operator: str
    first: bool
    ways: tuple[tuple[ContactPoint, Freshness], ...]
    notices: tuple[Notice, ...]
    changes: tuple[Change, ...]

    @property
    def hidden(self) -> bool:
        """Whether no page shows it now."""
        return any(notice.kind == "hidden" for notice in self.notices)

    @property
    def state(self) -> str:
        """The age of its oldest way."""
        return min((age.state for _, age in self.ways), key=_AGES.index)


@dataclass(frozen=True)
class Entry:
    """Any other record, with what waits for it."""

    record: DirectoryRecord
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Overview:
    """One region. `unborn` are changes that propose what is not there yet."""

    region: str
    zone: str
    lines: tuple[Line, ...]
    entries: Mapping[Kind, tuple[Entry, ...]]
    unborn: tuple[Change, ...]
    outdated: frozenset[str]  #: ids of materials that carry something that is no longer right


def overview(session: Session, region: str, now: datetime) -> Overview | None:
    """All records of a region; None if there is no such region."""
    records = live(session, region)
    if not records:
        return None
    waiting = open_changes(session, region)
    notices = in_force((r.value for r in records.values() if isinstance(r.value, Notice)), now)
    names = {r.id: title_of(r.value) for r in records.values() if r.kind == "organization"}
    first = next((r.value for r in records.values() if isinstance(r.value, FirstLines)), None)
    lines = [
        Line(
            record,
            record.value,
            names.get(record.value.organization, ""),
            first is not None and record.id in (*first.services, first.emergency),
            tuple((point, freshness(point, now.date())) for point in record.value.contact_points),
            tuple(notice for notice in notices if notice.service == record.id),
            _of(record, waiting),
        )
        for record in records.values()
        if isinstance(record.value, Service)
    ]
    others: dict[Kind, tuple[Entry, ...]] = {
        kind: tuple(
            Entry(record, _title(record, records), _of(record, waiting))
            for record in records.values()
            if record.kind == kind
        )
        for kind in KINDS
        if kind != "service"
    }
    unborn = tuple(one for one in waiting if one.name not in records)
    outdated = frozenset(one.material.id for one in outdated_now(session))
    return Overview(region, zone_of(session, region), tuple(lines), others, unborn, outdated)


def _title(record: DirectoryRecord, records: Mapping[Name, DirectoryRecord]) -> str:
    """What it is called; a contact is called like its service."""
    service = records.get(Name("service", record.region, record.id))
    return title_of(service.value if record.kind == "operator_contact" and service else record.value)


def _of(record: DirectoryRecord, waiting: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(change for change in waiting if change.name == record.name)
