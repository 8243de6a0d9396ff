"""Where a change stands in review, who may move it where, and what must be typed again.

One table says it all: what is not in it is refused. Must not know where changes are stored.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from . import gate
from .errors import Problem
from .person import Person

State = Literal["proposed", "returned", "scheduled", "published", "discarded", "withdrawn", "superseded"]
Action = Literal[
    "revise", "adopt", "return", "discard", "withdraw", "approve", "schedule", "publish", "supersede"
]
#: "second": a reviewer who wrote no part of the change. "clock": the program itself, at the set time
#: or because another change of the same record went first.
Who = Literal["editor", "reviewer", "author", "second", "clock"]

#: Ways to obtain evidence in which the operator of a line has spoken.
FROM_THE_OPERATOR = frozenset({"operator", "call"})

#: States in which a change still waits for somebody.
OPEN: tuple[State, ...] = ("proposed", "returned", "scheduled", "superseded")


class Move(NamedTuple):
    """What an action needs and where it leads."""

    who: Who
    to: State


#: Revising a change that was approved takes the approval back.
MOVES: Mapping[tuple[Action, State], Move] = {
    ("revise", "proposed"): Move("editor", "proposed"),
    ("revise", "returned"): Move("editor", "proposed"),
    ("revise", "scheduled"): Move("editor", "proposed"),
    ("revise", "superseded"): Move("editor", "proposed"),
    # Only where nobody at the desk wrote it (services/acts.py).
    ("adopt", "proposed"): Move("editor", "proposed"),
    ("return", "proposed"): Move("reviewer", "returned"),
    ("return", "scheduled"): Move("reviewer", "returned"),
    ("discard", "proposed"): Move("reviewer", "discarded"),
    ("discard", "returned"): Move("reviewer", "discarded"),
    ("discard", "scheduled"): Move("reviewer", "discarded"),
    ("discard", "superseded"): Move("reviewer", "discarded"),
    ("withdraw", "proposed"): Move("author", "withdrawn"),
    ("withdraw", "returned"): Move("author", "withdrawn"),
    ("withdraw", "scheduled"): Move("author", "withdrawn"),
    ("withdraw", "superseded"): Move("author", "withdrawn"),
    ("approve", "proposed"): Move("second", "published"),
    ("schedule", "proposed"): Move("second", "scheduled"),
    ("publish", "scheduled"): Move("clock", "published"),
    ("supersede", "proposed"): Move("clock", "superseded"),
    ("supersede", "returned"): Move("clock", "superseded"),
    ("supersede", "scheduled"): Move("clock", "superseded"),
}


def refusals(
    action: Action, state: State, person: Person | None, authors: Collection[str], region: str
) -> Iterator[Problem]:
    """Why the person may not do this to a change that stands here; nothing where it is allowed.

    `person` is None for the program itself.
    """
    move = MOVES.get((action, state))
    if move is None:
        yield Problem(f"change_is_{state}")
        return
    # An import on the command line may spell its author as people write names: " Ana".
    authors = {author.strip().casefold() for author in authors}
    if person is None or move.who == "clock":
        if person is not None or move.who != "clock":
            yield Problem("needs_reviewer")
    elif move.who == "author":
        if person.id not in authors:
            yield Problem("needs_author")
    elif move.who == "editor":
        if not person.may("editor", region):
            yield Problem("needs_editor")
    else:
        if not person.may("reviewer", region):
            yield Problem("needs_reviewer")
        if move.who == "second" and person.id in authors:
            yield Problem("needs_second_person")


class Dialled(NamedTuple):
    """What decides which phone rings: the same digits on another channel or in another region count as new."""

    channel: str | None
    region: str | None
    digits: str
    international: bool


def keyed(text: str) -> str:
    """The digits of a number, after a star if it begins with one: what has to be typed again."""
    return ("*" if text.strip().startswith("*") else "") + gate.digits_of(text)


def numbers(document: Mapping[str, Any] | None) -> dict[str, str]:
    """Every number of a record's document, by contact point; of a record without any, by "number"."""
    return {key: part["number"] for key, part in _parts(document).items() if part.get("number")}


def numbers_to_type(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> dict[str, str]:
    """The numbers that are new or changed, by contact point: what the approver has to type blind."""
    known = _dialled(before)
    new = _dialled(after)
    return {key: number for key, number in numbers(after).items() if new[key] != known.get(key)}


def _dialled(document: Mapping[str, Any] | None) -> dict[str, Dialled]:
    return {
        key: Dialled(
            part.get("channel"),
            part.get("number_region"),
            keyed(part["number"]),
            gate.is_international(part["number"]),
        )
        for key, part in _parts(document).items()
        if part.get("number")
    }


def _parts(document: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    """The parts of a record that may have a number and evidence: contact points, or itself."""
    if document is None:
        return {}
    points = document.get("contact_point")
    return {point["id"]: point for point in points} if isinstance(points, list) else {"number": document}


def typing_problems(wanted: Mapping[str, str], typed: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the numbers that were typed again. No sentence says what would be right."""
    for key, number in wanted.items():
        text = typed.get(key, "")
        if not text.strip():
            yield Problem("typed_number_missing", where=key)
        elif gate.inspect(text.strip()) or keyed(text) != keyed(number):
            yield Problem("typed_number_differs", where=key)


def evidence_problems(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[Problem]:
    """A new number needs a source of its own: the evidence of the old one speaks of the old one.

    So does a later day of checking: no line gets younger because somebody says so. Undoing is not
    asked: what it brings back was published with its evidence.
    """
    old, new = _parts(before), _parts(after)
    for key in numbers_to_type(before, after):
        known = old.get(key, {}).get("evidence", ())
        if all(source in known for source in new[key].get("evidence", ())):
            where = f"contact_point.{key}.evidence" if key != "number" else "evidence"
            yield Problem("evidence_not_renewed", where=where)
    for key, part in new.items():
        checked, known = part.get("assured_date"), old.get(key, {})
        if checked and checked > (known.get("assured_date") or "") and not _shown(checked, part, known):
            yield Problem("check_without_evidence", where=f"contact_point.{key}.assured_date")


def _shown(checked: str, part: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Whether a new source says that its operator was asked on that day or after it."""
    new = (source for source in part.get("evidence", ()) if source not in known.get("evidence", ()))
    # A form is asked about before it is whole.
    return any(
        source.get("obtained") in FROM_THE_OPERATOR and (source.get("read") or "") >= checked
        for source in new
    )
