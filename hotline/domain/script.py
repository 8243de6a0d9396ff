"""Words that are written so that they look like other words: letters of two scripts, or lookalikes.

Nothing here is an error, because a name may be written in any script. The approver is told, and
compares with the source.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import regex

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
#: Scripts with letters that can be taken for those of another one, and the large ones beside them.
_SCRIPTS = (
    "Latin", "Greek", "Cyrillic", "Armenian", "Cherokee", "Coptic", "Georgian", "Lisu", "Hebrew",
    "Arabic", "Devanagari", "Thai", "Han", "Hiragana", "Katakana", "Hangul", "Bopomofo",
)  # fmt: skip
_OF_SCRIPT = {name: regex.compile(rf"\p{{Script={name}}}") for name in _SCRIPTS}
#: Letters and marks that every script uses: ʼ of Mayan languages, accents that stand by themselves.
_SHARED = regex.compile(r"[\p{Script=Common}\p{Script=Inherited}]")
#: Japanese and Korean write these together.
_TOGETHER = frozenset({"Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"})

#: Latin letters in a form of their own (𝐀, Ａ, ﬁ) read as the plain ones and are found as none of them.
STYLED = "styled"
_ORDINALS = frozenset("ªº")

#: Letters of other scripts that are drawn like a Latin one.
LOOKALIKES: Mapping[str, str] = {
    "Cyrillic": "аеорсухѕіјһԁԛԝАВЕКМНОРСТХЅІЈҮԌԜ",
    "Greek": "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυι",
    "Armenian": "օոսհցՕՍ",
    "Cherokee": "ᎪᎫᎬᎳᏀᏃᏚᏞᏟᎡᎢᏔᏙᎷᎻᏒ",
    "Lisu": "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓠꓡꓢꓣꓤꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ",
}


@dataclass(frozen=True)
class Mixed:
    """A word that may not be what it looks like, and the scripts of its letters."""

    word: str
    scripts: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """A word of a record that the approver has to compare with the source, and where it stands."""

    path: str  #: as in `difference`: "contact_point.voice.number"
    word: str
    scripts: tuple[str, ...]


def mixed_scripts(text: str) -> tuple[Mixed, ...]:
    """Every word, once, that mixes scripts or is made of lookalikes alone, in the order of the text."""
    found = dict.fromkeys(_WORD.findall(text))
    judged = (Mixed(word, _scripts(word)) for word in found)
    return tuple(mixed for mixed in judged if _is_told(mixed))


def warnings(document: Mapping[str, Any] | None) -> tuple[Doubt, ...]:
    """The words of a whole record, in the order of its fields; nothing for a removal."""
    return tuple(
        Doubt(path, mixed.word, mixed.scripts)
        for path, text in _texts("", document or {})
        for mixed in mixed_scripts(text)
    )


def _is_told(mixed: Mixed) -> bool:
    scripts = set(mixed.scripts)
    if STYLED in scripts:
        return True
    if len(scripts) > 1:
        return not scripts <= _TOGETHER
    # A whole word of letters that all look Latin, such as "сор", which is no "cop".
    letters = set(mixed.word)
    return any(letters <= set(alike) for alike in LOOKALIKES.values())


def _scripts(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for sign in word if (name := _script(sign)) is not None))


def _script(sign: str) -> str | None:
    """The script of a letter; None for a digit and for what every script shares."""
    if sign not in _ORDINALS and not sign.isascii() and sign.isalpha():
        plain = unicodedata.normalize("NFKC", sign)
        if plain != sign and plain.isascii():
            return STYLED
    if _SHARED.match(sign):
        return None
    return next((name for name, pattern in _OF_SCRIPT.items() if pattern.match(sign)), "other")


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(f"{path}.{key}" if path else str(key), part)
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value, 1):
            name = part.get("id") if isinstance(part, Mapping) else None
            yield from _texts(f"{path}.{name or place}", part)
