"""docs/promises.md names for each promise the tests that hold it, and none that is not there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIST = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
ROWS = {int(number): row for row, number in re.findall(r"^(\| P(\d+) \|.*)$", LIST, re.MULTILINE)}
#: (promise, file, function) of every test that is named after a promise.
TESTS = [
    (int(number), path.relative_to(ROOT).as_posix(), name)
    for path in sorted(ROOT.joinpath("tests").rglob("test_*.py"))
    for name, number in re.findall(
        r"^(?:async )?def (test_p(\d\d)_\w+)", path.read_text("utf-8"), re.MULTILINE
    )
]


@pytest.mark.parametrize("number", range(1, 20))
def test_each_promise_to_the_visitor_has_a_row(number: int) -> None:
    assert number in ROWS
    assert ROWS[number].count(" | ") == 4


def test_each_test_in_the_list_exists_and_is_named_after_its_promise() -> None:
    there = {(number, f"{path}::{name}") for number, path, name in TESTS}
    listed = {
        (number, test)
        for number, row in ROWS.items()
        for test in re.findall(r"`(tests/\S+?::test_\w+)`", row)
    }
    assert listed <= there, sorted(listed - there)


def test_each_file_with_a_test_of_a_promise_stands_in_its_row() -> None:
    missing = sorted(
        {f"P{number}: {path}" for number, path, _ in TESTS if f"`{path}::" not in ROWS.get(number, "")}
    )
    assert missing == []
