"""`hotline sign`: signs an edition where the key is, so that all nodes serve the signature."""

from pathlib import Path

import click

from hotline.commands.key import public_key, unlocked
from hotline.commands.terminal import stop
from hotline.config import Settings
from hotline.editions import folder as folders
from hotline.editions import sealing
from hotline.editions.minisign import SecretKey, SignatureError
from hotline.editions.sealing import Seal
from hotline.editions.serving import SITE
from hotline.services import signing, site


@click.command()
@click.argument("copy", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option("--key", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Your key.")
@click.option("--edition", "number", type=int, default=None, help="The newest by default.")
@click.option(
    "--take", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="SIGNATURE",
    help="Take over a signature of edition.json that minisign made elsewhere; name --public too.",
)  # fmt: skip
@click.option("--public", default=None, help="The public key of that signature, or its file.")
@click.pass_obj
def sign(
    settings: Settings,
    copy: Path | None,
    file: Path | None,
    number: int | None,
    take: Path | None,
    public: str | None,
) -> None:
    """Sign the newest edition and the files that are built of it here; or COPY, which `hotline export` made.

    The signatures go into the database: every node puts them beside its files within seconds.
    """
    if (file is None) == (take is None) or (take is None) != (public is None):
        raise click.UsageError("Name your key with --key, or a signature with --take and --public.")
    if copy is not None and (take is not None or number is not None):
        raise click.UsageError("A copy is signed whole: name only --key with it.")
    try:
        if copy is not None and file is not None:
            _sign_copy(copy, unlocked(file))
        elif take is not None and public is not None:
            _take(settings, number, take, public)
        elif file is not None:
            _sign(settings, number, unlocked(file))
    except KeyError as error:
        stop(f"There is no such edition: {error.args[0]}.")
    except (SignatureError, ValueError) as error:
        stop(str(error))


def _sign_copy(copy: Path, key: SecretKey) -> None:
    try:
        seal = Seal.read((copy / sealing.FILES).read_bytes())
    except (OSError, ValueError):
        raise ValueError(f"{copy} is no copy: make one with `hotline export`.") from None
    sealing.sign(copy, key)
    click.echo(f"Signed: {len(seal.files)} files of edition {seal.number} in {copy}.")


def _take(settings: Settings, number: int | None, take: Path, public: str) -> None:
    sessions = site.open_database(settings)
    signing.take(sessions, number, take.read_text(encoding="utf-8", errors="replace"), public_key(public))
    click.echo("The signature fits and is kept.")
    built = folders.current(settings.editions)
    if built is not None:
        signing.settle(sessions, built / SITE, None)


def _sign(settings: Settings, number: int | None, key: SecretKey) -> None:
    sessions = site.open_database(settings)
    signed = signing.sign(sessions, number, key)
    click.echo(f"Signed: edition {signed}.")
    built = folders.current(settings.editions)
    if built is None or not built.name.startswith(f"{signed}-"):
        click.echo("Its files are not built here. To sign them too, run `hotline build` first.")
    elif signing.settle(sessions, built / SITE, key):
        click.echo("Signed: its files.")
