"""How long the answers to 10,000 fuzzed questions take: `PYTHONPATH=.:tests/web python tests/bench/search.py`.

No test asserts it, because other people's machines are slower or busy. The promise is: 99 of 100 within
50 ms. A question is timed from the call of the application to its last byte, without a network.
"""

import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from strange_texts import questions

from hotline.config import Settings
from hotline.resources import resource_dir
from hotline.services import files, importing, publishing, site
from hotline.web.app import create_app

QUESTIONS = 10_000
WARM_UP = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(var=Path(folder))
        sessions = site.open_database(settings)
        loaded = files.load(resource_dir("data"))
        now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        with sessions.begin() as session:
            importing.import_directory(session, loaded.regions, "bench", now)
        publishing.publish(sessions, loaded.plans, now)
        site.build_latest(sessions, settings)
        app = create_app(settings)
        for limiter in app.extensions["limiter"]:
            limiter.enabled = False
        client = app.test_client()
        took: dict[str, list[tuple[float, float]]] = {}
        for number, asked in enumerate(islice(questions(seed=39), WARM_UP + QUESTIONS)):
            began, used = time.perf_counter(), time.process_time()
            client.post(asked.path, data=asked.body, content_type=asked.kind).close()
            if number >= WARM_UP:
                place = asked.path.removeprefix("/api/v1").rpartition("/")[2]
                kind = f"{'API' if 'api' in asked.path else 'page'} {place}"
                one = (time.perf_counter() - began, time.process_time() - used)
                took.setdefault(kind, []).append(one)
                took.setdefault("all", []).append(one)
        for kind, times in sorted(took.items()):
            for what, values in (
                ("by the clock", sorted(t[0] for t in times)),
                ("of one processor", sorted(t[1] for t in times)),
            ):
                middle, late, last = (values[int(part * (len(values) - 1))] * 1000 for part in (0.5, 0.99, 1))
                print(
                    f"{kind}, {len(values)} {what}: median {middle:.1f} ms, p99 {late:.1f} ms, longest {last:.1f} ms"
                )


if __name__ == "__main__":
    main()
