"""What can be wrong with a file that is brought in for a campaign material: a part of the table in `errors`."""

from .marking import N_

SENTENCES: dict[str, str] = {
    "file_missing": N_("Choose at least one file that is not empty."),
    "file_type": N_(
        "We take sound as MP3, M4A, OGG or WAV, films as MP4 or WebM, documents as PDF, and pictures as PNG, JPEG or WebP. "
        "What the file holds counts, not its name: save it as one of these."
    ),
    "file_damaged": N_(
        "This file is damaged, cut off, or not what it seems to be. Save it again with another program."
    ),
    "file_no_room": N_(
        "There is not enough room on the disk of this server. Nothing of the file was kept. Tell whoever runs it."
    ),
    "file_too_many": N_("Bring in at most %(most)s files at once."),
    "file_busy": N_("Others are bringing in files right now. Try again in a few minutes."),
    "file_length": N_(
        "We could not find out how long it is, or it says that it lasts more than twelve hours."
    ),
    "file_tracks": N_(
        "This file holds more than picture, sound and words, for example the place at every second. "
        "Save it anew without that."
    ),
    "file_took_too_long": N_("This file takes too long to look at. Make it smaller or simpler."),
    "paper_locked": N_("This PDF is locked. Save it without a password."),
    "paper_active": N_(
        "This PDF holds a program, a form that acts, sound or another file. Print it into a new PDF, and bring that in."
    ),
    "paper_pages": N_("A PDF can have %(pages)s pages. Split it."),
    "rendition_unknown": N_("This region has no such file any more. Bring it in again, then choose it."),
    "rendition_differs": N_(
        "This is not what we found in the file. Leave it out: the desk fills it in by itself."
    ),
}
