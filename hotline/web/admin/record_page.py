"""Shows a record: as a form with everything that helps to fill it in, or as a page to read.

It only puts together what the domain and the form say; the words are the templates' own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Response, url_for
from sqlalchemy.orm import Session

from hotline.domain.errors import N_, Problem
from hotline.domain.listing import LOCALES, NUMBER_CHANNELS, Notice
from hotline.domain.near import Listed, listed
from hotline.domain.notice import in_force
from hotline.domain.record import SHAPES, DirectoryRecord, Kind, Name
from hotline.editions import wording
from hotline.editions.rendering import translations
from hotline.services import attachments
from hotline.services.checking import live
from hotline.services.materials import outdated_now
from hotline.storage.directory import read_all
from hotline.storage.tables.review import Change
from hotline.web.admin import change_page, editing, field_words, rendition_page
from hotline.web.admin.access import current_person, signed_in
from hotline.web.admin.addresses import may_take_down
from hotline.web.admin.change_page import zone_of
from hotline.web.admin.clock import now
from hotline.web.admin.editing import Draft, Moved
from hotline.web.admin.field_names import kind_name
from hotline.web.admin.field_order import sections
from hotline.web.admin.fields import Field, fields
from hotline.web.admin.number_help import HoursHelp, NumberHelp, filled_in, help_for, hours_for
from hotline.web.admin.plans import plans
from hotline.web.admin.record_form import entries
from hotline.web.admin.rendering import language, page


def waiting_title(change: Change) -> str:
    """What a change is about, without the digits that this person has to type blind."""
    user = signed_in()
    veil = change_page.veil_for(user.live.profile.person if user else current_person(), change)
    return change_page.title_of(change, veil, language())


class Choice(NamedTuple):
    """A record that a field may name."""

    id: str
    title: str


#: The fields by which a record is called.
_TITLES = ("name", "number", "title")


def title_of(value: Any) -> str:
    """What a record is called: its name, its number, its title or nothing."""
    if isinstance(value, Mapping):
        return str(next((value[key] for key in _TITLES if value.get(key)), ""))
    return str(next((found for key in _TITLES if (found := getattr(value, key, ""))), ""))


def form(
    session: Session,
    draft: Draft,
    status: int = 200,
    problems: Sequence[Problem] = (),
    helped: bool = False,
    moved: Moved | None = None,
) -> Response:
    """The form of a draft. `helped` says beside each number how it was understood."""
    name = draft.name
    document = draft.document
    numbers: dict[str, NumberHelp] = {}
    hours: dict[str, HoursHelp] = {}
    if helped:
        numbers = help_for(name, document, _listed(session), plans())
        hours = hours_for(document, now(), zone_of(session, name.region))
    placed = list(editing.at_fields(draft, problems))
    return page(
        "record_edit.html",
        status,
        problems=placed,
        field_names={one.where: _field_name(name.kind, one.where) for one in placed if one.where},
        draft=draft,
        title=title_of(document),
        typed=draft.typed,
        entries=lambda path: entries(draft.typed, path),
        fields=fields(SHAPES[name.kind]),
        numbers=numbers,
        hours=hours,
        moved=moved,
        others=[one for one in editing.open_changes(session, name.region) if _is_other(one, draft)],
        choices=_choices(session, name.region),
        countries=_countries(),
        files=_files(session, name.region),
        **_brought(session, draft),
        is_day=_is_day,
        record_name=name,
        has_number=lambda channel: not channel or channel in NUMBER_CHANNELS,
        has_address=lambda channel: not channel or channel not in NUMBER_CHANNELS,
        said_path=lambda path: said_path(name.kind, path),
        said_value=said_value,
        **shared(),
    )


def shared() -> dict[str, Any]:
    """What every page about records needs to name fields and changes."""
    return {
        "words": field_words.WORDS,
        "options": field_words.CHOICES,
        "kinds": field_words.KINDS,
        "kind_name": lambda kind: translations(language()).gettext(kind_name(kind)),
        "sections": sections,
        "waiting_title": waiting_title,
    }


def _is_day(text: str) -> bool:
    """Whether a browser's own field for days can show this; what it cannot show it would lose."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _is_other(change: Change, draft: Draft) -> bool:
    same_record = (change.kind, change.record_id) == (draft.name.kind, draft.name.id)
    return same_record and change.id != draft.change


def _listed(session: Session) -> list[Listed]:
    return list(listed(read_all(session), plans()))


