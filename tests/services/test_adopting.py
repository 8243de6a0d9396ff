"""What came in from a file waits until an editor at the desk stands for it."""

from desk import ANA, BETO, CARLA, NEW, NOW, PLANS, Desk, service
from example import document

from hotline.domain.listing import RegionDirectory
from hotline.services import adopting, auditing, deciding, proposing
from hotline.services.importing import import_directory
from hotline.storage.tables.review import Change


def imported(desk: Desk, by: str = "ops") -> Change:
    file = document()
    file["service"][0] = service()
    desk.do(import_directory, (RegionDirectory.model_validate(file),), by, NOW)
    return desk.changes()[-1]


def test_what_an_editor_has_adopted_is_approved_by_somebody_else(desk: Desk) -> None:
    change = imported(desk)
    assert desk.do(adopting.adopt, ANA, change.id, change.version, NOW).authors == ("ops", "ana")
    assert desk.approve(change, CARLA).state == "published"
    assert desk.number() == NEW
    assert desk.trail_problems() == ()


def test_the_trail_says_who_imported_and_who_adopted(desk: Desk) -> None:
    change = imported(desk)
    desk.do(adopting.adopt, ANA, change.id, change.version, NOW)
    with desk.factory() as session:
        lines = auditing.history(session, change.name)
    assert [(line.by, line.action) for line in lines[1:]] == [("ops", "import"), ("ana", "adopt")]


def test_the_person_whose_name_an_import_carries_may_adopt_it(desk: Desk) -> None:
    change = imported(desk, by="ana")
    assert desk.do(adopting.adopt, ANA, change.id, change.version, NOW).authors == ("ana",)
    assert desk.approve(change, CARLA).state == "published"


def test_whoever_revises_an_import_stands_for_it_too(desk: Desk) -> None:
    change = imported(desk)
    desk.do(proposing.revise, BETO, change.id, 1, service("1557"), "Better.", NOW, PLANS)
    assert desk.refused(adopting.adopt, ANA, change.id, 2, NOW) == ["adopted_already"]
    desk.do(deciding.approve, CARLA, change.id, 2, {"voice": "1557"}, NOW, PLANS)
    assert desk.number() == "1557"


def test_nobody_adopts_what_was_written_at_the_desk(desk: Desk) -> None:
    change = desk.propose()
    assert desk.refused(adopting.adopt, BETO, change.id, change.version, NOW) == ["adopted_already"]
    assert desk.change(change.id).authors == ("ana",)
