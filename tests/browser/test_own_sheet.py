"""The page that makes a sheet of one's own, in Chromium: the file is saved, and nothing of it stays behind Back."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from chromium import history_entries
from internet import SITE
from PIL import Image


def logo() -> dict[str, Any]:
    written = io.BytesIO()
    Image.new("RGB", (200, 100), "red").save(written, "PNG")
    return {"name": "ours.png", "mimeType": "image/png", "buffer": written.getvalue()}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_is_wrong_is_told_lines_are_chosen_and_the_file_is_saved(window: Any, script: bool) -> None:
    page = window(java_script_enabled=script).new_page()
    page.goto(SITE + "/en/materials/make")
    page.select_option("#kind", "poster-a4")
    page.locator("button[type=submit]").first.click()
    page.locator("[role=alert] a[href='#country-1']").wait_for()
    assert page.locator("#kind").input_value() == "poster-a4"
    page.select_option("#country-1", "GT")
    page.locator("button[value=lines]").click()
    page.locator("#lines").wait_for()
    line = page.locator("#lines label", has_text="1572")
    line.locator("input").check()
    page.set_input_files("#logo", logo())
    with page.expect_download() as saved:
        page.locator("button[type=submit]").first.click()
    assert saved.value.suggested_filename == "poster-a4.pdf"
    paper = pypdfium2.PdfDocument(Path(saved.value.path()).read_bytes())
    assert "1572" in paper[0].get_textpage().get_text_range()
    if script:
        assert history_entries(page) == ["about:blank", SITE + "/en/materials/make"]
