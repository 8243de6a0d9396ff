"""Every sentence is translated into every locale, with the placeholders it needs and in usted."""

import re

import pytest
from catalogs import committed, extracted, message_is_complete

from hotline.domain.listing import LOCALES

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _ids(catalog: object) -> set[object]:
    return {message.id for message in catalog if message.id}  # type: ignore[attr-defined]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_catalog_holds_just_the_sentences_of_the_program(locale: str) -> None:
    wanted, held = _ids(extracted()), _ids(committed(locale))
    assert held == wanted, "run `make messages`"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_is_translated(locale: str) -> None:
    assert [m.id for m in committed(locale) if m.id and not message_is_complete(m.string)] == []
    assert [m.id for m in committed(locale) if m.fuzzy and m.id] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_keep_their_placeholders(locale: str) -> None:
    wrong = []
    for message in committed(locale):
        ids = message.id if isinstance(message.id, list | tuple) else [message.id]
        strings = message.string if isinstance(message.string, list | tuple) else [message.string]
        wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
        # A singular may leave the count out ("one month"), nothing else may be missing or invented.
        wrong += [
            s for s in strings if message.id and wanted - set(PLACEHOLDER.findall(s)) - {"count", "num"}
        ]
        wrong += [s for s in strings if set(PLACEHOLDER.findall(s)) - wanted]
    assert wrong == []


def test_plural_forms_are_there() -> None:
    for locale in LOCALES:
        catalog = committed(locale)
        assert all(
            len(message.string) == catalog.num_plurals
            for message in catalog
            if isinstance(message.id, list | tuple)
        )


def test_spanish_speaks_in_usted() -> None:
    informal = [
        text
        for message in committed("es")
        for text in (message.string if isinstance(message.string, list | tuple) else [message.string])
        if re.search(r"\b(tú|contigo|puedes|debes|quieres|tienes|estás)\b", text, re.I)
    ]
    assert informal == []
