"""Takes the sentences out of the program and its pages, and merges them into the catalogs.

`make messages` runs it; tests/test_catalogs.py compares what it takes out with what is committed.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from hotline.domain.listing import LOCALES

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "hotline" / "translations"
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}


def extracted() -> Catalog:
    """Every sentence of the program and its pages, without file names and line numbers."""
    with (TRANSLATIONS / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, method_map=methods, options_map=options, keywords=KEYWORDS)
    catalog = Catalog()
    for _, _, message, _, context in found:
        catalog.add(message, context=context)
    return catalog


def path_of(locale: str) -> Path:
    """The catalog of a locale."""
    return TRANSLATIONS / locale / "LC_MESSAGES" / "messages.po"


def committed(locale: str) -> Catalog:
    """The catalog of a locale as it stands in the project."""
    with path_of(locale).open("rb") as file:
        return read_po(file, locale=locale)


def main() -> None:
    """Merge new sentences into each catalog; sentences that are gone are dropped."""
    for locale in LOCALES:
        catalog = committed(locale)
        # Taken out anew for each locale: a new sentence would be one object in all three catalogs.
        catalog.update(extracted(), no_fuzzy_matching=True)
        catalog.obsolete.clear()
        if locale == "en":
            for message in catalog:
                if message.id and not message.string:
                    message.string = message.id
        with path_of(locale).open("wb") as file:
            write_po(file, catalog, width=100, no_location=True, omit_header=False, sort_output=True)
        missing = [
            message.id for message in catalog if message.id and not message_is_complete(message.string)
        ]
        print(f"{locale}: {len(catalog)} sentences, {len(missing)} not translated")


def message_is_complete(string: object) -> bool:
    """Whether a sentence, or each of its plural forms, has a translation."""
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    main()
