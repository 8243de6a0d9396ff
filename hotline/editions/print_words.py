"""What forms for paper are called on the pages that offer them. Discreet words: a page is read over a shoulder."""

from collections.abc import Callable, Mapping

from hotline.domain.errors import N_
from hotline.editions.print.kinds import Kind, Subject

#: What a form is, and what it is good for.
SUBJECTS: Mapping[Subject, tuple[str, str]] = {
    "poster": (
        N_("Poster"),
        N_("To hang where people wait: bus stations, health centres, schools. The number is read from three metres away."),
    ),
    "card": (
        N_("Pocket card"),
        N_("Folds to the size of a bank card. Nothing on it says what the numbers are for. Any copier makes more of them."),
    ),
    "cards": (N_("Pocket card"), ""),
    "door": (
        N_("Card for the inside of a door"),
        N_("Small and plain, for toilets, changing rooms and lockers, where a person is alone. Nothing on it says what the numbers are for."),
    ),
    "stickers": (
        N_("Stickers"),
        N_("A sheet of labels for buses, taxis, counters and mirrors. On plain paper they are cut and glued."),
    ),
    "social": (N_("Pictures to send on"), N_("For messages and networks.")),
    "radio": (
        N_("Text for the radio"),
        N_("To read aloud in 30 and in 10 seconds, with the number in words and digit by digit."),
    ),
    "tv": (N_("Text for television"), N_("What to show, and what to say with it.")),
    "corridor": (
        N_("Card for a road"),
        N_("Countries in the order of the journey, each with its number and from where it works. Nothing on it says what the numbers are for."),
    ),
}  # fmt: skip
#: Labels on a sheet; the paper decides how many there are.
_ON_A_SHEET = {"stickers-a4": 8, "stickers-letter": 6, "cards-a4": 5, "cards-letter": 4}


def sizes_in_use(kind: Kind) -> int:
    """Sorts forms of one subject: first the paper that most printers hold."""
    return next((at for at, paper in enumerate(("a4", "letter", "a3")) if paper in kind.name.split("-")), -1)


def size(kind: Kind, gettext: Callable[[str], str]) -> str:
    """The paper of a form, or the dots of a picture."""
    _ = gettext
    if kind.picture:
        wide, high = (round(side / 25.4 * 72) for side in (kind.width, kind.height))
        shape = _("Upright, for stories") if high > wide else _("Square")
        return _("%(shape)s, %(wide)s × %(high)s dots") % {"shape": shape, "wide": wide, "high": high}
    papers = {"a3": "A3", "a4": "A4", "letter": _("Letter")}
    paper = next((papers[part] for part in kind.name.split("-") if part in papers), None)
    if paper is None:
        measures = {"wide": round(kind.width), "high": round(kind.height)}
        if kind.subject == "card":
            return _("One card, %(wide)s × %(high)s mm") % measures
        return _("%(wide)s × %(high)s mm") % measures
    sheet = next((count for name, count in _ON_A_SHEET.items() if kind.name.startswith(name)), None)
    if sheet is None:
        return paper
    return _("%(paper)s, %(count)s on a sheet") % {"paper": paper, "count": sheet}


def variant(kind: Kind, gettext: Callable[[str], str]) -> str:
    """What tells a form from the others of its subject: size, ink, and whether a print shop cuts it."""
    _ = gettext
    said = [size(kind, gettext)]
    if kind.subject in ("poster", "stickers"):
        said.append(_("black only") if kind.one_ink else _("in colour"))
    if kind.for_printers:
        said.append(_("with cutting marks, for a print shop"))
    return ", ".join(str(part) for part in said)
