import pytest
from desk import Desk, open_desk
from sqlalchemy.orm import Session, sessionmaker


@pytest.fixture
def desk(factory: sessionmaker[Session]) -> Desk:
    """A directory that is published, and people who may change it together."""
    return open_desk(factory)
