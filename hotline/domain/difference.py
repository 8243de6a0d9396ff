"""The difference between two versions of a record, field by field, for the eyes of a reviewer.

A path names things by their ids ("contact_point.voice.number"), so that a list that is put in
another order does not look as if everything had changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from .gate import digits_of


@dataclass(frozen=True)
class DigitPair:
    """Two digits that stand over each other; None where one of the numbers has none there."""

    before: str | None
    after: str | None

    @property
    def same(self) -> bool:
        """Whether a reader's eye may pass over them."""
        return self.before == self.after


@dataclass(frozen=True)
class FieldDifference:
    """One field that differs. None: it was not there, or is there no more.

    `digits` is filled in for numbers: both aligned, so that the one changed digit is seen.
    """

    path: str
    before: Any
    after: Any
    digits: tuple[DigitPair, ...] = ()


def difference(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[FieldDifference, ...]:
    """Everything in which two documents of one record differ, in the order of their fields."""
    return tuple(_of_mappings("", before or {}, after or {}))


def align(before: str, after: str) -> tuple[DigitPair, ...]:
    """The digits of two numbers over each other, with as many equal ones as possible."""
    one, other = digits_of(before), digits_of(after)
    if len(one) == len(other):
        return tuple(DigitPair(*pair) for pair in zip(one, other, strict=True))
    pairs = []
    for _, start, end, other_start, other_end in SequenceMatcher(None, one, other, False).get_opcodes():
        pairs += [DigitPair(*p) for p in zip_longest(one[start:end], other[other_start:other_end])]
    return tuple(pairs)


def _of_mappings(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FieldDifference]:
    for key in dict.fromkeys((*before, *after)):
        yield from _of_values(f"{path}.{key}" if path else key, before.get(key), after.get(key))


def _of_values(path: str, before: Any, after: Any) -> Iterator[FieldDifference]:
    if before == after or (_is_nothing(before) and _is_nothing(after)):
        return
    if _is_mapping(before) and _is_mapping(after):
        yield from _of_mappings(path, before or {}, after or {})
    elif _has_ids(before) and _has_ids(after):
        yield from _of_named(path, before or [], after or [])
    elif _holds_mappings(before) and _holds_mappings(after):
        yield from _of_unnamed(path, before or [], after or [])
    else:
        number = path.rpartition(".")[2] == "number"
        yield FieldDifference(path, before, after, align(before or "", after or "") if number else ())


def _of_named(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[FieldDifference]:
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}
    for key in dict.fromkeys((*old, *new)):
        yield from _of_mappings(f"{path}.{key}", old.get(key, {}), new.get(key, {}))
    order = [key for key in old if key in new], [key for key in new if key in old]
    if order[0] != order[1]:
        yield FieldDifference(path, *order)


def _of_unnamed(path: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[FieldDifference]:
    gone = [item for item in before if item not in after]
    come = [item for item in after if item not in before]
    yield from (FieldDifference(path, item, None) for item in gone)
    yield from (FieldDifference(path, None, item) for item in come)
    if not gone and not come:
        yield FieldDifference(path, list(before), list(after))


def _is_nothing(value: Any) -> bool:
    return value is None or value == [] or value == {}


def _is_mapping(value: Any) -> bool:
    return value is None or isinstance(value, Mapping)


def _holds_mappings(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(item, Mapping) for item in value))


def _has_ids(value: Any) -> bool:
    return _holds_mappings(value) and all("id" in item for item in value or ())
