"""`hotline print`: what it writes, what it says, and the status with which it ends."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.cli import main


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    for command in ("import", "publish"):
        assert run(folder, command).exit_code == 0
    return folder


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"HOTLINE_VAR": str(folder / "var")})


def test_forms_are_written_and_the_second_time_none_is_made_anew(installed: Path, tmp_path: Path) -> None:
    wanted = (
        "print",
        str(tmp_path),
        "--region",
        "us",
        "--locale",
        "es",
        "--form",
        "card",
        "--form",
        "poster-a4",
    )
    first = run(installed, *wanted)
    assert first.exit_code == 0, first.output
    assert "2 forms of edition 1" in first.output
    assert "2 were made anew" in first.output
    written = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.pdf"))
    assert [name.removeprefix("unchecked/") for name in written] == ["us/es/card.pdf", "us/es/poster-a4.pdf"]
    assert "0 were made anew" in run(installed, *wanted).output


def test_an_old_number_is_told_and_its_current_form_of_before_goes(installed: Path, tmp_path: Path) -> None:
    before = tmp_path / "gt" / "fr" / "door.pdf"
    before.parent.mkdir(parents=True)
    before.write_bytes(b"of an edition in which the number had just been checked")
    result = run(installed, "print", str(tmp_path), "--region", "GT", "--locale", "fr", "--form", "door")
    assert "not checked since" in result.output
    assert [path.name for path in tmp_path.rglob("*.pdf")] == ["door.pdf"]
    assert (tmp_path / "unchecked" / "gt" / "fr" / "door.pdf").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("--region", "XX"), 1, "There is no region XX. There are BZ"),
        (("--form", "banner"), 2, "'banner' is not one of"),
    ],
)
def test_what_cannot_be_made_is_said(
    arguments: tuple[str, ...], status: int, sentence: str, installed: Path, tmp_path: Path
) -> None:
    result = run(installed, "print", str(tmp_path / "out"), *arguments)
    assert (result.exit_code, sentence in result.output) == (status, True), result.output
    assert not (tmp_path / "out").exists()


def test_without_an_edition_it_says_what_to_do(tmp_path: Path) -> None:
    result = run(tmp_path, "print", str(tmp_path / "out"))
    assert (result.exit_code, result.output) == (1, "There is no edition yet: run `hotline publish`.\n")


def test_no_process_but_the_workers_loads_the_typesetter() -> None:
    code = "import sys, hotline.cli, hotline.web.service; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
