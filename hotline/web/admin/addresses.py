"""Addresses that lead from a list to the page on which something is done."""

from typing import Any

from flask import current_app, url_for

from hotline.domain.person import Person
from hotline.domain.record import Name


def address(endpoint: str, **values: Any) -> str | None:
    """The address of a page of the desk; None where this desk has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def of_record(name: Name) -> str | None:
    """The page on which a published record is read."""
    return address("records.one", kind=name.kind, region=name.region, record_id=name.id)


def to_edit(person: Person, name: Name, still: str | None = None) -> str | None:
    """The form of a record, for an editor of its region.

    `still` is a contact point that may still be right: the form then opens with a fresh source for it.
    """
    if not person.may("editor", name.region):
        return None
    return address("records.edit", kind=name.kind, region=name.region, record_id=name.id, still=still)


def to_hide(person: Person, name: Name) -> str | None:
    """Where a service is taken off every page, for its editors and reviewers."""
    keeps = person.may("editor", name.region) or person.may("reviewer", name.region)
    if name.kind != "service" or not keeps:
        return None
    return address("notices.hide", region=name.region, service=name.id)
