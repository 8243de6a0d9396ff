"""Brings files in at the desk of a test, and writes materials that name them."""

import io
import re
from typing import Any

from desk_browser import Browser
from example import source, texts
from sqlalchemy import select
from werkzeug.test import TestResponse

from hotline.storage.tables.brought_file import BroughtFile

FILES = "/admin/files/GT"


def bring(browser: Browser, *files: tuple[str, bytes], region: str = "GT") -> TestResponse:
    """Send files as the form does; each is a name and what it holds."""
    sent = [(io.BytesIO(content), name) for name, content in files]
    form: dict[str, Any] = {"csrf_token": browser.token(), "file": sent}
    return browser.open("POST", f"/admin/files/{region}", data=form)


def digest_of(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return re.fullmatch(r"/admin/files/[A-Z]{2}/([0-9a-f]{64})/page", answer.headers["Location"])[1]  # type: ignore[index]


def names(factory: Any) -> list[str]:
    """What is in the table, by the names the files had."""
    with factory() as session:
        return sorted(session.scalars(select(BroughtFile.name)))


def material(*renditions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "gt-material",
        "title": "Un cartel",
        "title_language": "es",
        "kinds": ["poster"],
        "description": texts("poster"),
        "rights_holder": "Voces",
        "licence": "CC BY 4.0",
        "rendition": list(renditions),
        "evidence": [source("poster")],
        **more,
    }


def rendition(digest: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "file-1", "file": digest, "alternative": texts("seen"), "consent": "nobody_recognisable", **more,
    }  # fmt: skip
