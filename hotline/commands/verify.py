"""`hotline verify`: is a copy whole, who signed it, and is it the newest that was seen?"""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from hotline.commands.key import public_key
from hotline.commands.terminal import now, stop
from hotline.editions.minisign import PublicKey, SignatureError, key_name
from hotline.services import copies, seen, verifying
from hotline.services.copies import UnreadableError
from hotline.services.verifying import Fault, Known, Verdict

#: docs/verify.md lists them; 2 is a command that was called wrongly.
STATUS: dict[Fault, int] = {"altered": 1, "signature": 3, "older": 4, "future": 5}
UNREADABLE = 6
#: Further sentences than fit on a screen are counted.
_MOST_LISTED = 20


@click.command()
@click.argument("place", metavar="FOLDER|ADDRESS")
@click.option(
    "--key",
    "keys",
    multiple=True,
    help="A public key that you trust, or its file; more than once for several.",
)
@click.option(
    "--since", default=None, help="An edition that you have: its number, or a folder that holds it."
)
@click.option(
    "--state", "state", type=click.Path(dir_okay=False, path_type=Path), default=None,
    help="Where to remember the newest edition that was sound.",
)  # fmt: skip
def verify(place: str, keys: tuple[str, ...], since: str | None, state: Path | None) -> None:
    """Check a copy of an edition: every file, the chain of editions, the signature, the date.

    \b
    Exit status 0: sound.          1: altered, incomplete, or mixed of two editions.
    3: not signed with your key.   4: older than one that was seen, or of another line.
    5: from the future.            6: there is nothing that can be checked.
    """
    trusted = _keys(keys)
    file = state or _state()
    try:
        copy = copies.at(place)
        before = [*seen.before(file, trusted, copy.name), *_since(since)]
        verdict = verifying.check(copy, trusted, now(), before)
    except (UnreadableError, OSError) as error:
        stop(str(error), UNREADABLE)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if verdict.findings:
        _refuse(verdict)
    seen.remember(file, trusted, copy.name, Known(verdict.seal.number, verdict.seal.edition))
    for sentence in _said(verdict, trusted):
        click.echo(sentence)


def _keys(keys: tuple[str, ...]) -> tuple[PublicKey, ...]:
    try:
        return tuple(public_key(said) for said in keys)
    except SignatureError as error:
        raise click.UsageError(str(error)) from None


def _since(since: str | None) -> list[Known]:
    if since is None:
        return []
    if since.isdecimal():
        return [Known(int(since), None)]
    return [verifying.known(copies.at(since))]


def _refuse(verdict: Verdict) -> NoReturn:
    found = verdict.findings
    for finding in found[:_MOST_LISTED]:
        click.echo(finding.sentence, err=True)
    if len(found) > _MOST_LISTED:
        click.echo(f"and {len(found) - _MOST_LISTED} more.", err=True)
    click.echo("Do not use this copy. Take another one from somebody you trust.", err=True)
    # STATUS is in order of gravity.
    sys.exit(next(status for fault, status in STATUS.items() if any(one.fault == fault for one in found)))


def _said(verdict: Verdict, trusted: tuple[PublicKey, ...]) -> list[str]:
    seal = verdict.seal
    said = [
        f"Sound: edition {seal.number} of {seal.published_at[:10]}, {len(seal.files)} files.",
        f"Hash of the edition: {seal.edition}",
    ]
    if verdict.key is not None:
        said.append(f"Signed with the key that you trust, {key_name(verdict.key.key_id)}.")
    elif verdict.signed_by is not None:
        said.append(
            f"It says that it is signed with the key {verdict.signed_by}. Whose that is, nobody has checked: "
            "get the public key from somebody you trust, and name it with --key."
        )
    else:
        said.append("It is not signed: it is whole, and anybody may have made it.")
    if verdict.unlisted:
        said.append(f"{verdict.unlisted} forms for paper stand in no list and were not checked.")
    return said


def _state() -> Path:
    home = os.environ.get("XDG_STATE_HOME")
    return (Path(home) if home else Path.home() / ".local" / "state") / "hotline" / "seen.json"
