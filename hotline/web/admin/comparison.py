"""Two versions of a record beside each other, in the words of whoever decides on them.

Whoever has to type a number blind gets every text through a veil: nothing that leaves here holds
the digits. Must not know requests, templates or the database.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.domain import language
from hotline.domain.blind import DOT, Veil, dots
from hotline.domain.difference import DigitPair, FieldDifference, difference
from hotline.domain.errors import N_
from hotline.domain.record import SHAPES, Kind
from hotline.domain.review import numbers_to_type
from hotline.editions import wording
from hotline.services.renditions import FOUND
from hotline.web.admin.field_names import choice, name_of
from hotline.web.admin.fields import Field, fields
from hotline.web.admin.moments import in_words

Translate = Callable[[str], str]
Document = Mapping[str, Any] | None


@dataclass(frozen=True)
class Line:
    """One field that differs. `digits` is filled in for a number that may be read."""

    name: str
    before: str | None
    after: str | None
    digits: tuple[DigitPair, ...] = ()
    said: tuple[str, ...] = ()  #: the same for ears: "digit 3: 1 became 7"
    is_number: bool = False


@dataclass(frozen=True)
class Source:
    """One piece of evidence in full. `place` finds it again, where its address is hidden."""

    place: str
    title: str
    address: str
    hidden: bool
    opens: bool  #: it is an address of the web
    says: str | None
    date: str | None
    read: str
    obtained: str
    attachment: str | None  #: its hash
    is_new: bool


@dataclass(frozen=True)
class Part:
    """What differs in one contact point, or in the record itself, and all the evidence for it."""

    anchor: str
    title: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...] = ()
    gone: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Words:
    """The reader's language, the veil before their eyes, and the zone in which times are told."""

    locale: str
    translate: Translate
    veil: Veil
    zone: str = "UTC"


def parts(kind: Kind, before: Document, after: Document, words: Words) -> tuple[Part, ...]:
    """Everything that differs, the record itself first, then its contact points."""
    found: dict[str, list[FieldDifference]] = {}
    for one in difference(before, after):
        found.setdefault(_owner(one.path), []).append(one)
    old, new = owners(before), owners(after)
    blind = numbers_to_type(before, after) if words.veil.hides else {}
    order = list(dict.fromkeys(("", *new, *old)))
    return tuple(
        Part(
            anchor=f"part-{place}",
            title=place_name(new.get(owner) or old.get(owner), owner, words) if owner else "",
            lines=tuple(
                _line(kind, one, (owner or "number") in blind, words)
                for one in found[owner]
                if one.path.rpartition(".")[2] != "evidence" and not _is_found(one.path)
            ),
            sources=_sources(f"part-{place}", new.get(owner), old.get(owner), words),
            gone=_gone(old.get(owner), new.get(owner), words),
        )
        for place, owner in enumerate(order)
        if owner in found
    )


def owners(document: Document) -> dict[str, Mapping[str, Any]]:
    """What may have evidence: the record itself under "", and its contact points by their id."""
    if document is None:
        return {}
    return {"": document, **{point["id"]: point for point in document.get("contact_point") or ()}}


def anchor_of(before: Document, after: Document, owner: str) -> str:
    """Where a part stands on the page. By position: an id may hold digits that nobody is to read."""
    order = list(dict.fromkeys(("", *owners(after), *owners(before))))
    return f"part-{order.index(owner)}" if owner in order else ""


def place_name(point: Document, owner: str, words: Words) -> str:
    """A contact point by its channel and its place: "Call (voice-2, Mexico)"."""
    channel = words.translate(choice("ContactPoint.channel", str((point or {}).get("channel", ""))))
    where = (point or {}).get("number_region")
    # What has just the name of its channel is the only one of it.
    own = [] if owner == (point or {}).get("channel") else [words.veil.text(owner)]
    told = [*own, *([wording.region_name(where, words.locale)] if where else [])]
    return f"{channel} ({', '.join(told)})" if told else channel


def source_address(before: Document, after: Document, place: str) -> str | None:
    """The address of the evidence at `Source.place`; None if there is none."""
    anchor, _, number = place.rpartition(".")
    for owner, document in owners(after).items():
        evidence = document.get("evidence") or ()
        if anchor_of(before, after, owner) == anchor and number.isdecimal() and int(number) < len(evidence):
            return str(evidence[int(number)]["address"])
    return None


def _is_found(path: str) -> bool:
    """Whether a program fills it in: it follows from the file, which differs itself and is shown."""
    return path.startswith("rendition.") and path.rpartition(".")[2] in FOUND


