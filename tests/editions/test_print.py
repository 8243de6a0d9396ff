"""Forms for paper: the number is read back from the page and from the QR code, and nothing is covered.

All regions, locales and forms with HOTLINE_TEST_FULL=1; two regions in one locale otherwise.
"""

import io
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from example import document, plan_document
from PIL import Image

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.editions.print import kinds, making, marks
from hotline.editions.print.content import Mark
from hotline.editions.print.lines import first_lines
from hotline.editions.print.making import Wanted
from hotline.editions.print.permission import may_print
from hotline.editions.print.press import NotMadeError, Press
from hotline.editions.rendering import Home
from hotline.resources import resource_dir
from hotline.services import files

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOME = Home("https://lineas.example.org", "https://www.example.org/")
FULL = os.environ.get("HOTLINE_TEST_FULL") == "1"
#: Mexico has a long number of four groups, Guatemala short ones and two lines.
CHOSEN = Wanted() if FULL else Wanted(("GT", "MX"), ("es",))
KINDS = {kind.name: kind for kind in (*kinds.OF_A_REGION, *kinds.OF_A_ROAD)}

#: What the line is for, in three languages; the beginning of a word is enough.
BETRAYING = (
    "trata", "tráfico", "trafic", "traffick", "traite", "esclav", "slave", "explot", "exploit", "víctima",
    "victim", "denunci", "dénonc", "abus", "viol", "forz", "forced", "force", "oblig", "rescat", "rescue",
    "polic", "police", "hotline", "línea", "crime", "crimen", "delito", "sexual", "sexuel", "prostit",
)  # fmt: skip


def read(edition: Edition) -> Edition:
    return Edition.model_validate_json(edition.canonical_json())


@pytest.fixture(scope="module")
def real() -> Edition:
    loaded = files.load(resource_dir("data"))
    return read(
        Edition(
            number=7,
            published_at=NOW,
            previous="0" * 64,
            regions=loaded.regions,
            numbering=tuple(loaded.plans),
        )
    )


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    with Press(tmp_path_factory.mktemp("kept")) as made:
        yield made


@pytest.fixture(scope="module")
def shelf(real: Edition, press: Press) -> dict[str, bytes]:
    made = dict(making.forms(real, HOME, press, wanted=CHOSEN))
    road = Wanted(locales=CHOSEN.locales, kinds=("corridor", "corridor-printers"))
    return made | dict(making.forms(real, HOME, press, wanted=road))


def example(services: list[dict[str, Any]] | None = None) -> Edition:
    """The invented region as an edition, without the numbers that live in another region."""
    parts = document()
    if services is not None:
        parts["service"] = services
    for service in parts["service"]:
        service["contact_point"] = [one for one in service["contact_point"] if "number_region" not in one]
    whole = {"number": 1, "published_at": NOW, "regions": [parts], "numbering": [plan_document()]}
    return read(Edition.model_validate(whole))


def place(path: str) -> tuple[str, str, kinds.Kind]:
    """Region or road, locale and kind of a form, from its path."""
    *_, where, locale, name = path.split("/")
    return where.upper(), locale, KINDS[name.rsplit(".", 1)[0]]


