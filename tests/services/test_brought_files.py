"""Files of materials: a digest has to be there and be what is said of it, and what nobody names goes again."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import media
import pytest
from desk import ANA, BETO, CARLA, DORA, EVA, LATER, NOW, PLANS, Desk
from example import FILED, directory, source, texts
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.errors import InputError
from hotline.domain.listing import RegionDirectory
from hotline.domain.person import Person
from hotline.services import adopting, brought_files, deciding, files, proposing
from hotline.services.importing import import_directory
from hotline.storage import shelf
from hotline.storage.tables.brought_file import BroughtFile
from hotline.storage.tables.review import Change


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def bring(
    desk: Desk, folder: Path, content: bytes | None = None, by: Person = ANA, region: str = "GT"
) -> BroughtFile:
    path = folder / ".coming-x"
    path.write_bytes(content or media.picture())
    seen = brought_files.look(path)
    found: BroughtFile = desk.do(brought_files.keep, by, region, seen, "a.png", folder, NOW)
    return found


def material(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "gt-poster", "title": "Un cartel", "title_language": "es", "kinds": ["poster"],
        "description": texts("poster"), "rights_holder": "Voces", "licence": "CC BY 4.0",
        "rendition": list(entries), "evidence": [source("poster")], **more,
    }  # fmt: skip


def entry(digest: str, **more: Any) -> dict[str, Any]:
    return {"id": "file-1", "file": digest, "alternative": texts("seen"), "consent": "actors", **more}


def proposal(said: dict[str, Any], by: Person = ANA) -> tuple[Any, ...]:
    return proposing.propose, by, "material", "GT", said, "It is ours.", NOW, PLANS


def test_what_was_found_is_filled_in_and_needs_a_second_person(desk: Desk, folder: Path) -> None:
    file = bring(desk, folder)
    change = desk.do(*proposal(material(entry(file.digest))))
    said = change.after["rendition"][0]
    assert (said["media_type"], said["size"], said["width"], said["height"]) == (
        "image/png",
        file.size,
        64,
        48,
    )
    assert said["preview"] == file.preview
    assert shelf.place(folder, file.preview or "").is_file()
    with pytest.raises(InputError):
        desk.do(deciding.approve, ANA, change.id, 1, {}, NOW, PLANS)
    desk.do(deciding.approve, CARLA, change.id, 1, {}, NOW, PLANS)
    assert desk.edition().materials[0].renditions[0].file == file.digest
    assert desk.trail_problems() == ()


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"media_type": "image/jpeg"}, "media_type"),
        ({"size": 1}, "size"),
        ({"width": 65}, "width"),
        ({"seconds": 5}, "seconds"),
        ({"pages": 2}, "pages"),
        ({"preview": "a" * 64}, "preview"),
    ],
)
def test_nobody_says_of_a_file_what_is_not_so(
    desk: Desk, folder: Path, said: dict[str, Any], where: str
) -> None:
    file = bring(desk, folder)
    with pytest.raises(InputError) as refused:
        desk.do(*proposal(material(entry(file.digest, **said))))
    found = [(one.code, one.where) for one in refused.value.problems]
    assert ("rendition_differs", f"rendition.file-1.{where}") in found


def whole(**more: Any) -> dict[str, Any]:
    """An entry that says everything itself, as a file of data does."""
    return entry("d" * 64, media_type="image/png", size=9, width=64, height=48, **more)


@pytest.mark.parametrize("where", ["nowhere", "in another region"])
def test_a_file_that_the_region_does_not_have_is_refused(desk: Desk, folder: Path, where: str) -> None:
    said = whole()
    if where == "in another region":
        said["file"] = bring(desk, folder, by=DORA, region="NI").digest
    with pytest.raises(InputError) as refused:
        desk.do(*proposal(material(said)))
    assert ("rendition_unknown", "rendition.file-1.file") in [
        (p.code, p.where) for p in refused.value.problems
    ]


def test_an_import_is_no_way_round(desk: Desk, factory: sessionmaker[Session]) -> None:
    file = RegionDirectory.model_validate(
        {**directory().model_dump(by_alias=True, exclude_none=True), "material": [material(whole())]}
    )
    desk.do(import_directory, (file,), "ops", NOW)
    with factory() as session:
        change = session.scalars(select(Change).where(Change.kind == "material")).one()
    desk.do(adopting.adopt, ANA, change.id, 1, NOW)
    assert "rendition_unknown" in desk.refused(deciding.approve, CARLA, change.id, 1, {}, NOW, PLANS)


def test_the_first_load_refuses_a_file_that_was_never_brought_in(
    factory: sessionmaker[Session],
) -> None:
    loaded = RegionDirectory.model_validate(
        {**directory().model_dump(by_alias=True, exclude_none=True), "material": [FILED]}
    )
    with factory.begin() as session, pytest.raises(InputError, match="no such file"):
        import_directory(session, (loaded,), "ops", NOW)
    with factory() as session:
        assert session.scalar(select(func.count()).select_from(Change)) == 0


def test_who_may_bring_one_in(desk: Desk, folder: Path) -> None:
    for by, region in ((CARLA, "GT"), (EVA, "GT"), (DORA, "GT"), (ANA, "NI")):
        with pytest.raises(InputError):
            bring(desk, folder, by=by, region=region)
    assert bring(desk, folder, by=BETO).added_by == "beto"
    assert bring(desk, folder).added_by == "beto", "the same file again is the one that is there"


def test_what_nothing_names_goes_after_seven_days_and_its_file_a_round_later(
    desk: Desk, folder: Path, factory: sessionmaker[Session]
) -> None:
    named, withdrawn, never = (bring(desk, folder, media.picture(size=(one, 9))) for one in (8, 9, 10))
    desk.do(*proposal(material(entry(named.digest))))
    change = desk.do(*proposal(material(entry(withdrawn.digest), id="gt-other")))
    desk.do(
        proposing.revise,
        ANA,
        change.id,
        1,
        material(entry(named.digest), id="gt-other"),
        "Better.",
        NOW,
        PLANS,
    )
    (folder / ".coming-y").write_bytes(b"half")
    for path in shelf.everything(folder):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    week = NOW + timedelta(days=7)
    assert desk.do(brought_files.drop_unnamed, folder, week) == 0
    # The rows of two that no material and no change names, and what never got to its place.
    assert desk.do(brought_files.drop_unnamed, folder, week + timedelta(seconds=1)) == 3
    assert shelf.place(folder, never.digest).exists(), "a transaction that is undone has lost no file"
    # Two files and their small pictures.
    assert desk.do(brought_files.drop_unnamed, folder, week + timedelta(seconds=2)) == 4
    assert {path.name for path in shelf.everything(folder)} == {named.digest, named.preview}
    with factory() as session:
        assert session.scalars(select(BroughtFile.digest)).all() == [named.digest]
    assert desk.trail_problems() == ()


def test_a_file_of_a_material_that_went_stays_so_that_it_can_come_back(desk: Desk, folder: Path) -> None:
    file = bring(desk, folder)
    change = desk.do(*proposal(material(entry(file.digest))))
    desk.do(deciding.approve, CARLA, change.id, 1, {}, NOW, PLANS)
    gone = desk.do(proposing.propose_removal, ANA, change.name, "It is old.", NOW)
    desk.do(deciding.approve, CARLA, gone.id, 1, {}, NOW, PLANS)
    for days in (30, 60):
        desk.do(brought_files.drop_unnamed, folder, LATER + timedelta(days=days))
    back = desk.do(proposing.undo, ANA, gone.id, "It is good.", LATER, PLANS)
    desk.do(deciding.approve, CARLA, back.id, 1, {}, LATER, PLANS)
    assert shelf.place(folder, file.digest).exists()


def test_data_files_name_only_what_is_in_the_store(tmp_path: Path, folder: Path) -> None:
    region = RegionDirectory.model_validate(
        {**directory().model_dump(by_alias=True, exclude_none=True), "material": [FILED]}
    )
    loaded = files.Loaded((region,), (), ())
    (told,) = files.missing_files(loaded, folder)
    assert (told.file, told.record) == ("materials/GT.toml", "material filed-spot, rendition file-1")
    assert "bring it in at the desk first" in told.message
    place = shelf.place(folder, "c" * 64)
    place.parent.mkdir()
    place.write_bytes(b"x")
    assert files.missing_files(loaded, folder) == ()
