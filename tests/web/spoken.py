"""An installation whose Guatemala has a spoken list, a radio spot, a film and a poster with their files."""

import hashlib
import io
import wave
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from hotline.config import Settings
from hotline.domain.material import Material
from hotline.resources import resource_dir
from hotline.services import files, importing, publishing, site
from hotline.services.renditions import FOUND
from hotline.storage import shelf
from hotline.storage.tables.brought_file import BroughtFile

PUBLISHED = datetime(2026, 11, 24, 12, tzinfo=UTC)
#: Half an hour of one tone a minute: every second has bytes that no other second has.
MINUTES = 30
WORDS = {"es": "Una pared blanca.", "en": "A white wall.", "fr": "Un mur blanc."}
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nLlame al 110."


def sound(minutes: int = MINUTES) -> bytes:
    """A WAV file, 8,000 points a second, each second with a level of its own."""
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        for second in range(minutes * 60):
            made.writeframes(bytes((128 + second % 50, 128 - second // 50 % 50)) * 4000)
    return out.getvalue()


def picture() -> bytes:
    """A small WebP."""
    out = io.BytesIO()
    Image.new("RGB", (320, 180), "white").save(out, "WEBP")
    return out.getvalue()


def store(folder: Path, data: bytes) -> str:
    """Put bytes into the store; answers with their hash."""
    digest = hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    came = folder / f"{digest}.new"
    came.write_bytes(data)
    came.chmod(0o600)
    shelf.put(folder, came, digest)
    return digest


def material(id_: str, kind: str, renditions: list[dict[str, Any]], **claim: str) -> Material:
    bound = {"id": "gt", "region": "GT", **claim}
    return Material.model_validate(
        {
            "id": id_, "title": "Lista", "title_language": "es", "kinds": [kind], "regions": ["GT"],
            "description": WORDS, "rights_holder": "OIM", "licence": "CC BY 4.0", "claim": [bound],
            "rendition": renditions,
            "evidence": [{"address": "https://a.example", "title": "A", "read": "2026-11-24", "obtained": "operator"}],
        }
    )  # fmt: skip


def renditions(folder: Path) -> dict[str, dict[str, Any]]:
    spoken, seen, film = sound(), picture(), b"\x00\x00\x00\x18ftypmp42" + bytes(5000)
    of_sound = {
        "id": "file-1", "file": store(folder, spoken), "media_type": "audio/wav", "size": len(spoken),
        "seconds": MINUTES * 60, "language": "es", "transcript": "Llame al 110.\nEs gratis.", "consent": "actors",
    }  # fmt: skip
    preview = store(folder, seen)
    of_film = {
        **of_sound, "file": store(folder, film), "media_type": "video/mp4", "size": len(film), "seconds": 4,
        "width": 320, "height": 180, "preview": preview, "alternative": WORDS, "captions": CAPTIONS,
    }  # fmt: skip
    paper = b"%PDF-1.7\n%" + bytes(500)
    of_paper = {
        "id": "file-2", "file": store(folder, paper), "media_type": "application/pdf", "size": len(paper), "pages": 1,
        "preview": preview, "alternative": WORDS, "language": "es", "consent": "nobody_recognisable",
    }  # fmt: skip
    return {"sound": of_sound, "film": of_film, "paper": of_paper}


def brought(said: dict[str, Any]) -> BroughtFile:
    """What the desk found out of a file when somebody brought it in."""
    found = {name: said.get(name) for name in FOUND}
    return BroughtFile(
        region="GT", digest=said["file"], codes=[], name="file", added_by="ana", added_at=PUBLISHED, **found
    )


def install(var: Path) -> None:
    """Build edition 1 of the real data with these materials of Guatemala."""
    settings = Settings(var=var)
    made = renditions(settings.files)
    sessions = site.open_database(settings)
    loaded = files.load(resource_dir("data"))
    home = next(one for one in loaded.regions if one.region == "GT")
    service = home.service(home.first.services[0])
    point = next(one for one in service.contact_points if one.number)
    bound = {"service": service.id, "contact_point": point.id, "number": str(point.number)}
    added = (
        material("gt-aloud", "read_aloud", [made["sound"]], **bound),
        material("gt-spot", "radio_spot", [made["film"], made["paper"]], **bound),
        material("gt-old", "radio_spot", [made["sound"]], **(bound | {"number": "19"})),
        material("gt-unknown", "radio_spot", [made["sound"]], number="19"),
    )
    regions = tuple(
        one.model_copy(update={"materials": (*one.materials, *added)}) if one is home else one
        for one in loaded.regions
    )
    with sessions.begin() as session:
        session.add_all(brought(one) for one in made.values())
        session.flush()
        importing.import_directory(session, regions, "tests", PUBLISHED)
    publishing.publish(sessions, loaded.plans, PUBLISHED)
    assert site.build_latest(sessions, settings) is not None
    sessions.kw["bind"].dispose()
