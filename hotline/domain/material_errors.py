"""What can be wrong with a campaign material: a part of the table in `errors`."""

from .marking import N_

SENTENCES: dict[str, str] = {
    "count_expected": N_("Write a number from 1 to 999."),
    "claim_half_bound": N_(
        "A number that is bound to a line needs both the line and the way to reach it, for example voice."
    ),
    "claim_bound_twice": N_("Bind it to a line or to an old number, not to both."),
    "claim_twice": N_("Two numbers of a material have the same short name: give one of them another."),
    "claim_unknown": N_(
        "There is no “%(id)s” in the country of this number. Look at its short name on its own page."
    ),
}
