"""A logo that somebody brought for a form of their own: read, made small, and drawn anew.

Only in the process of a worker, whose memory is bounded. Nothing of the file itself gets into the
form: not its name, not its notes, not a byte beside its picture.
"""

import base64
import io
import warnings
from typing import Any

from PIL import Image, ImageOps, PngImagePlugin

#: Dots of the picture as it was brought; a photograph of a phone has 12 million.
_MOST = 16_000_000
#: Dots on the longer side of the one that is printed, enough for a hand's breadth at 300 dots an inch.
_SIDE = 1_200
#: Notes of a PNG that unpack to more than this are no notes.
PngImagePlugin.MAX_TEXT_MEMORY = PngImagePlugin.MAX_TEXT_CHUNK = 1 << 20


class LogoError(Exception):
    """The file is no picture that can be printed."""


def drawn(form: dict[str, Any]) -> dict[str, Any]:
    """A form whose `logo`, the bytes of a file in Base64, has become a picture that a template can place.

    The template is given SVG, since the data of a form are text; it holds the picture and nothing else.
    """
    if not form.get("logo"):
        return form
    picture = _read(base64.b64decode(form["logo"]), form["kind"]["one_ink"])
    written = io.BytesIO()
    picture.save(written, "PNG")
    width, height = picture.size
    data = base64.b64encode(written.getvalue()).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}"><image width="{width}" height="{height}"'
        f' href="data:image/png;base64,{data}"/></svg>'
    )
    return {**form, "logo": {"svg": svg, "width": width, "height": height}}


def _read(content: bytes, one_ink: bool) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # A picture that Pillow only warns of is not worth a look, either.
            warnings.simplefilter("error")
            found: Image.Image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
            if found.width * found.height > _MOST or min(found.size) < 1:
                raise LogoError(f"{found.width} × {found.height} dots are too many")
            # A JPEG is read at a fraction of its size where that is enough.
            found.draft(None, (_SIDE, _SIDE))
            found.load()
            found = ImageOps.exif_transpose(found)
    except LogoError:
        raise
    except (Exception, Warning) as error:
        # Whatever a decoder stumbles over is the file's fault, and there are many ways to stumble.
        raise LogoError(f"not a picture: {type(error).__name__}") from None
    found = found.convert("RGBA")
    found.thumbnail((_SIDE, _SIDE))
    if not one_ink:
        return _bare(found)
    paper = Image.new("RGBA", found.size, "white")
    return _bare(Image.alpha_composite(paper, found).convert("L"))


def _bare(picture: Image.Image) -> Image.Image:
    """The dots alone, without what a decoder has noted beside them."""
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())
