"""`hotline user add` prints a link that opens the desk, or every problem and nothing else."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hotline.cli import main

SECRET = "s" * 40


def run(var: Path, *arguments: str, **settings: str) -> Result:
    environment = {"HOTLINE_VAR": str(var), "HOTLINE_SECRET_KEY": SECRET, "PORT": "8123", **settings}
    return CliRunner().invoke(main, ["user", "add", *arguments], env=environment)


@pytest.mark.parametrize(
    ("hosts", "address"),
    [
        ("localhost,127.0.0.1", "http://localhost:8123/admin/invitation/"),
        ("lineas.example.org", "https://lineas.example.org/admin/invitation/"),
    ],
)
def test_the_link_leads_to_this_installation(tmp_path: Path, hosts: str, address: str) -> None:
    result = run(
        tmp_path, "Ana", "ana@example.org", "--role", "editor", "--region", "gt", HOTLINE_HOSTS=hosts
    )
    assert result.exit_code == 0
    link = result.output.splitlines()[-1]
    assert link.startswith(address)
    assert len(link.removeprefix(address)) >= 43, "256 random bits"


def test_all_problems_are_printed_and_nothing_is_written(tmp_path: Path) -> None:
    result = run(tmp_path, "A", "nowhere", "--role", "reviewer")
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.output.splitlines()] == ["name", "email", "regions"]
    assert run(tmp_path, "Ana", "ana@example.org", "--role", "administrator").exit_code == 0


def test_a_person_is_added_once(tmp_path: Path) -> None:
    assert run(tmp_path, "Ana", "ana@example.org", "--role", "administrator").exit_code == 0
    again = run(tmp_path, "Ana", "ANA@example.org", "--role", "administrator")
    assert (again.exit_code, "is here already" in again.output) == (1, True)


def test_a_role_that_does_not_exist_is_a_wrong_call(tmp_path: Path) -> None:
    assert run(tmp_path, "Ana", "ana@example.org", "--role", "root").exit_code == 2
