"""Forms that bring large files: each goes to the disk while it comes, and a few at the same time.

It has to be decided before anybody reads the form: reading it is what takes the time and the room.
"""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, g, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from hotline.services import incoming
from hotline.services.incoming import IncomingFile

View = TypeVar("View", bound=Callable[..., object])

#: More than this many files at once, and nobody could read what became of each.
MOST_FILES = 20


class DeskRequest(Request):
    """A request whose files go where its page wants them."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if g.get("upload_folder") is None:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        return _next_file()  # type: ignore[return-value]


def takes_large_files(largest: int) -> Callable[[View], View]:
    """The form of this page brings files of together at most this many bytes.

    Only from people who are signed in and have a role of the page in its region: nobody else's are
    even read.
    """

    def mark(view: View) -> View:
        view.largest_upload = largest  # type: ignore[attr-defined]
        return view

    return mark


def register(app: Flask, folder: Path) -> None:
    """Ready the disk for such a form. It has to stand before everything that reads a form."""
    app.request_class = DeskRequest

    @app.before_request
    def make_ready() -> None:
        view: Any = current_app.view_functions.get(request.endpoint or "")
        largest: int | None = getattr(view, "largest_upload", None)
        if largest is None or request.method != "POST" or not current_user.is_authenticated:
            return
        person = current_user.live.profile.person
        if (
            not view.needed_roles & person.roles
            or (request.view_args or {}).get("region") not in person.regions
        ):
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        g.upload_folder, g.uploads, g.upload_problem = folder, [], ""
        g.upload_slot = incoming.slot(folder)
        if g.upload_slot is None:
            g.upload_problem = "file_busy"
        elif (request.content_length or 0) > incoming.room(folder):
            g.upload_problem = "file_no_room"
        request.max_content_length = largest + current_app.config["MAX_CONTENT_LENGTH"]

    @app.teardown_request
    def clear(_: BaseException | None) -> None:
        # Whoever kept a file has moved it away; what is still here nobody wants.
        for one in g.pop("uploads", ()):
            one.drop()
        slot = g.pop("upload_slot", None)
        if slot is not None:
            slot.give_back()


def came() -> list[tuple[str, IncomingFile]]:
    """The files of this form that hold something, each with the name it had."""
    found = []
    for storage in request.files.getlist("file"):
        file = _of(storage)
        if file is not None and file.size:
            found.append((storage.filename or "", file))
    return found


def _of(storage: FileStorage) -> IncomingFile | None:
    stream: Any = storage.stream
    return stream if isinstance(stream, IncomingFile) else None


def _next_file() -> IncomingFile:
    # A hundred thousand empty files in one form would fill the folder.
    problem = g.upload_problem or ("file_too_many" if len(g.uploads) >= MOST_FILES else "")
    made = IncomingFile(g.upload_folder, problem)
    g.uploads.append(made)
    return made
