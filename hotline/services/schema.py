"""The JSON Schema of the data files, for editors that check a file while it is typed."""

import json
import sys
from typing import Any

from pydantic.json_schema import models_json_schema

from hotline.domain.listing import RegionDirectory
from hotline.domain.material import MaterialFile
from hotline.domain.numbering import NumberingPlan


def data_schema() -> dict[str, Any]:
    """One schema for every kind of file; `$defs/RegionDirectory`, `NumberingPlan` or `MaterialFile` for one."""
    shapes = (RegionDirectory, NumberingPlan, MaterialFile)
    references, definitions = models_json_schema([(shape, "validation") for shape in shapes], by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Files of data/regions/, data/numbering/ and data/materials/",
        "anyOf": [references[shape, "validation"] for shape in shapes],
        **definitions,
    }


def data_schema_text() -> str:
    """What docs/data.schema.json holds."""
    return json.dumps(data_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(data_schema_text())
