"""The scripts lead from nothing to exactly what the tables module says, and back."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from hotline.domain.listing import RegionDirectory
from hotline.storage.directory import read_region, write_region
from hotline.storage.migrations import migrate, unmigrate
from hotline.storage.tables import metadata


def checks(engine: Engine) -> dict[str, set[tuple[str | None, str]]]:
    found = inspect(engine)
    return {
        table: {(check["name"], check["sqltext"]) for check in found.get_check_constraints(table)}
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def foreign_keys(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    found = inspect(engine)
    return {
        table: sorted(
            (
                str(key["name"]),
                key["constrained_columns"],
                key["referred_table"],
                str(key["options"].get("ondelete")),
            )
            for key in found.get_foreign_keys(table)
        )
        for table in found.get_table_names()
    }


def test_from_nothing_to_what_the_tables_module_says(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_checks_and_foreign_keys_are_those_of_the_tables_module(empty_engine: Engine) -> None:
    # Alembic does not compare these: a new word in a Literal of the domain would go unnoticed.
    metadata.create_all(empty_engine)
    wanted = checks(empty_engine), foreign_keys(empty_engine)
    metadata.drop_all(empty_engine)
    migrate(empty_engine)
    found = (
        checks(empty_engine),
        {t: k for t, k in foreign_keys(empty_engine).items() if t != "alembic_version"},
    )
    assert found == wanted
    assert wanted[0]["contact_point"]


def test_migrating_again_changes_nothing_and_keeps_what_is_there(
    engine: Engine, region: RegionDirectory
) -> None:
    with Session(engine) as session:
        write_region(session, region)
        session.commit()
    migrate(engine)
    with Session(engine) as session:
        assert read_region(session, "GT") == region


def test_the_way_back_leaves_nothing_and_the_way_up_works_again(empty_engine: Engine) -> None:
    migrate(empty_engine)
    unmigrate(empty_engine, "base")
    assert inspect(empty_engine).get_table_names() == ["alembic_version"]
    if empty_engine.dialect.name == "postgresql":
        with empty_engine.connect() as connection:
            functions = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            assert connection.scalar(text(functions)) == 0
    migrate(empty_engine)
    assert "edition" in inspect(empty_engine).get_table_names()


def test_foreign_keys_hold_again_after_a_migration(engine: Engine) -> None:
    migrate(engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
