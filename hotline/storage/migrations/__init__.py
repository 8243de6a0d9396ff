"""Brings a database to the newest schema, from nothing or from any earlier one.

The tables module says what the schema is; the scripts in `versions/` say how to get there, and a
test holds the two together.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from hotline.storage.session import queue


def migrate(engine: Engine) -> None:
    """Upgrade to the newest schema; nothing happens where the database already has it.

    Nodes that start together queue up: the first one migrates, the others find it done.
    """
    with _schema_transaction(engine) as config:
        command.upgrade(config, "head")


def unmigrate(engine: Engine, revision: str) -> None:
    """Go back to `revision`; "base" removes every table and everything in them."""
    with _schema_transaction(engine) as config:
        command.downgrade(config, revision)


@contextmanager
def _schema_transaction(engine: Engine) -> Iterator[Config]:
    with engine.connect() as connection:
        _set_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                queue(connection)
                config = Config()
                folder = str(Path(__file__).resolve().parent)
                config.set_main_option("script_location", folder.replace("%", "%%"))
                config.attributes["connection"] = connection
                yield config
                _refuse_broken_references(connection)
        finally:
            _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, state: str) -> None:
    """Batch mode rebuilds a table by dropping the old one, which would cascade into its children.

    SQLite ignores this setting inside a transaction, so it goes past SQLAlchemy, which would begin one.
    """
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        driver.execute(f"PRAGMA foreign_keys={state}").close()


def _refuse_broken_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration would leave broken references, nothing was changed: {broken}")
