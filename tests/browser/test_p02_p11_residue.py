"""What stays in a browser's profile after leaving: no line in the history list, no page, no word (P2, P11)."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import residue
from chromium import profile
from conftest import FULL
from internet import HOST, ORDINARY, Internet
from playwright.sync_api import BrowserContext, Playwright

DOCUMENT = Path(__file__).parents[2] / "docs" / "residue.md"

#: The columns of the table in docs/residue.md: how one visits, with script or without, and where.
MODES: dict[str, tuple[Callable[[BrowserContext], None], bool, str, tuple[str, ...]]] = {
    "script, left by the exit": (residue.visit, True, HOST, residue.TEXTS),
    "script, tab closed": (lambda context: residue.visit(context, leave=False), True, HOST, residue.TEXTS),
    "no script, left by the exit": (residue.visit, False, HOST, residue.TEXTS),
    "an ordinary site": (residue.visit_ordinary, True, ORDINARY, ("ordinarytext",)),
}


@pytest.fixture(scope="session")
def measured(
    playwright: Playwright, net: Internet, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, residue.Residue]:
    found = {}
    for mode, (visit, script, host, texts) in MODES.items():
        folder = tmp_path_factory.mktemp("profile")
        with profile(playwright, folder / "profile", net, java_script_enabled=script) as context:
            visit(context)
        # The copy is what the browser left; opening it again, to read the list, changes files.
        copy = folder / "copy"
        shutil.copytree(folder / "profile", copy, ignore=shutil.ignore_patterns("Singleton*"))
        found[mode] = residue.measure(
            copy, residue.history_list(playwright, folder / "profile", net), host, texts
        )
        print(f"P2: {mode}: {found[mode]}")
    return found


def documented() -> dict[str, list[str]]:
    """The table of docs/residue.md: the cells of each column under its heading."""
    rows = [
        [cell.strip() for cell in line.strip()[1:-1].split("|")]
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not re.match(r"\|[ :|-]+\|$", line)
    ]
    return {heading: [row[index] for row in rows[1:]] for index, heading in enumerate(rows[0]) if index}


def test_p02_exit_leaves_no_line_in_the_history_list(measured: dict[str, residue.Residue]) -> None:
    assert measured["script, left by the exit"].history_list == 0
    assert measured["an ordinary site"].history_list == 5, "the control: the list is read rightly"


def test_p02_what_stays_is_what_the_document_says(measured: dict[str, residue.Residue]) -> None:
    fresh = {mode: found.rows for mode, found in measured.items()}
    assert fresh == documented(), "measure again, and write the new figures into docs/residue.md"


def test_p02_other_files_that_hold_the_name_of_the_site_are_named_in_the_document(
    measured: dict[str, residue.Residue],
) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for found in measured.values():
        for file in found.other_files:
            assert f"`{file.removeprefix('Default/')}`" in text, file


def test_p11_no_page_and_no_word_is_readable_on_the_disk(measured: dict[str, residue.Residue]) -> None:
    control = measured["an ordinary site"]
    assert control.page_text > 0
    assert control.cached > 0
    assert control.word_in_tab_list
    assert control.form_rows > 0
    for mode in ("script, left by the exit", "script, tab closed"):
        found = measured[mode]
        assert (found.page_text, found.cached, found.form_rows, found.cookies, found.word_elsewhere) == (
            0,
            0,
            0,
            0,
            0,
        )
        assert not found.word_in_tab_list, mode
    # Without script the form is the browser's own, and it keeps the body to be able to send it again.
    without = measured["no script, left by the exit"]
    assert (without.page_text, without.cached, without.form_rows, without.word_elsewhere) == (0, 0, 0, 0)
    print(
        f"P11: 0 files with text of a page; the word that was typed in the list of tabs: {without.word_in_tab_list} without script"
    )


@pytest.mark.skipif(not FULL, reason="all repetitions only")
def test_p02_the_history_list_stays_empty_each_time(
    playwright: Playwright, net: Internet, tmp_path: Path
) -> None:
    lines = 0
    for number in range(10):
        with profile(playwright, tmp_path / str(number), net) as context:
            residue.visit(context)
        lines += sum(
            HOST in address for address in residue.history_list(playwright, tmp_path / str(number), net)
        )
    print(f"P2: {lines} lines in the history list after 10 visits")
    assert lines == 0
