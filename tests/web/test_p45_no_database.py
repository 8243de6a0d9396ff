"""Public pages need neither the database nor the desk (P45)."""

from collections.abc import Callable
from pathlib import Path

import servers

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_p45_without_its_database_the_service_answers_everything(
    var: Path, tmp_path: Path, addresses: list[str], figure: Callable[[str], None]
) -> None:
    with servers.gunicorn(var, tmp_path) as server:
        for file in var.glob("hotline.sqlite*"):
            file.rename(tmp_path / file.name)
        assert not list(var.glob("*.sqlite*"))
        answered = sum(server.ask(address).status == 200 for address in addresses)
        figure(f"P45: {answered} of {len(addresses)} addresses answer without the database")
        assert answered == len(addresses)
        found = server.ask("/es/search", "POST", FORM, b"q=policia&region=gt")
        looked_up = server.ask("/en/check", "POST", FORM, b"number=1555&region=gt")
        assert [found.status, looked_up.status] == [200, 200]
        assert b"tel:" in found.body
        assert not list(var.glob("*.sqlite*")), "nobody made a new one"


def test_p45_a_service_that_starts_without_a_database_answers_too(var: Path, tmp_path: Path) -> None:
    for file in var.glob("hotline.sqlite*"):
        file.unlink()
    with servers.gunicorn(var, tmp_path) as server:
        assert server.ask("/es/gt").status == 200
