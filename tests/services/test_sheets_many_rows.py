"""5,000 rows with 50 planted faults: exactly those 50 are found, each with its row and its field."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from desk import ANA, NOW, PLANS, Desk
from sheet_files import SOURCE, compared, keep, workbook

from hotline.services import batches
from hotline.services.sheets.opening import File
from hotline.storage.tables.batches import Batch

POINTS, SERVICES = 10, 500


def services() -> Iterator[dict[str, Any]]:
    for number in range(SERVICES):
        yield {
            "region": "GT", "id": f"gt-line-{number}", "organization": "pnc", "name": f"Línea {number}",
            "name_language": "es", "operator": "ngo", "needs": "women",
            **{f"description.{locale}": "It helps." for locale in ("es", "en", "fr")},
        }  # fmt: skip


def contact_points() -> list[dict[str, Any]]:
    empty = {f"hours_note.{locale}": None for locale in ("es", "en", "fr")}
    return [
        {
            "region": "GT", "service": f"gt-line-{number // POINTS}", "id": f"voice-{number % POINTS + 1}",
            "channel": "voice", "number": f"{2400 + number // 100}-{1700 + number % 100}", "hours": "24/7",
            "languages": "es", "cost": None, "reach.abroad": None, "assured_date": None, **empty, **SOURCE,
        }
        for number in range(POINTS * SERVICES)
    ]  # fmt: skip


def plant(**cells: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.update(cells)


#: The column that is wrong -> what is written into the row.
FAULTS: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("number", plant(number="2424-17o7")),
    ("number", plant(number="2424-171")),
    ("number", plant(number=24241717)),
    ("number", plant(number="24\u200b24-1717")),
    ("hours", plant(hours="whenever")),
    ("channel", plant(channel="telephone")),
    ("hours_note.en", plant(**{"hours_note.es": "Solo de noche", "hours_note.fr": "La nuit"})),
    ("evidence.read", plant(**{"evidence.read": "2027-01-01"})),
    ("evidence", plant(**dict.fromkeys(SOURCE))),
    ("service", lambda row: row.update(service=f"{row['service']}-x")),
]


def file() -> tuple[File, set[tuple[int, str]]]:
    """The workbook, and row and column of each fault in it."""
    rows = contact_points()
    wanted = set()
    for number in range(50):
        place = 37 + number * 99
        column, change = FAULTS[number % len(FAULTS)]
        change(rows[place])
        wanted.add((place + 2, column))
    return workbook(service=list(services()), contact_point=rows), wanted


def test_of_5000_rows_exactly_the_50_faults_are_found_and_nothing_is_written(desk: Desk) -> None:
    brought, wanted = file()
    assert len(wanted) == 50
    before = len(desk.changes())
    found = compared(desk.factory, PLANS, NOW, brought)
    assert len([row for row in found.rows if "contact_point" in row.sheet]) == 5000
    assert {(fault.place.row, fault.place.column) for fault in found.faults} == wanted
    assert len(found.faults) == 50
    assert {fault.place.sheet for fault in found.faults} == {"lines.xlsx: contact_point"}
    assert {row.row for row in found.rows if row.status == "error"} == {row for row, _ in wanted}
    batch: Batch = keep(desk, ANA, [brought])
    assert desk.refused(batches.propose, ANA, batch.id, "Why.", NOW, PLANS) == ["sheet_has_faults"]
    assert len(desk.changes()) == before


def test_without_the_faults_all_of_it_is_proposed_at_once(desk: Desk) -> None:
    rows = copy.deepcopy(contact_points()[:500])
    brought = workbook(service=list(services())[:50], contact_point=rows)
    batch: Batch = keep(desk, ANA, [brought])
    desk.do(batches.propose, ANA, batch.id, "Why.", NOW, PLANS)
    assert sum(change.batch == batch.id for change in desk.changes()) == 50
    assert desk.trail_problems() == ()
