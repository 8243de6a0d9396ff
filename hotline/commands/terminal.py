"""Whoever sits at the terminal: the screen they look at, their name and their clock."""

import os
import sys
from datetime import UTC, datetime
from typing import NoReturn

import click
from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


def who() -> str:
    """The name that goes into the trail where nobody gave one."""
    return os.environ.get("USER") or f"uid {os.getuid()}"


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def stop(sentence: str, status: int = 1) -> NoReturn:
    """End the program with a sentence that says what to do."""
    click.echo(sentence, err=True)
    sys.exit(status)
