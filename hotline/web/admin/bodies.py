"""How large a form may be. Most are short; a page with a long one says so under its route."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., object])


def takes(largest: int) -> Callable[[View], View]:
    """The forms of this page may be this large, in bytes."""

    def mark(view: View) -> View:
        view.largest_body = largest  # type: ignore[attr-defined]
        return view

    return mark


def takes_file(largest: int) -> Callable[[View], View]:
    """The form of this page brings one file of at most this many bytes; its other fields stay short.

    Only from people who are signed in: a question who it is could not carry the file along.
    """

    def mark(view: View) -> View:
        view.largest_file = largest  # type: ignore[attr-defined]
        return view

    return mark


def register(app: Flask) -> None:
    """Widen the limits of a request. It has to stand before everything that reads a form."""

    @app.before_request
    def widen() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        largest: int | None = getattr(view, "largest_body", None)
        if largest is not None:
            request.max_content_length = request.max_form_memory_size = largest
            # A field takes a few bytes at least; the size alone bounds them well enough.
            request.max_form_parts = largest // 16
        file: int | None = getattr(view, "largest_file", None)
        if file is not None and current_user.is_authenticated:
            # The file goes to the disk while it comes in; the rest of the form is what it may be.
            request.max_content_length = file + current_app.config["MAX_CONTENT_LENGTH"]