def _choices(session: Session, region: str) -> dict[Kind, list[Choice]]:
    """What can be named: what is published, and what waits to be."""
    found: dict[Name, str] = {name: title_of(record.value) for name, record in live(session, region).items()}
    for change in editing.open_changes(session, region):
        if change.after is not None:
            found.setdefault(change.name, waiting_title(change))
    kinds: tuple[Kind, ...] = ("organization", "service")
    return {
        kind: sorted(
            (Choice(name.id, title) for name, title in found.items() if name.kind == kind),
            key=lambda choice: choice.title.casefold(),
        )
        for kind in kinds
    }


def _files(session: Session, region: str) -> list[tuple[str, str]]:
    """What the person has attached in this region, to be named as what shows a source."""
    mine = attachments.of_person(session, current_person().id)
    return [(one.digest, one.name) for one in mine if one.region == region]


def _brought(session: Session, draft: Draft) -> dict[str, Any]:
    """The files that a material may name, and what is known of those that it names."""
    if draft.name.kind != "material":
        return {"brought": [], "brought_files": {}}
    region = draft.name.region
    chosen = (one for path, one in draft.typed.items() if re.fullmatch(r"rendition\.\d+\.file", path))
    return {
        "brought": rendition_page.choosable(session, region),
        "brought_files": rendition_page.shown_files(session, region, ("".join(one) for one in chosen)),
    }


def _countries() -> list[tuple[str, str]]:
    """The countries with a numbering plan, by their names."""
    named = ((code, wording.region_name(code, language())) for code in plans())
    return sorted(named, key=lambda pair: pair[1])


def said_path(kind: str, path: str) -> list[str]:
    """A path of a record in words: message ids of fields, and ids of entries as they are."""
    return list(_said(fields(SHAPES[kind]), path.split(".")))  # type: ignore[index]


def _said(some: Iterable[Field], parts: Sequence[str]) -> Iterator[str]:
    for part in parts:
        field = next((one for one in some if one.name == part), None)
        if field is None:
            yield part
        else:
            words = field_words.WORDS.get(field.key)
            yield words.label if words else field.name
            some = field.inside


def _field_name(kind: str, path: str) -> str:
    """The name of the field that a problem is about, as it stands beside it; of a text, without its language."""
    words = translations(language())
    named = [part for part in said_path(kind, path) if not part.isdecimal() and part not in LOCALES]
    return str(words.gettext(named[-1])) if named and path != "why" else str(words.gettext(N_("Why?")))


def said_value(value: Any) -> str:
    """A value of a record as one text, for a table of differences."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(said_value(one) for one in value.values() if one not in (None, [], {}))
    if isinstance(value, list | tuple):
        return ", ".join(said_value(one) for one in value)
    return str(value)


def reading(session: Session, record: DirectoryRecord, may_edit: bool) -> Response:
    """A published record to read."""
    records = live(session, record.region)
    changes = [
        change
        for change in editing.open_changes(session, record.region)
        if (change.kind, change.record_id) == (record.kind, record.id)
    ]
    return page(
        "record.html",
        record=record,
        record_name=record.name,
        title=title_of(record.value),
        document=record.document,
        fields=fields(SHAPES[record.kind]),
        numbers=help_for(record.name, filled_in(record.document), _listed(session), plans()),
        hours=hours_for(filled_in(record.document), now(), zone_of(session, record.region)),
        changes=changes,
        may_edit=may_edit,
        may_take_down=may_take_down(current_person(), record.name),
        zone=zone_of(session, record.region),
        notices=_notices(records, record),
        contact=_contact(records, record, may_edit),
        choices=_choices(session, record.region),
        renditions=rendition_page.renditions(session, record.region, record.document),
        outdated=record.kind == "material"
        and any(one.material.id == record.id for one in outdated_now(session)),
        **shared(),
    )


def _notices(records: Mapping[Name, DirectoryRecord], record: DirectoryRecord) -> list[Notice]:
    values = (one.value for one in records.values() if isinstance(one.value, Notice))
    of_record = (value for value in values if record.kind == "service" and value.service == record.id)
    return list(in_force(of_record, now()))


def _contact(records: Mapping[Name, DirectoryRecord], record: DirectoryRecord, may_edit: bool) -> str:
    """The address of whom to ask about a service, or of the form for it; empty if there is nothing to see."""
    known = Name("operator_contact", record.region, record.id) in records
    if record.kind != "service" or not (known or may_edit):
        return ""
    if known:
        return url_for("records.one", kind="operator_contact", region=record.region, record_id=record.id)
    return url_for("records.new", kind="operator_contact", region=record.region, id=record.id)
