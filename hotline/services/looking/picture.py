"""Pictures: written anew, so that only what can be seen is left; the small form; the codes in them."""

from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PIL import Image

from hotline.services.harmless import write_anew

from .found import Found

SMALL = 640
#: A QR code that is read in a picture of more points would be read in this one, too.
_MOST_FOR_CODES = 3000
_LONGEST_CODE = 500
_MOST_CODES = 50

_FORMATS = {"png": ("PNG", "image/png"), "jpeg": ("JPEG", "image/jpeg"), "webp": ("WEBP", "image/webp")}


def read(path: Path, kind: str, preview: Path) -> Found:
    """What a picture is, after it was written anew in its place."""
    name, media_type = _FORMATS[kind]
    write_anew(path, name)
    with Image.open(path, formats=(name,)) as image:
        image.load()
        width, height = image.size
        found = tuple(codes(image))
        small(image, preview)
    return Found(media_type, width=width, height=height, preview=True, codes=found)


def small(image: Image.Image, preview: Path) -> None:
    """Write a small WebP of a picture."""
    form = image.convert("RGBA" if "A" in image.getbands() else "RGB")
    form.thumbnail((SMALL, SMALL))
    form.save(preview, "WEBP", quality=80)


def codes(image: Image.Image) -> Iterator[str]:
    """What the QR codes in a picture say; none is longer than anybody prints."""
    grey = image.convert("L")
    grey.thumbnail((_MOST_FOR_CODES, _MOST_FOR_CODES))
    for one in zxingcpp.read_barcodes(grey)[:_MOST_CODES]:
        if one.text:
            yield one.text[:_LONGEST_CODE]
