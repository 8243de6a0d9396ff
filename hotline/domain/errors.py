"""Every input error: a code, the sentence that says what to do, and an example.

One table serves the form, the import report and the API alike. The sentences are message ids
(English); whoever shows one translates it first and fills in the parameters after. This module
must not know which language the reader speaks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


def N_(message: str) -> str:
    """Mark a sentence for the translation catalogs without translating it here."""
    return message


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input, and what to do about it.

    `code` names a row of `SENTENCES`; `parameters` fill its placeholders. A `warning` can be
    confirmed by a named person with a source, an `error` cannot.
    """

    code: str
    parameters: dict[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    @property
    def sentence(self) -> str:
        """The English sentence with its parameters filled in."""
        return SENTENCES[self.code] % self.parameters


class InputError(ValueError):
    """Raised with all problems of one input at once, never only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.sentence for problem in self.problems))


#: code -> sentence. `%(example)s` is a correct form for the same region where one is known.
SENTENCES: dict[str, str] = {
    # Numbers: the gate on the raw text (gate.py).
    "number_missing": N_("Type a number, for example %(example)s."),
    "number_text_too_long": N_(
        "This is too long for one number. Type only the number, for example %(example)s."
    ),
    "hidden_signs": N_(
        "There are spaces at the ends or signs that nobody can see in this number. "
        "Type it again by hand, for example %(example)s."
    ),
    "other_digits": N_("Use only the digits 0 to 9, for example %(example)s."),
    "extension": N_(
        "Leave the extension out and write what to do after the call is answered in its own field. "
        "The number alone looks like %(example)s."
    ),
    "two_numbers": N_("There are two numbers here. Write each one by itself, for example %(example)s."),
    "letters": N_(
        "Leave the letters out, or put a number that is written with letters in its own field. "
        "Here write digits, for example %(example)s."
    ),
    "forwarding_code": N_(
        "This code changes the settings of a phone, it does not call anybody. Type a number such as %(example)s."
    ),
    "unexpected_signs": N_(
        "A number may hold only digits, spaces, points, hyphens, brackets and a + at the start, "
        "for example %(example)s."
    ),
    "vanity_without_letters": N_(
        "Here write the number as it is printed with letters, for example 0-800-922-TIPS."
    ),
    "vanity_differs": N_("The letters spell %(spelled)s, and that is not the number %(number)s. Check both."),
    # Numbers: the plan of the region (phone.py).
    "premium_rate": N_(
        "Calls to this number cost extra, so it is never listed. A right number looks like %(example)s."
    ),
    "satellite": N_(
        "This is a satellite phone number, so it is never listed. A right number looks like %(example)s."
    ),
    "wrong_region": N_(
        "This number belongs to another country. Numbers of this country begin with %(calling_code)s, "
        "for example %(example)s."
    ),
    "number_of_another_region": N_(
        "The area code of this number belongs to another country (%(other)s). Choose that country, "
        "or type a number such as %(example)s."
    ),
    "number_too_short": N_("This number is too short: it needs %(lengths)s digits, for example %(example)s."),
    "number_too_long": N_("This number is too long: it has %(lengths)s digits, for example %(example)s."),
    "old_prefix": N_("The %(prefix)s at the start is no longer dialled. Write %(instead)s."),
    "international_prefix": N_("Write + instead of %(prefix)s before the calling code: %(instead)s."),
    "calling_code_before_short_code": N_(
        "A short number is dialled alone, without the calling code of the country. Write %(instead)s."
    ),
    "short_code_unknown": N_(
        "No source we know lists the short number %(code)s for this country. "
        "Say who confirmed it, and give the source."
    ),
    "number_range_unknown": N_(
        "The number has the right length, but no number of this country is known to begin like this. "
        "Compare it with the source again."
    ),
    # Opening hours (schedule.py).
    "hours_not_understood": N_(
        "The hours “%(hours)s” cannot be read. Write them like 24/7 or Mo-Fr 08:00-16:00."
    ),
}
