"""`hotline export`: the edition as a folder that works anywhere, and as one file for a stick."""

import json
from pathlib import Path

import click

from hotline.commands.key import unlocked
from hotline.commands.terminal import console, stop
from hotline.config import Settings
from hotline.domain.edition import sha256
from hotline.editions import folder as folders
from hotline.editions.minisign import SignatureError
from hotline.editions.rendering import Home
from hotline.editions.serving import DOCUMENT
from hotline.services import exporting, signing, site
from hotline.services.exporting import ExportError
from hotline.web import security

#: These are for the site's own address, or decide for the whole host that keeps the copy.
_NOT_OURS = {"Strict-Transport-Security", "CDN-Cache-Control", "X-Robots-Tag"}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--zip", "pack", type=click.Path(dir_okay=False, path_type=Path), default=None,
    help="Pack the copy into this file, too.",
)  # fmt: skip
@click.option(
    "--key", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Sign with this key."
)
@click.pass_obj
def export(settings: Settings, folder: Path, pack: Path | None, file: Path | None) -> None:
    """Copy the edition that is built here into FOLDER, as pages that need no server.

    It works from any host, under any path, and from a stick. `hotline verify FOLDER` checks it.
    """
    built = folders.current(settings.editions)
    if built is None or not built.is_dir():
        stop("There is no edition yet: run `hotline publish`.")
    try:
        mark = (built / DOCUMENT).read_bytes()
        if not site.is_built(settings, json.loads(mark)["number"], sha256(mark)):
            stop("The edition here was built by another version of the program. Run `hotline build` first.")
        key = unlocked(file) if file is not None else signing.key_of(settings)
        home = Home(settings.site, settings.exit_url)
        with console.status("Copying"):
            made = exporting.export(built, folder, home, headers(), key)
            if pack is not None:
                exporting.pack(folder, pack)
    except (ExportError, SignatureError) as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename or folder}: {error.strerror}. Nothing is left half-written.")
    click.echo(f"Edition {made.number} is in {folder}: {made.files} files, {made.bytes / 1e6:.1f} MB.")
    if pack is not None:
        click.echo(f"Packed into {pack}: {pack.stat().st_size / 1e6:.1f} MB.")
    click.echo(
        "It is signed." if made.signed else f"It is not signed. Sign it: hotline sign {folder} --key FILE"
    )


def headers() -> dict[str, str]:
    """The headers of pages that any host may send for a copy."""
    headers = security.public_headers(security.page_policy())
    return {name: value for name, value in headers.items() if name not in _NOT_OURS}
