"""What all tables share: names of constraints, moments in UTC, and JSON that keeps SQL's NULL."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, get_args

from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

#: Python's None is SQL's NULL, so that "no source says" can be asked for in a query.
Document = JSON(none_as_null=True)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Base(DeclarativeBase):
    """Rows that tasks handle one by one; the directory's own tables are plain tables beside them."""

    metadata = metadata


class Moment(TypeDecorator[datetime]):
    """A moment, stored and read in UTC. A time without a zone is refused: nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone: pass an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite keeps no zone; what was written was UTC.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def known(column: str, *literals: Any) -> CheckConstraint:
    """The column holds one of the words of a Literal of the domain, or NULL where that is allowed."""
    words = [word for literal in literals for word in get_args(literal)]
    return CheckConstraint(f"{column} IN ({_quoted(words)})", name=f"{column}_known")


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
