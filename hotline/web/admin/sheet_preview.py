"""What the page of a preview shows: faults first, then what would be proposed, record by record.

Must not know requests or templates.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from hotline.domain.blind import Veil
from hotline.domain.record import Name
from hotline.services.sheets.comparing import STATUSES, Comparison, Difference, Status
from hotline.services.sheets.rows import Fault
from hotline.web.admin.comparison import Part, Translate, Words, parts
from hotline.web.admin.field_names import kind_name

ON_A_PAGE = 50


@dataclass(frozen=True)
class Record:
    """One record that differs. `rows`: where it stands in the files."""

    name: Name
    title: str
    kind: str
    status: Status
    waiting: bool
    rows: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Preview:
    """What was found, as far as it is shown at once."""

    counts: dict[Status, int]
    chosen: str
    faults: tuple[Fault, ...]
    records: tuple[Record, ...]
    same: tuple[str, ...]
    to_propose: int
    waiting: int
    first: int
    count: int

    @property
    def before(self) -> int | None:
        """Where the page before begins."""
        return max(0, self.first - ON_A_PAGE) if self.first else None

    @property
    def after(self) -> int | None:
        """Where the next page begins."""
        return self.first + ON_A_PAGE if self.first + ON_A_PAGE < self.count else None


def preview(found: Comparison, chosen: str, first: int, locale: str, translate: Translate) -> Preview:
    """The part of what was found that has this status, from a place on; "" for all but what is the same."""
    counts = Counter(row.status for row in found.rows)
    # What is wrong with a whole file or a header has no row of its own.
    counts["error"] = len(found.faults)
    differing = [one for one in found.differences if chosen in ("", _status(one))]
    faults = found.faults if chosen in ("", "error") else ()
    together: Sequence[Fault | Difference] = (*faults, *differing)
    shown = together[first : first + ON_A_PAGE]
    rows = _rows(found)
    words = Words(locale, translate, Veil())
    return Preview(
        counts={status: counts[status] for status in STATUSES if counts[status]},
        chosen=chosen,
        faults=tuple(one for one in shown if isinstance(one, Fault)),
        records=tuple(
            Record(
                name=one.name,
                title=_title(one),
                kind=translate(kind_name(one.name.kind)),
                status=_status(one),
                waiting=one.waiting,
                rows=rows.get(one.name, ()),
                parts=parts(one.name.kind, one.before, one.after, words),
            )
            for one in shown
            if isinstance(one, Difference)
        ),
        same=tuple(_same(found)) if chosen == "same" or not (differing or faults) else (),
        to_propose=len(found.to_propose),
        waiting=len(found.differences) - len(found.to_propose),
        first=first,
        count=len(together),
    )


def _status(one: Difference) -> Status:
    return "removed" if one.after is None else "new" if one.before is None else "changed"


def _title(one: Difference) -> str:
    document = one.after or one.before or {}
    return str(document.get("name") or document.get("number") or one.name.id)


def _rows(found: Comparison) -> dict[Name, tuple[str, ...]]:
    """Where each record stands: "tables.xlsx: service 3, 7-9"."""
    several: dict[Name, dict[str, list[int]]] = {}
    for row in found.rows:
        if row.name is not None and row.row and row.status != "same":
            several.setdefault(row.name, {}).setdefault(row.sheet, []).append(row.row)
    return {
        name: tuple(f"{sheet}, {ranges(rows)}" for sheet, rows in sheets.items())
        for name, sheets in several.items()
    }


def _same(found: Comparison) -> Iterable[str]:
    same = [row for row in found.rows if row.status == "same"]
    for sheet, rows in groupby(same, key=lambda row: row.sheet):
        numbers = [row.row for row in rows]
        yield f"{sheet}, {ranges(numbers)}" if any(numbers) else sheet


def ranges(numbers: Iterable[int]) -> str:
    """Numbers of rows as people write them: 3, 7-9."""
    said = []
    for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0]):
        several = [number for _, number in run]
        said.append(str(several[0]) if len(several) == 1 else f"{several[0]}-{several[-1]}")
    return ", ".join(said)
