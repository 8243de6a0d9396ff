"""What to know before filling in a column of a spreadsheet: in its header, and on the page about it."""

from collections.abc import Callable

from hotline.domain.errors import N_
from hotline.services.sheets.columns import NO, YES, Column, Table
from hotline.web.admin.field_words import WORDS

Translate = Callable[[str], str]

#: Columns that say which record a row is about, and what to write into them.
_KEYS: dict[str, str] = {
    "region": N_("The two letters of the country, for example GT."),
    "service": N_("The id of the service, as in the table service."),
    "contact_point": N_("The id of the contact point, as in the table contact_point."),
    "retired_number": N_("The id of the old number, as in the table retired_number."),
    "lead": N_("The id of the lead, as in the table lead."),
    "id": N_("A short name that stays: small letters, digits and hyphens. In a new row, choose one."),
}

#: Table -> what a row of it is.
TABLES: dict[str, str] = {
    "organization": N_("Who runs lines."),
    "service": N_("The lines: what each is for, who answers."),
    "contact_point": N_("The ways to reach a line: numbers, addresses, hours, languages."),
    "retired_number": N_("Old and misprinted numbers, and what to use instead."),
    "lead": N_("Numbers that were seen and are not published."),
    "first_lines": N_("Whom to call first in each country."),
    "evidence": N_("The sources: each belongs to a contact point, an old number or a lead."),
}


def hint(table: Table, column: Column, translate: Translate) -> str:
    """Everything to know about a column, in a few short sentences."""
    said: list[str] = []
    last = column.path.rpartition(".")[2]
    if column.path in table.keys or not column.key:
        said.append(translate(_KEYS.get(column.path, _KEYS["id"])))
    elif column.key in WORDS:
        words = WORDS[column.key]
        said += [f"{translate(words.label)}.", *([translate(words.hint)] if words.hint else [])]
        if column.path.partition(".")[0] == "evidence":
            said.append(translate(N_("Only for a new source; what is there stands in the table evidence.")))
    if column.key and last in {"es", "en", "fr"} and not column.options:
        languages = {"es": N_("In Spanish."), "en": N_("In English."), "fr": N_("In French.")}
        said.append(translate(languages[last]))
    choices = (YES, NO) if column.holds == "flag" else column.options
    if choices:
        said.append(translate(N_("Choices: %(choices)s.")) % {"choices": ", ".join(choices)})
    if column.holds == "list":
        said.append(translate(N_("In one cell, one entry a line.")))
    if column.holds == "exact":
        said.append(translate(N_("Format the cells as text, or 089 becomes 89.")))
    if column.required:
        said.append(translate(N_("Needed.")))
    return " ".join(said)
