"""Works a thing out once for an edition: pages, frames and data of one edition share much of it.

Only the newest edition is remembered, so nothing of an older one stays in memory.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from hotline.domain.edition import Edition

P = ParamSpec("P")
Result = TypeVar("Result")


def once(work: Callable[Concatenate[Edition, P], Result]) -> Callable[Concatenate[Edition, P], Result]:
    """`work(edition, …)` whose results are kept until another edition is asked for.

    Editions and results never change. Two threads may both do the work; both get the same.
    """
    held: list[tuple[Edition, dict[Hashable, Result]]] = []

    @wraps(work)
    def remembered(edition: Edition, /, *args: P.args, **named: P.kwargs) -> Result:
        if not held or held[0][0] is not edition:
            held[:] = [(edition, {})]
        results = held[0][1]
        key = (args, tuple(sorted(named.items())))
        if key not in results:
            results[key] = work(edition, *args, **named)
        return results[key]

    return remembered
