"""P29: a material never outlives its number unseen. Through the tasks of the desk, edition by edition."""

import copy
from collections.abc import Callable

import pytest
from desk import ANA, BETO, CARLA, DORA, NEW, NOW, OLD, PLANS, Desk
from example import MATERIALS, document, source

from hotline.domain.edition import Edition
from hotline.domain.record import Name
from hotline.domain.standing import out_of_date
from hotline.editions import freezing, pages
from hotline.editions.formats import feeds
from hotline.editions.rendering import Home
from hotline.services import deciding, materials, notices, proposing, to_do

HOME = Home("https://lines.example.org", "https://e.org/")


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """The desk with both materials of the example published: the drama is right, the poster is old."""
    for said in MATERIALS:
        change = desk.do(proposing.propose, ANA, "material", "GT", said, "It is known.", NOW, PLANS)
        desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)
    return desk


def outdated(desk: Desk) -> list[str]:
    with desk.factory() as session:
        return [one.material.id for one in materials.outdated_now(session)]


def told(desk: Desk) -> list[tuple[str, str | None]]:
    """What the newest edition says of materials in its list of changes."""
    with desk.factory() as session:
        number = freezing.latest_number(session)
        assert number is not None
        changes = freezing.told_changes(session, number)
    return [(one.kind, one.material) for one in changes if one.edition == number and one.material]


def to_issue_again(desk: Desk) -> list[tuple[str | None, int]]:
    with desk.factory() as session:
        found = to_do.for_person(session, BETO, NOW.date(), NOW)
    return [(task.region, task.count) for task in found.tasks if task.kind == "materials"]


def page_of(edition: Edition, material_id: str, locale: str = "en") -> str:
    found = next(one for one in edition.materials if one.id == material_id)
    return pages.render_material(edition, locale, HOME, found)


def test_p29_a_changed_number_marks_its_material_in_the_same_edition_and_undoing_takes_it_back(
    stocked: Desk,
) -> None:
    before = stocked.edition()
    assert outdated(stocked) == ["old-poster"]
    assert "Out of date" not in page_of(before, "blue-drama")
    change = stocked.approve(stocked.propose(NEW))
    after = stocked.edition()
    assert (after.number, change.edition) == (before.number + 1, after.number)
    assert outdated(stocked) == ["blue-drama", "old-poster"]
    assert to_issue_again(stocked) == [("GT", 2)]
    assert told(stocked) == [("material_out_of_date", "blue-drama")]
    page = page_of(after, "blue-drama")
    assert "Out of date" in page
    assert f'href="tel:{NEW}"' in page
    assert f"tel:{OLD}" not in page
    undo = stocked.do(proposing.undo, ANA, change.id, "It was right.", NOW, PLANS)
    stocked.do(deciding.approve, CARLA, undo.id, undo.version, {"voice": OLD}, NOW, PLANS)
    assert outdated(stocked) == ["old-poster"]
    assert to_issue_again(stocked) == [("GT", 1)]
    assert told(stocked) == [("material_holds", "blue-drama")]
    assert "Out of date" not in page_of(stocked.edition(), "blue-drama")


def charged(desk: Desk) -> None:
    said = copy.deepcopy(document()["service"][0])
    said["contact_point"][0]["cost"] = "charged"
    change = desk.do(proposing.propose, ANA, "service", "GT", said, "It costs.", NOW, PLANS)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)


def renamed(desk: Desk) -> None:
    said = {**document()["organization"][1], "other_names": []}
    change = desk.do(proposing.propose, ANA, "organization", "GT", said, "New name.", NOW, PLANS)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)


def hidden(desk: Desk) -> None:
    desk.do(notices.hide, ANA, "GT", "gt-trata", "Somebody else answers.", NOW, PLANS)


def put_to(number: str) -> Callable[[Desk], None]:
    return lambda desk: desk.approve(desk.propose(number), typed=number) and None


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (put_to(NEW), "another number"),
        (put_to("1557"), "yet another number"),
        (charged, "it is no longer free"),
        (renamed, "it is no longer called so"),
        (hidden, "one person hid the line"),
    ],
)
def test_p29_whatever_touches_a_claim_is_seen_in_the_edition_that_brings_it(
    stocked: Desk, act: Callable[[Desk], None], reason: str
) -> None:
    number = stocked.edition().number
    act(stocked)
    assert stocked.edition().number == number + 1
    assert "blue-drama" in outdated(stocked), reason
    assert told(stocked) == [("material_out_of_date", "blue-drama")]


