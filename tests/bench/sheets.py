"""How long it takes to compare 5,000 rows with 50 faults: `PYTHONPATH=.:tests:tests/services python tests/bench/sheets.py`.

No test asserts it, because other people's machines are slower or busy. The promise is: under 10 s.
"""

import tempfile
import time
from pathlib import Path

from desk import NOW, PLANS, open_desk
from sheet_files import compared
from test_sheets_many_rows import file

from hotline.storage.migrations import migrate
from hotline.storage.session import make_engine, sessions


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'hotline.sqlite'}")
        migrate(engine)
        desk = open_desk(sessions(engine))
        brought, wanted = file()
        began, used = time.perf_counter(), time.process_time()
        found = compared(desk.factory, PLANS, NOW, brought)
        print(
            f"{len(found.rows)} rows, {len(found.faults)} of {len(wanted)} faults: "
            f"{time.perf_counter() - began:.1f} s, {time.process_time() - used:.1f} s of one processor"
        )
        engine.dispose()


if __name__ == "__main__":
    main()
