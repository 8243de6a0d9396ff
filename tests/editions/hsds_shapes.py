"""What HSDS 3 asks of the records that we write: fields, types, formats and closed lists.

Written down from the tables of the specification (service, organization, phone, schedule, language,
service_area; https://docs.openreferral.org/en/v3.1.0/hsds/schema_reference.html). Stricter in one
way: a field that the specification does not name is refused.
"""

from typing import Any

Shape = dict[str, Any]
TEXT: Shape = {"type": "string", "minLength": 1}
UUID: Shape = {"type": "string", "format": "uuid"}
URI: Shape = {"type": "string", "format": "uri"}
DATE: Shape = {"type": "string", "format": "date"}
TIME: Shape = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?$"}


def record(required: list[str], **fields: Shape) -> Shape:
    return {"type": "object", "required": required, "properties": fields, "additionalProperties": False}


def several(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


LANGUAGE = record(["id"], id=UUID, service_id=UUID, phone_id=UUID, name=TEXT, code=TEXT, note=TEXT)
PHONE = record(
    ["id", "number"],
    id=UUID,
    service_id=UUID,
    organization_id=UUID,
    number=TEXT,
    extension={"type": "number"},
    type={"enum": ["text", "voice", "fax", "cell", "video", "pager", "textphone"]},
    description=TEXT,
    languages=several(LANGUAGE),
)
SCHEDULE = record(
    ["id"],
    id=UUID,
    service_id=UUID,
    valid_from=DATE,
    valid_to=DATE,
    dtstart=DATE,
    freq={"enum": ["WEEKLY", "MONTHLY"]},
    byday={"type": "string", "pattern": r"^(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*$"},
    opens_at=TIME,
    closes_at=TIME,
    description=TEXT,
    notes=TEXT,
)
AREA = record(["id"], id=UUID, service_id=UUID, name=TEXT, description=TEXT)
ORGANIZATION = record(
    ["id", "name", "description"],
    id=UUID,
    name=TEXT,
    alternate_name=TEXT,
    description=TEXT,
    email={"type": "string", "format": "email"},
    website=URI,
)
SERVICE = record(
    ["id", "name", "status"],
    id=UUID,
    organization_id=UUID,
    name=TEXT,
    alternate_name=TEXT,
    description=TEXT,
    url=URI,
    email={"type": "string", "format": "email"},
    status={"enum": ["active", "inactive", "defunct", "temporarily closed"]},
    interpretation_services=TEXT,
    application_process=TEXT,
    fees_description=TEXT,
    assured_date=DATE,
    alert=TEXT,
    last_modified={"type": "string", "format": "date-time"},
    organization=ORGANIZATION,
    phones=several(PHONE),
    schedules=several(SCHEDULE),
    languages=several(LANGUAGE),
    service_areas=several(AREA),
)
PAGE = record(
    ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
    **{key: {"type": "integer"} for key in ("total_items", "total_pages", "page_number", "size")},
    **{key: {"type": "boolean"} for key in ("first_page", "last_page", "empty")},
    contents=several(SERVICE),
)
