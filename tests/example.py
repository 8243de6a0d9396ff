"""An invented region, in which every field of every record is filled in at least once.

The numbers are Guatemala's in form only; nothing here is a fact.
"""

import json
from typing import Any

from hotline.domain.listing import RegionDirectory
from hotline.domain.numbering import NumberingPlan


def texts(word: str) -> dict[str, str]:
    return {"es": f"{word} ñ ¿es?", "en": f"{word} in English", "fr": f"{word} à la française"}


def source(word: str, **more: Any) -> dict[str, Any]:
    return {
        "address": f"https://example.org/{word}",
        "title": f"A page about {word}",
        "read": "2026-11-24",
        "obtained": "stored_copy",
        **more,
    }


def document(region: str = "GT") -> dict[str, Any]:
    """The file of an example region, as TOML would give it."""
    code = region.lower()
    return {
        "region": region,
        "timezone": "America/Guatemala",
        "first": {
            "services": [f"{code}-trata", f"{code}-policia"],
            "emergency": f"{code}-policia",
            "reason": texts("reason"),
        },
        "organization": [
            {"id": "pnc", "name": "Policía", "name_language": "es"},
            {
                "id": "defensoria",
                "name": "Defensoría",
                "name_language": "es",
                "acronym": "DEF",
                "other_names": ["Ombudsman", "Procuraduría"],
                "website": "https://example.org/",
            },
        ],
        "service": [
            {
                "id": f"{code}-trata",
                "organization": "defensoria",
                "name": "Línea contra la trata",
                "name_language": "es",
                "other_names": ["Línea azul"],
                "operator": "ombudsman",
                "needs": ["trafficking", "rights"],
                "takes_trafficking_reports": "yes",
                "anonymous": "yes",
                "description": texts("description"),
                "who_answers": texts("who"),
                "what_happens": texts("what"),
                "caution": texts("caution"),
                "places": ["Cobán", "Petén"],
                "shown_in": ["HN", "BZ"],
                "for_people_from": ["SV"],
                "conflicts": ["One page prints another number."],
                "contact_point": [
                    {
                        "id": "voice",
                        "channel": "voice",
                        "number": "1555",
                        "after_dialling": texts("after"),
                        "confidence": "single_source",
                        "cost": "free",
                        "works_without_credit": "no",
                        "hours": "Mo-Fr 08:00-16:00",
                        "hours_note": texts("hours"),
                        "languages": ["es", "kek", "en-US"],
                        "interpreters": True,
                        "reach": {
                            "abroad": "no",
                            "works_from": ["SV", "MX"],
                            "not_from": ["US"],
                            "note": texts("reach"),
                        },
                        "assured_date": "2026-10-01",
                        "confirmed_by": "María Pérez",
                        "evidence": [
                            source("z", says="It is the line.", date="2025-07"),
                            source("a", obtained="document"),
                        ],
                    },
                    {
                        "id": "sms",
                        "channel": "sms",
                        "number": "1-888-373-7888",
                        "number_region": "US",
                        "vanity": "1-888-373-PTTT",
                        "words_to_send": ["HELP", "AYUDA"],
                        "evidence": [source("sms")],
                    },
                    {
                        "id": "web",
                        "channel": "web",
                        "address": "https://example.org/denuncia",
                        "hours_note": texts("always"),
                        "evidence": [source("web", date="2024")],
                    },
                ],
            },
            {
                "id": f"{code}-policia",
                "organization": "pnc",
                "name": "Policía 110",
                "name_language": "es",
                "operator": "police",
                "needs": ["danger"],
                "description": texts("police"),
                "contact_point": [
                    {
                        "id": "voice",
                        "channel": "voice",
                        "number": "110",
                        "hours": "24/7",
                        "evidence": [source("pnc")],
                    }
                ],
            },
        ],
        "retired_number": [
            {
                "id": "linea-1552",
                "number": "1552",
                "kind": "retired",
                "instead": [f"{code}-policia", f"{code}-trata"],
                "note": texts("old"),
                "retired_by": "2012-05",
                "evidence": [source("old")],
            },
            {
                "id": "misprint",
                "number": "1556",
                "kind": "misprint",
                "note": texts("x"),
                "evidence": [source("y")],
            },
        ],
        "lead": [
            {
                "id": "office",
                "channel": "voice",
                "number": "2424-1717",
                "number_region": "GT",
                "name": "Oficina",
                "operator": "Ministerio",
                "reason": "not_a_help_line",
                "note": "A switchboard.",
                "evidence": [source("office"), source("office-2")],
            },
            {
                "id": "mail",
                "channel": "email",
                "address": "ayuda@example.org",
                "name": "Correo",
                "reason": "old",
                "evidence": [source("mail")],
            },
        ],
    }


