"""What rows of a spreadsheet become: proposals, all of them or none, in the way of every other change."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from desk import ANA, BETO, CARLA, DORA, EVA, NOW, PLANS, Desk, person
from example import document
from sheet_files import SOURCE, Rows, compared, keep, problems, table, workbook
from sqlalchemy import Engine, select

from hotline.domain.record import Name, from_document
from hotline.resources import resource_dir
from hotline.services import batches, deciding
from hotline.services.sheets.comparing import Difference
from hotline.services.sheets.opening import File
from hotline.storage.tables.batches import Batch

TRATA = {"region": "GT", "service": "gt-trata"}
EVIDENCE = {key.removeprefix("evidence."): value for key, value in SOURCE.items()}
NEW_NUMBER = {**TRATA, "id": "voice", "number": "1556", **SOURCE}


def files(**tables: Rows) -> list[File]:
    return [table(name, rows) for name, rows in tables.items()]


def one(desk: Desk, **tables: Rows) -> Difference:
    """The only record that differs; nothing may be wrong."""
    found = compared(desk.factory, PLANS, NOW, *files(**tables))
    assert problems(found) == []
    (difference,) = found.differences
    return difference


def point(difference: Difference, name: str = "voice") -> dict[str, Any]:
    assert difference.after is not None
    return next(one for one in difference.after["contact_point"] if one["id"] == name)


def published(service: int = 0) -> dict[str, Any]:
    return from_document("service", "GT", document()["service"][service]).document


def preview(desk: Desk, by: Any = ANA, **tables: Rows) -> Batch:
    return keep(desk, by, files(**tables))


# What a row does


def test_a_row_changes_its_own_cells_and_nothing_else(desk: Desk) -> None:
    found = one(desk, contact_point=[{**TRATA, "id": "voice", "hours": "24/7"}])
    wanted = published()
    wanted["contact_point"][0]["hours"] = "24/7"
    assert (found.name, found.before, found.after) == (Name("service", "GT", "gt-trata"), published(), wanted)


def test_an_empty_cell_says_that_no_source_says_it(desk: Desk) -> None:
    found = one(
        desk, contact_point=[{**TRATA, "id": "voice", "cost": "", "reach.abroad": "", "languages": ""}]
    )
    voice = point(found)
    assert (voice["cost"], voice["reach"]["abroad"], voice["languages"]) == (None, None, [])
    assert voice["reach"]["works_from"] == ["SV", "MX"]


def test_lists_have_one_entry_a_line_and_flags_a_word(desk: Desk) -> None:
    row = {**TRATA, "id": "voice", "languages": "es\r\nmam\n", "interpreters": "No", "reach.works_from": "BZ"}
    voice = point(one(desk, contact_point=[row]))
    assert (voice["languages"], voice["interpreters"], voice["reach"]["works_from"]) == (
        ["es", "mam"],
        False,
        ["BZ"],
    )


def test_a_new_contact_point_brings_its_first_source_along(desk: Desk) -> None:
    row = {**TRATA, "id": "voice-2", "channel": "voice", "number": "2424-1717", **SOURCE}
    found = one(desk, contact_point=[row])
    assert found.after is not None
    assert [each["id"] for each in found.after["contact_point"]] == ["voice", "sms", "web", "voice-2"]
    assert point(found, "voice-2")["evidence"] == [{**EVIDENCE, "says": None, "date": None}]


def test_a_row_of_evidence_is_a_new_version_of_the_source_with_its_address_and_day(desk: Desk) -> None:
    old = published()["contact_point"][0]["evidence"]
    owner = {**TRATA, "contact_point": "voice"}
    again = {**owner, **old[1], "title": "Another title"}
    more = {**owner, **EVIDENCE}
    found = point(one(desk, evidence=[{**owner, **old[0]}, again, more]))["evidence"]
    assert [source["title"] for source in found] == [old[0]["title"], "Another title", "A new page"]


def test_rows_of_one_file_may_name_each_other(desk: Desk) -> None:
    found = compared(
        desk.factory,
        PLANS,
        NOW,
        workbook(
            organization=[{"region": "GT", "id": "nueva", "name": "Nueva", "name_language": "es"}],
            service=[
                {
                    "region": "GT",
                    "id": "gt-nueva",
                    "organization": "nueva",
                    "name": "Línea nueva",
                    "name_language": "es",
                    "operator": "ngo",
                    "needs": "women\nmigrants",
                    **{f"description.{locale}": "It helps." for locale in ("es", "en", "fr")},
                }
            ],
            contact_point=[
                {
                    "region": "GT",
                    "service": "gt-nueva",
                    "id": "web",
                    "channel": "web",
                    "address": "https://example.org/",
                }
            ],
            evidence=[{"region": "GT", "service": "gt-nueva", "contact_point": "web", **EVIDENCE}],
        ),
    )
    assert problems(found) == []
    assert [difference.name.id for difference in found.differences] == ["nueva", "gt-nueva"]
    assert Counter(row.status for row in found.rows) == {"new": 4}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_known_by_its_header_whatever_stands_between_its_cells(desk: Desk, separator: str) -> None:
    file = table("book1", [NEW_NUMBER], separator)
    assert problems(compared(desk.factory, PLANS, NOW, file)) == []
    marked = File("Libro 2.csv", b"\xef\xbb\xbf" + b"sep=" + separator.encode() + b"\r\n" + file.data)
    assert len(compared(desk.factory, PLANS, NOW, marked).differences) == 1


def test_rows_that_say_what_is_published_propose_nothing(desk: Desk) -> None:
    found = compared(
        desk.factory, PLANS, NOW, table("lead", [{"region": "GT", "id": "mail", "name": "Correo"}])
    )
    assert (found.differences, [row.status for row in found.rows]) == ((), ["same"])


# What is wrong, and where


WRONG: list[tuple[str, dict[str, Rows], list[tuple[int, str, str]]]] = [
    ("a misspelt column", {"contact_point": [{**TRATA, "id": "voice", "numer": "1"}]}, [(1, "numer", "sheet_column_unknown")]),
    ("a column without its region", {"lead": [{"id": "mail", "channel": "email", "reason": "old"}]}, [(1, "region", "sheet_column_needed")]),
    ("nothing that is known", {"book": [{"a": "1", "b": "2"}]}, [(1, "", "sheet_not_recognised")]),
    ("two tables that would fit", {"book": [{"region": "GT", "id": "x", "name": "y"}]}, [(1, "", "sheet_not_recognised")]),
    ("no region", {"contact_point": [{**NEW_NUMBER, "region": ""}]}, [(2, "region", "field_missing")]),
    ("a region in words", {"contact_point": [{**NEW_NUMBER, "region": "Guatemala"}]}, [(2, "region", "region_expected")]),
    ("another's region", {"contact_point": [{**NEW_NUMBER, "region": "SV"}]}, [(2, "region", "needs_editor")]),
    ("a service that is not there", {"contact_point": [{**NEW_NUMBER, "service": "gt-x"}]}, [(2, "service", "names_unknown")]),
    ("the same twice", {"contact_point": [NEW_NUMBER, NEW_NUMBER]}, [(3, "id", "sheet_row_twice")]),
    ("a new number without a new source", {"contact_point": [{**TRATA, "id": "voice", "number": "1556"}]},
     [(2, "evidence", "evidence_not_renewed")]),
    ("a new contact point without a source", {"contact_point": [{**TRATA, "id": "v2", "channel": "voice", "number": "2424-1717"}]},
     [(2, "evidence", "field_missing")]),
    ("a source without a day", {"contact_point": [{**NEW_NUMBER, "number": "110", "evidence.read": ""}]}, [(2, "evidence.read", "field_missing")]),
    ("a source of tomorrow", {"evidence": [{**TRATA, "contact_point": "voice", **EVIDENCE, "read": "2026-11-26"}]}, [(2, "read", "read_in_the_future")]),
    ("a source of two", {"evidence": [{**TRATA, "contact_point": "voice", "lead": "mail", **EVIDENCE}]}, [(2, "contact_point", "sheet_owner")]),
    ("a source of nothing", {"evidence": [{"region": "GT", "service": "", "contact_point": "", **EVIDENCE}]}, [(2, "service", "sheet_owner")]),
    ("a source of what is not there", {"evidence": [{"region": "GT", "lead": "x", **EVIDENCE}]}, [(2, "lead", "names_unknown")]),
    ("a way that is none", {"contact_point": [{**NEW_NUMBER, "number": "110", "channel": "phone"}]}, [(2, "channel", "choice_unknown")]),
    ("an answer that is none", {"contact_point": [{**TRATA, "id": "voice", "reach.abroad": "maybe"}]}, [(2, "reach.abroad", "choice_unknown")]),
    ("a flag that is none", {"contact_point": [{**TRATA, "id": "voice", "interpreters": "x"}]}, [(2, "interpreters", "choice_unknown")]),
    ("hours that cannot be read", {"contact_point": [{**TRATA, "id": "voice", "hours": "always"}]}, [(2, "hours", "hours_not_understood")]),
    ("a language in words", {"contact_point": [{**TRATA, "id": "voice", "languages": "es\nSpanish"}]}, [(2, "languages", "language_expected")]),
    ("a text in two of three languages", {"service": [{"region": "GT", "id": "gt-trata", "description.fr": ""}]}, [(2, "description.fr", "locales_missing")]),
    ("an organization that is not there", {"service": [{"region": "GT", "id": "gt-trata", "organization": "x"}]}, [(2, "organization", "names_unknown")]),
    ("a first line that is not there", {"first_lines": [{"region": "GT", "services": "gt-trata\ngt-x"}]}, [(2, "services", "names_unknown")]),
    ("another region's id", {"service": [{"region": "GT", "id": "ni-trata", "organization": "pnc", "name": "x", "name_language": "es",
      "operator": "ngo", "needs": "women", **{f"description.{one}": "x" for one in ("es", "en", "fr")}}],
      "contact_point": [{"region": "GT", "service": "ni-trata", "id": "web", "channel": "web", "address": "https://a.example", **SOURCE}]},
     [(2, "id", "id_taken")]),
    ("a cell too many", {"lead": [{"region": "GT", "id": "mail", "name": "x", "": "y"}]}, [(2, "", "sheet_row_too_long")]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "tables", "wanted"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_said_with_its_row_and_its_column(
    desk: Desk, why: str, tables: dict[str, Rows], wanted: list[tuple[int, str, str]]
) -> None:
    found = compared(desk.factory, PLANS, NOW, *files(**tables))
    assert problems(found) == wanted
    assert all(fault.problem.sentence for fault in found.faults)


@pytest.mark.parametrize(
    "form", [table, lambda name, rows: workbook(**{name: rows})], ids=["csv", "workbook"]
)
@pytest.mark.parametrize("missing", list(SOURCE))
def test_p22_a_row_whose_number_has_no_source_its_day_or_how_it_was_obtained_is_refused(
    desk: Desk, missing: str, form: Any
) -> None:
    row = {**NEW_NUMBER, "id": "voice-2", "channel": "voice", "number": "2424-1717"}
    assert problems(compared(desk.factory, PLANS, NOW, form("contact_point", [row]))) == []
    found = compared(desk.factory, PLANS, NOW, form("contact_point", [{**row, missing: None}]))
    assert problems(found) == [(2, missing, "field_missing")]
    bare = {**row, **dict.fromkeys(SOURCE)}
    found = compared(desk.factory, PLANS, NOW, form("contact_point", [bare]))
    assert problems(found) == [(2, "evidence", "field_missing")]


def test_a_misspelt_column_is_told_the_nearest_one(desk: Desk) -> None:
    (fault,) = compared(desk.factory, PLANS, NOW, table("x", [{**NEW_NUMBER, "reach.abrod": ""}])).faults
    assert "reach.abroad" in fault.problem.sentence


def test_a_cell_that_a_spreadsheet_may_have_changed_is_refused_and_a_day_is_not(desk: Desk) -> None:
    rows = [
        {**NEW_NUMBER, "number": 1556},
        {**TRATA, "id": "sms", "number": NOW.replace(tzinfo=None)},
    ]
    service = {"region": "GT", "id": "gt-trata", "caution.es": "=A1", "caution.en": True}
    source = {"region": "GT", "lead": "mail", **EVIDENCE, "read": NOW.date(), "date": 2024}
    found = compared(
        desk.factory, PLANS, NOW, workbook(contact_point=rows, service=[service], evidence=[source])
    )
    assert problems(found) == [
        (2, "number", "sheet_cell_is_number"),
        (3, "number", "sheet_cell_is_number"),
        (2, "caution.en", "text_expected"),
        (2, "caution.es", "sheet_formula"),
    ]
    (difference,) = (one for one in found.differences if one.name.kind == "lead")
    assert (difference.after or {})["evidence"][-1] | {"says": 0} == {**EVIDENCE, "date": "2024", "says": 0}


# A preview and its proposal


def test_a_preview_proposes_nothing_and_its_proposal_everything(desk: Desk) -> None:
    rows = {
        "contact_point": [{**NEW_NUMBER, "number": "110"}],
        "lead": [{"region": "GT", "id": "mail", "name": "New"}],
    }
    batch = preview(desk, **rows)
    before = len(desk.changes())
    done = desk.do(batches.propose, ANA, batch.id, " They moved. ", NOW, PLANS)
    made = desk.changes()[before:]
    assert [(one.record_id, one.state, one.created_by, one.reason, one.batch) for one in made] == [
        ("gt-trata", "proposed", "ana", "They moved.", batch.id),
        ("mail", "proposed", "ana", "They moved.", batch.id),
    ]
    assert (done.state, done.found, desk.live_number()) == ("proposed", None, "1555")
    assert desk.trail_problems() == ()
    desk.approve(made[0], typed="110")
    assert desk.number() == "110"


def test_p20_whoever_brings_a_file_does_not_approve_what_came_of_it(desk: Desk) -> None:
    batch = preview(desk, BETO, contact_point=[{**NEW_NUMBER, "number": "110"}])
    desk.do(batches.propose, BETO, batch.id, "Why.", NOW, PLANS)
    change = desk.changes()[-1]
    assert desk.refused(deciding.approve, *desk.approval(change, BETO, "110")) == ["needs_second_person"]
    assert "typed_number_differs" in desk.refused(deciding.approve, *desk.approval(change, CARLA, "111"))
    assert desk.number() == "1555"


def test_p20_a_file_on_the_command_line_publishes_nothing_not_even_into_an_empty_directory(
    desk: Desk,
) -> None:
    file = table("contact_point", [{**NEW_NUMBER, "number": "110"}])
    found = compared(desk.factory, PLANS, NOW, file)
    desk.do(batches.import_found, [file], found, "carla", "import", PLANS, NOW)
    change = desk.changes()[-1]
    assert (change.state, desk.number()) == ("proposed", "1555")
    # Nobody at the desk stands for it yet, whatever name was given.
    assert desk.refused(deciding.approve, *desk.approval(change, CARLA, "110")) != []
    toml = File("HN.toml", (resource_dir("data") / "regions" / "HN.toml").read_bytes())
    count = len(desk.changes())
    found = compared(desk.factory, PLANS, NOW, toml)
    assert found.faults != ()
    arguments = ([toml], found, "carla", "import", PLANS, NOW)
    assert desk.refused(batches.import_found, *arguments) == ["sheet_has_faults"]
    assert len(desk.changes()) == count


PREVIEW_REFUSED: list[tuple[str, dict[str, Rows], str, Any, list[str]]] = [
    ("no reason", {"contact_point": [{**NEW_NUMBER, "number": "110"}]}, " ", ANA, ["reason_missing"]),
    ("a fault", {"contact_point": [{**NEW_NUMBER, "number": "x"}]}, "Why.", ANA, ["sheet_has_faults"]),
    ("nothing new", {"lead": [{"region": "GT", "id": "mail", "name": "Correo"}]}, "Why.", ANA, ["nothing_changed"]),
    ("another person", {"contact_point": [{**NEW_NUMBER, "number": "110"}]}, "Why.", BETO, ["sheet_preview_gone"]),
    ("no longer an editor", {"contact_point": [{**NEW_NUMBER, "number": "110"}]}, "Why.", person("ana", "reviewer"), ["needs_editor"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "tables", "reason", "by", "codes"), PREVIEW_REFUSED, ids=[row[0] for row in PREVIEW_REFUSED]
)
def test_a_proposal_that_is_refused_leaves_nothing(
    desk: Desk, why: str, tables: dict[str, Rows], reason: str, by: Any, codes: list[str]
) -> None:
    batch = preview(desk, **tables)
    before = [(one.id, one.state) for one in desk.changes()]
    assert desk.refused(batches.propose, by, batch.id, reason, NOW, PLANS) == codes
    assert [(one.id, one.state) for one in desk.changes()] == before
    with desk.factory() as session:
        assert session.get_one(Batch, batch.id).state == "preview"


def test_one_record_that_has_moved_on_keeps_all_of_them_back(desk: Desk) -> None:
    rows = [{"region": "GT", "id": "mail", "name": "New"}, {"region": "GT", "id": "office", "name": "New"}]
    batch = preview(desk, lead=rows, contact_point=[{**TRATA, "id": "voice", "hours": "24/7"}])
    desk.approve(desk.propose())
    count = len(desk.changes())
    assert desk.refused(batches.propose, ANA, batch.id, "Why.", NOW, PLANS) == ["sheet_moved_on"]
    assert len(desk.changes()) == count


def test_the_same_file_twice_proposes_it_once(desk: Desk) -> None:
    rows = {"contact_point": [{**NEW_NUMBER, "number": "110"}]}
    first, second = preview(desk, **rows), preview(desk, **rows)
    desk.do(batches.propose, ANA, first.id, "Why.", NOW, PLANS)
    count = len(desk.changes())
    desk.do(batches.propose, ANA, second.id, "Why.", NOW, PLANS)
    assert len(desk.changes()) == count
    assert preview(desk, **rows).found is not None
    assert compared(desk.factory, PLANS, NOW, *files(**rows)).to_propose == ()


def test_a_preview_ends_after_a_day_and_the_oldest_of_twenty_before(desk: Desk) -> None:
    rows = {"lead": [{"region": "GT", "id": "mail", "name": "New"}]}
    first = preview(desk, **rows)
    just = NOW + timedelta(hours=24)
    assert batches.found_in(first, just - timedelta(seconds=1)) is not None
    assert desk.refused(batches.propose, ANA, first.id, "Why.", just, PLANS) == ["sheet_preview_gone"]
    for _ in range(batches.MOST_PREVIEWS):
        preview(desk, **rows)
    preview(desk, DORA, lead=[{"region": "NI", "id": "mail", "name": "New"}])
    with desk.factory() as session:
        states = Counter((one.person, one.state) for one in session.scalars(select(Batch)))
        assert session.get_one(Batch, first.id).state == "gone"
    assert states == {("ana", "gone"): 1, ("ana", "preview"): 20, ("dora", "preview"): 1}
    desk.do(batches.end_old, just)
    with desk.factory() as session:
        assert {(one.state, one.found) for one in session.scalars(select(Batch))} == {("gone", None)}


@pytest.mark.parametrize(
    ("who", "sees_preview", "sees_proposed"),
    [(ANA, True, True), (BETO, False, True), (CARLA, False, True), (DORA, False, False), (EVA, False, True)],
    ids=lambda one: getattr(one, "id", str(one)),
)
def test_a_preview_is_ones_own_and_a_proposal_for_all_of_its_region(
    desk: Desk, who: Any, sees_preview: bool, sees_proposed: bool
) -> None:
    batch = preview(desk, contact_point=[{**NEW_NUMBER, "number": "110"}])
    assert (desk.do(batches.of_person, who, batch.id) is not None) == sees_preview
    desk.do(batches.propose, ANA, batch.id, "Why.", NOW, PLANS)
    assert (desk.do(batches.of_person, who, batch.id) is not None) == sees_proposed


# Data files


def test_a_data_file_proposes_removals_and_a_table_never_does(desk: Desk, engine: Engine) -> None:
    from example import toml

    file = document()
    del file["retired_number"][1]
    del file["service"][0]["contact_point"][0]["assured_date"]
    found = compared(desk.factory, PLANS, NOW, File("GT.toml", toml(file).encode()))
    assert problems(found) == []
    assert [(one.name.id, one.after is None) for one in found.differences] == [
        ("gt-trata", False),
        ("misprint", True),
    ]
    rows = [{"region": "GT", "id": "linea-1552", "number": "1552"}]
    assert compared(desk.factory, PLANS, NOW, table("retired_number", rows)).differences == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("region = GT", "sheet_not_toml"),
        ("a = " + "[" * 5000 + "]" * 5000, "sheet_not_toml"),
        ("x = 1", "region_expected"),
        ('region = "SV"', "needs_editor"),
        ('region = "GT"\nnotice = []', "field_unknown"),
        ('region = "GT"\nservice = [1, "a"]', "field_refused"),
        ('region = "GT"\ntimezone = "Mars"\nfirst = {}', "time_zone_unknown"),
    ],
)
def test_a_data_file_that_is_none_is_refused_with_a_sentence(desk: Desk, text: str, code: str) -> None:
    found = compared(desk.factory, PLANS, NOW, File("GT.toml", text.encode()))
    assert code in {fault.problem.code for fault in found.faults}