def _owner(path: str) -> str:
    several, _, rest = path.partition(".")
    return rest.partition(".")[0] if several == "contact_point" else ""


def _line(kind: Kind, one: FieldDifference, is_blind: bool, words: Words) -> Line:
    names, field = _named(kind, one.path, words)
    name = ": ".join(names)
    before, after = (_value(field, value, words) for value in (one.before, one.after))
    if field is None or field.name not in {"number", "vanity"}:
        return Line(name, before, after)
    before = words.veil.number(before) if before else before
    if is_blind and one.after:
        # Letters stand for digits, so of them nothing may be read either.
        return Line(name, before, dots(one.after) if field.name == "number" else DOT * 3, is_number=True)
    if one.digits and words.veil.hides:
        return Line(name, before, after, is_number=True)
    return Line(name, before, after, one.digits, tuple(_said(one.digits, words)), one.digits != ())


def _said(digits: Sequence[DigitPair], words: Words) -> Iterator[str]:
    """Each digit that differs, by its place in the new number; one that is gone, by its old place."""
    if all(pair.before is None for pair in digits) or all(pair.after is None for pair in digits):
        return
    old = new = 0
    for pair in digits:
        old, new = old + (pair.before is not None), new + (pair.after is not None)
        told = {"place": new, "before": pair.before, "after": pair.after}
        if pair.same:
            continue
        if pair.before is None:
            yield words.translate(N_("Digit %(place)s: %(after)s is new")) % told
        elif pair.after is None:
            yield words.translate(N_("Digit %(place)s: %(before)s is gone")) % {**told, "place": old}
        else:
            yield words.translate(N_("Digit %(place)s: %(before)s became %(after)s")) % told


def _named(kind: Kind, path: str, words: Words) -> tuple[list[str], Field | None]:
    """The names of the fields on a path, without the ids in it, and the last field."""
    names: list[str] = []
    inside, field = fields(SHAPES[kind]), None
    steps = iter(path.split("."))
    for step in steps:
        field = next((one for one in inside if one.name == step), field)
        if field is None:
            return [path], None
        if field.name != step:
            # One text of several, by its language.
            names[-1] += f" ({language.name(step, words.locale)})"
            break
        inside = field.inside
        names.append(words.translate(name_of(field.key)))
        entry = next(steps, None) if field.widget == "repeat" else None
        if entry is not None:
            names.pop()
            if field.name == "rendition":
                # Several files of a material differ in the same fields.
                names.append(words.veil.text(entry))
    return names, field


def _value(field: Field | None, value: Any, words: Words) -> str | None:
    """A value in words; None where there is none."""
    if value is None or value in ([], {}):
        return None
    if isinstance(value, list):
        return wording.listed((_value(field, one, words) or "" for one in value), words.locale)
    if isinstance(value, bool):
        return words.translate(N_("Yes") if value else N_("No"))
    widget = field.widget if field else "text"
    if field and widget in {"choice", "choices"}:
        return words.translate(choice(field.key, value))
    if widget in {"region", "regions"}:
        return wording.region_name(value, words.locale)
    if widget in {"day", "partial_date"}:
        return wording.partial_date(value, words.locale)
    if field and field.name in {"number", "vanity"}:
        return str(value)
    if field and field.key in {"Notice.since", "Notice.until"}:
        return in_words(datetime.fromisoformat(value), words.zone, words.locale)
    return words.veil.text(str(value))


def _sources(anchor: str, new: Document, old: Document, words: Words) -> tuple[Source, ...]:
    known = (old or {}).get("evidence") or ()
    return tuple(
        _source(f"{anchor}.{place}", one, one not in known, words)
        for place, one in enumerate((new or {}).get("evidence") or ())
    )


def _gone(old: Document, new: Document, words: Words) -> tuple[Source, ...]:
    kept = (new or {}).get("evidence") or ()
    return tuple(
        _source("", one, False, words) for one in (old or {}).get("evidence") or () if one not in kept
    )


def _source(place: str, said: Mapping[str, Any], is_new: bool, words: Words) -> Source:
    address, veil = said["address"], words.veil
    return Source(
        place=place,
        title=veil.text(said["title"]),
        address=veil.text(address),
        hidden=veil.text(address) != address,
        opens=address.startswith(("https://", "http://")),
        says=veil.text(said["says"]) if said.get("says") else None,
        date=wording.partial_date(said["date"], words.locale) if said.get("date") else None,
        read=wording.partial_date(said["read"], words.locale),
        obtained=words.translate(choice("Evidence.obtained", said["obtained"])),
        attachment=said.get("file"),
        is_new=is_new,
    )
