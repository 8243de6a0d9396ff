"""For whoever watches the service: is it alive, and does it have something to serve."""

from flask import Blueprint, Response

from hotline.editions.serving import Follower, NoEditionError
from hotline.web import security


def blueprint(follower: Follower) -> Blueprint:
    """`/healthz` and `/readyz`; neither says more than a passer-by may know."""
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
        return _plain(f"edition {site.edition.number} {site.hash}\n", 200)

    return health


def _plain(text: str, status: int) -> Response:
    response = Response(text, status, mimetype="text/plain")
    response.headers.update(security.private_headers(security.page_policy()))
    return response
