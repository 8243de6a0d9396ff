"""Puts the web service together."""

from flask import Flask

from hotline.config import Settings
from hotline.editions.serving import Follower
from hotline.editions.vocabulary import load_vocabulary
from hotline.resources import resource_dir
from hotline.web import errors, health, limits, public

#: A search or a number is short; anything larger is not for us.
_LARGEST_BODY = 16 * 1024


def create_app(settings: Settings) -> Flask:
    """The WSGI application of one installation."""
    # No static folder and no templates of Flask's: public pages are files of the edition.
    app = Flask("hotline", static_folder=None, template_folder=None)
    app.config.update(
        TRUSTED_HOSTS=list(settings.hosts),
        MAX_CONTENT_LENGTH=_LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=_LARGEST_BODY,
        MAX_FORM_PARTS=10,
    )
    # /es/gt and /es/gt/ are told apart by the view, which knows the addresses of the edition.
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    follower = Follower(settings.editions, load_vocabulary(resource_dir("data") / "search"))
    app.register_blueprint(health.blueprint(follower))
    app.register_blueprint(public.blueprint(follower, settings.exit_url))
    errors.register(app, follower)
    limits.register(app, settings.proxies)
    return app
