"""A region's directory becomes rows and comes back as it was; the database refuses what cannot be."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from example import FILED, MATERIALS, NOTICES, OPERATOR_CONTACTS, directory, document
from pydantic import BaseModel
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hotline.domain.listing import RegionDirectory
from hotline.domain.record import DirectoryRecord, Name, records
from hotline.storage.directory import (
    delete_record,
    read_all,
    read_records,
    read_region,
    write_record,
    write_region,
)
from hotline.storage.tables.contact import contact_point, language, schedule
from hotline.storage.tables.directory import service
from hotline.storage.tables.evidence import evidence, lead

DATA = sorted((Path(__file__).parents[2] / "data" / "regions").glob("*.toml"))


def values(value: Any) -> list[BaseModel]:
    """The value and every record inside it."""
    if isinstance(value, BaseModel):
        inside = [getattr(value, name) for name in type(value).model_fields]
        return [value, *(found for part in inside for found in values(part))]
    if isinstance(value, tuple):
        return [found for part in value for found in values(part)]
    return []


def record(region: RegionDirectory, kind: str, record_id: str) -> DirectoryRecord:
    return next(one for one in records(region) if (one.kind, one.id) == (kind, record_id))


def with_service(region: RegionDirectory, **changes: Any) -> DirectoryRecord:
    return DirectoryRecord("service", "GT", "gt-trata", region.services[0].model_copy(update=changes))


@pytest.fixture
def noticed(region: RegionDirectory) -> RegionDirectory:
    """The example with what its own file does not have: notices, materials, operators, attachments."""
    made = {"notices": NOTICES, "operator_contacts": OPERATOR_CONTACTS, "materials": [*MATERIALS, FILED]}
    file = {**region.model_dump(), **made}
    file["services"][0]["contact_points"][0]["evidence"][1]["file"] = "f" * 64
    file["retired_numbers"][0]["evidence"][0]["file"] = "e" * 64
    file["leads"][0]["evidence"][1]["file"] = "d" * 64
    return RegionDirectory.model_validate(file)


def test_the_example_fills_in_every_field_so_that_no_column_can_be_forgotten(
    noticed: RegionDirectory,
) -> None:
    region = noticed
    empty = {
        f"{type(value).__name__}.{name}" for value in values(region) for name in type(value).model_fields
    }
    for value in values(region):
        for name, field in type(value).model_fields.items():
            if field.is_required() or getattr(value, name) != field.default:
                empty.discard(f"{type(value).__name__}.{name}")
    assert empty == set()


def test_a_region_comes_back_as_it_was_written(session: Session, noticed: RegionDirectory) -> None:
    write_region(session, noticed)
    session.commit()
    assert read_region(session, "GT") == noticed
    assert read_records(session, "GT") == records(noticed)


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_every_region_of_the_data_comes_back_as_it_was_written(session: Session, path: Path) -> None:
    written = RegionDirectory.model_validate(tomllib.loads(path.read_text("utf-8")))
    write_region(session, written)
    assert read_region(session, written.region) == written


def test_regions_are_read_by_code_and_share_ids_of_organizations(session: Session) -> None:
    for code in ("NI", "GT"):
        write_region(session, directory(code))
    assert read_all(session) == (directory("GT"), directory("NI"))


def test_a_region_that_nobody_wrote_is_not_there(session: Session) -> None:
    assert read_region(session, "GT") is None
    assert read_records(session, "GT") == ()
    assert read_all(session) == ()


def test_a_region_without_first_lines_is_not_public_yet(session: Session, region: RegionDirectory) -> None:
    begun = [one for one in records(region) if one.kind in {"region", "organization"}]
    for one in begun:
        write_record(session, one)
    assert read_region(session, "GT") is None
    assert read_all(session) == ()
    assert read_records(session, "GT") == tuple(begun)


def test_records_are_read_as_they_are_in_the_directory(session: Session, region: RegionDirectory) -> None:
    write_region(session, region)
    assert read_records(session, "GT") == records(region)


def test_a_new_version_replaces_every_row_of_the_old_one_and_keeps_its_place(
    session: Session, region: RegionDirectory
) -> None:
    write_region(session, region)
    web_only = with_service(region, contact_points=region.services[0].contact_points[2:])
    write_record(session, web_only)
    now_live = read_region(session, "GT")
    assert now_live is not None
    assert [one.id for one in now_live.services] == ["gt-trata", "gt-policia"]
    assert now_live.services[0] == web_only.value
    for table in (language, schedule, evidence):
        owners = session.scalars(select(table.c.contact_point).where(table.c.service == "gt-trata")).all()
        assert set(owners) <= {"web"}


@pytest.mark.parametrize(
    "position", [0, 3, 4, 5, 6, 8], ids=lambda position: records(directory())[position].kind
)
def test_writing_the_same_record_again_changes_nothing(
    session: Session, region: RegionDirectory, position: int
) -> None:
    write_region(session, region)
    write_record(session, records(region)[position])
    assert read_region(session, "GT") == region


def test_a_new_record_stands_after_the_others(session: Session, region: RegionDirectory) -> None:
    write_region(session, region)
    new = region.services[0].model_copy(update={"id": "gt-otra"})
    write_record(session, DirectoryRecord("service", "GT", "gt-otra", new))
    now_live = read_region(session, "GT")
    assert now_live is not None
    assert now_live.services == (*region.services, new)


def test_deleting_a_record_leaves_nothing_of_it(session: Session, region: RegionDirectory) -> None:
    write_region(session, region)
    for name in (Name("retired_number", "GT", "linea-1552"), Name("lead", "GT", "mail")):
        delete_record(session, name)
    new = region.services[0].model_copy(update={"id": "gt-otra"})
    write_record(session, DirectoryRecord("service", "GT", "gt-otra", new))
    delete_record(session, Name("service", "GT", "gt-otra"))
    now_live = read_region(session, "GT")
    assert now_live == region.model_copy(
        update={"retired_numbers": region.retired_numbers[1:], "leads": region.leads[:1]}
    )
    assert session.scalar(select(func.count()).select_from(evidence)) == 8


def test_deleting_what_is_not_there_says_so(session: Session) -> None:
    with pytest.raises(KeyError):
        delete_record(session, Name("lead", "GT", "nobody"))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (Name("service", "GT", "gt-trata"), "it is a first line"),
        (Name("service", "GT", "gt-policia"), "it is the emergency line"),
        (Name("organization", "GT", "pnc"), "it runs a service"),
        (Name("region", "GT", "GT"), "it holds records"),
    ],
)
def test_what_another_record_names_cannot_be_deleted(
    session: Session, region: RegionDirectory, name: Name, reason: str
) -> None:
    write_region(session, region)
    with pytest.raises(IntegrityError):
        delete_record(session, name)


def test_a_service_of_an_unknown_organization_is_refused(session: Session, region: RegionDirectory) -> None:
    write_region(session, region)
    with pytest.raises(IntegrityError):
        write_record(session, with_service(region, organization="nobody"))


def test_a_service_id_that_another_region_has_is_refused(session: Session, region: RegionDirectory) -> None:
    write_region(session, region)
    write_region(session, directory("NI"))
    with pytest.raises(IntegrityError):
        write_record(session, DirectoryRecord("service", "NI", "gt-trata", region.services[0]))


def test_first_lines_of_another_region_are_refused(session: Session, region: RegionDirectory) -> None:
    write_region(session, region)
    write_region(session, directory("NI"))
    with pytest.raises(IntegrityError):
        write_record(session, DirectoryRecord("first_lines", "NI", "NI", region.first))


@pytest.mark.parametrize(
    ("table", "where", "changes", "reason"),
    [
        (contact_point, contact_point.c.id == "web", {"channel": "fax"}, "no such channel"),
        (contact_point, contact_point.c.id == "web", {"number": "110"}, "a web page has no number"),
        (contact_point, contact_point.c.id == "web", {"channel": "voice"}, "a voice line has a number"),
        (contact_point, contact_point.c.id == "web", {"cost": "cheap"}, "free or charged or unknown"),
        (service, service.c.id == "gt-trata", {"operator": "army"}, "no such operator"),
        (service, service.c.id == "gt-trata", {"anonymous": "maybe"}, "yes or no or unknown"),
        (service, service.c.id == "gt-trata", {"description": None}, "a service is described"),
        (lead, lead.c.id == "mail", {"reason": "boring"}, "no such reason"),
        (evidence, evidence.c.lead == "mail", {"retired_number": "misprint"}, "one owner only"),
        (evidence, evidence.c.lead == "mail", {"lead": None}, "no owner at all"),
        (evidence, evidence.c.lead == "mail", {"obtained": "rumour"}, "no such way"),
    ],
)
def test_the_database_refuses_a_row_that_no_record_can_have(
    session: Session, region: RegionDirectory, table: Any, where: Any, changes: dict[str, Any], reason: str
) -> None:
    write_region(session, region)
    with pytest.raises(IntegrityError):
        session.execute(update(table).where(where).values(changes))


def test_a_row_of_a_region_that_is_not_there_is_refused(session: Session) -> None:
    with pytest.raises(IntegrityError):
        session.execute(
            insert(lead).values(
                id="x", region="GT", position=1, channel="voice", number="1", name="x", reason="old"
            )
        )


def test_documents_keep_their_letters(session: Session) -> None:
    written = document()
    written["service"][0]["places"] = ["Ixil ʼ ẍ ₡", "北京", "🌊"]
    region = RegionDirectory.model_validate(written)
    write_region(session, region)
    session.commit()
    assert read_region(session, "GT") == region
