"""What a spreadsheet would run is guarded, wherever it may come to be a cell of its own, and nothing else."""

import pytest

from hotline.domain.formula import guarded, unguarded


@pytest.mark.parametrize(
    ("text", "written", "why"),
    [
        ("=1+1", "'=1+1", "a formula"),
        ("+502 2424-1717", "'+502 2424-1717", "a number that is taken for a sum"),
        ("-1", "'-1", "a negative"),
        ("@SUM(A1)", "'@SUM(A1)", "a function of old spreadsheets"),
        ("＝1+1", "'＝1+1", "some programs read the wide sign as the narrow one"),
        ("'=1", "''=1", "an apostrophe that somebody typed stays one"),
        ("x;=1+1;y", "x;'=1+1;y", "a spreadsheet in Spanish cuts here"),
        ("x; =1+1", "x; '=1+1", "a blank after the cut is dropped by some"),
        ('x;"=1+1"', 'x;"\'=1+1"', "quotation marks after the cut are taken off"),
        ("x\n=1+1", "x\n'=1+1", "inside a cell that is cut, a line break begins a row"),
        ("x\t=1+1", "x\t'=1+1", "another sign to cut at"),
        ("1+1=2", "1+1=2", "not at the beginning"),
        ("a@example.org; b", "a@example.org; b", "nothing after the cut that is run"),
        ("*765", "*765", "a star is no sum"),
        ("089", "089", "digits are digits"),
        ("'a", "'a", "an apostrophe before a letter is not ours"),
    ],
)
def test_only_what_would_be_run_has_an_apostrophe(text: str, written: str, why: str) -> None:
    assert guarded(text) == written, why
    assert unguarded(written) == text, why
