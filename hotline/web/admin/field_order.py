"""In which order and under which headings a form asks for the fields of a record.

What changes most often stands first; what is seldom needed is folded away until it holds something.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hotline.domain.errors import N_
from hotline.web.admin.fields import Field


@dataclass(frozen=True)
class Section:
    """Some fields of one shape. Without a title they just follow; `folded` ones open on demand."""

    title: str
    fields: tuple[Field, ...]
    folded: bool = False


#: Shape -> title, names of the fields, whether it is folded. A field that is not named comes last.
_SECTIONS: dict[str, tuple[tuple[str, tuple[str, ...], bool], ...]] = {
    "Service": (
        ("", ("contact_point",), False),
        (N_("Who it is"), ("name", "name_language", "organization", "operator", "other_names"), False),
        (N_("What people read"), ("description", "what_happens", "who_answers", "caution"), False),
        (
            N_("Whom it is for"),
            ("needs", "takes_trafficking_reports", "anonymous", "places", "shown_in", "for_people_from"),
            False,
        ),
        (N_("For editors"), ("conflicts", "id"), False),
    ),
    "ContactPoint": (
        ("", ("channel", "number", "address"), False),
        ("", ("evidence",), False),
        (N_("Hours and languages"), ("hours", "hours_note", "languages", "interpreters"), True),
        (
            N_("Cost, and calling from another country"),
            ("cost", "works_without_credit", "number_region", "reach"),
            True,
        ),
        (N_("After dialling, letters, words to send"), ("after_dialling", "vanity", "words_to_send"), True),
        (N_("How sure it is"), ("confidence", "confirmed_by", "assured_date", "id"), True),
    ),
    "Evidence": (("", ("address", "title", "read", "obtained", "date", "says", "file"), False),),
    "OperatorContact": (
        ("", ("id", "name", "email", "phone", "language", "do_not_test_call", "note"), False),
    ),
    "Organization": (("", ("name", "name_language", "acronym", "other_names", "website", "id"), False),),
    "Material": (
        ("", ("title", "title_language", "kinds", "episodes", "claim"), False),
        ("", ("rendition",), False),
        (N_("What people read"), ("description", "audience"), False),
        (N_("Where it comes from"), ("campaign", "date", "regions", "languages", "made_by"), False),
        (N_("Rights"), ("rights_holder", "licence"), False),
        ("", ("evidence",), False),
        ("", ("id",), False),
    ),
    "Claim": (
        ("", ("region", "number", "service", "contact_point", "retired_number"), False),
        (N_("What else it says"), ("free", "hours", "operator", "number_region", "id"), True),
    ),
    "Rendition": (
        ("", ("file", "name", "language", "alternative"), False),
        ("", ("captions", "transcript"), False),
        ("", ("consent", "id"), False),
    ),
    "RetiredNumber": (
        ("", ("number", "kind", "note", "instead", "retired_by"), False),
        ("", ("evidence",), False),
        ("", ("id",), False),
    ),
    "Lead": (
        ("", ("channel", "number", "address", "number_region", "name", "operator", "reason", "note"), False),
        ("", ("evidence",), False),
        ("", ("id",), False),
    ),
}


def sections(fields: Sequence[Field]) -> tuple[Section, ...]:
    """The fields of one shape in the order in which they are asked for; every field exactly once."""
    return tuple(_sections(fields))


def _sections(fields: Sequence[Field]) -> Iterator[Section]:
    left = {field.name: field for field in fields}
    shape = fields[0].key.partition(".")[0] if fields else ""
    for title, names, folded in _SECTIONS.get(shape, ()):
        found = tuple(left.pop(name) for name in names if name in left)
        if found:
            yield Section(title, found, folded)
    if left:
        yield Section("", tuple(left.values()))