#: What the desk may add to the example of GT; a data file never holds it.
NOTICES: list[dict[str, Any]] = [
    {
        "id": "outage-1",
        "kind": "outage",
        "service": "gt-trata",
        "contact_point": "voice",
        "since": "2026-11-24T12:00:00Z",
        "until": "2026-11-25T00:00:00Z",
        "instead": "gt-policia",
        "note": texts("outage"),
    },
    {"id": "hidden-1", "kind": "hidden", "service": "gt-trata", "since": "2026-11-24T13:00:00Z"},
]

#: How to reach whoever runs the example's first line: kept at the desk alone.
OPERATOR_CONTACTS: list[dict[str, Any]] = [
    {
        "id": "gt-trata",
        "name": "Oficina Canaria",
        "email": "canary@operator.example",
        "phone": "+502 2222 0000 canary",
        "language": "fr",
        "do_not_test_call": True,
        "note": "Ask for the canary on weekdays.",
    },
]

#: A campaign material whose every claim holds in the example, and a poster that prints an old number.
MATERIALS: list[dict[str, Any]] = [
    {
        "id": "blue-drama",
        "title": "Un drama azul",
        "title_language": "es",
        "kinds": ["radio_drama", "poster"],
        "episodes": 9,
        "campaign": "Azul",
        "date": "2013-06",
        "languages": ["es", "mam"],
        "regions": ["GT", "PE"],
        "description": texts("material"),
        "audience": texts("audience"),
        "made_by": ["Voces", "OIM"],
        "rights_holder": "Voces",
        "licence": "CC BY 4.0",
        "claim": [
            {
                "id": "gt",
                "region": "GT",
                "number": "1555",
                "service": "gt-trata",
                "contact_point": "voice",
                "free": True,
                "hours": "Mo-Fr 08:00-16:00",
                "operator": "Ombudsman",
            },
            {
                "id": "gt-2",
                "region": "GT",
                "number": "1 888 373 7888",
                "number_region": "US",
                "service": "gt-trata",
                "contact_point": "sms",
            },
        ],
        "evidence": [source("drama", says="Nine episodes.", date="2013")],
    },
    {
        "id": "old-poster",
        "title": "Un cartel viejo",
        "title_language": "es",
        "kinds": ["poster"],
        "description": texts("poster"),
        "claim": [{"id": "gt", "region": "GT", "number": "1552", "retired_number": "linea-1552"}],
        "evidence": [source("poster")],
    },
]


#: A material with a file, which its region has to have before anybody may propose it.
FILED: dict[str, Any] = {
    **MATERIALS[1],
    "id": "filed-spot",
    "claim": [],
    "rights_holder": "Voces",
    "licence": "CC BY 4.0",
    "rendition": [
        {
            "id": "file-1",
            "file": "c" * 64,
            "media_type": "video/mp4",
            "size": 982,
            "seconds": 3,
            "pages": 1,  # no film has pages, but every field has to go through every way
            "width": 640,
            "height": 360,
            "preview": "b" * 64,
            "name": texts("name"),
            "language": "es",
            "alternative": texts("alternative"),
            "transcript": "Llame al 1555.\nEs gratis.",
            "captions": "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nLlame al 1555.",
            "consent": "actors",
        }
    ],
}


def directory(region: str = "GT") -> RegionDirectory:
    return RegionDirectory.model_validate(document(region))


def plan_document(region: str = "GT") -> dict[str, Any]:
    """The file of an example numbering plan, as TOML would give it."""
    page = "https://example.org/plan"
    return {
        "region": region,
        "calling_code": "502",
        "lengths": [8],
        "short_code": [
            {"code": "1555", "use": "service", "free": "yes", "source": page},
            {"code": "110", "use": "emergency", "source": page},
        ],
        "examples": {"ordinary": "2424-1717", "short_code": "1555"},
        "abroad": {kind: {"says": "no source says"} for kind in ("ordinary", "toll_free", "short_code")},
        "sources": [page],
    }


PLAN = NumberingPlan.model_validate(plan_document())


def toml(value: dict[str, Any]) -> str:
    """A file with these values: one key a line, everything inside it on the same line."""
    return "".join(f"{key} = {_toml(part)}\n" for key, part in value.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(part) for part in value) + "]"
    # JSON writes texts, whole numbers and true or false exactly as TOML does.
    return json.dumps(value, ensure_ascii=False)
