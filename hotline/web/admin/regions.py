"""The way to the records: every region of the person, and what is kept about each."""

from collections import Counter

from flask import Blueprint, Response, url_for

from hotline.services import ageing
from hotline.web.admin.access import needs, own_session
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.rendering import page, to

pages = Blueprint("regions", __name__)


@pages.get("/regions")
@needs()
def every() -> Response:
    """The regions to choose from. Whoever has just one is led on to it."""
    with factory()() as session:
        codes = ageing.regions(session, own_session().live.profile.person)
        counts = ageing.counted(ageing.lines(session, codes), now().date())
    if len(codes) == 1:
        return to(url_for("records.region", region=codes[0]))
    return page("regions.html", regions=[(code, counts.get(code, Counter()).total()) for code in codes])
