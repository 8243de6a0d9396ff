"""What a speaker reads on the radio and on television, with the number in words and digit by digit."""

from typing import Any, Literal

from hotline.editions.print.spoken import digit_by_digit, in_words
from hotline.editions.rendering import translations


def script(subject: Literal["radio", "tv"], common: dict[str, Any]) -> dict[str, Any]:
    """A title, advice to whoever broadcasts it, and parts with their paragraphs."""
    locale = common["locale"]
    _ = translations(locale).ugettext
    line = common["lines"][0]
    said = {
        "words": in_words(line["number"], locale),
        "digits": digit_by_digit(line["number"], locale),
        "region": common["country"],
    }
    number = [_("%(region)s: call %(words)s.") % said, _("Digit by digit: %(digits)s.") % said]
    facts = [f"{fact}." for fact in line["facts"]]
    again = [_("Once more: %(digits)s.") % said]
    full = [common["words"]["ask"], *number, line["who"], *facts, *_danger(common), *again]
    short = [common["words"]["ask"], *number]
    if subject == "radio":
        title = _("Radio script: %(region)s") % said
        parts = [_part(_("About 30 seconds"), full), _part(_("About 10 seconds"), short)]
    else:
        title = _("Television tag: %(region)s") % said
        shown = [common["words"]["ask"], line["number"], *line["facts"], common["address"]]
        parts = [_part(_("On the screen, at least 8 seconds"), shown), _part(_("Voice"), [*number, *again])]
    advice = _(
        "Read slowly, with a pause at every comma. Change no digit. "
        "Check the number at the address below on the day it is broadcast."
    )
    return {"title": title, "advice": advice, "parts": parts, "number": line["number"]}


def _danger(common: dict[str, Any]) -> list[str]:
    locale = common["locale"]
    _ = translations(locale).ugettext
    beside = common["emergency"]
    if not beside:
        return []
    return [_("In danger now, call: %(digits)s.") % {"digits": digit_by_digit(beside["number"], locale)}]


def _part(heading: str, paragraphs: list[str]) -> dict[str, Any]:
    return {"heading": heading, "paragraphs": paragraphs}
