"""Puts the web service together."""

from types import TracebackType
from urllib.parse import urlsplit

from flask import Flask

from hotline.config import Settings
from hotline.editions.rendering import Home
from hotline.editions.serving import Follower
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.web import (
    api,
    counting,
    errors,
    followed,
    health,
    last_resort,
    limits,
    oembed,
    paper,
    public,
    reporting,
)

#: A search or a number is short; anything larger is not for us.
_LARGEST_BODY = 16 * 1024


class Quiet(Flask):
    """Flask without the one line of its own that would write a visitor's address into the log."""

    request_class = paper.InMemory

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        if exc_info[1] is not None:
            errors.report(exc_info[1])


def create_app(settings: Settings, keep: reporting.Keep = reporting.kept_nowhere) -> Flask:
    """The public pages of one installation; `keep` takes what visitors tell about wrong numbers."""
    # No static folder and no templates of Flask's: public pages are files of the edition.
    app = Quiet("hotline", static_folder=None, template_folder=None)
    last_page = last_resort.page(resource_dir("data"), settings.exit_url)
    app.config.update(
        TRUSTED_HOSTS=list(settings.hosts),
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=_LARGEST_BODY,
        MAX_FORM_PARTS=10,
        # The automatic answer to OPTIONS would come without our headers.
        PROVIDE_AUTOMATIC_OPTIONS=False,
        LAST_RESORT=last_page,
    )
    # /es/gt and /es/gt/ are told apart by the view, which knows the addresses of the edition.
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    # "//" would be redirected by Werkzeug itself, to an absolute address and without our headers.
    app.url_map.redirect_defaults = False
    follower = Follower(settings.editions, load_vocabulary(resource_dir("data") / "search"), followed.noted)
    home = Home(settings.site, settings.exit_url, settings.print)
    limiter = limits.register(app, settings.proxies)
    app.register_blueprint(health.blueprint(follower, settings.var))
    app.register_blueprint(api.blueprint(follower, limiter))
    known_as = frozenset({*settings.hosts, urlsplit(home.address).hostname or ""})
    app.register_blueprint(oembed.blueprint(follower, limiter, home, known_as))
    app.register_blueprint(paper.blueprint(follower, home))
    app.register_blueprint(public.blueprint(follower, home))
    pages = errors.ErrorPages(follower, last_page)
    errors.register(app, pages)
    reporting.register(app, follower, home, keep)
    if settings.count:
        counting.register(app, settings.var / "counts")
    app.after_request(public.never_without_headers)
    # Outermost, around the proxy's headers too.
    app.wsgi_app = errors.guarded(app.wsgi_app, pages)  # type: ignore[method-assign, assignment]
    return app
