"""Which campaign materials a query names. It decides nothing about lines: they are found elsewhere.

A material is found by its name alone: every longer word of the query has to stand in its title or its
campaign, so that words about what happened to somebody lead to lines and to nothing else.
"""

from hotline.domain.edition import Edition
from hotline.editions.once import once
from hotline.editions.vocabulary import words

#: Shorter words are articles and the like, which stand in every title.
_LONG = 4
#: So many at most: whoever looks for more has the list.
_MOST = 5


def named(edition: Edition, query: str) -> tuple[str, ...]:
    """The ids of the materials that a query names, those first whose title it fills best."""
    asked = {word for word in words(query[:200]) if len(word) >= _LONG}
    if not asked:
        return ()
    found = [
        (-len(asked & title) / len(title), place, material_id)
        for place, (material_id, title, every) in enumerate(_names(edition))
        if title and asked <= every
    ]
    return tuple(material_id for _, _, material_id in sorted(found)[:_MOST])


@once
def _names(edition: Edition) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """Of each material its id, the longer words of its title, and those of its campaign with them."""
    return tuple(
        (one.id, _long(one.title), _long(f"{one.title} {one.campaign or ''}")) for one in edition.materials
    )


def _long(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if len(word) >= _LONG)
