"""Every input error: a code, the sentence that says what to do, and an example.

One table serves the form, the import report and the API alike. The sentences are message ids
(English); whoever shows one translates it first and fills in the parameters after. This module
must not know which language the reader speaks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from .brought_errors import SENTENCES as _OF_BROUGHT
from .letter_errors import SENTENCES as _OF_LETTERS
from .marking import N_ as N_
from .material_errors import SENTENCES as _OF_MATERIALS
from .paper_errors import SENTENCES as _OF_PAPER
from .report_errors import SENTENCES as _OF_REPORTS
from .sheet_errors import SENTENCES as _OF_FILES

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input, and what to do about it.

    `code` names a row of `SENTENCES`; `parameters` fill its placeholders. A `warning` can be
    confirmed by a named person with a source, an `error` cannot. `where` is the path of the field
    in its record ("contact_point.voice.number"), empty where the whole is meant.
    """

    code: str
    parameters: dict[str, str] = field(default_factory=dict)
    severity: Severity = "error"
    where: str = ""

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
    # Fields of a record (soundness.py).
    "field_missing": N_("This is missing: add it."),
    "field_unknown": N_("A record has no such field: check the spelling."),
    "list_empty": N_("This needs at least one entry."),
    "text_expected": N_("This must be a text."),
    "field_refused": N_("This cannot be used: %(why)s."),
    "text_blank": N_("There is nothing but blanks here: write something, or leave it empty."),
    "hidden_characters": N_(
        "There are spaces at the ends or signs that nobody can see in this text. Type it again by hand."
    ),
    "marks_piled_up": N_("A letter here carries more than three marks. Type it again by hand."),
    "text_too_long": N_("This is too long: it can have %(limit)s signs."),
    "choice_unknown": N_("Choose one of these: %(choices)s."),
    "day_expected": N_("Write a day as year, month and day, for example 2026-11-24."),
    "partial_date_expected": N_(
        "Write a year, a month or a day, as exact as the source says: 2024, 2024-07 or 2024-07-29."
    ),
    "id_expected": N_("Use only small letters a to z, digits and single hyphens, for example linea-145."),
    "language_expected": N_("Write a language as its code of two or three letters, for example es or kek."),
    "locales_missing": N_("Write this in Spanish, English and French. Still missing: %(missing)s."),
    "number_needed": N_(
        "Calls, text messages, WhatsApp and text telephones need a number here, and no address."
    ),
    "address_needed": N_("Web pages, chats and e-mail need an address here, and no number."),
    "web_address_expected": N_("Write the whole web address: it begins with https://."),
    "line_email_expected": N_("Write an e-mail address such as ayuda@example.org."),
    "contact_point_twice": N_("Two contact points have the same short name: give each its own."),
    "time_zone_unknown": N_("This is not a time zone such as America/Guatemala."),
    "numbering_plan_missing": N_("No numbering plan is known for %(region)s: add numbering/%(region)s.toml."),
    "vanity_alone": N_("Write the same number in digits in its own field, too."),
    "read_in_the_future": N_("The day on which the source was read lies in the future: correct it."),
    # Records and what they name (services/checking.py).
    "nothing_changed": N_("This is what is published already: there is nothing to propose."),
    "record_unknown": N_("There is no such record in this region: %(id)s. Look for its name again."),
    "id_taken": N_("Another region has a service with the id %(id)s: choose another one."),
    "record_exists": N_(
        "This region has a record with the short name %(id)s already: choose another one, or edit that one."
    ),
    "id_changed": N_("The id of a record stays: write %(id)s, or propose a new record."),
    "names_unknown": N_("This names %(id)s, which is not in this region: propose that first."),
    "still_named": N_("It cannot be removed while %(id)s names it: change that first."),
    "cannot_be_removed": N_("A region always has this: change it, it cannot be removed."),
    "region_left_empty": N_(
        "Then nobody could be called in this region any more. Add a line that can be called and one for danger now first."
    ),
    "evidence_not_renewed": N_(
        "The number is new and its evidence is not. Add the source that shows this number, with the day you read it."
    ),
    "check_without_evidence": N_(
        "A later day of checking needs its evidence: add what the operator answered on that day, with how you got it."
    ),
    "reason_missing": N_("Say in a sentence why: the reviewer and the history need it."),
    # Attachments (services/attachments.py, harmless.py).
    "attachment_unknown": N_(
        "This region has no such attachment any more. Add the file again, then choose it."
    ),
    "attachment_missing": N_("Choose a file that is not empty."),
    "attachment_type": N_(
        "This kind of file is not taken. Send a picture (PNG, JPEG or WebP), a PDF, or a recording (MP3, OGG, M4A or WAV)."
    ),
    "attachment_too_large": N_("This file is too large: it can have %(megabytes)s MB."),
    "attachment_too_many_points": N_(
        "This picture is too large to open safely. Make it smaller, or cut out the part that counts."
    ),
    "attachment_moves": N_("This picture moves. Send a picture of the moment that counts."),
    "attachment_unreadable": N_(
        "This file is damaged or is not what it seems to be. Save it anew, or make a screenshot."
    ),
    "attachment_too_long": N_("A recording can last two hours at most. Cut out the part that counts."),
    "consent_missing": N_(
        "Write who of the operator agreed to the recording: their name or what they do there. Without it the recording is not kept."
    ),
    "consent_day_missing": N_(
        "Write the day on which they agreed, as year, month and day, for example 2026-11-24."
    ),
    "consent_in_the_future": N_("The day on which they agreed lies in the future: correct it."),
    # Review (review.py).
    "needs_editor": N_("Only an editor of this region can do this: ask one of them."),
    "needs_reviewer": N_("Only a reviewer of this region can do this: ask one of them."),
    "needs_author": N_(
        "Only somebody who wrote a part of this change can withdraw it; a reviewer can discard it."
    ),
    "needs_second_person": N_("You wrote a part of this change: somebody else has to approve it."),
    "needs_keeper": N_("Only an editor or a reviewer of this region can do this: ask one of them."),
    "change_unknown": N_("There is no change %(id)s."),
    "change_is_returned": N_("This change was returned to its author and has to be revised first."),
    "change_is_scheduled": N_("This change is approved already and waits for its time."),
    "change_is_published": N_("This change is published already. To take it back, undo it."),
    "change_is_discarded": N_("This change was discarded: propose a new one."),
    "change_is_withdrawn": N_("This change was withdrawn by its author: propose a new one."),
    "change_is_superseded": N_(
        "Another change of the same record was published first: look at the two together and revise this one."
    ),
    "change_is_proposed": N_("This change has not been decided yet: it waits for a reviewer."),
    "change_was_edited": N_("The change was edited after you opened it: read it again."),
    "record_moved_on": N_(
        "What is published has changed since this was proposed: revise the change, so that nothing newer is lost."
    ),
    "typed_number_missing": N_("Type this number once more from its source."),
    "typed_number_differs": N_(
        "What you typed is not the number that was proposed. Look at the source, and type it again; "
        "if the source shows another number, return the change."
    ),
    "typed_wrong_too_often": N_(
        "You typed a wrong number here too often, so you cannot approve this change for a day. Ask another reviewer of this region."
    ),
    "needs_adoption": N_(
        "This came from a file, and nobody at the desk stands for it yet: an editor of this region has to adopt it first."
    ),
    "adopted_already": N_("Somebody at the desk stands for this change already."),
    "moment_expected": N_("Choose the day and the time, for example 2026-12-24 and 08:30."),
    "time_does_not_exist": N_(
        "The clocks go forward then in %(zone)s, and this time does not exist: choose a later one."
    ),
    "note_missing": N_("Write a note that says what to put right."),
    "time_is_past": N_("The time to publish has passed: choose a later one, or publish now."),
    "only_published_is_undone": N_("Only a published change can be undone."),
    # Notices of one person (notice.py).
    "already_hidden": N_("This service is hidden already."),
    "not_hidden": N_("This service is not hidden."),
    "outage_too_long": N_(
        "An outage can be told for %(days)s days at most. If it lasts longer, propose a change of the service."
    ),
    "outage_is_over": N_("The end of the outage has passed: choose a later one."),
    "outage_unknown": N_("This service has no outage with the id %(id)s."),
    "note_too_long": N_("This note is too long: it can have %(limit)s signs."),
    "note_with_number": N_(
        "Leave numbers and addresses out of the note: one person alone never publishes one. "
        "The end of the outage has a field of its own."
    ),
    # People of the desk (services/people.py, password.py).
    "name_expected": N_("Write the name of the person as colleagues know it, for example Ana López."),
    "email_expected": N_("Write an e-mail address such as ana@example.org."),
    "email_taken": N_("Somebody with the address %(email)s is here already."),
    "role_missing": N_("Choose at least one role."),
    "region_missing": N_("Choose at least one region: an editor and a reviewer work on regions."),
    "region_expected": N_("Write a region as its two letters, for example GT."),
    "person_unknown": N_("There is no such person: %(id)s. Choose one from the list."),
    "has_accepted": N_(
        "This person has accepted already and signs in. To help with a lost phone, start a recovery."
    ),
    "link_ended": N_("This link was used, has expired or was replaced. Ask for a new one."),
    "own_rights": N_("Nobody changes their own roles: ask another administrator."),
    "last_administrator": N_("This is the last administrator: make somebody else one first."),
    "needs_administrator": N_("Only an administrator can do this: ask one of them."),
    "own_recovery": N_("Your own recovery has to be started by another administrator."),
    "recovery_needs_two": N_("A recovery needs a second person: somebody else has to confirm it."),
    "password_length": N_(
        "Choose a password of %(shortest)s to %(longest)s signs, for example four words that only you put together."
    ),
    "password_repeats": N_("This password repeats the same few signs. Put several words together instead."),
    "password_has_name": N_(
        "Leave your own name, your address and the name of this program out of the password."
    ),
    "password_differs": N_("The two passwords are not the same. Type both again."),
    "code_wrong": N_("This code is not right. Type the six digits that the app shows now."),
    "sign_in_failed": N_(
        "E-mail address, password and code do not fit together. Type all three again; a code works only once, so wait for the next one."
    ),
    "own_email": N_("Another administrator changes your address: ask one of them."),
    "passkey_failed": N_(
        "The passkey could not be checked. Try again; if that does not help, use your password and a code."
    ),
    "passkey_not_added": N_("The passkey could not be added. Start once more, and do not wait too long."),
    "passkey_name_expected": N_(
        "Give the passkey a name of at most 60 signs by which you know the device, for example: my phone."
    ),
    "too_many_passkeys": N_("You have %(most)s passkeys: first remove one that you no longer use."),
    "passkey_unknown": N_("There is no such passkey any more. Look at the list again."),
    "last_passkey": N_("A reviewer needs a passkey: add another one before you remove this one."),
    "passkey_first": N_("This takes one of your passkeys: a password and a code are not enough."),
    "too_many_tries": N_("There were too many tries for this address. Try again in %(minutes)s min."),
    **_OF_BROUGHT,
    **_OF_FILES,
    **_OF_LETTERS,
    **_OF_MATERIALS,
    **_OF_PAPER,
    **_OF_REPORTS,
}
