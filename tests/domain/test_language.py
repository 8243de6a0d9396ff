"""Names of languages: from the CLDR, and our own where it has none."""

import pytest

from hotline.domain import language

NAMES = {
    "a language that CLDR knows": ("ht", ("criollo haitiano", "Haitian Creole", "créole haïtien")),
    "a language that CLDR lacks": ("kek", ("q’eqchi’", "Q’eqchi’", "q’eqchi’")),
    "a region in the tag does not matter": ("es-MX", ("español", "Spanish", "espagnol")),
}


@pytest.mark.parametrize("reason", NAMES)
def test_a_language_has_a_name_for_every_reader(reason: str) -> None:
    tag, names = NAMES[reason]
    assert tuple(language.name(tag, locale) for locale in ("es", "en", "fr")) == names


@pytest.mark.parametrize("tag", ["kek", "mam", "quc", "yua", "nah", "cab", "miq"])
def test_the_indigenous_languages_of_the_region_are_named(tag: str) -> None:
    assert language.own_name(tag) != tag
    assert language.name(tag, "en") != tag


def test_a_language_that_nobody_named_is_called_by_its_tag() -> None:
    assert language.own_name("xxx") == "xxx"
    assert language.name("xxx", "es") == "xxx"


def test_direction_follows_the_script() -> None:
    assert (language.direction("ar"), language.direction("es"), language.direction("kek")) == (
        "rtl",
        "ltr",
        "ltr",
    )
