"""The words that people type and what they mean: countries, needs, kinds of operator, languages.

Read from `data/search/`. Holds words only: it must not know editions, the index or how a query is
weighed.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from hotline.domain.listing import LOCALES, Need, Operator

NameKind = Literal["name", "code", "place", "people"]

# French "l'hôtel" is two words, but the apostrophe of "q'eqchi'" is a letter.
_ELISION = re.compile(r"\b(?:[ldjmtscn]|qu)['’](?=\w)", re.IGNORECASE)
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]{1,2}\.){2,}|\b(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}\b")


class Token(NamedTuple):
    """One word of a query, folded; `shouted` if it was written in capitals."""

    word: str
    shouted: bool


def tokens(text: str) -> list[Token]:
    """The words of any text: accents and apostrophes gone, lower case, "EE.UU." as one word.

    >>> [token.word for token in tokens("Q’eqchiʼ, niño: ¿l'école?")]
    ['qeqchi', 'nino', 'ecole']
    """
    text = _APOSTROPHES.sub("", _ELISION.sub(" ", text))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _ABBREVIATION.sub(lambda found: found[0].replace(".", "") + " ", text)
    return [Token(word.lower(), word.isupper()) for word in re.findall(r"[^\W_]+", text)]


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(token.word for token in tokens(text))


class RegionName(NamedTuple):
    """A sequence of words that names a region, its people or one of its cities."""

    words: tuple[str, ...]
    region: str
    kind: NameKind


class Pattern(NamedTuple):
    """Words that together mean something; each is a choice of forms, "explot*" a beginning."""

    words: tuple[tuple[str, ...], ...]
    meaning: str


@dataclass(frozen=True)
class Vocabulary:
    """Everything in `data/search/`, folded. `shouted` codes count only where they stand out."""

    stop: frozenset[str]
    located: frozenset[str]
    regions: tuple[RegionName, ...]
    shouted: Mapping[str, str]
    needs: tuple[Pattern, ...]
    operators: tuple[Pattern, ...]
    languages: tuple[tuple[tuple[str, ...], str], ...]
    spoken_in: Mapping[str, tuple[str, ...]]

    @property
    def known_words(self) -> frozenset[str]:
        """Every whole word: what is spelt like one of them is not a misspelling of another."""
        forms = {
            form for pattern in (*self.needs, *self.operators) for word in pattern.words for form in word
        }
        named = {word for name in self.regions for word in name.words}
        spoken = {word for name, _ in self.languages for word in name}
        return frozenset(
            {form for form in forms if not form.endswith("*")} | named | spoken | self.stop | self.located
        )

    @property
    def stems(self) -> frozenset[str]:
        """Every beginning of a word, without its star."""
        return frozenset(
            form[:-1]
            for pattern in (*self.needs, *self.operators)
            for word in pattern.words
            for form in word
            if form.endswith("*")
        )


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read `data/search/`; ValueError names the file and the word that cannot be understood."""
    by_locale = [_read(folder / f"{locale}.toml") for locale in LOCALES]
    places = _read(folder / "places.toml")
    languages = _read(folder / "languages.toml")["languages"]
    names: list[RegionName] = []
    for file in by_locale:
        for region, forms in file["regions"].items():
            names += _names(forms["names"], region, "name")
            names += _names(forms["people"], region, "people")
    for region, cities in places["places"].items():
        names += _names(cities, region, "place")
    for region, codes in places["codes"].items():
        names += _names(codes, region, "code")
    return Vocabulary(
        stop=frozenset(word for file in by_locale for entry in file["stop"] for word in words(entry)),
        located=frozenset(word for file in by_locale for word in file["located"]),
        regions=tuple(dict.fromkeys(names)),
        shouted={code: region for region, codes in places["shouted"].items() for code in codes},
        needs=_patterns((file["needs"] for file in by_locale), get_args(Need)),
        operators=_patterns((file["operators"] for file in by_locale), get_args(Operator)),
        languages=tuple((words(name), tag) for tag, about in languages.items() for name in about["names"]),
        spoken_in={tag: tuple(about["regions"]) for tag, about in languages.items()},
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _names(entries: Iterable[str], region: str, kind: NameKind) -> list[RegionName]:
    return [RegionName(words(form), region, kind) for entry in entries for form in _forms(entry)]


def _patterns(sections: Iterable[Mapping[str, list[str]]], allowed: tuple[str, ...]) -> tuple[Pattern, ...]:
    patterns: list[Pattern] = []
    for section in sections:
        for meaning, entries in section.items():
            if meaning not in allowed:
                raise ValueError(f"data/search: {meaning!r} is not one of {', '.join(allowed)}")
            patterns += [
                Pattern(tuple(_choice(word) for word in entry.split()), meaning) for entry in entries
            ]
    return tuple(dict.fromkeys(patterns))


def _choice(entry: str) -> tuple[str, ...]:
    """The folded forms of one word of a pattern, stars kept."""
    forms = []
    for form in _forms(entry):
        folded = "".join(words(form))
        if not folded:
            raise ValueError(f"data/search: {entry!r} has no letters")
        forms.append(folded + "*" if form.endswith("*") else folded)
    return tuple(forms)


def _forms(entry: str) -> list[str]:
    """ "tic/o/a" is "tico" and "tica"; "honduran//s" is "honduran" and "hondurans"."""
    stem, *endings = entry.split("/")
    return [stem + ending for ending in endings] or [stem]
