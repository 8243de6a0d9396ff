"""Captions in the WebVTT format: what is said in a film, and when.

Only what every player reads is taken: a heading and cues. Styles and regions are refused, since they
can hide what is said. Source: W3C WebVTT, Candidate Recommendation of 4 April 2019, section 4.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .errors import InputError, Problem

_MOMENT = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t]+\S.*)?")
#: Marks that only say how a word is said; a name in a voice tag is shown by no player in the way.
_TAG = re.compile(r"</?(?:b|i|u|c|v|lang|ruby|rt)(?:\.[\w-]+)*(?:[ \t][^<>]*)?>|<\d[\d:.]*>")


@dataclass(frozen=True)
class Cue:
    """What is shown from one moment to another, in milliseconds."""

    start: int
    end: int
    text: str


def parse(text: str) -> tuple[Cue, ...]:
    """The cues, in their order. InputError with every line that is wrong."""
    lines = text.split("\n")
    if not re.fullmatch(r"\ufeff?WEBVTT(?:[ \t].*)?", lines[0]):
        raise InputError([Problem("captions_heading", where="captions")])
    cues: list[Cue] = []
    found: list[Problem] = []
    for number, block in _blocks(lines[1:]):
        cue = _cue(number, block, cues[-1].start if cues else 0)
        if isinstance(cue, Cue):
            cues.append(cue)
        elif cue is not None:
            found.append(cue)
    if not cues and not found:
        found.append(Problem("captions_empty", where="captions"))
    if found:
        raise InputError(found)
    return tuple(cues)


def plain(text: str) -> str:
    """The words of the captions, a line a cue: the beginning of a transcript."""
    return "\n".join(_TAG.sub("", cue.text).replace("\n", " ") for cue in parse(text))


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines between empty ones, with the number of the first in the file."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 2):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cue(number: int, block: list[str], earliest: int) -> Cue | Problem | None:
    if block[0].startswith("NOTE") and re.match(r"NOTE(?:[ \t]|$)", block[0]):
        return None
    # A cue may have a name in the line above its time.
    place = 1 if "-->" not in block[0] and "-->" in "".join(block[1:2]) else 0
    line = {"line": str(number + place)}
    timing = _TIMING.fullmatch(block[place].strip())
    if timing is None:
        return Problem("captions_timing", line, where="captions")
    parts = timing.groups()
    start, end = _milliseconds(parts[:4]), _milliseconds(parts[4:8])
    if end <= start or start < earliest:
        return Problem("captions_order", line, where="captions")
    words = "\n".join(block[place + 1 :])
    if not _TAG.sub("", words).strip():
        return Problem("captions_silent", line, where="captions")
    if "<" in _TAG.sub("", words) or "-->" in words:
        return Problem("captions_marks", line, where="captions")
    return Cue(start, end, words)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
