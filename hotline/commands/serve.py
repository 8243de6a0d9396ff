"""`hotline serve`: sets an installation up at its first start, and becomes the server."""

import os
import sys

import click

from hotline.commands.check import load_or_exit
from hotline.commands.publish import build_newest
from hotline.commands.terminal import console, now
from hotline.config import Settings, ensure_secret_key
from hotline.resources import server_file
from hotline.services import importing, metrics, people, publishing, site


@click.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the directory. The first start sets everything up: database, data, edition 1."""
    ensure_secret_key(settings)
    sessions = site.open_database(settings)
    if publishing.latest(sessions) is None:
        console.print("First start: loading the data and publishing edition 1.")
        loaded = load_or_exit(None)
        with sessions.begin() as session:
            report = importing.import_directory(session, loaded.regions, "first start", now())
        console.print(report.summary())
        publishing.publish(sessions, loaded.plans, now())
    build_newest(settings, sessions)
    with sessions() as session:
        if not people.anybody(session):
            console.print(
                "Nobody can open the desk yet. Add yourself, in another window:\n"
                '  hotline user add "Your Name" you@example.org --role administrator'
            )
    _become_gunicorn(settings)


def _become_gunicorn(settings: Settings) -> None:
    wsgi = server_file("wsgi.py")
    console.print(
        f"Serving on http://127.0.0.1:{os.environ.get('PORT', '8000')}/es/gt, the desk on /admin/ (Ctrl+C stops it)"
    )
    sys.stdout.flush()
    # The server starts beside wsgi.py, so a relative folder must be made absolute first.
    environment = {**os.environ, "HOTLINE_VAR": str(settings.var.resolve())}
    if settings.metrics is not None:
        environment |= metrics.begin(settings.var.resolve())
    arguments = [
        "-m",
        "hotline.web.master",
        "-c",
        str(server_file("gunicorn.conf.py")),
        "--chdir",
        str(wsgi.parent),
        "wsgi:application",
    ]
    os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606
