"""What tells one country from another for somebody who does not know where they are.

Money and languages come from the Unicode CLDR, telephone numbers from the numbering plans, the
ending of web addresses is the region's own code. Nothing is said from memory.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from babel.numbers import get_currency_name, get_territory_currencies

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions.service_view import ServiceView, service_view
from hotline.editions.wording import own_language, region_name

#: Words on number plates. Sources: Wikipedia, "Vehicle registration plates of Honduras" and "…of
#: Costa Rica"; for other regions no stored source says what stands on them.
_PLATES = {"HN": "HONDURAS, C.A.", "CR": "COSTA RICA, CENTROAMÉRICA"}


@dataclass(frozen=True)
class Money:
    """A currency that is used there; `symbol` as prices there show it, None where CLDR has none."""

    name: str
    symbol: str | None


@dataclass(frozen=True)
class Land:
    """What a person may see around them in one region."""

    region: str
    money: tuple[Money, ...]
    calling_code: str
    lengths: str  #: how many digits follow the calling code: "8", "7 / 8"
    languages: tuple[str, ...]
    plate: str | None


def lands(edition: Edition, locale: str) -> tuple[Land, ...]:
    """One `Land` for each region of the edition."""
    plans = edition.plans
    return tuple(
        Land(
            region=region,
            money=tuple(_money(region, locale)),
            calling_code=plans[region].calling_code,
            lengths=" / ".join(str(length) for length in sorted(plans[region].lengths)),
            languages=_languages(region),
            plate=_PLATES.get(region),
        )
        for region in in_order(edition, locale)
    )


def in_order(edition: Edition, locale: str) -> tuple[str, ...]:
    """The regions in the alphabetical order of their names in `locale`."""
    return tuple(sorted(edition.directories, key=lambda code: _plain(region_name(code, locale))))


def emergency_lines(edition: Edition, locale: str) -> tuple[ServiceView, ...]:
    """The number for danger now of each region, as it is dialled there."""
    today = edition.published_at.date()
    directories = (edition.directories[code] for code in in_order(edition, locale))
    return tuple(
        service_view(one, one.service(one.first.emergency), one.region, edition.plans, today)
        for one in directories
    )


def _money(region: str, locale: str) -> Iterable[Money]:
    try:
        symbols = dict(Locale.parse(f"{own_language(region)}_{region}").currency_symbols)
    except UnknownLocaleError:
        symbols = {}
    for code in get_territory_currencies(region):
        symbol = symbols.get(code)
        # Prices carry a sign, and CLDR gives the code where it knows none.
        yield Money(get_currency_name(code, locale=locale), symbol if symbol != code else None)


def _languages(region: str) -> tuple[str, ...]:
    official = get_official_languages(region) or get_official_languages(region, de_facto=True)
    # Only languages that stand on the signs of the whole country.
    return tuple(tag for tag in official if tag in LOCALES) or (own_language(region),)


def _plain(text: str) -> str:
    return text.casefold().translate(str.maketrans("áéíóúàèêîôûç", "aeiouaeeiouc"))
