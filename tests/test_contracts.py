"""One file guards the whole: layers, sizes, settings and commands in the docs, neutral words."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from hotline.cli import main
from hotline.config import Settings

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "hotline").rglob("*.py"))

#: A line for a module that each import contract must refuse.
VIOLATIONS = {
    "the domain may not know the web": ("hotline/domain/schedule.py", "import flask"),
    "the domain may not know storage": ("hotline/domain/schedule.py", "import hotline.storage.session"),
    "storage may not know editions": ("hotline/storage/session.py", "import hotline.editions.folder"),
    "editions may not know services": ("hotline/editions/folder.py", "import hotline.services.site"),
    "services may not know the web": ("hotline/services/site.py", "import hotline.web.public"),
    "commands may not know the web": ("hotline/commands/serve.py", "import hotline.web.master"),
    "the web may not know commands": ("hotline/web/public.py", "import hotline.commands.serve"),
    "public pages may not know storage": ("hotline/web/public.py", "import hotline.storage.session"),
    "the service as a whole may not know storage": ("hotline/web/app.py", "import hotline.storage.session"),
    "public pages may not know the desk": ("hotline/web/public.py", "import hotline.web.admin.assets"),
    "errors of public pages may not know the desk": ("hotline/web/errors.py", "import flask_login"),
}


@pytest.mark.parametrize("reason", VIOLATIONS)
def test_each_contract_is_broken_by_a_violation(reason: str, tmp_path: Path) -> None:
    path, line = VIOLATIONS[reason]
    copy = tmp_path / "hotline"
    for module in MODULES:
        target = tmp_path / module.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(module.read_bytes())
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    broken = tmp_path / path
    broken.write_text(f"{broken.read_text()}\n{line}\n")

    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert copy.is_dir()
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_stays_under_300_lines_and_says_what_it_is_for(module: Path) -> None:
    if "versions" in module.parts:
        return
    text = module.read_text()
    assert len(text.splitlines()) < 300
    assert not text.strip() or text.lstrip().startswith('"""'), "a module begins with what it is for"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_clock_is_read_only_at_the_edges(module: Path) -> None:
    if module.relative_to(ROOT).parts[1] in {"web", "commands"}:
        return
    assert not re.search(r"datetime\.now\(|date\.today\(|time\.time\(|utcnow\(", module.read_text())


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_stands_in_the_docs(name: str) -> None:
    assert f"`HOTLINE_{name.upper()}`" in (ROOT / "docs/settings.md").read_text()


def test_every_setting_in_the_docs_exists() -> None:
    named = set(re.findall(r"`HOTLINE_([A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    of_the_server = set(re.findall(r"HOTLINE_([A-Z_]+)", (ROOT / "gunicorn.conf.py").read_text()))
    assert named == {name.upper() for name in Settings.model_fields} | of_the_server


@pytest.mark.parametrize("command", list(main.commands))
def test_every_command_stands_in_the_readme_and_has_help(command: str) -> None:
    assert re.search(rf"`hotline [a-z |]*\b{command}\b", (ROOT / "README.md").read_text())
    assert main.commands[command].help


def test_the_top_level_is_fixed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in tracked.splitlines()}
    assert top <= {
        "pyproject.toml", "hotline", "data", "templates", "tests", "wsgi.py", "README.md", "Makefile",
        "CHANGELOG.md", "LICENSE", "docs", ".ci", "gunicorn.conf.py", ".gitignore",
        "requirements.txt", "requirements-dev.txt",
    }  # fmt: skip


def test_the_lock_files_name_no_place_to_download_from() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text()


def test_the_wheel_carries_templates_data_and_the_way_to_serve() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert set(wheel["force-include"]) == {"data", "templates", "wsgi.py", "gunicorn.conf.py"}
