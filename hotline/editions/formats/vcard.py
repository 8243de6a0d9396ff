"""A contact card of a region for the address book of a phone.

Its name says nothing about what the numbers are for: whoever looks through the phone sees "Useful
numbers". vCard 3.0, because old phones read no later one.
"""

from hotline.domain.edition import Edition
from hotline.domain.listing import RegionDirectory
from hotline.editions.formats.listing import number_of
from hotline.editions.rendering import translations


def card(edition: Edition, directory: RegionDirectory, locale: str) -> bytes:
    """The first lines and the emergency line, each once, in the order of the page."""
    _ = translations(locale).ugettext
    name = _escaped(_("Useful numbers"))
    numbers: list[str] = []
    for service_id in (*directory.first.services, directory.first.emergency):
        for point in directory.service(service_id).contact_points:
            number = number_of(edition, directory.region, point) if point.channel == "voice" else None
            # A card may be used abroad: the international number, where there is one.
            dialled = number and (number.e164 or number.tel)
            if dialled and dialled not in numbers:
                numbers.append(dialled)
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{name} {directory.region};;;;",
        f"FN:{name} {directory.region}",
        *(f"TEL;TYPE=VOICE:{number}" for number in numbers),
        f"REV:{edition.published_at.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "END:VCARD",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
