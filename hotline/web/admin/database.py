"""The database of the desk: opened when a request needs it, never made and never migrated here."""

from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import make_url
from sqlalchemy.orm import Session, sessionmaker

from hotline.storage.session import make_engine, sessions


class NoDatabaseError(Exception):
    """The database is not there. SQLite would make an empty one, which hides the loss."""


def register(app: Flask, address: str) -> sessionmaker[Session]:
    """Remember how to open the database; nothing connects yet (P45)."""
    made = sessions(make_engine(address))
    app.extensions["database"] = made
    path = make_url(address).database if address.startswith("sqlite") else None

    @app.before_request
    def find() -> None:
        if path is not None and not Path(path).is_file():
            raise NoDatabaseError(path)

    return made


def factory() -> sessionmaker[Session]:
    """Makes sessions for this application: `with factory()() as session` to read, `writing(factory())`."""
    made: sessionmaker[Session] = current_app.extensions["database"]
    return made
