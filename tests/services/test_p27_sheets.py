"""P27 through a spreadsheet: every bad number in a row of its own, none silently accepted."""

from collections import defaultdict
from typing import Any

import pytest
from desk import NOW, Desk
from sheet_files import SOURCE, compared, table, workbook
from test_p27_bad_numbers import everything, plans

from hotline.services.sheets.opening import File


def rows() -> dict[str, list[dict[str, Any]]]:
    """Region -> a row for each bad number; a row that adds a contact point to the line of GT's police."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for place, (region, _, number) in enumerate(everything()):
        found[region].append(
            {
                "region": "GT", "service": "gt-policia", "id": f"bad-{place}", "channel": "voice",
                "number": number, "number_region": region, **SOURCE,
            }
        )  # fmt: skip
    return found


def as_csv(region: str, some: list[dict[str, Any]]) -> list[File]:
    return [table("contact_point", some)]


def as_workbook(region: str, some: list[dict[str, Any]]) -> list[File]:
    """A program cannot write these signs into a workbook at all."""
    return [workbook(contact_point=[row for row in some if not set(row["number"]) & set("\0\x07\x1b")])]


@pytest.mark.parametrize("form", [as_csv, as_workbook])
def test_p27_a_sheet_accepts_none(desk: Desk, form: Any) -> None:
    tried = refused = 0
    accepted = []
    for region, some in rows().items():
        (file,) = form(region, some)
        found = compared(desk.factory, plans(), NOW, file)
        wrong = {fault.place.row for fault in found.faults}
        lines = [row for row in some if form is as_csv or not set(row["number"]) & set("\0\x07\x1b")]
        assert len(found.rows) == len(lines)
        tried += len(lines)
        refused += len(wrong)
        accepted += [row["number"] for place, row in enumerate(lines, 2) if place not in wrong]
    assert (accepted, refused) == ([], tried)
    assert tried >= 2000
