"""Facts put into the words of one locale: hours, dates, ages, names of languages and regions.

Sentences come from the catalogs, names from the CLDR through Babel. Nothing here decides what is
true; it only says it.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names, get_timezone_location
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.support import NullTranslations
from babel.units import format_unit
from markupsafe import Markup, escape

from hotline.domain import language
from hotline.domain.freshness import Age, earliest_day
from hotline.domain.rendition import ENDINGS
from hotline.domain.schedule import Span, Week


def filters(locale: str, catalog: NullTranslations) -> dict[str, Callable[..., Any]]:
    """The filters of every template of `locale`."""
    return {
        "age": lambda age: age_in_words(age, catalog),
        "day": lambda day: format_date(day, "long", locale=locale),
        "duration": duration,
        "file_kind": lambda media_type: ENDINGS[media_type].upper(),
        "file_size": lambda size: file_size(size, locale),
        "hours": lambda week: hours(week, locale, catalog),
        "isolated": isolated,
        "language": lambda tag: language.name(tag, locale),
        "languages": lambda tags: listed((language.name(tag, locale) for tag in tags), locale),
        "isolated_list": lambda items: isolated_list(items, locale),
        "listed": lambda items: listed(items, locale),
        "partial_date": lambda text: partial_date(text, locale),
        "region": lambda code: region_name(code, locale),
        "local_moment": lambda moment, zone: local_moment(moment, zone, locale),
        "own_region": own_region_name,
        "own_language": own_language,
        "size": size,
        "slot": week_slots,
        "unbroken": unbroken,
        "upper_first": lambda text: text[:1].upper() + text[1:],
    }


@cache
def region_name(code: str, locale: str) -> str:
    """The region's name for a reader of `locale`."""
    return str(Locale.parse(locale).territories[code])


def own_language(code: str) -> str:
    """The language in which a region writes its own name: its first official or commonest one."""
    official = get_official_languages(code) or get_official_languages(code, de_facto=True)
    return str(official[0])


def own_region_name(code: str) -> str:
    """The region's name as it writes it itself."""
    return region_name(code, own_language(code))


def listed(items: Iterable[str], locale: str) -> str:
    """ "a, b and c", as the locale joins them."""
    text = str(format_list(list(items), locale=locale))
    # Spanish says "e" before the sound of an i; the CLDR pattern cannot see the next word.
    return (
        re.sub(r" y (?=(?:<bdi>)?h?[ií](?!e))", " e ", text, flags=re.IGNORECASE) if locale == "es" else text
    )


def partial_date(text: str, locale: str) -> str:
    """ "2024", "July 2024" or "29 July 2024": as exact as the source, and no more."""
    day = earliest_day(text)
    if len(text) == 4:
        return text
    if len(text) == 7:
        return str(format_skeleton("yMMMM", day, locale=locale))
    return str(format_date(day, "long", locale=locale))


def local_moment(moment: datetime, zone: str, locale: str) -> str:
    """A moment on the clocks of a place: "Tuesday, November 24, 18:00, Guatemala Time".

    The day stands with it also where it is today: a page may be read tomorrow.
    """
    there = moment.astimezone(ZoneInfo(zone))
    weekday = get_day_names("wide", locale=locale)[there.weekday()]
    day = format_skeleton("MMMMd", there, tzinfo=there.tzinfo, locale=locale)
    # CLDR's own pattern for a weekday and a day has the short names; French joins them without a comma.
    between = " " if locale == "fr" else ", "
    place = get_timezone_location(ZoneInfo(zone), locale=locale)
    return f"{weekday}{between}{day}, {there:%H:%M}, {place}"


def age_in_words(age: Age, catalog: NullTranslations) -> str:
    """A lower bound, which stays true while the page gets older; nothing for what is recent."""
    ngettext = catalog.ungettext
    if age.unit == "years":
        return str(
            ngettext("more than %(num)d year old", "more than %(num)d years old", age.count)
            % {"num": age.count}
        )
    if age.unit == "months":
        return str(
            ngettext("more than %(num)d month old", "more than %(num)d months old", age.count)
            % {"num": age.count}
        )
    return ""


def hours(week: Week, locale: str, catalog: NullTranslations) -> str:
    """ "24 hours, every day", or "Monday to Friday, 8:00 to 16:00"."""
    _ = catalog.ugettext
    if week.always:
        return str(_("24 hours, every day"))
    names = get_day_names("wide", locale=locale)
    parts = []
    for group in week.groups:
        if (group.first, group.last) == (0, 6):
            days = _("every day")
        elif group.first == group.last:
            days = names[group.first]
        else:
            days = _("%(first_day)s to %(last_day)s") % {
                "first_day": names[group.first],
                "last_day": names[group.last],
            }
        parts.append(f"{days}, {listed((_span(span, catalog) for span in group.spans), locale)}")
    if week.closed_on_holidays:
        parts.append(_("closed on public holidays"))
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _span(span: Span, catalog: NullTranslations) -> str:
    _ = catalog.ugettext
    if (span.start, span.end) == (0, 24 * 60):
        return str(_("24 hours"))
    return str(_("%(start)s to %(end)s") % {"start": _clock(span.start), "end": _clock(span.end)})


def _clock(minutes: int) -> str:
    return "24:00" if minutes == 24 * 60 else f"{minutes // 60 % 24}:{minutes % 60:02d}"


def week_slots(week: Week) -> str:
    """The week for the script: open minutes since Monday 0:00, as "480-960 1920-2400"."""
    return " ".join(
        f"{day * 1440 + span.start}-{day * 1440 + span.end}"
        for group in week.groups
        for day in range(group.first, group.last + 1)
        for span in group.spans
    )


def file_size(size: int, locale: str) -> str:
    """Bytes as people read them, before they spend them on a bad line: "3,2 MB"."""
    unit, count = ("kilobyte", size / 1e3) if size < 1e6 else ("megabyte", size / 1e6)
    # Of a file that is not empty, nobody reads "0 kB".
    rounded = max(round(count, 1 if unit == "megabyte" and count < 10 else 0), 1 if unit == "kilobyte" else 0)
    return format_unit(rounded, unit, "short", format="#,##0.#", locale=locale)


def duration(seconds: int) -> str:
    """How long it sounds: "0:30", "1:02:05"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def size(number: str) -> str:
    """A class by the length of a number as it is shown, so that it fits a narrow phone unbroken."""
    return next((name for limit, name in ((5, "n5"), (9, "n9"), (13, "n13")) if len(number) <= limit), "n18")


def isolated(text: str) -> Markup:
    """What somebody typed, for the middle of a sentence of ours: its script turns nothing around it."""
    return Markup("<bdi>{}</bdi>").format(text)


def isolated_list(texts: Iterable[str], locale: str) -> Markup:
    """The same for several texts, joined as the locale joins them."""
    # Each is escaped, and the patterns of the locale are its words and commas.
    return Markup(listed((str(isolated(text)) for text in texts), locale))  # noqa: S704


_NUMBER = re.compile(r"(\+?\d[\d\-.() ]*\d|\*\d+)")


# The same texts stand on the pages of several regions and in frames.
@lru_cache(4096)
def unbroken(text: str) -> Markup:
    """The text, escaped, with the numbers in it kept on one line and from left to right."""
    # Splitting by a group gives texts and numbers in turn.
    parts = _NUMBER.split(text)
    return Markup("").join(
        Markup('<bdi class="nb" dir="ltr">{}</bdi>').format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )
