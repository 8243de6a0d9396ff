"""One form from its template and its data, in the process of a worker alone.

After its first page typst hangs for ever in a forked child, so only `python -m
hotline.editions.print` may import this module.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst


class TypesettingError(Exception):
    """A form cannot be made; the text says why: a sign that no font has, a template at fault."""


@cache
def _compiler(folder: Path) -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder / "fonts"]
    )
    return typst.Compiler(root=folder, font_paths=fonts, ignore_system_fonts=True)


def typeset(folder: Path, form: dict[str, Any]) -> bytes:
    """The bytes of a form. `folder` holds the templates, `form` is what `content` makes.

    A picture is first set as a page as well: only PDF/UA makes typst say which sign is missing.
    """
    kind = form["kind"]
    settings: dict[str, Any] = {
        "input": folder / kind["template"],
        "sys_inputs": {"form": json.dumps(form, ensure_ascii=False)},
        "timestamp": form["timestamp"],
    }
    made = _compile(folder, {**settings, "format": "pdf", "pdf_standards": ["ua-1"]})
    return _compile(folder, {**settings, "format": "png", "ppi": 72.0}) if kind["picture"] else made


def _compile(folder: Path, settings: dict[str, Any]) -> bytes:
    try:
        made, warnings = _compiler(folder).compile_with_warnings(**settings)
    except typst.TypstError as error:
        raise TypesettingError(f"{error.message} {' '.join(error.hints)}".strip()) from None
    if warnings:
        raise TypesettingError("; ".join(warning.message for warning in warnings))
    if not isinstance(made, bytes):
        raise TypesettingError("a picture has more than one page")
    return made
