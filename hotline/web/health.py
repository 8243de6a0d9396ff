"""For whoever watches the service: is it alive, and does it have something to serve."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response

from hotline.editions import keeper_state
from hotline.editions.serving import Follower, NoEditionError
from hotline.web import security


def blueprint(follower: Follower, var: Path) -> Blueprint:
    """`/healthz` and `/readyz`; neither says more than a passer-by may know.

    Ready means that there is an edition to serve. How the keeper is stands under it in words: without
    one, visitors are still served, only with nothing newer.
    """
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> Response:
        return _plain("ok\n", 200)

    @health.get("/readyz")
    def ready() -> Response:
        try:
            site = follower.site()
        except NoEditionError:
            return _plain("no edition yet\n", 503)
        lines = (f"edition {site.edition.number} {site.hash}", *_of_the_keeper(var))
        return _plain("".join(f"{line}\n" for line in lines), 200)

    return health


def _of_the_keeper(var: Path) -> Iterator[str]:
    state = keeper_state.read(var)
    if state.silent(datetime.now(UTC)):
        last = f"since {state.beat:%Y-%m-%d %H:%M:%S} UTC" if state.beat else "ever"
        yield f"the keeper has not been heard {last}: changes do not become public"
    for failing in state.failing:
        yield f"the keeper fails: {failing.step}, since {failing.since:%Y-%m-%d %H:%M:%S} UTC"


def _plain(text: str, status: int) -> Response:
    response = Response(text, status, mimetype="text/plain")
    response.headers.update(security.private_headers(security.page_policy()))
    return response
