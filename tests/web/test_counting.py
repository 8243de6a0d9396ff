"""Counting is off unless it is asked for, and says nothing of anybody."""

import json
from pathlib import Path

from hotline.config import Settings
from hotline.web.app import create_app
from hotline.web.counting import Counts, read_counts


def test_nothing_is_counted_by_default(var: Path) -> None:
    client = create_app(Settings(var=var)).test_client()
    client.get("/es/gt")
    assert not (var / "counts").exists()


def test_pages_are_counted_by_day_and_locale_and_nothing_else(var: Path) -> None:
    app = create_app(Settings(var=var, count=True))
    client = app.test_client()
    for path in ("/es/gt", "/es/gt", "/fr/", "/", "/es/nowhere", "/es", "/healthz"):
        client.get(path)
    client.post("/en/check", data={"number": "1555"})
    app.extensions["counts"].write()
    (file,) = (var / "counts").glob("*")
    assert json.loads(file.read_text()) == {"all": 1, "en": 1, "es": 2, "fr": 1}


def test_the_counts_of_all_workers_are_added_and_small_ones_are_not_told(tmp_path: Path) -> None:
    for worker, counts in (("11", {"es": 6, "fr": 9}), ("12", {"es": 4, "en": 200})):
        (tmp_path / f"2026-11-24-{worker}.json").write_text(json.dumps(counts))
    (tmp_path / "2026-11-25-11.json").write_text("not whole")
    assert read_counts(tmp_path) == {"2026-11-24": {"en": 200, "es": 10, "fr": None}, "2026-11-25": {}}


def test_a_worker_writes_seldom_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    seldom = Counts(tmp_path)
    seldom.add("2026-11-24", "es")
    assert not list(tmp_path.glob("*"))
    seldom.add("2026-11-25", "es")
    assert len(list(tmp_path.glob("2026-11-24-*.json"))) == 1, "the day is over"
    seldom.write()
    again = Counts(tmp_path, every=0)
    again.add("2026-11-25", "es")
    (file,) = tmp_path.glob("2026-11-25-*.json")
    assert json.loads(file.read_text()) == {"es": 2}
