"""A file of a material carries what those need who cannot see or hear it, or it is refused."""

from typing import Any

import pytest

from hotline.domain import rendition, soundness
from hotline.domain.material import Material
from hotline.domain.rendition import Rendition

SOUND = {
    "id": "file-1", "file": "a" * 64, "media_type": "audio/mpeg", "size": 1000, "seconds": 30,
    "language": "es", "transcript": "Llame al 110.", "consent": "actors",
}  # fmt: skip
SEEN = {"es": "Un teléfono.", "en": "A phone.", "fr": "Un téléphone."}
FILM = {
    **SOUND, "media_type": "video/mp4", "alternative": SEEN,
    "captions": "WEBVTT\n\n00:01.000 --> 00:02.000\nLlame al 110.",
}  # fmt: skip
PAPER = {"id": "file-1", "file": "b" * 64, "media_type": "application/pdf", "size": 9, "pages": 1,
         "alternative": SEEN, "consent": "nobody_recognisable"}  # fmt: skip
PICTURE = {**PAPER, "media_type": "image/png", "pages": None, "width": 10, "height": 10}


def material(*renditions: dict[str, Any], **more: Any) -> Material:
    said = {
        "id": "gt-material", "title": "T", "title_language": "es", "kinds": ["radio_spot"],
        "description": SEEN, "rights_holder": "OIM", "licence": "CC BY 4.0", "rendition": renditions,
        "evidence": [{"address": "https://a.example", "title": "A", "read": "2026-01-01", "obtained": "operator"}],
    }  # fmt: skip
    return Material.model_validate(said | more)


@pytest.mark.parametrize("whole", [SOUND, FILM, PAPER, PICTURE])
def test_a_rendition_with_all_it_needs_is_sound(whole: dict[str, Any]) -> None:
    assert list(soundness.problems(material(whole), "GT", {})) == []


@pytest.mark.parametrize(
    ("whole", "missing", "code"),
    [
        (SOUND, "transcript", "rendition_needs_transcript"),
        (SOUND, "seconds", "rendition_not_read"),
        (FILM, "captions", "rendition_needs_captions"),
        (FILM, "alternative", "rendition_needs_alternative"),
        (PAPER, "pages", "rendition_not_read"),
        (PAPER, "alternative", "rendition_needs_alternative"),
        (PICTURE, "width", "rendition_not_read"),
    ],
)
def test_what_somebody_would_miss_is_asked_for(whole: dict[str, Any], missing: str, code: str) -> None:
    found = soundness.problems(material({**whole, missing: None}), "GT", {})
    assert [(one.code, one.where) for one in found] == [(code, f"rendition.file-1.{missing}")]


def test_music_without_words_needs_no_transcript() -> None:
    one = Rendition.model_validate({**SOUND, "language": None, "transcript": None})
    assert list(rendition.problems(one)) == []


def test_captions_that_no_player_reads_are_refused_with_all_their_lines() -> None:
    one = Rendition.model_validate({**FILM, "captions": "WEBVTT\n\n1 --> 2\nx\n\n00:03.000 --> 00:02.000\nx"})
    assert [problem.code for problem in rendition.problems(one)] == ["captions_timing", "captions_order"]


def test_captions_stand_on_a_film_only() -> None:
    one = Rendition.model_validate({**SOUND, "captions": FILM["captions"]})
    assert [problem.code for problem in rendition.problems(one)] == ["captions_without_film"]


def test_files_need_whoever_holds_the_rights_and_a_licence() -> None:
    found = soundness.problems(material(SOUND, rights_holder=None, licence=None), "GT", {})
    assert [(one.code, one.where) for one in found] == [
        ("rights_missing", "rights_holder"),
        ("rights_missing", "licence"),
    ]


def test_what_is_read_aloud_needs_its_country_its_numbers_and_a_sound() -> None:
    claim = {"id": "gt", "region": "GT", "number": "110"}
    whole = material(SOUND, kinds=["read_aloud"], regions=["GT"], claim=[claim])
    assert list(soundness.problems(whole, "GT", {})) == []
    for less in (
        material(SOUND, kinds=["read_aloud"], claim=[claim]),
        material(SOUND, kinds=["read_aloud"], regions=["GT"]),
        material(PAPER, kinds=["read_aloud"], regions=["GT"], claim=[claim]),
    ):
        assert [one.code for one in soundness.problems(less, "GT", {})] == ["read_aloud_incomplete"]


def test_two_files_of_a_material_have_two_names() -> None:
    with pytest.raises(ValueError, match="two renditions"):
        material(SOUND, PAPER)


def test_a_material_without_files_keeps_its_older_form() -> None:
    assert "rendition" not in material().model_dump(by_alias=True)


@pytest.mark.parametrize("size", ["0", "-1", "1.5", True, 0, "٣"])
def test_a_size_is_a_whole_number(size: Any) -> None:
    with pytest.raises(ValueError, match="whole number"):
        Rendition.model_validate({**SOUND, "size": size})


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "image/gif", "application/x-shockwave-flash"])
def test_what_a_browser_could_run_is_no_file_of_a_material(kind: str) -> None:
    with pytest.raises(ValueError, match="media_type"):
        Rendition.model_validate({**SOUND, "media_type": kind})
