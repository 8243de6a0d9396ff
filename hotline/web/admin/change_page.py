"""What the page of one change holds for one reader, who may have to type its numbers blind.

Every text of a change that goes to the template passes the veil here. Must not know requests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain import script
from hotline.domain.blind import Veil
from hotline.domain.errors import N_, Problem
from hotline.domain.near import listed
from hotline.domain.person import Person
from hotline.domain.record import Name
from hotline.domain.review import Action, numbers_to_type, refusals
from hotline.domain.soundness import Plans
from hotline.editions import wording
from hotline.services.acts import needs_adoption, problems_to_decide
from hotline.services.importing import IMPORT
from hotline.services.materials import put_out_of_date
from hotline.services.waiting import is_author, names
from hotline.storage.directory import read_all
from hotline.storage.tables.directory import region as region_table
from hotline.storage.tables.review import Change
from hotline.web.admin.comparison import Part, Translate, Words, anchor_of, owners, parts, place_name
from hotline.web.admin.field_names import kind_name
from hotline.web.admin.number_help import NumberHelp, filled_in, help_for
from hotline.web.admin.rendition_page import ShownRendition, renditions


@dataclass(frozen=True)
class Blank:
    """One number to type: `key` names its contact point, `name` its field, which never holds an id."""

    key: str
    name: str
    label: str


@dataclass(frozen=True)
class Shown:
    """One change as a person sees it."""

    change: Change
    title: str
    kind: str
    authors: tuple[str, ...]
    decided_by: str | None
    reason: str
    note: str | None
    zone: str
    parts: tuple[Part, ...]
    warnings: tuple[str, ...]
    blanks: tuple[Blank, ...]
    may: frozenset[Action]
    may_undo: bool
    is_blind: bool
    may_name: bool  #: whether the record’s id may stand in an address on the page
    unadopted: bool
    hindrances: tuple[Problem, ...]
    files: tuple[ShownRendition, ...]  #: of a material
    outdates: tuple[tuple[str, Name | None], ...]  #: materials that it would put out of date, by their titles


@dataclass(frozen=True)
class Reader:
    """Who reads, in which language, and when."""

    person: Person
    locale: str
    translate: Translate
    now: datetime


def is_blind(person: Person, region: str, state: str, authors: tuple[str, ...]) -> bool:
    """Whether the numbers of a change are hidden from a person: they are the one to type them."""
    return state == "proposed" and person.may("reviewer", region) and not is_author(person, authors)


def veil_for(person: Person, change: Change) -> Veil:
    """What this person may not read in a change."""
    if is_blind(person, change.region, change.state, change.authors):
        return Veil(numbers_to_type(change.before, change.after).values())
    return Veil()


def title_of(change: Change, veil: Veil, locale: str) -> str:
    """What a record is called; a record without a name, by its region."""
    document: Mapping[str, Any] = change.after or change.before or {}
    named = document.get("name") or document.get("title") or document.get("number") or document.get("service")
    return veil.text(str(named)) if named else wording.region_name(change.region, locale)


def reason_of(change: Change, veil: Veil, translate: Translate) -> str:
    """Why somebody proposed it; an import gives no reason of its own."""
    return translate(N_("It came from a file.")) if change.reason == IMPORT else veil.text(change.reason)


def blanks_of(change: Change, words: Words) -> tuple[Blank, ...]:
    """The numbers to type, in the order of the record. A number of a record itself has the key "number"."""
    found = numbers_to_type(change.before, change.after)
    points = owners(change.after)
    return tuple(
        Blank(
            key,
            f"typed-{place}",
            place_name(points[key], key, words) if key in points else words.translate(N_("Number")),
        )
        for place, key in enumerate(found, 1)
    )


def zone_of(session: Session, region: str) -> str:
    """The time zone of a region; UTC for one that is not there yet."""
    query = select(region_table.c.timezone).where(region_table.c.region == region)
    return session.scalar(query) or "UTC"


def shown(session: Session, change: Change, reader: Reader, plans: Plans) -> Shown:
    """Everything that the page of a change says to this reader."""
    person, veil = reader.person, veil_for(reader.person, change)
    zone = zone_of(session, change.region)
    words = Words(reader.locale, reader.translate, veil, zone)
    called = names(session, (*change.authors, *([change.decided_by] if change.decided_by else [])))
    unadopted = change.state == "proposed" and needs_adoption(session, change)
    may = frozenset(_may(change, person)) - (frozenset() if unadopted else {"adopt"})
    hindrances = problems_to_decide(session, change, person.id, reader.now) if "approve" in may else ()
    return Shown(
        change=change,
        title=title_of(change, veil, reader.locale),
        kind=reader.translate(kind_name(change.kind)),
        authors=tuple(called[author] for author in change.authors),
        decided_by=called[change.decided_by] if change.decided_by else None,
        reason=reason_of(change, veil, reader.translate),
        note=veil.text(change.note) if change.note else None,
        zone=zone,
        parts=parts(change.kind, change.before, change.after, words),
        warnings=tuple(dict.fromkeys(_warnings(session, change, words, plans))),
        blanks=blanks_of(change, words),
        may=may,
        may_undo=change.state == "published" and change.kind != "notice" and person.may("editor", change.region),
        is_blind=veil.hides,
        may_name=veil.text(change.record_id) == change.record_id,
        unadopted=unadopted,
        hindrances=tuple(hindrances),
        files=renditions(session, change.region, change.after) if change.kind == "material" else (),
        outdates=tuple(_outdates(session, change, veil, reader.now)),
    )  # fmt: skip


def anchored(change: Change, problem: Problem, blanks: tuple[Blank, ...]) -> str:
    """The place on the page that a problem speaks of; empty where the whole change is meant."""
    typed = {blank.key: blank.name for blank in blanks}
    if problem.where in typed:
        return typed[problem.where]
    if problem.where in {"day", "time", "at"}:
        return "day" if problem.where == "at" else problem.where
    several, _, rest = problem.where.partition(".")
    return (
        anchor_of(change.before, change.after, rest.partition(".")[0]) if several == "contact_point" else ""
    )


def _outdates(
    session: Session, change: Change, veil: Veil, now: datetime
) -> Iterator[tuple[str, Name | None]]:
    for region, material in put_out_of_date(session, change, now):
        # An address may hold digits that the reader has to type.
        may_name = veil.text(material.id) == material.id
        yield veil.text(material.title), Name("material", region, material.id) if may_name else None


_ACTIONS: tuple[Action, ...] = ("revise", "adopt", "return", "discard", "withdraw", "approve")


def _may(change: Change, person: Person) -> Iterator[Action]:
    for action in _ACTIONS:
        if not any(refusals(action, change.state, person, change.authors, change.region)):
            yield action


def _warnings(session: Session, change: Change, words: Words, plans: Plans) -> Iterator[str]:
    """What a reviewer has to see although it is no error."""
    document = change.after
    if document is None or change.state == "published":
        return
    changed = numbers_to_type(change.before, document)
    told = (
        help_for(change.name, filled_in(document), listed(read_all(session), plans), plans) if changed else {}
    )
    for key, help_ in _by_owner(document, told):
        if key in changed:
            point = owners(document).get(key)
            label = place_name(point, key, words) if point else words.translate(N_("Number"))
            yield from (f"{label}: {words.veil.text(text)}" for text in _of_number(help_, words))
    for found in script.warnings(document):
        if script.warnings(change.before).count(found) == 0:
            yield words.veil.text(
                words.translate(
                    N_("“%(word)s” has letters that look like others. Compare it with the source.")
                )
                % {"word": found.word}
            )


def _by_owner(
    document: Mapping[str, Any], told: Mapping[str, NumberHelp]
) -> Iterator[tuple[str, NumberHelp]]:
    for path, help_ in told.items():
        names_ = path.split(".")
        yield (document["contact_point"][int(names_[1])]["id"] if len(names_) > 1 else "number"), help_


def _of_number(help_: NumberHelp, words: Words) -> Iterator[str]:
    if help_.number is not None:
        if help_.number.warnings:
            yield words.translate(N_("No numbering plan we know lists this number."))
        if help_.advice is not None and not help_.advice.known:
            yield words.translate(
                N_(
                    "The library of telephone numbers (libphonenumber) does not know it. Look at the source twice."
                )
            )
    for near in help_.near:
        # A retired number is called what it says: one slip away gives away all digits but one.
        title = words.veil.every_digit(near.listed.title or near.listed.contact_point or "")
        said = {"title": title, "number": near.listed.number}
        if near.how == "same":
            yield words.translate(N_("The same number stands at “%(title)s”.")) % said
        elif words.veil.hides:
            yield words.translate(N_("It is one slip away from a number of “%(title)s”.")) % said
        else:
            yield words.translate(N_("It is one slip away from %(number)s of “%(title)s”.")) % said
