"""Languages that lines speak: their own name, their name for the reader, and their direction.

Most names come from the Unicode CLDR through Babel. CLDR has no names for many languages of the
region, so these stand here, by the codes of ISO 639-3.
"""

from babel import Locale, UnknownLocaleError

#: tag -> (own name, name in es, in en, in fr).
_OWN: dict[str, tuple[str, str, str, str]] = {
    "bzj": ("Kriol", "criollo beliceño", "Belize Kriol", "créole bélizien"),
    "cab": ("Garifuna", "garífuna", "Garifuna", "garifuna"),
    "cak": ("Kaqchikel", "kaqchikel", "Kaqchikel", "kaqchikel"),
    "ixl": ("Ixil", "ixil", "Ixil", "ixil"),
    "jac": ("Poptiʼ", "poptí", "Popti", "popti"),
    "kek": ("Qʼeqchiʼ", "q’eqchi’", "Q’eqchi’", "q’eqchi’"),
    "kjb": ("Qʼanjobʼal", "q’anjob’al", "Q’anjob’al", "q’anjob’al"),
    "mam": ("Mam", "mam", "Mam", "mam"),
    "miq": ("Miskitu", "misquito", "Miskito", "miskito"),
    "mop": ("Mopan", "mopán", "Mopan", "mopan"),
    "nah": ("Nahuatl", "náhuatl", "Nahuatl", "nahuatl"),
    "poh": ("Poqomchiʼ", "poqomchi’", "Poqomchi’", "poqomchi’"),
    "quc": ("Kʼicheʼ", "k’iche’", "K’iche’", "k’iche’"),
    "tzh": ("Tseltal", "tseltal", "Tzeltal", "tzeltal"),
    "tzj": ("Tzʼutujil", "tz’utujil", "Tz’utujil", "tz’utujil"),
    "tzo": ("Tsotsil", "tsotsil", "Tzotzil", "tzotzil"),
    "yua": ("Maaya tʼaan", "maya yucateco", "Yucatec Maya", "maya yucatèque"),
}
_COLUMNS = {"es": 1, "en": 2, "fr": 3}

#: Deaf people's sign languages have no CLDR names either; only the two that sources name.
_OWN |= {
    "ase": (
        "ASL",
        "lengua de señas americana (ASL)",
        "American Sign Language (ASL)",
        "langue des signes américaine (ASL)",
    ),
}


def own_name(tag: str) -> str:
    """The language's name in that language; the tag itself if nobody has recorded one."""
    base = tag.split("-")[0]
    if base in _OWN:
        return _OWN[base][0]
    try:
        return str(Locale.parse(base).display_name or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def name(tag: str, locale: str) -> str:
    """The language's name for a reader of `locale` (es, en or fr)."""
    base = tag.split("-")[0]
    if base in _OWN and locale in _COLUMNS:
        return _OWN[base][_COLUMNS[locale]]
    return str(Locale.parse(locale).languages.get(base, own_name(tag)))


def direction(tag: str) -> str:
    """`rtl` or `ltr`, the value of an HTML `dir`."""
    try:
        return "rtl" if Locale.parse(tag.split("-")[0]).text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"
