"""The kinds of form: on which paper, for which ink, and whether its words must not betray it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hotline.editions.print.lines import MOST

Subject = Literal["poster", "card", "cards", "stickers", "door", "social", "radio", "tv", "corridor"]
#: Millimetres of the trimmed page; for pictures points, of which each is one dot.
_SIZES = {"a3": (297.0, 420.0), "a4": (210.0, 297.0), "letter": (215.9, 279.4)}


@dataclass(frozen=True)
class Kind:
    """One form as it is asked for: `name` is also its file name, without the ending."""

    name: str
    subject: Subject
    template: str  #: in templates/print
    width: float  #: millimetres
    height: float
    one_ink: bool = False
    for_printers: bool = False  #: with bleed and cutting marks
    picture: bool = False  #: a PNG of 72 dots an inch, otherwise a PDF
    discreet: bool = False  #: no word on it says what the number is for
    lines: int = MOST  #: how many first lines it has room for

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.{'png' if self.picture else 'pdf'}"


def _all() -> Iterator[Kind]:
    for paper, (width, height) in _SIZES.items():
        for one_ink in (False, True):
            for for_printers in (False, True):
                name = f"poster-{paper}{'-one-ink' if one_ink else ''}{'-printers' if for_printers else ''}"
                yield Kind(name, "poster", "poster.typ", width, height, one_ink, for_printers)
    # Two halves of the size of a bank card, side by side. It is black alone: any copier makes more.
    yield Kind("card", "card", "card.typ", 171.2, 54.0, one_ink=True, discreet=True)
    yield Kind("card-printers", "card", "card.typ", 171.2, 54.0, True, True, discreet=True)
    yield Kind("door", "door", "door.typ", 105.0, 148.0, one_ink=True, discreet=True)
    yield Kind("door-printers", "door", "door.typ", 105.0, 148.0, True, True, discreet=True)
    for paper in ("a4", "letter"):
        width, height = _SIZES[paper]
        yield Kind(f"cards-{paper}", "cards", "cards.typ", width, height, one_ink=True, discreet=True)
        yield Kind(f"stickers-{paper}", "stickers", "stickers.typ", width, height, lines=1)
        yield Kind(f"stickers-{paper}-one-ink", "stickers", "stickers.typ", width, height, True, lines=1)
        yield Kind(f"radio-{paper}", "radio", "script.typ", width, height, True, lines=1)
        yield Kind(f"tv-{paper}", "tv", "script.typ", width, height, True, lines=1)
    inch = 25.4
    wide, tall = 1080 / 72 * inch, 1920 / 72 * inch
    yield Kind("social-square", "social", "social.typ", wide, wide, picture=True, lines=1)
    yield Kind("social-story", "social", "social.typ", wide, tall, picture=True)


def _of_a_road() -> Iterator[Kind]:
    yield Kind("corridor", "corridor", "corridor.typ", 105.0, 148.0, one_ink=True, discreet=True)
    yield Kind("corridor-printers", "corridor", "corridor.typ", 105.0, 148.0, True, True, discreet=True)


#: For each region and locale.
OF_A_REGION = tuple(_all())
#: For each road and locale.
OF_A_ROAD = tuple(_of_a_road())
