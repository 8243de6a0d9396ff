"""What can be wrong with a campaign material: a part of the table in `errors`."""

from .marking import N_

SENTENCES: dict[str, str] = {
    "material_id_taken": N_("This id is the address of another page. Choose another one."),
    "count_expected": N_("Write a number from 1 to 999."),
    "claim_half_bound": N_(
        "A number that is bound to a line needs both the line and the way to reach it, for example voice."
    ),
    "claim_bound_twice": N_("Bind it to a line or to an old number, not to both."),
    "claim_twice": N_("Two numbers of a material have the same short name: give one of them another."),
    "rendition_twice": N_("Two files of a material have the same short name: give one of them another."),
    "rendition_not_read": N_(
        "We could not read this from the file. Bring it in again, or in another format."
    ),
    "rendition_needs_alternative": N_("Write in each language what is to be seen: not everybody sees it."),
    "rendition_needs_transcript": N_("Write down all that is said: not everybody hears it."),
    "rendition_needs_captions": N_("A film in which somebody speaks needs captions in the WebVTT format."),
    "rights_missing": N_(
        "A material with files needs who holds the rights, and the licence under which we may publish it."
    ),
    "read_aloud_incomplete": N_(
        "What is read aloud needs its country, the numbers that it says, and a sound file."
    ),
    "whole_number_expected": N_("Write a whole number from 1 on."),
    "captions_without_film": N_("Only a film has captions. Leave them out here."),
    "captions_heading": N_("The first line of captions has to be WEBVTT, with an empty line after it."),
    "captions_empty": N_("There are no captions after the heading."),
    "captions_timing": N_("Line %(line)s: write when it is shown, like this: 00:00:01.000 --> 00:00:04.000"),
    "captions_order": N_("Line %(line)s: it ends before it begins, or begins before the one above."),
    "captions_silent": N_("Line %(line)s: no words stand below this time."),
    "captions_marks": N_(
        "Line %(line)s: write words only. Of marks only <b>, <i>, <u>, <c>, <v>, <lang> and <ruby> are allowed."
    ),
    "claim_unknown": N_(
        "There is no “%(id)s” in the country of this number. Look at its short name on its own page."
    ),
}
