"""How the keepers reach an operator: changed by two people, gone with its service, never published."""

from pathlib import Path
from typing import Any

import pytest
from desk import ANA, BETO, CARLA, NOW, PLANS, Desk
from example import OPERATOR_CONTACTS, document
from pydantic import ValidationError

from hotline.domain.listing import RegionDirectory
from hotline.domain.operator_contact import OperatorContact
from hotline.domain.record import Name, goes_along, named_by, records
from hotline.editions import building
from hotline.editions.rendering import Home
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.services import contacts, deciding, files, proposing
from hotline.services.importing import import_directory
from hotline.services.schema import data_schema_text

CANARY = b"canar"


def publish(desk: Desk, **changes: Any) -> None:
    said = {**OPERATOR_CONTACTS[0], **changes}
    change = desk.do(proposing.propose, ANA, "operator_contact", "GT", said, "They told us.", NOW, PLANS)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)


def test_it_takes_two_people_and_is_then_read_back(desk: Desk) -> None:
    change = desk.do(
        proposing.propose, BETO, "operator_contact", "GT", OPERATOR_CONTACTS[0], "They told us.", NOW, PLANS
    )
    approval = (change.id, change.version, {}, NOW, PLANS)
    assert desk.refused(deciding.approve, BETO, *approval) == ["needs_second_person"]
    with desk.factory() as session:
        assert contacts.of_service(session, "GT", "gt-trata") is None
    desk.do(deciding.approve, CARLA, *approval)
    with desk.factory() as session:
        found = contacts.of_service(session, "GT", "gt-trata")
    assert found == OperatorContact.model_validate(OPERATOR_CONTACTS[0])
    assert desk.trail_problems() == ()


def test_it_freezes_no_edition_because_the_public_sees_nothing_of_it(desk: Desk) -> None:
    publish(desk)
    assert desk.edition().number == 1


def test_nothing_of_it_stands_in_a_file_that_the_public_can_read(desk: Desk, tmp_path: Path) -> None:
    publish(desk)
    desk.approve(desk.propose())
    edition = desk.edition()
    assert edition.number == 2
    vocabulary = load_vocabulary(resource_dir("data") / "search")
    folder = building.build(
        edition, tmp_path, vocabulary, Home("https://lines.example.org", "https://e.org/")
    )
    written = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".gz", ".br"}]
    assert {path.relative_to(folder).parts[0] for path in written} >= {"edition.json", "site", "search"}
    assert not [path for path in written if CANARY in path.read_bytes().lower()]
    assert any(b"1556" in path.read_bytes() for path in written), "else this test would read nothing"


def test_it_goes_with_its_service(desk: Desk) -> None:
    publish(desk)
    for kind, said in (
        ("first_lines", {**document()["first"], "services": ["gt-policia"]}),
        ("retired_number", {**document()["retired_number"][0], "instead": []}),
    ):
        change = desk.do(proposing.propose, ANA, kind, "GT", said, "Without it.", NOW, PLANS)
        desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)
    name = Name("service", "GT", "gt-trata")
    change = desk.do(proposing.propose_removal, ANA, name, "It closed.", NOW)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)
    with desk.factory() as session:
        assert contacts.of_service(session, "GT", "gt-trata") is None
    assert desk.trail_problems() == ()


def test_it_needs_a_service_that_is_there(desk: Desk) -> None:
    said = {**OPERATOR_CONTACTS[0], "id": "gt-nothing"}
    assert desk.refused(proposing.propose, ANA, "operator_contact", "GT", said, "x", NOW, PLANS) == [
        "names_unknown"
    ]


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"email": "ana@example.org\nBcc: all@example.org"}, "email", "another header"),
        ({"email": "ana@example"}, "email", "no domain"),
        ({"email": "ána@example.org"}, "email", "not every server carries it"),
        ({"language": "pt"}, "language", "no letter of ours is in it"),
        ({"email": None, "phone": None, "note": None, "do_not_test_call": False}, "", "it says nothing"),
    ],
)
def test_one_that_could_not_be_used_is_refused(changes: dict[str, Any], field: str, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        OperatorContact.model_validate({**OPERATOR_CONTACTS[0], **changes})
    assert [".".join(map(str, error["loc"])) for error in refused.value.errors()] == [field], why


@pytest.mark.parametrize("field", ["email", "phone", "note", "do_not_test_call"])
def test_any_one_way_is_enough(field: str) -> None:
    known = OPERATOR_CONTACTS[0]
    assert OperatorContact.model_validate({"id": "gt-trata", "language": "es", field: known[field]})


def test_a_data_file_cannot_bring_one_in(tmp_path: Path) -> None:
    source = resource_dir("data")
    (tmp_path / "regions").mkdir()
    (tmp_path / "numbering").mkdir()
    for part in ("regions", "numbering"):
        (tmp_path / part / "GT.toml").write_text((source / part / "GT.toml").read_text("utf-8"), "utf-8")
    region = tmp_path / "regions" / "GT.toml"
    first = files.load(tmp_path).regions[0].services[0].id
    with region.open("a", encoding="utf-8") as file:
        file.write(f'\n[[operator_contact]]\nid = "{first}"\nlanguage = "es"\nnote = "x"\n')
    problems = files.load(tmp_path).problems
    assert [(problem.field, problem.message) for problem in problems if problem.field] == [
        ("operator_contact", "is kept at the desk, not in a file: leave it out")
    ]
    assert "operator_contact" not in data_schema_text()


def test_an_import_that_does_not_say_it_takes_none_away(desk: Desk) -> None:
    publish(desk)
    region = RegionDirectory.model_validate(document())
    report = desk.do(import_directory, (region,), "carla", NOW)
    assert (report.missing, report.stored) == ((), 0)


def test_it_names_its_service_and_goes_along_with_no_other() -> None:
    region = RegionDirectory.model_validate({**document(), "operator_contact": OPERATOR_CONTACTS})
    contact = records(region)[-1]
    assert Name("service", "GT", "gt-trata") in named_by(contact)
    assert goes_along(contact, Name("service", "GT", "gt-trata"))
    assert not goes_along(contact, Name("service", "GT", "gt-policia"))
    assert not goes_along(contact, Name("organization", "GT", "gt-trata"))
