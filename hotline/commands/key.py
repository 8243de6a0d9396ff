"""`hotline key`: the keys that editions are signed with."""

from pathlib import Path

import click

from hotline.commands.terminal import stop
from hotline.editions import minisign_key
from hotline.editions.minisign import PublicKey, SecretKey, SignatureError


@click.group()
def key() -> None:
    """The keys that editions are signed with, in the format of minisign."""


@key.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--no-passphrase", is_flag=True, help="Whoever reads FILE can sign: for a machine that signs by itself."
)
def new(file: Path, no_passphrase: bool) -> None:
    """Write a new secret key into FILE and print the public key. A file that is there is never replaced."""
    if file.exists():
        stop(f"{file} is there already. Name another file: a key that is overwritten is lost.")
    passphrase = None
    if not no_passphrase:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    made = minisign_key.new()
    try:
        minisign_key.write(file, made, passphrase)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}.")
    click.echo(f"The secret key is in {file}. Keep a copy of it in another place.", err=True)
    click.echo("The public key, for everybody who is to check what you sign:", err=True)
    click.echo(made.public.line)


@key.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def show(file: Path) -> None:
    """Print the public key of the secret key in FILE."""
    click.echo(unlocked(file).public.line)


def unlocked(file: Path) -> SecretKey:
    """The key in a file, with its passphrase asked for where it has one; exit status 1 if it stays shut."""
    try:
        passphrase = None
        if minisign_key.needs_passphrase(file):
            passphrase = click.prompt("Passphrase of the key", hide_input=True, err=True)
        return minisign_key.read(file, passphrase)
    except (SignatureError, OSError) as error:
        stop(str(error))


def public_key(said: str) -> PublicKey:
    """A public key, given as its line or as the name of a file. SignatureError if it is neither."""
    path = Path(said)
    # A name of a file may not be longer than the system allows; a key never is.
    if len(said) < 200 and path.is_file():
        return PublicKey.parse(path.read_text(encoding="utf-8", errors="replace"))
    return PublicKey.parse(said)
