"""`hotline keep`: the process that makes decided changes public. `hotline serve` starts it by itself."""

import logging
import os
import signal
import threading
from datetime import UTC, datetime

import click

from hotline.config import Settings
from hotline.services import keeping


@click.command()
@click.option("--for-process", type=int, default=None, hidden=True, help="End when this parent has ended.")
@click.pass_obj
def keep(settings: Settings, for_process: int | None) -> None:
    """Make changes public as they are decided. `hotline serve` does this by itself, a gunicorn of your own does not."""
    logging.basicConfig(format="keeper: %(message)s", level=logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keeping.keep(
        settings,
        lambda: datetime.now(UTC),
        stop,
        lambda: for_process is None or os.getppid() == for_process,
    )
