"""A comparison as plain JSON values, there and back, so that a preview outlives the request that made it."""

from typing import Any

from hotline.domain.errors import Problem
from hotline.domain.record import Name
from hotline.services.sheets import limits
from hotline.services.sheets.comparing import Compared, Comparison, Difference
from hotline.services.sheets.rows import Fault, Place


def kept(comparison: Comparison) -> dict[str, Any]:
    """The comparison to be kept. Further problems than anybody reads are left out."""
    return {
        "rows": [list(row) for row in comparison.rows],
        "differences": [[one.name, one.before, one.after, one.waiting] for one in comparison.differences],
        "faults": [
            [fault.place, fault.problem.code, fault.problem.parameters, fault.cell]
            for fault in comparison.faults[: limits.MOST_PROBLEMS]
        ],
    }


def taken(found: dict[str, Any]) -> Comparison:
    """The comparison that was kept."""
    return Comparison(
        tuple(
            Compared(sheet, row, status, Name(*name) if name else None, part)
            for sheet, row, status, name, part in found["rows"]
        ),
        tuple(
            Difference(Name(*name), before, after, waiting)
            for name, before, after, waiting in found["differences"]
        ),
        tuple(
            Fault(Place(*place), Problem(code, parameters), cell)
            for place, code, parameters, cell in found["faults"]
        ),
    )
