"""`hotline import FILE` and `hotline sheet`: what they print, and the status with which they end."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import select

from hotline.cli import main
from hotline.storage.session import make_engine, sessions
from hotline.storage.tables.review import Change


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory that is loaded, and what it holds as a workbook."""
    folder = tmp_path_factory.mktemp("installed")
    for arguments in (["import", "--by", "first"], ["sheet", str(folder / "all.xlsx")]):
        assert run(folder, *arguments).exit_code == 0
    return folder


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"HOTLINE_VAR": str(folder / "var")})


def waiting(folder: Path) -> list[tuple[str, str, str]]:
    engine = make_engine(f"sqlite:///{folder / 'var' / 'hotline.sqlite'}")
    with sessions(engine)() as session:
        found = session.scalars(select(Change).where(Change.state == "proposed"))
        told = [(one.record_id, one.created_by, one.reason) for one in found]
    engine.dispose()
    return told


def test_a_workbook_that_was_written_proposes_nothing(installed: Path) -> None:
    result = run(installed, "import", str(installed / "all.xlsx"))
    assert result.exit_code == 0
    assert "782 same. 0 changes were proposed" in result.stdout
    assert waiting(installed) == []


def test_a_folder_of_tables_and_data_files_proposes_nothing(installed: Path) -> None:
    assert run(installed, "sheet", str(installed / "gt"), "--region", "gt").exit_code == 0
    for files in ((installed / "gt").glob("*.csv"), (installed / "gt").glob("*.toml")):
        result = run(installed, "import", *map(str, files))
        assert result.exit_code == 0
        assert "0 changes were proposed" in result.stdout


def test_a_fault_is_told_with_its_place_and_nothing_is_written(installed: Path, tmp_path: Path) -> None:
    file = tmp_path / "lead.csv"
    file.write_text("region,id,channel,name\nGT,x\x1b[31m,phone,y\nGT,z,voice,\n", encoding="utf-8")
    result = run(installed, "import", str(file))
    assert result.exit_code == 1
    assert "lead.csv" in result.stderr
    assert "channel" in result.stderr
    assert "Nothing was written." in result.stderr
    assert "\x1b[31m" not in result.stderr
    assert waiting(installed) == []


def test_check_compares_only_and_without_it_everything_is_proposed(installed: Path, tmp_path: Path) -> None:
    book = load_workbook(installed / "all.xlsx")
    header = [cell.value for cell in book["organization"][1]]
    book["organization"].cell(2, header.index("name") + 1).value = "Another name"
    record = str(book["organization"].cell(2, header.index("id") + 1).value)
    book.save(tmp_path / "changed.xlsx")
    checked = run(installed, "import", str(tmp_path / "changed.xlsx"), "--check")
    assert (checked.exit_code, waiting(installed)) == (0, [])
    assert "1 changes would be proposed" in checked.stdout
    done = run(installed, "import", str(tmp_path / "changed.xlsx"), "--by", "ana", "--reason", "They moved.")
    assert done.exit_code == 0
    assert waiting(installed) == [(record, "ana", "They moved.")]
    again = run(installed, "import", str(tmp_path / "changed.xlsx"))
    assert "0 changes were proposed, 1 were waiting already" in again.stdout


def test_an_empty_template_is_told_that_it_is_empty(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "sheet", "--template", str(tmp_path / "t.xlsx")).exit_code == 0
    result = run(installed, "import", str(tmp_path / "t.xlsx"))
    assert result.exit_code == 1
    assert "not one row" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["import", "--check"], ["import", "missing.xlsx"], ["import", __file__, "--data", "data"]]
)
def test_a_wrong_call_ends_with_2(installed: Path, arguments: list[str]) -> None:
    assert run(installed, *arguments).exit_code == 2


def test_a_region_that_is_not_there_ends_with_1(installed: Path, tmp_path: Path) -> None:
    result = run(installed, "sheet", str(tmp_path / "x.xlsx"), "--region", "zz")
    assert result.exit_code == 1
    assert "ZZ" in result.stderr
