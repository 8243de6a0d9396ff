"""Reads a query: which regions, needs, languages and digits it names, and which words are left.

Knows the vocabulary, not the edition: whether any line fits is weighed in `search_index`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hotline.editions.vocabulary import NameKind, Pattern, Token, Vocabulary, tokens

MAX_CHARACTERS = 200
MAX_WORDS = 24
_KIND_ORDER: dict[NameKind, int] = {"name": 0, "code": 1, "place": 2, "people": 3}
_DIGITS = re.compile(r"\*?\d(?:[\s().\-]*\d)*")


@dataclass(frozen=True)
class Question:
    """What a query says. `left` are the words that name nothing: perhaps an institution.

    `left` holds for each such word its possible spellings, the typed one first; `meant` the words
    that name a need, which may stand in the name of a line too. `needs` and `operators` say by how
    many words of the query each is meant. `digits` keep a leading star.
    """

    regions: tuple[str, ...]
    needs: dict[str, int]
    operators: dict[str, int]
    languages: tuple[str, ...]
    left: tuple[tuple[str, ...], ...]
    meant: tuple[tuple[str, ...], ...]
    digits: tuple[str, ...]
    letters: str  #: the whole query as letters and digits, for numbers written as words


def read(query: str, vocabulary: Vocabulary, spellings: Callable[[str], tuple[str, ...]]) -> Question:
    """Read any text; never raises. `spellings` gives the known words that a word may stand for."""
    # Surrogates cannot be written as UTF-8, which the index needs.
    query = unicodedata.normalize("NFKC", query[:MAX_CHARACTERS].encode("utf-8", "ignore").decode())
    query = query[:MAX_CHARACTERS]
    typed = tokens(query)[:MAX_WORDS]
    candidates = [(token.word,) if token.word.isdigit() else spellings(token.word) for token in typed]
    regions, used, cities = _regions(typed, candidates, vocabulary)
    languages, spoken = _languages(candidates, vocabulary, used)
    used |= spoken
    places = _places(candidates, used)
    needs, by_need = _meanings(vocabulary.needs, places)
    operators, _ = _meanings(vocabulary.operators, places)
    left = tuple(
        forms
        for index, forms in enumerate(candidates)
        if index not in (used - cities) | by_need
        and forms[0] not in vocabulary.stop
        and not forms[0].isdigit()
    )
    meant = tuple(
        candidates[index] for index in sorted(by_need) if candidates[index][0] not in vocabulary.stop
    )
    digits = tuple(re.sub(r"[^\d*]", "", run) for run in _DIGITS.findall(query) if _is_ascii_number(run))
    letters = re.sub(r"[\W_]", "", query).lower()
    return Question(regions, needs, operators, languages, left, meant, digits, letters)


def _is_ascii_number(run: str) -> bool:
    return run.isascii() and len(re.sub(r"\D", "", run)) >= 2


def _regions(
    typed: list[Token], candidates: list[tuple[str, ...]], vocabulary: Vocabulary
) -> tuple[tuple[str, ...], set[int], set[int]]:
    """The regions named, the surest first; where the words stand that name them; those of cities.

    Where somebody is ("en México") outranks who they are ("hondureña").
    """
    by_first: dict[str, list[tuple[tuple[str, ...], str, NameKind]]] = {}
    for name in vocabulary.regions:
        by_first.setdefault(name.words[0], []).append(name)
    found: list[tuple[int, int, int, int, str]] = []  # not exact, not located, kind, place, region
    used: set[int] = set()
    cities: set[int] = set()
    index = 0
    while index < len(typed):
        best: tuple[int, int, int, str] | None = None  # -length, misspelt, kind, region
        for first in candidates[index]:
            for words, region, kind in by_first.get(first, ()):
                span = candidates[index : index + len(words)]
                if len(span) == len(words) and all(w in forms for w, forms in zip(words, span, strict=True)):
                    misspelt = int(any(w != forms[0] for w, forms in zip(words, span, strict=True)))
                    one = (-len(words), misspelt, _KIND_ORDER[kind], region)
                    best = one if best is None else min(best, one)
        code = vocabulary.shouted.get(typed[index].word)
        if best is None and code is not None and _stands_out(typed, index):
            best = (-1, 0, _KIND_ORDER["code"], code)
        if best is None:
            index += 1
            continue
        length, misspelt, kind_order, region = best
        before = {typed[i].word for i in range(max(0, index - 2), index) if i not in used}
        located = int(not before & vocabulary.located)
        found.append(
            (misspelt, located if kind_order < _KIND_ORDER["people"] else 1, kind_order, index, region)
        )
        used |= set(range(index, index - length))
        if kind_order == _KIND_ORDER["place"]:
            cities |= set(range(index, index - length))
        index -= length
    if any(misspelt == 0 for misspelt, *_ in found):
        found = [one for one in found if one[0] == 0]
    return tuple(dict.fromkeys(region for *_, region in sorted(found))), used, cities


def _stands_out(typed: list[Token], index: int) -> bool:
    others = [token for place, token in enumerate(typed) if place != index]
    if all(token.word.isdigit() for token in others):
        return True
    return typed[index].shouted and not all(token.shouted for token in others if not token.word.isdigit())


def _languages(
    candidates: list[tuple[str, ...]], vocabulary: Vocabulary, used: set[int]
) -> tuple[tuple[str, ...], set[int]]:
    found: dict[str, None] = {}
    spoken: set[int] = set()
    for index in range(len(candidates)):
        for name, tag in vocabulary.languages:
            span = range(index, index + len(name))
            if span.stop > len(candidates) or used & set(span):
                continue
            if all(word in candidates[i] for word, i in zip(name, span, strict=True)):
                found[tag] = None
                spoken |= set(span)
    return tuple(found), spoken


def _places(candidates: list[tuple[str, ...]], used: set[int]) -> dict[str, set[int]]:
    """Where in the query each word, and each beginning of a word (with a star), stands."""
    places: dict[str, set[int]] = {}
    for index, forms in enumerate(candidates):
        if index in used:
            continue
        for form in forms:
            places.setdefault(form, set()).add(index)
            for length in range(2, len(form.rstrip("*")) + 1):
                places.setdefault(form[:length] + "*", set()).add(index)
    return places


def _meanings(patterns: Iterable[Pattern], places: dict[str, set[int]]) -> tuple[dict[str, int], set[int]]:
    """For each meaning the number of words that carry it, and the places of all such words.

    Words that mean something together mean nothing else alone: in "a child in danger" the danger
    is the child's.
    """
    together: dict[str, set[int]] = {}
    alone: dict[str, set[int]] = {}
    for words, meaning in patterns:
        spots = [set().union(*(places.get(form, ()) for form in word)) for word in words]
        # Two words of a pattern must be two words of the query.
        if all(spots) and len(set().union(*spots)) >= len(words):
            (together if len(words) > 1 else alone).setdefault(meaning, set()).update(*spots)
    taken = set().union(*together.values())
    covered = {meaning: set(where) for meaning, where in together.items()}
    for meaning, where in alone.items():
        if where - taken:
            covered.setdefault(meaning, set()).update(where - taken)
    return {meaning: len(where) for meaning, where in covered.items()}, set().union(*covered.values())
