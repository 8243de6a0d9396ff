"""Every problem of every data file is found at once and says where it stands and what to do."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from example import directory, document, plan_document, toml

from hotline.domain.numbering import NumberingPlan
from hotline.resources import resource_dir
from hotline.services.files import FileProblem, load

Edit = Callable[[dict[str, Any]], Any]


def write(folder: Path, **files: dict[str, Any]) -> Path:
    """`GT=…` writes regions/GT.toml, `plan_GT=…` writes numbering/GT.toml."""
    for name, values in files.items():
        kind = "numbering" if name.startswith("plan_") else "regions"
        path = folder / kind / f"{name.removeprefix('plan_')}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(toml(values), encoding="utf-8")
    return folder


def plan_us() -> dict[str, Any]:
    return {
        **plan_document("US"),
        "calling_code": "1",
        "trunk_prefix": "1",
        "lengths": [10],
        "examples": {"ordinary": "202-555-0143"},
    }


def example(edit: Edit = lambda file: None) -> dict[str, Any]:
    file = copy.deepcopy(document())
    edit(file)
    return file


def problems(folder: Path, edit: Edit) -> list[FileProblem]:
    write(folder, GT=example(edit), plan_GT=plan_document(), plan_US=plan_us())
    return list(load(folder).problems)


def voice(file: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = file["service"][0]["contact_point"][0]
    return found


VOICE = "service gt-trata, contact_point voice"


def test_files_without_a_problem_become_values(tmp_path: Path) -> None:
    write(tmp_path, GT=document(), plan_GT=plan_document(), plan_US=plan_us())
    loaded = load(tmp_path)
    assert loaded.problems == ()
    assert loaded.regions == (directory(),)
    assert loaded.plans == (
        NumberingPlan.model_validate(plan_document()),
        NumberingPlan.model_validate(plan_us()),
    )


def test_the_data_that_comes_with_the_program_has_no_problem() -> None:
    loaded = load(resource_dir("data"))
    assert loaded.problems == ()
    assert {"BZ", "CR", "GT", "HN", "MX", "NI", "PA", "SV"} <= {region.region for region in loaded.regions}


@pytest.mark.parametrize(
    ("edit", "record", "field", "message"),
    [
        (lambda f: f.pop("timezone"), "", "timezone", "is missing: add it"),
        (lambda f: f.update(timezone="America/Guatamala"), "", "timezone", "is not an IANA time zone"),
        (
            lambda f: f.update(colour="blue"),
            "",
            "colour",
            "is not a field of this record: check the spelling",
        ),
        (lambda f: voice(f).pop("evidence"), VOICE, "evidence", "is missing: add it"),
        (lambda f: voice(f).update(evidence=[]), VOICE, "evidence", "needs at least one entry"),
        (lambda f: voice(f).update(channel="fax"), VOICE, "channel", "input should be 'voice', 'sms'"),
        (
            lambda f: voice(f).update(number=1555),
            VOICE,
            "number",
            "must be text in quotation marks, not 1555",
        ),
        (lambda f: voice(f).update(address="https://x.org"), VOICE, "", "needs `number` and no `address`"),
        (lambda f: voice(f).update(number="2424-17171"), VOICE, "number", ""),
        (lambda f: voice(f).update(number="1555 o 110"), VOICE, "number", ""),
        (lambda f: voice(f).update(hours="Mo-Fri 8-16"), VOICE, "hours", ""),
        (
            lambda f: f["service"][0]["description"].pop("fr"),
            "service gt-trata",
            "description",
            "missing: fr",
        ),
        (
            lambda f: f["service"][0].update(organization="x"),
            "",
            "",
            "names organization 'x', which is missing",
        ),
        (
            lambda f: f["lead"][1].update(reason="boring"),
            "lead mail",
            "reason",
            "input should be 'weak_source'",
        ),
        (
            lambda f: f["lead"][1]["evidence"][0].update(read="yesterday"),
            "lead mail, evidence number 1 in the file",
            "read",
            "input should be a valid date",
        ),
        (lambda f: f["service"][0].pop("id"), "service number 1 in the file", "id", "is missing: add it"),
    ],
)
def test_a_problem_says_where_it_stands_and_what_to_do(
    tmp_path: Path, edit: Edit, record: str, field: str, message: str
) -> None:
    (problem,) = problems(tmp_path, edit)
    assert (problem.file, problem.record, problem.field) == ("regions/GT.toml", record, field)
    assert message in problem.message


def test_a_short_code_that_no_source_lists_needs_the_name_of_who_confirmed_it(tmp_path: Path) -> None:
    def unconfirmed(file: dict[str, Any]) -> None:
        voice(file).update(number="1999")
        del voice(file)["confirmed_by"]

    (problem,) = problems(tmp_path, unconfirmed)
    assert (problem.record, problem.field) == (VOICE, "number")
    assert "1999" in problem.message
    assert "`confirmed_by`" in problem.message
    assert problems(tmp_path, lambda file: voice(file).update(number="1999")) == []


def test_letters_that_spell_another_number_are_found(tmp_path: Path) -> None:
    (problem,) = problems(
        tmp_path, lambda f: f["service"][0]["contact_point"][1].update(vanity="1-888-DHS-2-ICE")
    )
    assert problem.field == "vanity"


def test_all_problems_of_all_files_are_found_at_once(tmp_path: Path) -> None:
    def three(file: dict[str, Any]) -> None:
        del file["timezone"]
        voice(file)["channel"] = "fax"
        file["lead"][0]["reason"] = "boring"

    write(tmp_path, GT=example(three), plan_GT={**plan_document(), "lengths": []})
    (tmp_path / "regions" / "HN.toml").write_text("region = HN\n", encoding="utf-8")
    (tmp_path / "regions" / "NI.toml").write_bytes("región = 'NI'".encode("latin-1"))
    loaded = load(tmp_path)
    assert [(problem.file, problem.field) for problem in loaded.problems] == [
        ("numbering/GT.toml", "lengths"),
        ("regions/GT.toml", "timezone"),
        ("regions/GT.toml", "reason"),
        ("regions/GT.toml", "channel"),
        ("regions/HN.toml", ""),
        ("regions/NI.toml", ""),
    ]
    assert "is not TOML" in loaded.problems[4].message
    assert "line 1" in loaded.problems[4].message
    assert loaded.problems[5].message == "is not UTF-8: save it as UTF-8 text"


def test_a_region_needs_a_numbering_plan(tmp_path: Path) -> None:
    write(tmp_path, GT=document())
    assert [(problem.record, problem.field, problem.message) for problem in load(tmp_path).problems] == [
        ("", "region", "has no numbering plan: add numbering/GT.toml"),
        (
            "service gt-trata, contact_point sms",
            "number_region",
            "No numbering plan is known for US: add numbering/US.toml.",
        ),
    ]


def test_a_file_is_named_after_its_region(tmp_path: Path) -> None:
    write(tmp_path, SV=document(), plan_HN=plan_document(), plan_US=plan_us())
    assert [(problem.file, problem.field) for problem in load(tmp_path).problems] == [
        ("numbering/HN.toml", "region"),
        ("regions/SV.toml", "region"),
    ]


def test_a_service_id_is_the_only_one_over_all_regions(tmp_path: Path) -> None:
    write(
        tmp_path, GT=document(), NI={**document(), "region": "NI"}, plan_GT=plan_document(), plan_US=plan_us()
    )
    write(tmp_path, plan_NI={**plan_document("NI"), "calling_code": "505"})
    found = load(tmp_path).problems
    assert [(problem.file, problem.record, problem.field) for problem in found] == [
        ("regions/NI.toml", "service gt-policia", "id"),
        ("regions/NI.toml", "service gt-trata", "id"),
    ]
    assert found[0].message == "is used in regions/GT.toml too: choose another one"


def test_an_empty_folder_says_what_belongs_there(tmp_path: Path) -> None:
    (problem,) = load(tmp_path).problems
    assert problem.message == "there is no file: add one such as regions/GT.toml"
