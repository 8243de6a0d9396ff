"""PDF: refused if it could do anything by itself, else written anew; its pages looked at as pictures.

Writing anew leaves out older versions of a page, a second file before or behind the document, and
who wrote it with what. Must not run outside the worker: two decoders of C read what anybody sent.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from hotline.domain.errors import InputError

from .found import MOST_PAGES, Found, damaged, refused
from .jpeg import bare
from .picture import codes, small

#: Keys of a dictionary that hold a program, another file, or a form that is a program.
_ACTIVE_KEYS = {
    "/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/XFA", "/RichMediaContent",
    "/RichMediaSettings", "/AA", "/Collection",
}  # fmt: skip
#: What an action may be: a place in the document, or an address that is shown to the reviewer.
_CALM_ACTIONS = {"/GoTo", "/URI", "/Named"}
_ACTIVE_NOTES = {"/FileAttachment", "/Screen", "/Movie", "/Sound", "/RichMedia", "/3D"}
_DEEPEST = 60
#: Pages whose codes are read. The longest side of the picture of one is so many points.
_PAGES_LOOKED_AT = 24
_SIDE = 2200
_MOST_CODES = 200


def read(path: Path, preview: Path) -> Found:
    """What a document is, after it was written anew in its place."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise refused("paper_locked")
            addresses = tuple(_looked_through(pdf))
            pages = len(pdf.pages)
            if not 0 < pages <= MOST_PAGES:
                raise refused("paper_pages", pages=str(MOST_PAGES)) if pages else damaged()
            _write_anew(pdf, path)
    except pikepdf.PasswordError:
        raise refused("paper_locked") from None
    except InputError:
        raise
    except Exception:
        # A decoder may trip over a made-up document in any way.
        raise damaged() from None
    try:
        seen = tuple(_pages(path, preview))
    except (pypdfium2.PdfiumError, OSError):
        raise damaged() from None
    found = tuple(dict.fromkeys((*seen, *addresses)))[:_MOST_CODES]
    return Found("application/pdf", pages=pages, preview=True, codes=found)


def _looked_through(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The addresses that its links lead to; refused if there is anything in it that acts."""
    for one in pdf.objects:
        yield from _within(one, 0)
    yield from _within(pdf.trailer, 0)


def _within(node: Any, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise damaged()
    if isinstance(node, pikepdf.Stream | pikepdf.Dictionary):
        _refuse_active(node)
        address = node.get("/URI")
        if isinstance(address, pikepdf.String):
            yield str(address)[:500]
        for _, value in node.items():
            yield from _direct(value, depth)
    elif isinstance(node, pikepdf.Array):
        for value in node:
            yield from _direct(value, depth)


def _direct(value: Any, depth: int) -> Iterator[str]:
    # What stands elsewhere in the file is looked at there, once.
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _within(value, depth + 1)


def _refuse_active(node: Any) -> None:
    keys = set(node.keys())
    if keys & _ACTIVE_KEYS or node.get("/Subtype") in _ACTIVE_NOTES or node.get("/Type") == "/EmbeddedFile":
        raise refused("paper_active")
    action = node.get("/S")
    is_action = node.get("/Type") == "/Action" or (
        isinstance(action, pikepdf.Name)
        and keys & {"/F", "/URI", "/D", "/N", "/Win", "/Unix", "/Mac", "/Next"}
    )
    if is_action and isinstance(action, pikepdf.Name) and str(action) not in _CALM_ACTIONS:
        raise refused("paper_active")
    if isinstance(action, pikepdf.Name) and str(action) in {"/Launch", "/JavaScript", "/ImportData"}:
        raise refused("paper_active")


def _bare_pictures(pdf: pikepdf.Pdf) -> None:
    """Take out of photographs in the document where and with what they were taken."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream) and one.get("/Filter") == "/DCTDecode":
            came = one.read_raw_bytes()
            left = bare(came)
            how: Any = one.get("/DecodeParms")
            if left != came:
                one.write(left, filter=pikepdf.Name.DCTDecode, decode_parms=how)


def _write_anew(pdf: pikepdf.Pdf, path: Path) -> None:
    _bare_pictures(pdf)
    title = pdf.docinfo.get("/Title")
    del pdf.docinfo
    if isinstance(title, pikepdf.String):
        pdf.docinfo["/Title"] = title
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
        for name in ("dc:creator", "xmp:CreatorTool", "pdf:Producer", "pdf:Keywords"):
            if name in said:
                del said[name]
    anew = path.with_name(f"{path.name}.anew")
    pdf.save(anew, deterministic_id=True)
    anew.replace(path)


def _pages(path: Path, preview: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        for place in range(min(len(document), _PAGES_LOOKED_AT)):
            page = document[place]
            longest = max(page.get_size())
            if not 0 < longest < 100_000:
                raise damaged()
            image = page.render(scale=_SIDE / longest, may_draw_forms=False).to_pil()
            if place == 0:
                small(image, preview)
            yield from codes(image)
            page.close()
    finally:
        document.close()
