"""The committed JSON Schema is the one that the shapes of the data say."""

from pathlib import Path

from hotline.services.schema import data_schema, data_schema_text

COMMITTED = Path(__file__).parents[2] / "docs" / "data.schema.json"


def test_the_committed_schema_is_in_step() -> None:
    assert COMMITTED.read_text("utf-8") == data_schema_text(), (
        "the shape of the data changed: write it again with `make schema`"
    )


def test_the_schema_names_fields_as_the_files_do() -> None:
    shapes = data_schema()["$defs"]
    assert "contact_point" in shapes["Service"]["properties"]
    assert "short_code" in shapes["NumberingPlan"]["properties"]
    assert shapes["RegionDirectory"]["additionalProperties"] is False
