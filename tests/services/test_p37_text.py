"""Text cannot lie (P37): 500 names that hide, turn, mix or flood, through the services of the desk."""

from collections.abc import Iterator
from typing import Any

from desk import ANA, CARLA, NEW, NOW, PLANS, Desk, service

from hotline.domain import script
from hotline.services import deciding, notices, people, proposing

HIDDEN = (
    "\x00", "\x01", "\x08", "\t", "\x0b", "\r", "\x1b", "\x7f", "\x85", "\x9f", "\u00ad", "\u034f", "\u0600",
    "\u061c", "\u06dd", "\u070f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180e", "\u180f", "\u200b",
    "\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
    "\u2060", "\u2061", "\u2064", "\u2065", "\u2066", "\u2067", "\u2068", "\u2069", "\u206a", "\u206f", "\u2800",
    "\u3164", "\ufe00", "\ufe0e", "\ufe0f", "\ufeff", "\uffa0", "\ufff9", "\ufffb", "\ue000", "\uf8ff", "\ufdd0",
    "\ufffe", "\U000110bd", "\U0001bca0", "\U0001d173", "\U000e0001", "\U000e0020", "\U000e0041", "\U000e007f",
    "\U000e0100", "\U000e01ef", "\U000f0000", "\U0010fffd", "\u0378",
)  # fmt: skip
MARKS = ("\u0301", "\u0308", "\u0323", "\u0335", "\u20dd", "\u0338", "\u0489", "\u1dc0", "\u0e47", "\u06d6")
LIKE = {
    "a": "аɑαａ𝐚", "c": "сϲｃ𝐜", "e": "еｅ𝐞", "i": "іｉ𝐢", "o": "оοօｏ𝐨", "p": "рｐ𝐩", "s": "ѕｓ𝐬", "x": "хｘ𝐱", "y": "уｙ𝐲", "A": "АΑＡ𝐀",
    "H": "НΗＨ𝐇", "L": "ꓡᏞＬ𝐋", "P": "РΡＰ𝐏",
}  # fmt: skip
WORDS = ("Policia", "Hospicio", "Ayuda", "Linea", "Casa", "Procuraduria", "Pax", "Alas", "Hope")
#: Letters that belong to Latin itself and so mix nothing.
LATIN_TOO = "ɑϲ"


def refused() -> Iterator[str]:
    for sign in HIDDEN:
        yield from (f"{sign}Casa", f"Ca{sign}sa", f"Casa{sign}", f"Casa {sign} Alianza", f"Línea 1{sign}45")
    for mark in MARKS:
        yield from (f"C{mark * 4}asa", f"Casa{mark * 60}", f"Ca{mark}\u0302\u0304\u0307\u030asa")
    yield from ("ca\u202e145", "moc.elpmaxe\u202e", "\u2067145\u2069 ayuda", "Z" + "".join(MARKS) * 9)


def told() -> Iterator[str]:
    for word in WORDS:
        for letter, alike in LIKE.items():
            if letter in word:
                yield from (
                    f"{word.replace(letter, other, 1)} Azul" for other in alike if other not in LATIN_TOO
                )


HIDING = tuple(refused())
MIXED = tuple(dict.fromkeys(told()))
HONEST = (
    "Qʼeqchiʼ", "Kʼicheʼ Ixil ẍ", "Niñez", "Línea 1-4-5", "Чайка", "Αθήνα", "مساعدة", "עזרה", "北京 東京タワー", "한국어",
    "हिन्दी", "ภาษาไทย", "☎️ 145", "1.ª línea", "Ɂuchi", "ꞌAtñen",
)  # fmt: skip


def named(place: int, name: str) -> dict[str, Any]:
    """The example with the name in one of the places where a person types a text."""
    document = service()
    point = document["contact_point"][0]
    match place % 7:
        case 0:
            document["name"] = name
        case 1:
            document["other_names"] = [name]
        case 2:
            document["places"] = ["Cobán", name]
        case 3:
            document["description"]["fr"] = name
        case 4:
            point["evidence"][-1]["title"] = name
        case 5:
            point["hours_note"]["es"] = name
        case _:
            point["evidence"][-1]["says"] = name
    return document


def test_p37_five_hundred_names(desk: Desk) -> None:
    assert len(HIDING) + len(MIXED) + len(HONEST) >= 500
    before = len(desk.changes())
    for place, name in enumerate(HIDING):
        codes = desk.refused(
            proposing.propose, ANA, "service", "GT", named(place, name), "It changed.", NOW, PLANS
        )
        assert codes in (["hidden_characters"], ["marks_piled_up"]), ascii(name)
    assert len(desk.changes()) == before
    silent, loud = [], []
    for place, name in enumerate((*MIXED, *HONEST)):
        change = desk.do(
            proposing.propose, ANA, "service", "GT", named(place, name), "It changed.", NOW, PLANS
        )
        found = script.warnings(change.after)
        if name in MIXED and [doubt.word for doubt in found] != [name.split()[0]]:
            silent.append(name)
        if name in HONEST and found:
            loud.append(name)
    assert silent == [], "every mixed name is told to the approver"
    assert loud == [], "and no honest one"
    print(f"{len(HIDING)} refused, {len(MIXED)} told, {len(HONEST)} left alone")


def test_p37_reasons_notes_and_names_of_people_hide_nothing_either(desk: Desk) -> None:
    change = desk.propose(NEW)
    for name in [name for name in HIDING if name.strip() == name][::9]:
        why, hidden = f"Because {name}.", ["hidden_characters"]
        assert (
            desk.refused(proposing.propose, ANA, "service", "GT", service("1557"), why, NOW, PLANS) == hidden
        )
        assert desk.refused(notices.hide, CARLA, "GT", "gt-trata", why, NOW, PLANS) == hidden
        assert desk.refused(deciding.return_with_note, CARLA, change.id, change.version, why, NOW) == hidden
        invited = (f"Zoe {name} López", "new@example.org", ["editor"], ["GT"], "tests", NOW, "es")
        # In the name of a person every kind of blank becomes one space.
        if not any(sign.isspace() and sign != " " for sign in name):
            assert desk.refused(people.invite, *invited) == ["name_expected"], ascii(name)
    desk.do(people.invite, "Zoë Ñuñez Qʼeqchiʼ", "new@example.org", ["editor"], ["GT"], "tests", NOW, "es")
