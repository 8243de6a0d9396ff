"""Takes the directory from another site, and believes nothing but the edition's own bytes.

What comes back is worked out here from the edition: a listing that somebody altered on its way, or
an older edition in the place of a newer one, is refused.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from pydantic import ValidationError

from hotline.domain.edition import Edition, sha256
from hotline.editions.formats.directory_json import LICENCE, attribution
from hotline.editions.formats.listing import AS_IT_IS, listing, mark

#: Far more than any directory has; a site that sends more is not one of ours.
_LARGEST = 64 * 1024 * 1024
_SECONDS = 30


class FetchError(Exception):
    """The directory could not be taken over; the message says why and what to do."""


@dataclass(frozen=True)
class Held:
    """The edition that the caller has already: nothing older replaces it."""

    number: int
    sha256: str


def edition(address: str, held: Held | None = None, wanted: str | None = None) -> Edition:
    """The edition that the site at `address` serves now. FetchError if it is not sound.

    `wanted` is the hash that somebody trusted gave: then only that very edition is taken.
    """
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    if parts.scheme != "https" and not here:
        raise FetchError("Give an address that begins with https://.")
    site = address.rstrip("/")
    said = _json(f"{site}/api/v1/edition")
    document = _read(f"{site}/data/edition.json")
    found = sha256(document)
    if wanted is not None and found != wanted:
        raise FetchError(f"The site serves the edition {found}, not {wanted}.")
    if not isinstance(said, dict) or said.get("edition", {}).get("sha256") != found:
        raise FetchError(
            "The edition does not have the hash that the site gives for it. Try again in a minute."
        )
    try:
        taken = Edition.model_validate_json(document)
    except ValidationError as error:
        raise FetchError(
            f"This is not an edition that this version can read: {error.error_count()} problems."
        ) from None
    if taken.canonical_json() != document:
        raise FetchError("The edition is not in its canonical form: it was altered.")
    if held and (taken.number < held.number or (taken.number == held.number and found != held.sha256)):
        raise FetchError(
            f"Edition {held.number} is here already, and the site serves another or an older one."
        )
    return taken


def region_document(taken: Edition, region: str) -> dict[str, Any]:
    """Everything of a region as plain JSON values, with its edition and terms. KeyError: no such region."""
    directory = taken.directories[region]
    return {
        "edition": mark(taken).model_dump(mode="json"),
        "licence": LICENCE,
        "attribution": attribution(taken),
        "as_it_is": AS_IT_IS,
        "region": region,
        "listings": [
            listing(taken, directory, service).model_dump(mode="json") for service in directory.services
        ],
    }


def _json(address: str) -> Any:
    try:
        return json.loads(_read(address))
    except ValueError:
        raise FetchError(f"{address} is no JSON: is there a directory at this address?") from None


def _read(address: str) -> bytes:
    request = Request(address, headers={"Accept-Encoding": "identity", "User-Agent": "hotline-fetch"})  # noqa: S310
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(_LARGEST + 1)
    except (URLError, OSError) as error:
        raise FetchError(
            f"{address} cannot be read: {error}. Look at the address and at your connection."
        ) from None
    if len(content) > _LARGEST:
        raise FetchError(f"{address} is too large for a directory.")
    return content
