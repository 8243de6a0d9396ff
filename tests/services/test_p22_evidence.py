"""P22: nothing is published without a source, the day it was read, and how it was obtained."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import ANA, CARLA, NOW, OLD, PLANS, US, Desk, service
from example import document, plan_document, toml
from sqlalchemy import update

from hotline.services import deciding, proposing
from hotline.services.files import load
from hotline.storage.tables.review import Change

Edit = Callable[[dict[str, Any]], Any]

WITHOUT: list[tuple[Edit, str, str]] = [
    (lambda point: point.pop("evidence"), "field_missing", "no evidence at all"),
    (lambda point: point.update(evidence=[]), "list_empty", "an empty list is no evidence"),
    (lambda point: point["evidence"][0].pop("address"), "field_missing", "a source without a place"),
    (lambda point: point["evidence"][0].update(address=" "), "text_blank", "a blank is no place"),
    (lambda point: point["evidence"][0].pop("title"), "field_missing", "a source without a name"),
    (lambda point: point["evidence"][0].pop("read"), "field_missing", "nobody says when it was read"),
    (lambda point: point["evidence"][0].update(read=""), "day_expected", "a blank is no day"),
    (lambda point: point["evidence"][0].pop("obtained"), "field_missing", "nobody says how"),
    (lambda point: point["evidence"][0].update(obtained="a friend"), "choice_unknown", "not a known way"),
    (lambda point: point["evidence"][0].update(date="last year"), "partial_date_expected", "not a date"),
]


@pytest.mark.parametrize(("edit", "code", "reason"), WITHOUT)
def test_the_desk_refuses(desk: Desk, edit: Edit, code: str, reason: str) -> None:
    document = service()
    edit(document["contact_point"][0])
    assert desk.refused(proposing.propose, ANA, "service", "GT", document, "x", NOW, PLANS) == [code], reason


@pytest.mark.parametrize(("edit", "code", "reason"), WITHOUT)
def test_the_data_files_refuse(tmp_path: Path, edit: Edit, code: str, reason: str) -> None:
    file = copy.deepcopy(document())
    edit(file["service"][0]["contact_point"][0])
    for folder, name, values in (
        ("regions", "GT", file),
        ("numbering", "GT", plan_document()),
        ("numbering", "US", US),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / f"{name}.toml").write_text(toml(values), encoding="utf-8")
    assert len(load(tmp_path).problems) == 1, reason


def test_a_new_number_needs_a_source_of_its_own(desk: Desk) -> None:
    document = service()
    document["contact_point"][0]["evidence"].pop()
    refusal = desk.refused(proposing.propose, ANA, "service", "GT", document, "x", NOW, PLANS)
    assert refusal == ["evidence_not_renewed"], "the old source shows the old number"


def test_approving_looks_again_because_an_import_never_asked_the_desk(desk: Desk) -> None:
    change = desk.propose()
    without = service()
    without["contact_point"][0]["evidence"].pop()
    desk.do(
        lambda session: session.execute(update(Change).where(Change.id == change.id).values(after=without))
    )
    assert desk.refused(deciding.approve, *desk.approval(change)) == ["evidence_not_renewed"]
    del without["contact_point"][0]["evidence"]
    desk.do(
        lambda session: session.execute(update(Change).where(Change.id == change.id).values(after=without))
    )
    assert desk.refused(deciding.approve, *desk.approval(change, CARLA)) == ["field_missing"]
    assert (desk.number(), desk.live_number()) == (OLD, OLD)
