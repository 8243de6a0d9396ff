"""What is called how where two versions of a record are compared: fields, choices, kinds and states.

What has a form is called there as in its form (`field_words`); the rest stands here. Message ids.
"""

from collections.abc import Callable, Mapping

from hotline.domain.errors import N_
from hotline.web.admin import field_words

#: Fields of records that are changed without a form of their own.
_WITHOUT_FORM: Mapping[str, str] = {
    "Notice.id": N_("Short name"),
    "Notice.kind": N_("What is told"),
    "Notice.service": N_("Service"),
    "Notice.contact_point": N_("One way to reach it"),
    "Notice.since": N_("From"),
    "Notice.until": N_("Until"),
    "Notice.instead": N_("What to use instead"),
    "Notice.note": N_("Note"),
    "RegionSettings.region": N_("Region"),
    "RegionSettings.timezone": N_("Time zone"),
}
_NOTICES: Mapping[str, str] = {"hidden": N_("Hidden"), "outage": N_("Out of order")}
_KINDS: Mapping[str, str] = {"region": N_("Region"), "notice": N_("Notice")}

STATES: Mapping[str, str] = {
    "proposed": N_("Waits for a reviewer"),
    "returned": N_("Returned to its author"),
    "scheduled": N_("Approved, waits for its time"),
    "superseded": N_("Overtaken by another change"),
    "published": N_("Published"),
    "discarded": N_("Discarded"),
    "withdrawn": N_("Withdrawn"),
}


def name_of(key: str) -> str:
    """The name of a field by its key ("ContactPoint.hours")."""
    named = field_words.WORDS.get(key)
    return named.label if named else _WITHOUT_FORM[key]


def choice(key: str, value: str) -> str:
    """What a choice is called; the word itself where it has no name."""
    return (_NOTICES if key == "Notice.kind" else field_words.CHOICES.get(key, {})).get(value, value)


def kind_name(kind: str) -> str:
    """What one record of a kind is called."""
    return _KINDS.get(kind) or field_words.KINDS[kind][0]


def state_names(translate: Callable[[str], str]) -> dict[str, str]:
    """What the states of a change are called."""
    return {state: translate(name) for state, name in STATES.items()}
