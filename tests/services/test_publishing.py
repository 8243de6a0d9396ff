"""Publishing freezes what is live into the next edition, once, chained to the one before."""

import copy
from datetime import UTC, datetime, timedelta

import pytest
from example import directory, document, plan_document
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.edition import Edition, sha256
from hotline.domain.listing import RegionDirectory
from hotline.domain.numbering import NumberingPlan
from hotline.domain.record import DirectoryRecord
from hotline.editions import freezing
from hotline.services import publishing
from hotline.storage import audit
from hotline.storage.directory import write_record, write_region
from hotline.storage.session import sessions
from hotline.storage.tables.editions import EditionRow
from hotline.storage.tables.review import AuditEntry

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
PLANS = tuple(NumberingPlan.model_validate(plan_document(region)) for region in ("NI", "GT"))


@pytest.fixture
def factory(factory: sessionmaker[Session]) -> sessionmaker[Session]:
    """The directory holds two regions."""
    with factory.begin() as session:
        write_region(session, directory("NI"))
        write_region(session, directory("GT"))
    return factory


def drop_trigger(session: Session) -> None:
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(
        text("DROP TRIGGER edition_no_update" if sqlite else "DROP TRIGGER edition_only_grows ON edition")
    )


def rename(factory: sessionmaker[Session], region: RegionDirectory) -> None:
    renamed = region.services[1].model_copy(update={"name": "Policía Nacional 110"})
    with factory.begin() as session:
        write_record(session, DirectoryRecord("service", region.region, renamed.id, renamed))


def test_the_first_edition_holds_every_region_and_plan_by_code(factory: sessionmaker[Session]) -> None:
    edition = publishing.publish(factory, PLANS, NOW)
    assert edition == Edition(
        number=1,
        published_at=NOW,
        previous=None,
        regions=(directory("GT"), directory("NI")),
        numbering=(PLANS[1], PLANS[0]),
    )
    assert publishing.latest(factory) == edition


def test_nothing_changed_means_no_new_edition(factory: sessionmaker[Session]) -> None:
    first = publishing.publish(factory, PLANS, NOW)
    assert publishing.publish(factory, reversed(PLANS), LATER) is None
    assert publishing.latest(factory) == first


def test_a_change_makes_the_next_edition_chained_to_the_one_before(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    first = publishing.publish(factory, PLANS, NOW)
    rename(factory, region)
    second = publishing.publish(factory, PLANS, LATER)
    assert first is not None
    assert second is not None
    assert (second.number, second.previous, second.published_at) == (2, first.sha256, LATER)
    with factory() as session:
        assert freezing.read(session, 1) == first
        assert freezing.read(session, 2) == freezing.latest(session) == second
        assert freezing.latest_number(session) == 2


def test_another_numbering_plan_is_a_change_too(factory: sessionmaker[Session]) -> None:
    publishing.publish(factory, PLANS, NOW)
    edition = publishing.publish(factory, PLANS[:1], LATER)
    assert edition is not None
    assert edition.number == 2


def test_publishing_is_in_the_trail(factory: sessionmaker[Session]) -> None:
    edition = publishing.publish(factory, PLANS, NOW, by="ana")
    assert edition is not None
    with factory() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.by, entry.action, entry.kind, entry.record_id) == ("ana", "publish", "edition", "1")
        assert edition.sha256 in entry.document
        assert audit.verify(session) == ()


def test_the_stored_document_is_the_edition_byte_for_byte(factory: sessionmaker[Session]) -> None:
    edition = publishing.publish(factory, PLANS, NOW)
    assert edition is not None
    with factory() as session:
        row = session.scalars(select(EditionRow)).one()
    assert row.document.encode() == edition.canonical_json()
    assert row.hash == edition.sha256 == sha256(row.document.encode())


def test_an_edition_altered_in_the_database_is_not_handed_out(factory: sessionmaker[Session]) -> None:
    publishing.publish(factory, PLANS, NOW)
    with factory.begin() as session:
        drop_trigger(session)
        session.execute(text("UPDATE edition SET document = replace(document, '1555', '1556')"))
    with factory() as session, pytest.raises(ValueError, match="edition 1 does not match its hash"):
        freezing.latest(session)


def test_a_number_that_was_never_published_is_not_there(factory: sessionmaker[Session]) -> None:
    assert publishing.latest(factory) is None
    with factory() as session:
        assert freezing.latest_number(session) is None
        with pytest.raises(KeyError):
            freezing.read(session, 1)


def test_an_edition_has_one_successor_at_most(factory: sessionmaker[Session]) -> None:
    first = publishing.publish(factory, PLANS, NOW)
    assert first is not None
    with factory() as session:
        for number in (2, 3):
            session.add(
                EditionRow(
                    number=number,
                    hash=str(number) * 64,
                    previous=first.sha256,
                    published_at=NOW,
                    document="{}",
                )
            )
        with pytest.raises(IntegrityError):
            session.flush()


def test_an_empty_directory_is_never_published(engine: Engine) -> None:
    with sessions(engine)() as session, pytest.raises(ValueError, match="import the data files first"):
        freezing.freeze(session, NOW, PLANS)


def renumber(factory: sessionmaker[Session], region: RegionDirectory, number: str) -> None:
    police = region.services[1]
    point = police.contact_points[0].model_copy(update={"number": number})
    changed = police.model_copy(update={"contact_points": (point,)})
    with factory.begin() as session:
        write_record(session, DirectoryRecord("service", region.region, changed.id, changed))


def test_what_each_edition_changed_is_told_the_newest_first(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    publishing.publish(factory, PLANS, NOW)
    for day, number in enumerate(("120", "123"), 1):
        renumber(factory, region, number)
        publishing.publish(factory, PLANS, NOW + timedelta(days=day))
    with factory() as session:
        told = freezing.told_changes(session, 3)
        assert [(change.edition, change.before, change.after) for change in told] == [
            (3, "120", "123"),
            (2, "110", "120"),
        ]
        assert freezing.told_changes(session, 2) == told[1:]
        assert freezing.told_changes(session, 3, limit=1) == told[:1]


def test_editions_that_are_older_than_the_list_of_changes_are_compared_again(
    factory: sessionmaker[Session], region: RegionDirectory
) -> None:
    publishing.publish(factory, PLANS, NOW)
    renumber(factory, region, "120")
    publishing.publish(factory, PLANS, LATER)
    with factory() as session:
        told = freezing.told_changes(session, 2)
    with factory.begin() as session:
        drop_trigger(session)
        session.execute(text("UPDATE edition SET changes = NULL"))
    with factory() as session:
        assert freezing.told_changes(session, 2) == told != ()


def test_an_edition_does_not_even_hold_the_hash_of_an_attachment(factory: sessionmaker[Session]) -> None:
    first = publishing.publish(factory, PLANS, NOW)
    shown = copy.deepcopy(document())
    shown["service"][0]["contact_point"][0]["evidence"][0]["file"] = "f" * 64
    shown["retired_number"][0]["evidence"][0]["file"] = "e" * 64
    shown["lead"][0]["evidence"][0]["file"] = "d" * 64
    with factory.begin() as session:
        write_region(session, RegionDirectory.model_validate(shown))
    assert publishing.publish(factory, PLANS, LATER) is None
    assert publishing.latest(factory) == first
