"""Addresses that lead from a list to the page on which something is done."""

from flask import url_for

from hotline.domain.person import Person
from hotline.domain.record import Name


def of_record(name: Name) -> str:
    """The page on which a published record is read."""
    return url_for("records.one", kind=name.kind, region=name.region, record_id=name.id)


def to_edit(person: Person, name: Name, still: str | None = None) -> str | None:
    """The form of a record, for an editor of its region.

    `still` is a contact point that may still be right: the form then opens with a fresh source for it.
    """
    if not person.may("editor", name.region):
        return None
    return url_for("records.edit", kind=name.kind, region=name.region, record_id=name.id, still=still)


def to_hide(person: Person, name: Name) -> str | None:
    """Where a service is taken off every page, for its editors and reviewers."""
    if not may_take_down(person, name):
        return None
    return url_for("notices.hide", region=name.region, service=name.id)


def may_take_down(person: Person, name: Name) -> bool:
    """Whether a person may hide it or tell that it is out of order: an editor or a reviewer of its region."""
    keeps = person.may("editor", name.region) or person.may("reviewer", name.region)
    return name.kind == "service" and keeps
