"""gunicorn's master with one process more in its care: the keeper, which builds new editions.

`hotline serve` runs this in place of the `gunicorn` command. The master looks after its keeper as it
does after its workers, in the same loop: one that died is started again, and HUP starts it anew.
The keeper itself ends when its master is gone, for whatever reason.
"""

import os
import subprocess
import sys
import time
from typing import Any

from gunicorn.app.wsgiapp import WSGIApplication
from gunicorn.arbiter import Arbiter

#: A keeper that ends soon after its start is started again later and later, at most so many seconds.
_LONGEST_WAIT = 30.0
_SOON = 10.0


class Master(Arbiter):  # type: ignore[misc]
    """The arbiter, and the keeper beside its workers."""

    def __init__(self, app: Any) -> None:
        super().__init__(app)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._started = self._not_before = 0.0
        self._wait = 0.0

    def manage_workers(self) -> None:
        """Called about once a second, and after every signal."""
        super().manage_workers()
        # Popen knows when the process has gone, also where gunicorn has taken its exit status.
        if self._keeper is not None and self._keeper.poll() is not None:
            self._keeper = None
            self._wait = min(self._wait * 2 or 1.0, _LONGEST_WAIT) if self._young() else 0.0
            self._not_before = time.monotonic() + self._wait
            self.log.error("The keeper ended; it is started again.")
        if self._keeper is None and time.monotonic() >= self._not_before:
            self._started = time.monotonic()
            command = [sys.executable, "-m", "hotline.cli", "keep", "--for-process", str(os.getpid())]
            self._keeper = subprocess.Popen(command)

    def reload(self) -> None:
        """With another program on the disk, the keeper has to be another one too."""
        self._end_keeper(10.0)
        super().reload()

    def stop(self, graceful: bool = True) -> None:
        """Nothing is started any more, and nothing is left running."""
        self._not_before = float("inf")
        if self._keeper is not None:
            self._keeper.terminate()
        super().stop(graceful)
        self._end_keeper(5.0)

    def _young(self) -> bool:
        return time.monotonic() - self._started < _SOON

    def _end_keeper(self, patience: float) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        keeper.terminate()
        try:
            keeper.wait(patience)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.wait()


class Service(WSGIApplication):  # type: ignore[misc]
    """gunicorn as its command runs it, with this master."""

    def run(self) -> None:
        # The checks of the command line that gunicorn's own `run` makes are for its own command.
        Master(self).run()


if __name__ == "__main__":
    Service("%(prog)s [OPTIONS] [APP_MODULE]", prog="hotline").run()
