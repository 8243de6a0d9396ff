"""Words that are not what they look like are told to the approver; honest words are not."""

import tomllib
import unicodedata
from pathlib import Path

import pytest
from example import directory

from hotline.domain.listing import RegionDirectory
from hotline.domain.record import records
from hotline.domain.script import LOOKALIKES, Doubt, mixed_scripts, warnings

DATA = sorted((Path(__file__).parents[2] / "data" / "regions").glob("*.toml"))


@pytest.mark.parametrize(
    ("word", "scripts"),
    [
        ("Poliсía", {"Latin", "Cyrillic"}),
        ("раypal", {"Latin", "Cyrillic"}),
        ("Ηelpline", {"Latin", "Greek"}),
        ("Ayυda", {"Latin", "Greek"}),
        ("օpen", {"Latin", "Armenian"}),
        ("Ꭺyuda", {"Latin", "Cherokee"}),
        ("сор", {"Cyrillic"}),
        ("ΑΥΤΟ", {"Greek"}),
        ("Ａyuda", {"Latin", "styled"}),
        ("𝐀𝐲𝐮𝐝𝐚", {"styled"}),
        ("ﬁscalía", {"Latin", "styled"}),
    ],
)
def test_a_word_that_mixes_scripts_or_only_looks_latin_is_told(word: str, scripts: set[str]) -> None:
    found = mixed_scripts(f"Línea {word}, gratis {word}")
    assert [(one.word, set(one.scripts)) for one in found] == [(word, scripts)]


@pytest.mark.parametrize(
    "text",
    [
        "Línea 1-4-5 contra la trata",
        "Kʼicheʼ, Qʼeqchiʼ y ẍ",
        "1.ª y 2.º",
        "Чайка",
        "Αθήνα",
        "東京タワー 北京",
        "한국어 漢字",
        "",
    ],
)
def test_an_honest_word_is_not_told(text: str) -> None:
    assert mixed_scripts(text) == ()


def test_the_lookalikes_belong_to_the_script_they_stand_under() -> None:
    for script, letters in LOOKALIKES.items():
        assert [sign for sign in letters if not unicodedata.name(sign).startswith(script.upper())] == []


def test_the_whole_record_is_read_and_each_word_has_its_path() -> None:
    document = next(one.document for one in records(directory()) if one.id == "gt-trata")
    assert warnings(document) == ()
    document["name"] = "Línеa azul"
    document["description"]["fr"] = "Une ligne gratuitе"
    document["contact_point"][1]["evidence"][0]["address"] = "https://exаmple.org/sms"
    document["places"] = ["Cobán", "Реtén"]
    both = ("Latin", "Cyrillic")
    assert warnings(document) == (
        Doubt("name", "Línеa", both),
        Doubt("description.fr", "gratuitе", both),
        Doubt("places.2", "Реtén", ("Cyrillic", "Latin")),
        Doubt("contact_point.sms.evidence.1.address", "exаmple", both),
    )
    assert warnings(None) == ()


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_the_directory_holds_no_such_word(path: Path) -> None:
    region = RegionDirectory.model_validate(tomllib.loads(path.read_text("utf-8")))
    assert [warnings(record.document) for record in records(region) if warnings(record.document)] == []
