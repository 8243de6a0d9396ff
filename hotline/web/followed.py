"""Which edition each web worker serves, for whoever watches the machine. It says nothing of visitors.

`services.metrics` hands it out. The folder for it is named in the environment by whoever starts the
workers; without one, nothing is noted.
"""

import os
import time
from collections.abc import Callable
from functools import cache

from hotline.editions.folder import POINTER
from hotline.editions.serving import Site

#: The name is the library's.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def noted(site: Site) -> None:
    """Note the edition that this worker has just begun to serve, and how long it took to see it."""
    if FOLDER in os.environ:
        edition, lag = _gauges()
        edition(site.edition.number)
        flipped = (site.folder.parent / POINTER).lstat().st_mtime
        lag(max(0.0, time.time() - flipped))


@cache
def _gauges() -> tuple[Callable[[float], None], Callable[[float], None]]:
    # The library looks at the environment once, while it is imported.
    from prometheus_client import Gauge

    return (
        Gauge(
            "hotline_served_edition",
            "The oldest edition that a web worker serves.",
            multiprocess_mode="livemin",
        ).set,
        Gauge(
            "hotline_follow_lag_seconds",
            "From the flip of the pointer until the slowest web worker saw it.",
            multiprocess_mode="livemax",
        ).set,
    )
