"""What every error answer owes a visitor: a way out, and the emergency number of every region."""

import re

import lxml.html

from hotline.domain.edition import Edition
from hotline.domain.listing import RegionDirectory

EXIT = "https://www.wikipedia.org/"


def emergency_number(directory: RegionDirectory) -> str:
    """The digits of a region's emergency line."""
    points = directory.service(directory.first.emergency).contact_points
    number = next(point.number for point in points if point.number)
    return re.sub(r"\D", "", number)


def missing(body: bytes, edition: Edition) -> list[str]:
    """What an error page lacks; nothing when it helps."""
    page = lxml.html.fromstring(body.decode())
    lacks = []
    ways_out = [link for link in page.iter("a") if link.get("href") == EXIT]
    if not any({"nofollow", "noreferrer"} <= set(link.get("rel", "").split()) for link in ways_out):
        lacks.append("exit")
    dialled = {
        re.sub(r"\D", "", link.get("href"))
        for link in page.iter("a")
        if link.get("href", "").startswith("tel:")
    }
    lacks += [
        f"{directory.region} {emergency_number(directory)}"
        for directory in edition.regions
        if emergency_number(directory) not in dialled
    ]
    return lacks


def language(body: bytes) -> str:
    """The language that the page says it is in."""
    return str(lxml.html.fromstring(body.decode()).get("lang"))