def test_p29_a_waiting_change_names_what_it_will_put_out_of_date(stocked: Desk) -> None:
    change = stocked.propose(NEW)
    with stocked.factory() as session:
        found = materials.put_out_of_date(session, change, NOW)
        assert [(one.region, one.material.id) for one in found] == [("GT", "blue-drama")]
    stocked.approve(change)
    with stocked.factory() as session:
        assert materials.put_out_of_date(session, stocked.change(change.id), NOW) == ()


def test_a_change_that_touches_no_claim_puts_nothing_out_of_date(stocked: Desk) -> None:
    said = copy.deepcopy(document()["service"][1])
    said["contact_point"][0]["evidence"].append(source("more"))
    change = stocked.do(proposing.propose, ANA, "service", "GT", said, "One more source.", NOW, PLANS)
    with stocked.factory() as session:
        assert materials.put_out_of_date(session, change, NOW) == ()


def test_a_material_needs_two_people_and_its_region(desk: Desk) -> None:
    propose = (proposing.propose, DORA, "material", "GT", MATERIALS[0], "It is known.", NOW, PLANS)
    assert desk.refused(*propose) == ["needs_editor"]
    change = desk.do(proposing.propose, BETO, "material", "GT", MATERIALS[0], "It is known.", NOW, PLANS)
    approval = (change.id, change.version, {}, NOW, PLANS)
    assert desk.refused(deciding.approve, BETO, *approval) == ["needs_second_person"]
    assert desk.edition().materials == ()
    desk.do(deciding.approve, CARLA, *approval)
    assert [one.id for one in desk.edition().materials] == ["blue-drama"]
    assert desk.trail_problems() == ()


def test_a_claim_names_only_what_is_there_but_outlives_it(stocked: Desk) -> None:
    wrong = copy.deepcopy(MATERIALS[1])
    wrong["claim"].append(
        {"id": "b", "region": "GT", "number": "1", "service": "x", "contact_point": "voice"}
    )
    refused = stocked.refused(proposing.propose, ANA, "material", "GT", wrong, "x", NOW, PLANS)
    assert refused == ["claim_unknown"]
    removal = stocked.do(
        proposing.propose_removal, ANA, Name("retired_number", "GT", "linea-1552"), "It works again.", NOW
    )
    stocked.do(deciding.approve, CARLA, removal.id, removal.version, {}, NOW, PLANS)
    reworded = {**MATERIALS[1], "title": "Un cartel muy viejo"}
    stocked.do(proposing.propose, ANA, "material", "GT", reworded, "Its title.", NOW, PLANS)
    assert outdated(stocked) == ["old-poster"]


def test_the_same_id_cannot_be_two_materials(stocked: Desk) -> None:
    said = {**MATERIALS[0], "claim": []}
    assert stocked.refused(proposing.propose, DORA, "material", "NI", said, "x", NOW, PLANS) == ["id_taken"]


def test_the_feed_tells_it_in_words_and_leads_to_its_page(stocked: Desk) -> None:
    stocked.approve(stocked.propose(NEW))
    edition = stocked.edition()
    with stocked.factory() as session:
        changes = freezing.told_changes(session, edition.number)
    for locale in ("es", "en", "fr"):
        found = [one for one in feeds.entries(edition, changes, locale) if one.change.material]
        assert [one.page for one in found] == [f"{locale}/materials/blue-drama"]
        assert "Un drama azul" in found[0].title


def test_an_edition_without_materials_has_the_bytes_that_it_had_before_there_were_any(desk: Desk) -> None:
    assert b'"material' not in desk.edition().canonical_json()
    with desk.factory() as session:
        changes = freezing.told_changes(session, 1)
    assert all("material" not in one.model_dump_json() for one in changes)


def test_what_is_out_of_date_is_what_the_public_edition_says(stocked: Desk) -> None:
    edition = stocked.edition()
    said = [one.id for one in edition.materials if out_of_date(one, edition.directories)]
    assert said == outdated(stocked)
