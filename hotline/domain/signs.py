"""Which signs a text may hold, so that what a reader sees is what is there.

A sign that shows nothing can turn a line round, hide a word from a search or make two names look
alike. Letters of all scripts may stand here: words that mix them are shown to the approver
(`script`), not refused.
"""

import unicodedata

import regex

#: Controls, formats, ends of lines and pages, what is private, half or not assigned, and letters and
#: marks that are drawn as nothing. "\n" ends a line of a longer text.
_HIDDEN = regex.compile(
    r"(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]"
)
#: The one that is needed: it asks for the coloured form of the picture before it.
_PICTURE_FORM = regex.compile(r"(?<=[\p{Extended_Pictographic}--\p{ASCII}])\uFE0F", regex.V1)
#: No script of the region needs more than three marks on one letter; a flood covers other lines.
_FLOOD = regex.compile(r"\p{M}{4,}")


def composed(text: str) -> str:
    """The text in Unicode's composed form, in which equal texts have equal signs.

    It looks the same before and after, and what people copy out of a PDF often comes in the other
    form, so it is brought into this one instead of being refused.
    """
    return unicodedata.normalize("NFC", text)


def hides_something(text: str) -> bool:
    """Whether the text has signs that nobody can see, also at its ends."""
    return text != text.strip() or _HIDDEN.search(_PICTURE_FORM.sub("", text)) is not None


def cannot_be_trusted(typed: str) -> bool:
    """Whether a sentence of a form hides or floods something; its ends are cut, and its lines end as they may."""
    text = typed.replace("\r\n", "\n").strip()
    return hides_something(text) or piles_up_marks(text)


def piles_up_marks(text: str) -> bool:
    """Whether a letter carries more marks than any language needs."""
    return _FLOOD.search(unicodedata.normalize("NFD", text)) is not None


def without_hidden(text: str) -> str:
    """The text without what `hides_something` and `piles_up_marks` refuse; for names that only people read."""
    return str(_FLOOD.sub("", _HIDDEN.sub("", text.replace("\n", " ")))).strip()
