"""What can be wrong when operators are told or asked: a part of the table in `errors`."""

from .marking import N_

SENTENCES: dict[str, str] = {
    # How an operator is reached (operator_contact.py).
    "operator_contact_empty": N_(
        "Write an e-mail address, a phone number or a note, or say that the line must not be called to test it."
    ),
    # Letters (services/letters.py).
    "letter_unknown": N_("There is no such letter, or it is of another region."),
    "letter_is_done": N_("This letter was sent or passed on already."),
    "letter_how_missing": N_("Write how you told them, for example: read out by phone to the shift leader."),
    # What an operator attests (services/attesting.py).
    "attested_number_differs": N_(
        "This is not the number above. Type it once more, or choose that something is wrong."
    ),
    "attested_what_missing": N_("Say whether everything above is right."),
    "attested_words_missing": N_("Write what is wrong, in one or two sentences."),
    "attested_name_missing": N_("Write your name, so that we know who answered."),
    "attested_role_missing": N_("Write what you do at the line, for example: coordinator."),
    "attested_point_missing": N_("Choose the number that you ask about."),
}
