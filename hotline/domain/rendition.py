"""One file of a campaign material: what it is, and what people need who cannot see or hear it.

The bytes themselves are named by their hash and kept elsewhere. What a program can find out about them
stands here too, so that an edition says all of it without opening a file. Must not know files.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from . import captions
from .errors import InputError, Problem
from .field import Digest, Id, Record, Tag, Text, Texts

#: None of them can carry a program that a browser runs on our pages; SVG and HTML can.
MediaType = Literal[
    "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "video/mp4", "video/webm",
    "application/pdf", "image/png", "image/jpeg", "image/webp",
]  # fmt: skip
ENDINGS: dict[str, str] = {
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
}
#: Whether people who can be recognised in it, by face or voice, agreed to be.
Consent = Literal["nobody_recognisable", "actors", "all_agreed"]
Nature = Literal["sound", "film", "paper", "picture"]

#: What a rendition needs beside its file, by what it is: people who do not hear read it, people who do
#: not see are told (WCAG 1.1.1, 1.2.1 to 1.2.3).
_NEEDED: dict[Nature, tuple[str, ...]] = {
    "sound": ("seconds",),
    "film": ("seconds", "alternative"),
    "paper": ("pages", "alternative"),
    "picture": ("width", "height", "alternative"),
}
_NEEDED_IF_SPOKEN: dict[Nature, tuple[str, ...]] = {
    "sound": ("transcript",),
    "film": ("transcript", "captions"),
}
#: Texts longer than this belong into a file of their own.
LONGEST_TEXT = 100_000


def _whole(value: Any) -> Any:
    # A form sends texts.
    number = int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value) else value
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise PydanticCustomError("whole_number_expected", "must be a whole number from 1 on")
    return number


def _not_endless(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise PydanticCustomError(
            "text_too_long", "has more than {limit} characters", {"limit": str(LONGEST_TEXT)}
        )
    return value


Whole = Annotated[int, BeforeValidator(_whole)]
LongText = Annotated[Text, AfterValidator(_not_endless)]


class Rendition(Record):
    """One file of a material. What a program found out of it is filled in by the desk."""

    id: Id  #: unique in its material; stands in the file's public name, so it says nothing of the subject
    file: Digest
    media_type: MediaType
    size: Whole  #: bytes
    seconds: Whole | None = None
    pages: Whole | None = None
    width: Whole | None = None  #: points of a picture or a film
    height: Whole | None = None
    preview: Digest | None = None  #: a small picture of it (WebP), made by the desk
    name: Texts | None = None  #: for a part or a variant: "Episode 2", "for printing in black"
    language: Tag | None = None  #: None: nobody speaks, and nothing is written
    alternative: Texts | None = None  #: what is to be seen, for people who do not see it
    transcript: LongText | None = None  #: all that is said and matters, in `language`
    captions: LongText | None = None  #: WebVTT, in `language`
    consent: Consent

    @property
    def nature(self) -> Nature:
        """Whether it is heard, watched, printed or looked at."""
        return nature(self.media_type)


def nature(media_type: str) -> Nature:
    """Whether a file of this type is heard, watched, printed or looked at."""
    kind = media_type.partition("/")[0]
    return {"audio": "sound", "video": "film", "image": "picture"}.get(kind, "paper")  # type: ignore[return-value]


def problems(rendition: Rendition) -> Iterator[Problem]:
    """What is missing for those who cannot see, hear or download it."""
    needed = _NEEDED[rendition.nature]
    if rendition.language is not None:
        needed += _NEEDED_IF_SPOKEN.get(rendition.nature, ())
    for name in needed:
        if getattr(rendition, name) is None:
            yield Problem(f"rendition_needs_{name}" if name in _ASKED else "rendition_not_read", where=name)
    if rendition.captions is None:
        return
    if rendition.nature != "film":
        yield Problem("captions_without_film", where="captions")
    try:
        captions.parse(rendition.captions)
    except InputError as error:
        yield from error.problems


#: What people write; the rest is found by looking at the file.
_ASKED = {"alternative", "transcript", "captions"}

#: In the shape of a material: left out where there is none, so that older documents keep their bytes.
Renditions = Annotated[
    tuple[Rendition, ...],
    Field(default=(), alias="rendition", exclude_if=lambda value: value == ()),
]