def text(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    found = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(found.split())


def codes(content: bytes) -> set[str]:
    """What every QR code on every page says."""
    if content.startswith(b"\x89PNG"):
        pictures = [Image.open(io.BytesIO(content))]
    else:
        pictures = [page.render(scale=2).to_pil() for page in pypdfium2.PdfDocument(content)]
    return {found.text for picture in pictures for found in zxingcpp.read_barcodes(picture)}


def test_every_form_carries_the_numbers_as_published(real: Edition, shelf: dict[str, bytes]) -> None:
    for path, content in shelf.items():
        where, _, kind = place(path)
        if kind.picture:
            continue
        shown = [line for region in where.split("-") for line in first_lines(real, region)[: kind.lines]]
        if kind.subject == "corridor":
            shown = [first_lines(real, region)[0] for region in where.split("-")]
        for line in shown:
            assert line.point.to_dial in text(content), path


def test_every_code_leads_to_the_page_of_its_region_in_its_language(shelf: dict[str, bytes]) -> None:
    for path, content in shelf.items():
        where, locale, kind = place(path)
        target = f"{HOME.address}/{locale}/{'' if kind.subject == 'corridor' else where.lower()}"
        assert codes(content) == {target}, path


def test_every_region_has_every_form_once(real: Edition, shelf: dict[str, bytes]) -> None:
    regions = CHOSEN.regions or tuple(real.directories)
    of_regions = len(regions) * len(CHOSEN.locales or LOCALES) * len(kinds.OF_A_REGION)
    assert len(shelf) == of_regions + len(CHOSEN.locales or LOCALES) * len(kinds.OF_A_ROAD)
    assert len({place(path) for path in shelf}) == len(shelf)


def test_every_page_is_accessible_titled_and_in_its_language(shelf: dict[str, bytes]) -> None:
    for path, content in shelf.items():
        _, locale, kind = place(path)
        if kind.picture:
            assert Image.open(io.BytesIO(content)).size == (1080, 1920 if "story" in path else 1080)
            continue
        assert b"pdfuaid" in content, path
        assert f"/Lang({locale})".encode() in content.replace(b" ", b""), path
        assert pypdfium2.PdfDocument(content).get_metadata_value("Title"), path


def test_a_form_has_its_size_and_its_pages(shelf: dict[str, bytes]) -> None:
    for path, content in shelf.items():
        kind = place(path)[2]
        if kind.picture:
            continue
        paper = pypdfium2.PdfDocument(content)
        around = 22.0 if kind.for_printers else 0.0
        width, height = (
            millimetres / 25.4 * 72 for millimetres in (kind.width + around, kind.height + around)
        )
        assert [page.get_size() for page in paper] == [pytest.approx((width, height), abs=0.5)] * (
            2 if kind.subject in ("card", "cards") else 1
        ), path


def test_no_word_of_a_discreet_form_says_what_the_number_is_for(shelf: dict[str, bytes]) -> None:
    discreet = {path: content for path, content in shelf.items() if place(path)[2].discreet}
    assert discreet
    for path, content in discreet.items():
        paper = pypdfium2.PdfDocument(content)
        about = " ".join(paper.get_metadata_dict().values())
        words = re.findall(r"\w+", f"{text(content)} {about} {path}".casefold())
        told = [word for word in words for start in BETRAYING if word.startswith(start)]
        assert not told, (path, told)
    loud = next(content for path, content in shelf.items() if path.endswith("/poster-a4.pdf"))
    assert any(word.startswith(BETRAYING) for word in re.findall(r"\w+", text(loud).casefold()))


def test_date_and_edition_stand_on_every_form(shelf: dict[str, bytes]) -> None:
    dates = {"es": "24 de noviembre de 2026", "en": "November 24, 2026", "fr": "24 novembre 2026"}
    for path, content in shelf.items():
        if not place(path)[2].picture:
            said = text(content)
            assert dates[place(path)[1]] in said, path
            assert re.search(r"(Edici\u00f3n|Edition|\u00c9dition) 7\b", said), path


def test_the_same_edition_gives_the_same_bytes(
    real: Edition, shelf: dict[str, bytes], tmp_path: Path
) -> None:
    wanted = CHOSEN if FULL else Wanted(("GT",), ("es",))
    with Press(tmp_path) as again:
        made = dict(making.forms(read(real), HOME, again, wanted=wanted))
        assert again.made == len(made)
    assert all(shelf[path] == content for path, content in made.items())


@pytest.mark.parametrize(
    ("days", "codes"),
    [(179, []), (180, ["stale"])],
    ids=["half a year has not passed", "nobody has checked for half a year"],
)
def test_a_line_is_current_until_nobody_has_checked_it_for_half_a_year(days: int, codes: list[str]) -> None:
    edition = _checked(NOW - timedelta(days=days))
    assert [reason.code for reason in may_print(edition, "GT", 1)] == codes


def test_a_form_with_an_old_number_says_so_and_stands_apart(press: Press) -> None:
    wanted = Wanted(("GT",), ("en",), ("stickers-a4",))
    ((current, content),) = making.forms(_checked(NOW), HOME, press, wanted=wanted)
    ((apart, old),) = making.forms(_checked(NOW - timedelta(days=200)), HOME, press, wanted=wanted)
    assert (current, apart) == ("print/gt/en/stickers-a4.pdf", "print/unchecked/gt/en/stickers-a4.pdf")
    assert "Valid as of" in text(content)
    assert "Not checked" not in text(content)
    assert "Not checked since" in text(old)
    assert "Valid as of" not in text(old)


def test_a_sign_that_no_font_has_is_refused_on_paper_and_in_pictures(press: Press) -> None:
    for kind in ("poster-a4", "social-square"):
        with pytest.raises(NotMadeError, match=rf"{kind}.*could not be displayed"):
            list(making.forms(_named("\u4eac\u90fd"), HOME, press, wanted=Wanted(("GT",), ("es",), (kind,))))


@pytest.mark.parametrize("sign", "ʼẍ₡ñ¿")
def test_signs_of_the_languages_of_the_region_are_there(sign: str, press: Press) -> None:
    made = making.forms(
        _named(f"Qʼanil {sign}"), HOME, press, wanted=Wanted(("GT",), ("es",), ("poster-a4",))
    )
    assert sign in text(next(made)[1])


@pytest.mark.parametrize("kind", ["poster-a4", "poster-letter", "social-square", "social-story"])
def test_a_long_name_shrinks_and_one_that_cannot_be_read_is_refused(kind: str, press: Press) -> None:
    wanted = Wanted(("GT",), ("es",), (kind,))
    (_, content), *_ = making.forms(_named("Comisión " * 22 + "nacional"), HOME, press, wanted=wanted)
    assert codes(content) == {f"{HOME.address}/es/gt"}
    with pytest.raises(NotMadeError, match="too small for what stands on it"):
        list(making.forms(_named("Comisión " * 200 + "nacional"), HOME, press, wanted=wanted))


def test_after_one_number_changed_only_its_region_is_made_again(real: Edition, tmp_path: Path) -> None:
    wanted = Wanted(locales=("es",), kinds=("door", "corridor"))
    parts = real.model_dump(mode="json", by_alias=True)
    mexico = next(region for region in parts["regions"] if region["region"] == "MX")
    first = next(one for one in mexico["service"] if one["id"] == mexico["first"]["services"][0])
    first["contact_point"][0]["number"] = "800 55 33 001"
    later = {"number": 8, "published_at": NOW + timedelta(days=1), "previous": real.sha256}
    after = Edition.model_validate({**parts, **later})
    marked = marks.since((after, real))
    assert marked["MX"].number == 8
    assert {mark.number for code, mark in marked.items() if code != "MX"} == {7}
    with Press(tmp_path) as before:
        dict(making.forms(real, HOME, before, wanted=wanted))
    with Press(tmp_path) as press:
        made = dict(making.forms(after, HOME, press, marked, wanted))
        assert press.made == 2, "the card of Mexico and the one of the road"
        press.clear()
    changed = [path for path, content in made.items() if "800 55 33 001" in text(content)]
    assert sorted(path.split("/")[-1] for path in changed) == ["corridor.pdf", "door.pdf"]
    assert len(list(tmp_path.iterdir())) == len(made)


def test_a_worker_that_is_killed_spoils_no_form(tmp_path: Path) -> None:
    poster, door = (Wanted(("GT",), ("es",), (kind,)) for kind in ("poster-a4", "door"))
    with Press(tmp_path / "whole", workers=1) as press:
        whole = dict(making.forms(example(), HOME, press, wanted=poster))
    with Press(tmp_path / "kept", workers=1) as press:
        assert dict(making.forms(example(), HOME, press, wanted=poster)) == whole
        (worker,) = press.workers
        worker.process.kill()
        worker.process.wait()
        with pytest.raises(NotMadeError, match="the worker ended"):
            list(making.forms(example(), HOME, press, wanted=door))
        assert dict(making.forms(example(), HOME, press, wanted=poster)) == whole, (
            "what was made is still there"
        )
        assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_region_is_marked_with_the_edition_that_last_changed_it() -> None:
    first = example()
    said = {"regions": first.regions, "numbering": first.numbering, "previous": first.sha256}
    second = Edition(number=2, published_at=NOW + timedelta(days=1), **said)
    assert marks.since((second, first)) == {"GT": Mark(1, NOW)}


def test_a_region_without_a_number_to_call_has_no_form(press: Press) -> None:
    parts = document()
    for service in parts["service"]:
        service["contact_point"] = [_web(service["contact_point"][0])]
    edition = example(parts["service"])
    assert [reason.code for reason in may_print(edition, "GT")] == ["no_number"]
    assert list(making.forms(edition, HOME, press)) == []


def _web(point: dict[str, object]) -> dict[str, object]:
    return {"id": "web", "channel": "web", "address": "https://example.org/", "evidence": point["evidence"]}


def _named(name: str) -> Edition:
    parts = document()
    parts["service"][0]["name"] = name
    return example(parts["service"])


def _checked(day: datetime) -> Edition:
    parts = document()
    for service in parts["service"]:
        for point in service["contact_point"]:
            point["assured_date"] = day.date().isoformat()
            for evidence in point["evidence"]:
                evidence.pop("date", None)
    return example(parts["service"])
