"""Files of a material at the desk: chosen in its form, shown to whoever reviews it, published by two people."""

import html
from typing import Any

import media
from brought import bring, digest_of, material, rendition
from example import source
from filled_form import Form, press
from proposals import Review
from sqlalchemy import select

from hotline.services import deciding, proposing, publishing
from hotline.storage.tables.review import Change
from hotline.web.admin.plans import plans

NEW_ONE = "/admin/records/material/GT/new"
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nLlame al <b>1555</b>.\n\n00:00:02.000 --> 00:00:03.000\nEs gratis.\n"


def typed(digest: str, **more: Any) -> dict[str, Any]:
    return {
        "title": "Un anuncio", "title_language": "es", "kinds__first": "tv_spot", "rights_holder": "Voces",
        "licence": "CC BY 4.0", "rendition__0__file": digest, "rendition__0__language": "es",
        "rendition__0__consent": "actors",
        **{f"description__{one}": "A spot." for one in ("es", "en", "fr")},
        **{f"rendition__0__alternative__{one}": "A hand." for one in ("es", "en", "fr")},
        **{f"evidence__0__{name}": value for name, value in source("x").items()},
        **more,
    }  # fmt: skip


def test_a_film_goes_from_the_form_to_the_edition_by_two_people(review: Review) -> None:
    browser = review.browser("editor")
    digest = digest_of(bring(browser, ("spot.mp4", media.mp4(30))))
    empty = Form(browser.get(NEW_ONE).text)
    form = Form(press(browser, NEW_ONE, empty, "add:rendition").text)
    sent = {name for name, _ in form.fields.items(multi=True)}
    assert not sent & {
        f"rendition.0.{name}" for name in ("media_type", "size", "seconds", "width", "preview")
    }

    refused = press(browser, NEW_ONE, form, "propose", why="It is ours.", **typed(digest, licence=""))
    assert refused.status_code == 400
    for sentence in (
        "Write down all that is said",
        "needs captions in the WebVTT format",
        "needs who holds the rights, and the licence",
    ):
        assert sentence in refused.text
    assert "spot.mp4" in refused.text
    assert "0:30" in refused.text

    wrong = press(
        browser,
        NEW_ONE,
        form,
        "transcript:rendition.0",
        **typed(digest, rendition__0__captions="WEBVTT\n\n00:01 --> 00:02\nWords"),
    )
    assert "Line 3: write when it is shown" in wrong.text[wrong.text.index("<main") :][:3000], (
        "a line of the text itself"
    )
    written = press(
        browser,
        NEW_ONE,
        form,
        "transcript:rendition.0",
        **typed(digest, rendition__0__captions="\ufeff" + CAPTIONS),
    )
    assert Form(written.text).fields["rendition.0.transcript"] == "Llame al 1555.\r\nEs gratis."
    twice = press(browser, NEW_ONE, Form(written.text), "transcript:rendition.0")
    assert Form(twice.text).fields["rendition.0.transcript"].count("Es gratis.") == 2, "nothing typed is lost"

    lied = {
        "rendition__0__size": "1",
        "rendition__0__media_type": "image/png",
        "rendition__0__preview": "a" * 64,
    }
    answer = press(browser, NEW_ONE, Form(written.text), "propose", why="It is ours.", **lied)
    assert answer.status_code == 303, html.unescape(answer.text)
    with review.factory() as session:
        change = session.scalars(select(Change).where(Change.state == "proposed")).one()
    said = change.after["rendition"][0]  # type: ignore[index]
    assert (said["id"], said["media_type"], said["seconds"], said["width"]) == (
        "file-1",
        "video/mp4",
        30,
        640,
    )

    for reader in ("editor", "reviewer", "second"):
        page = review.browser(reader).get(f"/admin/changes/{change.id}")
        files = page.text.partition('id="files"')[2]
        for shown in (
            "<video",
            "data:text/vtt",
            "Actors and speakers",
            "Es gratis.",
            "A hand.",
            'preload="none"',
        ):
            assert shown in files, (reader, shown)
        assert "media-src 'self' data:" in page.headers["Content-Security-Policy"]
    second = review.person("second")
    assert review.do(deciding.approve, second, change.id, change.version, {}, review.clock(), plans())
    edition = publishing.latest(review.factory)
    assert edition is not None
    assert [one.file for one in edition.materials[-1].renditions] == [digest]
    record = review.browser("editor").get(f"/admin/records/material/GT/{change.record_id}")
    assert "<video" in record.text

    path = f"/admin/records/material/GT/{change.record_id}/edit"
    page = press(
        browser,
        path,
        Form(browser.get(path).text),
        "propose",
        why="Better.",
        rendition__0__transcript="Otra cosa.",
    )
    assert page.status_code == 303, "what was found needs no typing the second time either"
    told = browser.get(page.headers["Location"]).text
    assert "file-1: Transcript" in told
    assert "Size in bytes" not in told


def test_a_code_that_leads_to_an_old_number_is_told_first(review: Review) -> None:
    browser = review.browser("editor")
    for text, sentence in (
        ("tel:1552", "A code in a file leads to an old number"),
        ("https://example.org/x", "A code in a file leads to something that the directory does not know."),
        ("tel:1555", ""),
    ):
        digest = digest_of(bring(browser, ("a.png", media.qr(text))))
        said = material(rendition(digest), id=f"gt-material-{len(text)}")
        task = (proposing.propose, review.person("editor"), "material", "GT", said, "It is ours.")
        change = review.do(*task, review.clock(), plans())
        page = review.browser("reviewer").get(f"/admin/changes/{change.id}").text
        before = page.partition('id="files"')[0]
        assert (sentence in before) if sentence else ("A code in a file" not in before)
        assert text in page


def test_only_files_of_the_region_can_be_chosen(review: Review) -> None:
    digest = digest_of(bring(review.browser("elsewhere"), ("a.png", media.picture()), region="NI"))
    browser = review.browser("editor")
    form = Form(press(browser, NEW_ONE, Form(browser.get(NEW_ONE).text), "add:rendition").text)
    assert digest not in browser.get(NEW_ONE).text
    answer = press(browser, NEW_ONE, form, "propose", why="It is ours.", **typed(digest))
    assert answer.status_code == 400
    with review.factory() as session:
        assert session.scalars(select(Change).where(Change.kind == "material")).all() == []
