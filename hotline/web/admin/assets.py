"""The one file that pages of the desk fetch: their style."""

from flask import Blueprint, Response

from hotline.resources import resource_dir
from hotline.web.admin.access import anybody

pages = Blueprint("assets", __name__)


@pages.get("/assets/desk.css")
@anybody
def style() -> Response:
    """The style file."""
    return Response((resource_dir("templates") / "admin" / "desk.css").read_bytes(), mimetype="text/css")
