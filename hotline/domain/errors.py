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
}
