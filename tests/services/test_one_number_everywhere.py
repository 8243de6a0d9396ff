"""A number changed at the desk: every file of the next edition has the new one, and only history the old one."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from desk import give_accounts, person
from example import source
from sqlalchemy import Engine

from hotline.config import Settings
from hotline.domain.edition import Edition
from hotline.editions.serving import DOCUMENT, SITE
from hotline.resources import resource_dir
from hotline.services import deciding, files, importing, proposing, publishing, site
from hotline.storage.session import writing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
REGION, SERVICE, POINT = "CA", "canadian-human-trafficking-hotline", "voice"
OLD, NEW = "1-833-900-1010", "1-833-900-1012"
EDITOR, REVIEWER = person("ana", "editor", regions=(REGION,)), person("carla", "reviewer", regions=(REGION,))

#: Files that tell what changed, and so name the number before.
HISTORY = re.compile(r"data/(es|en|fr)/changes\.(atom|json)|api/v1/changes\.json")
#: Where the first number of a region has to stand.
MUST_HAVE = (
    *(f"{locale}/ca.html" for locale in ("es", "en", "fr")),
    *(f"embed/{locale}/ca{rest}" for locale in ("es", "en", "fr") for rest in (".html", "/full.html", ".json")),
    *(f"data/{locale}/{name}" for locale in ("es", "en", "fr")
      for name in ("hsds.json", "changes.atom", "changes.json", "ca.vcf")),
    "data/directory.json", "data/directory.csv", "data/edition.json", "data/sensitive_pn.xml",
    "api/v1/listings.json", f"api/v1/listings/{SERVICE}.json", "api/v1/regions/CA.json", "api/v1/changes.json",
)  # fmt: skip


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a built site by its path, a compressed one as what it says."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if path.suffix == ".gz":
                data = gzip.decompress(data)
            elif path.suffix == ".br":
                data = brotli.decompress(data)
            yield path.relative_to(folder).as_posix(), data


def spelled(number: str) -> re.Pattern[bytes]:
    """The digits of a number in whatever grouping, with or without its calling code."""
    digits = re.sub(r"\D", "", number).removeprefix("1")
    return re.compile(
        rb"(?<!\d)\+?1?\D{0,3}"
        + rb"[^0-9a-zA-Z<>\"]{0,3}".join(sign.encode() for sign in digits)
        + rb"(?!\d)"
    )


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(var=tmp_path / "var", database_url=engine.url.render_as_string(hide_password=False))


def change_the_number(settings: Settings) -> tuple[Path, Path]:
    """The built folders of two editions: the data as it is, and after a change by two people."""
    factory = site.open_database(settings)
    loaded = files.load(resource_dir("data"))
    plans = {plan.region: plan for plan in loaded.plans}
    with writing(factory) as session:
        importing.import_directory(session, loaded.regions, "first", NOW)
        give_accounts(session, EDITOR, REVIEWER)
    publishing.publish(factory, loaded.plans, NOW)
    before = site.build_latest(factory, settings)
    directory = next(one for one in loaded.regions if one.region == REGION)
    record: dict[str, Any] = directory.service(SERVICE).model_dump(mode="json", exclude_none=True)
    point = next(one for one in record["contact_points"] if one["id"] == POINT)
    assert point["number"] == OLD
    point["number"] = NEW
    point["evidence"] = [source("the-new-number")]
    with writing(factory) as session:
        change = proposing.propose(session, EDITOR, "service", REGION, record, "It changed.", NOW, plans)
        deciding.approve(session, REVIEWER, change.id, change.version, {POINT: NEW}, LATER, plans)
    after = site.build_latest(factory, settings)
    assert before
    assert after
    factory.kw["bind"].dispose()
    return before, after


def test_the_new_number_is_everywhere_and_the_old_one_only_in_history(settings: Settings) -> None:
    before, after = change_the_number(settings)
    first, second = (
        Edition.model_validate_json((folder / DOCUMENT).read_bytes()) for folder in (before, after)
    )
    assert (first.number, second.number) == (1, 2)
    old, new = spelled(OLD), spelled(NEW)
    # The pattern finds what it looks for: it did so in the edition before.
    had = {path for path, data in contents(before / SITE) if old.search(data)}
    assert {path for path in MUST_HAVE if not HISTORY.fullmatch(path)} <= had
    now = dict(contents(after / SITE))
    for compressed in ("data/edition.json.gz", "data/edition.json.br"):
        assert now.pop(compressed) == now["data/edition.json"]
    assert {path for path, data in now.items() if new.search(data)} >= set(MUST_HAVE)
    # Numbering plans name numbers as examples of how they are dialled, whoever they belong to.
    document = json.loads(now["data/edition.json"])
    del document["numbering"]
    now["data/edition.json"] = json.dumps(document).encode()
    assert new.search(now["data/edition.json"])
    still = {re.sub(r"\.(gz|br)$", "", path) for path, data in now.items() if old.search(data)}
    assert {path for path in still if not HISTORY.fullmatch(path)} == set()
    # What changed says both: the old one as what was before.
    assert old.search(now["api/v1/changes.json"])
    # Files of both editions say to which one they belong.
    for path in ("es/ca.html", "embed/es/ca.html", "api/v1/listings.json", "data/directory.json"):
        assert second.sha256[:8].encode() in now[path] or b" 2 " in now[path], path
