"""`hotline check`: a file that nobody has brought in is told like everything else that is wrong."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from example import FILED

from hotline.cli import main
from hotline.resources import resource_dir
from hotline.storage import shelf


def toml(value: dict[str, Any], name: str = "material") -> str:
    """A material of the example as TOML: its tables inside are written on one line each."""
    lines = [f"[[{name}]]"]
    lines += [f"{key} = {inline(one)}" for key, one in value.items() if one is not None]
    return "\n".join(lines)


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(inline(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def test_a_material_may_name_a_file_only_if_it_is_in_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, var = tmp_path / "data", tmp_path / "var"
    shutil.copytree(resource_dir("data"), data)
    (data / "materials" / "GT.toml").write_text('region = "GT"\n' + toml(FILED), encoding="utf-8")
    monkeypatch.setenv("HOTLINE_VAR", str(var))
    monkeypatch.setenv("COLUMNS", "400")
    told = CliRunner().invoke(main, ["check", "--data", str(data)])
    assert told.exit_code == 1, told.output
    assert "is not in the store of this installation: bring it in at the desk first" in told.output
    assert "Nothing was written." in told.output
    place = shelf.place(var / "files", FILED["rendition"][0]["file"])
    place.parent.mkdir(parents=True)
    place.write_bytes(b"x")
    only_there = CliRunner().invoke(main, ["import", "--data", str(data)])
    assert only_there.exit_code == 1, "it lies there, and was never looked at"
    assert "Bring it in again" in only_there.output
