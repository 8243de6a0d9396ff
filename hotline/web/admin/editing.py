"""What somebody types into the form of a record until it is a proposal: begun, checked, proposed.

A draft stands in the form alone, never in the database. It carries the fingerprint of what was
published when it was begun, and of a change that is revised its version, so that nothing newer is
written over unseen.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.difference import FieldDifference, difference
from hotline.domain.edition import canonical_json, sha256
from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.record import SHAPES, DirectoryRecord, Kind, Name, from_document
from hotline.domain.review import OPEN, evidence_problems
from hotline.services import proposing
from hotline.services.checking import live, problems_of_parts, problems_to_propose, shaped
from hotline.services.renditions import filled_in
from hotline.storage.tables.directory import service as service_table
from hotline.storage.tables.review import Change
from hotline.web.admin.clock import now
from hotline.web.admin.fields import fields
from hotline.web.admin.plans import plans
from hotline.web.admin.record_form import (
    Typed,
    act_on,
    document_of,
    place_of,
    typed_of,
    with_entry,
    with_ids,
    with_transcript,
)

#: Records that have a form. A notice is made by an act of its own, and a region by an import.
KINDS: tuple[Kind, ...] = tuple(kind for kind in SHAPES if kind not in {"region", "notice"})


@dataclass(frozen=True)
class Draft:
    """A text that is being written. `name.id` is empty while a new record has none.

    `seen` is the fingerprint of what was published when it was begun. `change` and `version` are those
    of the change that is revised, None for a new proposal.
    """

    name: Name
    typed: Typed
    seen: str
    reason: str = ""
    is_new: bool = False
    change: int | None = None
    version: int | None = None

    @property
    def document(self) -> dict[str, Any]:
        """What the fields say."""
        return document_of(self.name.kind, self.typed)


@dataclass(frozen=True)
class Moved:
    """What is no longer as it was when the text was begun, and what "on top of it" would stand on."""

    published: tuple[FieldDifference, ...]
    change: tuple[FieldDifference, ...]
    seen: str
    version: int | None


def acted_on(draft: Draft, act: str, today: str) -> tuple[Draft, tuple[Problem, ...]]:
    """The draft after a button inside its form, and why that could not be done."""
    verb, _, path = act.partition(":")
    if verb != "transcript":
        return replace(draft, typed=act_on(draft.name.kind, draft.typed, act, today)), ()
    place = path.removeprefix("rendition.")
    if not re.fullmatch("[0-9]{1,2}", place):
        return draft, ()
    try:
        return replace(draft, typed=with_transcript(draft.typed, path)), ()
    except InputError as error:
        where = f"rendition.{int(place) + 1}.captions"
        return draft, tuple(replace(one, where=where) for one in error.problems)


def fingerprint(record: DirectoryRecord | None) -> str:
    """What tells one text of a record from every other; empty where nothing is published."""
    return sha256(canonical_json(record.document)) if record else ""


def fingerprint_of(name: Name, document: dict[str, Any] | None) -> str:
    """The fingerprint of a stored text; one that cannot be read any more is like no other."""
    record = _readable(name, document) if document is not None else None
    return fingerprint(record) if record or document is None else "?"


def begun(record: DirectoryRecord) -> Draft:
    """The form of a record that is published."""
    return Draft(record.name, typed_of(record.kind, record.document), fingerprint(record))


def begun_anew(kind: Kind, region: str, language: str, today: str) -> Draft:
    """The form of a record that is not there yet. A list that needs an entry begins with one."""
    typed = typed_of(kind, {})
    for field in fields(SHAPES[kind]):
        if field.widget == "repeat" and field.required:
            typed = with_entry(kind, typed, field.name, today)
        if field.name == "name_language":
            typed[field.name] = [language]
    record_id = region if kind == "first_lines" else ""
    return Draft(Name(kind, region, record_id), typed, "", is_new=True)


def begun_again(change: Change, published: DirectoryRecord | None) -> Draft:
    """The form of a change that waits, with its own text."""
    typed = typed_of(change.kind, change.after or {})
    return Draft(change.name, typed, fingerprint(published), change.reason, False, change.id, change.version)


def with_names(session: Session, draft: Draft) -> Draft:
    """The draft with an id in the place of each that was left empty; the id of a known record stays."""
    name = draft.name
    if not draft.is_new:
        has_id = any(field.is_id for field in fields(SHAPES[name.kind]))
        forced = {**draft.typed, "id": [name.id]} if has_id else draft.typed
        return replace(draft, typed=with_ids(name.kind, name.region, forced, lambda _: False))
    typed = with_ids(name.kind, name.region, draft.typed, _taken(session, name))
    record_id = "".join(typed.get("id", [])).strip() or name.id
    return replace(draft, typed=typed, name=name._replace(id=record_id))


def _taken(session: Session, name: Name) -> Callable[[str], bool]:
    used = {one.id for one in live(session, name.region) if one.kind == name.kind}
    used |= {change.record_id for change in open_changes(session, name.region) if change.kind == name.kind}
    if name.kind == "service":
        used |= set(session.scalars(select(service_table.c.id)))
    return used.__contains__


def open_changes(session: Session, region: str) -> list[Change]:
    """The changes of a region that still wait for somebody, oldest first."""
    return list(
        session.scalars(
            select(Change).where(Change.region == region, Change.state.in_(OPEN)).order_by(Change.id)
        )
    )


def moved(session: Session, draft: Draft) -> Moved | None:
    """What somebody else published or wrote since the draft was begun; None if nothing."""
    if draft.is_new:
        return None
    published = live(session, draft.name.region).get(draft.name)
    change = session.get(Change, draft.change, populate_existing=True) if draft.change else None
    same_version = change is None or change.version == draft.version
    if fingerprint(published) == draft.seen and same_version:
        return None
    after = published.document if published else None
    before = _published_before(session, draft)
    return Moved(
        # Where nobody knows any more what it was begun on, what is typed is compared.
        difference(before if before is not None else _whole(session, draft), after),
        () if same_version or change is None else difference(_whole(session, draft), change.after),
        fingerprint(published),
        change.version if change else None,
    )


def _published_before(session: Session, draft: Draft) -> dict[str, Any] | None:
    """The published text with the fingerprint that the draft was begun on, if a change made it."""
    name = draft.name
    for change in session.scalars(
        select(Change)
        .where(Change.kind == name.kind, Change.region == name.region, Change.record_id == name.id)
        .order_by(Change.id.desc())
    ):
        for document in (change.before, change.after):
            if document is None:
                continue
            record = _readable(name, document)
            if record and fingerprint(record) == draft.seen:
                return record.document
    return None


def _readable(name: Name, document: dict[str, Any]) -> DirectoryRecord | None:
    try:
        return from_document(name.kind, name.region, document)
    except (ValueError, KeyError):
        # The shape of records has changed since.
        return None


def _whole(session: Session, draft: Draft) -> dict[str, Any]:
    """What is typed, with the keys that a published text has; as it is where it is not whole."""
    document = dict(filled_in(session, draft.name.region, draft.document))
    record = _readable(draft.name, document)
    return record.document if record else document


def problems_of(session: Session, draft: Draft) -> list[Problem]:
    """Everything that is wrong with what is typed now, but for the reason."""
    name = draft.name
    document = dict(filled_in(session, name.region, draft.document))
    before = live(session, name.region).get(name)
    found: list[Problem] = []
    if draft.is_new and before is not None:
        found.append(Problem("record_exists", {"id": name.id}, where="id"))
        before = None
    try:
        record = shaped(name.kind, name.region, document)
    except InputError as error:
        found += error.problems
        found += problems_of_parts(name.kind, name.region, document, plans())
        parts = document.get("contact_point", ())
        if all(point.get("id") for point in parts):
            found += evidence_problems(_bare(before.document) if before else None, document)
    else:
        found += problems_to_propose(session, record, plans(), now())
        found += evidence_problems(before.document if before else None, record.document)
    return _once(found)


def _bare(value: Any) -> Any:
    """A document without what no source says, as a form gives it."""
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if one not in (None, [], {})}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _once(problems: Iterable[Problem]) -> list[Problem]:
    seen: dict[tuple[str, str], Problem] = {}
    for problem in problems:
        where = "" if problem.code == "reason_missing" else problem.where
        seen.setdefault((problem.code, where), problem)
    return list(seen.values())


def propose(session: Session, person: Person, draft: Draft) -> Change:
    """Make the draft a change; InputError with everything that is wrong, the reason included."""
    name, document = draft.name, draft.document
    if draft.is_new and name in live(session, name.region):
        raise InputError(_with_reason(draft, problems_of(session, draft)))
    try:
        if draft.change is not None and draft.version is not None:
            return proposing.revise(
                session, person, draft.change, draft.version, document, draft.reason, now(), plans()
            )
        return proposing.propose(
            session, person, name.kind, name.region, document, draft.reason, now(), plans()
        )
    except InputError as error:
        found = _once((*error.problems, *problems_of(session, draft)))
        raise InputError(_with_reason(draft, found)) from None


def _with_reason(draft: Draft, found: Iterable[Problem]) -> list[Problem]:
    missing = [] if draft.reason.strip() else [Problem("reason_missing")]
    return _once((*found, *missing))


def _follows(draft: Draft, problem: Problem) -> bool:
    """Whether only an id is missing that will be made from something else that is missing, too."""
    place = place_of(draft.name.kind, draft.document, problem.where)
    if problem.code != "field_missing" or place.rpartition(".")[2] != "id":
        return False
    beside = {"claim": "region", "rendition": "file"}.get(place.partition(".")[0], "channel")
    made_from = {"": ("name", "number", "title")}.get(
        place.rpartition(".")[0], (place[: -len("id")] + beside,)
    )
    from_something = [name for name in made_from if name in draft.typed]
    return bool(from_something) and not any("".join(draft.typed[name]).strip() for name in from_something)


def at_fields(draft: Draft, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems with the names of the form's own fields; "why" is that of the reason.

    Two kinds of record have a field called "reason" themselves.
    """
    document = draft.document
    for problem in problems:
        if _follows(draft, problem):
            continue
        own = problem.code == "reason_missing"
        yield replace(problem, where="why" if own else place_of(draft.name.kind, document, problem.where))
