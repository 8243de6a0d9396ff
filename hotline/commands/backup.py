"""`hotline backup` and `hotline restore`: everything that cannot be made again, in one file."""

import sys
from pathlib import Path

import click

from hotline.commands.terminal import console, now, stop
from hotline.config import Settings
from hotline.services.backup import archive, restoring, taking
from hotline.services.backup.archive import ArchiveError
from hotline.services.backup.database import DatabaseError
from hotline.services.backup.restoring import RestoreError

_SHORTEST = 12
_passphrase_file = click.option(
    "--passphrase-file", "phrase_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None, help="The file whose first line is the passphrase, for a timer.",
)  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--encrypt", is_flag=True, help="Ask for a passphrase.")
@_passphrase_file
@click.pass_obj
def backup(settings: Settings, file: Path, encrypt: bool, phrase_file: Path | None) -> None:
    """Write the database with its trail, attachments, files of materials and the edition into FILE.

    The service may run meanwhile. Names, addresses and reports are in it: encrypt it.
    """
    phrase = _phrase(phrase_file)
    if encrypt and phrase is None:
        phrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    if phrase is not None and len(phrase) < _SHORTEST:
        stop(f"A passphrase has at least {_SHORTEST} signs. Take five words that do not belong together.")
    try:
        with console.status("Copying"):
            taken = taking.take(settings, file, phrase, now())
    except FileExistsError:
        stop(f"{file} is there already. Name another file.")
    except DatabaseError as error:
        stop(str(error))
    except OSError as error:
        stop(f"{error.filename or file}: {error.strerror}. Nothing was written.")
    click.echo(f"{taken.files} files, {taken.bytes / 1e6:.1f} MB, are in {file}.")
    if phrase is None:
        click.echo(
            "It is not encrypted, and the secret key is not in it: keep a copy of both in a safe place."
        )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_passphrase_file
@click.pass_obj
def restore(settings: Settings, file: Path, phrase_file: Path | None) -> None:
    """Put a backup into an empty HOTLINE_VAR and an empty database, and compare every hash.

    Exit status 1: nothing was restored, or what came back is not whole; each problem is printed.
    """
    phrase = _phrase(phrase_file)
    try:
        if archive.is_encrypted(file):
            phrase = phrase or click.prompt("Passphrase", hide_input=True, err=True)
        else:
            phrase = None
        with console.status("Restoring"):
            restored = restoring.restore(settings, file, phrase)
    except (ArchiveError, DatabaseError, RestoreError) as error:
        stop(f"{error} Nothing was restored.")
    except OSError as error:
        stop(f"{error.filename or file}: {error.strerror}. Nothing was restored.")
    click.echo(
        f"{restored.editions} editions, {restored.entries} entries of the trail, {restored.files} files of people."
    )
    click.echo(f"The last hash of the trail is {restored.last_hash}")
    if not restored.secret:
        click.echo(f"The secret key was not in it: put your copy into {settings.var / taking.KEY_FILE}.")
    for problem in restored.problems:
        click.echo(problem, err=True)
    if restored.problems:
        click.echo("It is restored, and it is not whole. Look for another backup.", err=True)
        sys.exit(1)
    click.echo("Every hash fits. Start the service: hotline serve")


def _phrase(file: Path | None) -> str | None:
    if file is None:
        return None
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0]:
        stop(f"{file} is empty: its first line has to be the passphrase.")
    return lines[0]
