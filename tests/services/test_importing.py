"""The first load goes live at once; after that an import only proposes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from example import directory, document
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.listing import RegionDirectory
from hotline.domain.record import Name, from_document, records
from hotline.services.importing import FIRST_LOAD, ImportReport, import_directory
from hotline.storage import audit
from hotline.storage.directory import delete_record, read_all
from hotline.storage.session import writing
from hotline.storage.tables.review import AuditEntry, Change

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 12, tzinfo=UTC)


def load(factory: sessionmaker[Session], *regions: RegionDirectory, now: datetime = NOW) -> ImportReport:
    with writing(factory) as session:
        return import_directory(session, regions, "ana", now)


def live(factory: sessionmaker[Session]) -> tuple[RegionDirectory, ...]:
    with factory() as session:
        return read_all(session)


def changes(factory: sessionmaker[Session], state: str) -> list[Change]:
    with factory() as session:
        return list(session.scalars(select(Change).where(Change.state == state).order_by(Change.id)))


def edited() -> RegionDirectory:
    """The example with one record changed, one new and one missing."""
    file: dict[str, Any] = document()
    file["service"][0]["contact_point"][0]["number"] = "1556"
    file["lead"].append({**file["lead"][1], "id": "new-mail"})
    del file["retired_number"][1]
    return RegionDirectory.model_validate(file)


def test_the_first_load_is_live_and_leaves_one_published_change_a_record(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    report = load(factory, region, directory("NI"))
    everything = (*records(region), *records(directory("NI")))
    assert report == ImportReport(
        first_load=True, new=tuple(record.name for record in everything), stored=len(everything)
    )
    assert live(factory) == (region, directory("NI"))
    stored = changes(factory, "published")
    assert [from_document(one.kind, one.region, one.after or {}) for one in stored] == list(everything)
    assert {(one.reason, one.created_by, one.before, one.published_at) for one in stored} == {
        (FIRST_LOAD, "ana", None, NOW)
    }
    with factory() as session:
        assert len(session.scalars(select(AuditEntry)).all()) == len(everything)
        assert audit.verify(session) == ()


def test_importing_the_same_again_stores_nothing(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    load(factory, region)
    report = load(factory, region, now=LATER)
    assert report == ImportReport(first_load=False, same=tuple(record.name for record in records(region)))
    assert changes(factory, "proposed") == []


def test_what_differs_is_proposed_and_nothing_live_is_touched(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    load(factory, region)
    report = load(factory, edited(), now=LATER)
    assert report.changed == (Name("service", "GT", "gt-trata"),)
    assert report.new == (Name("lead", "GT", "new-mail"),)
    assert report.missing == (Name("retired_number", "GT", "misprint"),)
    assert (report.stored, report.waiting, len(report.same)) == (3, 0, len(records(region)) - 2)
    assert live(factory) == (region,)
    change, new, missing = changes(factory, "proposed")
    assert change.before is not None
    assert change.after is not None
    assert change.before["contact_point"][0]["number"] == "1555"
    assert change.after["contact_point"][0]["number"] == "1556"
    assert (new.before, missing.after) == (None, None)
    assert change.created_at == LATER
    with factory() as session:
        assert audit.verify(session) == ()


def test_a_difference_that_waits_is_not_proposed_twice(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    load(factory, region)
    load(factory, edited())
    report = load(factory, edited(), now=LATER)
    assert (report.stored, report.waiting) == (0, 3)
    assert len(changes(factory, "proposed")) == 3


@pytest.mark.parametrize(
    ("state", "stored", "reason"),
    [
        ("scheduled", 2, "an approved change still waits to be published"),
        ("discarded", 3, "a discarded one was decided; whoever imports it again asks again"),
        ("withdrawn", 3, "a withdrawn one waits no more"),
    ],
)
def test_only_open_changes_count_as_waiting(
    factory: sessionmaker[Session], region: RegionDirectory, state: Any, stored: int, reason: str
) -> None:
    load(factory, region)
    load(factory, edited())
    with factory.begin() as session:
        for change in session.scalars(select(Change).where(Change.state == "proposed")):
            waits = change.kind == "service"
            change.state = state if waits or state != "scheduled" else "discarded"
            change.publish_at = LATER if change.state == "scheduled" else None
    assert load(factory, edited(), now=LATER).stored == stored


def test_a_new_region_is_proposed_record_by_record(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    load(factory, region)
    report = load(factory, region, directory("NI"), now=LATER)
    assert report.new == tuple(record.name for record in records(directory("NI")))
    assert live(factory) == (region,)


def test_a_region_without_a_file_is_left_alone(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    load(factory, region, directory("NI"))
    report = load(factory, region, now=LATER)
    assert report.missing == ()


def test_another_order_in_the_file_is_no_difference(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    load(factory, region)
    turned = region.model_copy(update={"leads": tuple(reversed(region.leads))})
    assert load(factory, turned, now=LATER).stored == 0


def test_an_emptied_directory_is_not_a_first_load(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    # Else one person could publish everything past review by deleting it first.
    load(factory, region)
    with factory.begin() as session:
        for record in reversed(records(region)):
            delete_record(session, record.name)
    report = load(factory, region, now=LATER)
    assert not report.first_load
    assert live(factory) == ()


def test_a_first_load_that_fails_leaves_nothing(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    copied = directory("NI").model_copy(update={"services": region.services, "first": region.first})
    with pytest.raises(IntegrityError):
        load(factory, region, copied)
    assert live(factory) == ()
    assert changes(factory, "published") == []


def test_the_summary_says_in_one_line_what_happened(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    assert load(factory, region).summary() == "First load: 10 records are live."
    assert load(factory, edited()).summary() == (
        "8 records are the same, 1 new, 1 changed, 1 missing. 3 changes were proposed, "
        "0 were waiting already. Nothing live was touched."
    )
