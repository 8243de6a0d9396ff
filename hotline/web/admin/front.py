"""The desk's first page: what needs doing now, by region."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, Response

from hotline.domain.freshness import State, freshness
from hotline.domain.listing import RegionDirectory
from hotline.storage.directory import read_all
from hotline.web.admin.access import current_person, needs
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.rendering import page

pages = Blueprint("front", __name__)


@dataclass(frozen=True)
class Lines:
    """How many contact points of a region are how old."""

    region: str
    states: Counter[State]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())


@pages.get("/")
@needs()
def front() -> Response:
    """Every region of the person; an administrator sees all of them."""
    person = current_person()
    with factory()() as session:
        regions = read_all(session)
    shown = [
        _lines(directory)
        for directory in regions
        if directory.region in person.regions or "administrator" in person.roles
    ]
    return page("front.html", regions=shown)


def _lines(directory: RegionDirectory) -> Lines:
    today = now().date()
    states = (
        freshness(point, today).state for service in directory.services for point in service.contact_points
    )
    return Lines(directory.region, Counter(states))
