"""How large a form may be. Most are short; a page with a long one says so under its route."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., object])


def takes(largest: int) -> Callable[[View], View]:
    """The forms of this page may be this large, in bytes."""

    def mark(view: View) -> View:
        view.largest_body = largest  # type: ignore[attr-defined]
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
