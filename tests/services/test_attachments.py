"""Attachments as evidence: a digest has to exist in its region, and what nobody names goes again."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from desk import ANA, BETO, CARLA, DORA, EVA, LATER, NEW, NOW, PLANS, Desk, person, service
from PIL import Image
from sqlalchemy import func, select

from hotline.domain.errors import InputError
from hotline.domain.person import Person
from hotline.services import attachments, auditing, deciding, proposing
from hotline.services.attachments import Consent
from hotline.storage import shelf
from hotline.storage.tables.attachment import Attachment

NO_CONSENT = Consent()


def picture(width: int = 8) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (width, 8)).save(out, "PNG")
    return io.BytesIO(out.getvalue())


def add(desk: Desk, folder: Path, width: int = 8, by: Person = ANA, region: str = "GT") -> Attachment:
    file = attachments.take(by, region, picture(width), NO_CONSENT, folder, NOW)
    added: Attachment = desk.do(attachments.keep, by, region, file, "screen.png", NO_CONSENT, folder, NOW)
    return added


def with_file(digest: str, number: str = NEW) -> dict[str, object]:
    document = service(number)
    document["contact_point"][0]["evidence"][-1]["file"] = digest
    return document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


def test_a_change_may_name_an_attachment_of_its_region(desk: Desk, folder: Path) -> None:
    digest = add(desk, folder).digest
    change = desk.do(proposing.propose, ANA, "service", "GT", with_file(digest), "It changed.", NOW, PLANS)
    desk.approve(change)
    assert desk.number() == NEW
    assert digest not in desk.edition().canonical_json().decode(), "an edition does not tell of it"
    assert desk.trail_problems() == ()


@pytest.mark.parametrize("where", ["nowhere", "in another region"])
def test_an_attachment_that_the_region_does_not_have_is_refused(desk: Desk, folder: Path, where: str) -> None:
    digest = "a" * 64 if where == "nowhere" else add(desk, folder, by=DORA, region="NI").digest
    arguments = (ANA, "service", "GT", with_file(digest), "It changed.", NOW, PLANS)
    assert desk.refused(proposing.propose, *arguments) == ["attachment_unknown"]
    with pytest.raises(InputError) as refused:
        desk.do(proposing.propose, *arguments)
    assert refused.value.problems[0].where == "contact_point.voice.evidence"


def test_an_attachment_that_went_meanwhile_stops_the_publishing(desk: Desk, folder: Path) -> None:
    digest = add(desk, folder).digest
    change = desk.do(proposing.propose, ANA, "service", "GT", with_file(digest), "It changed.", NOW, PLANS)
    with desk.factory.begin() as session:
        session.delete(session.get_one(Attachment, ("GT", digest)))
    assert desk.refused(deciding.approve, *desk.approval(change)) == ["attachment_unknown"]


@pytest.mark.parametrize("digest", ["", "A" * 64, "a" * 63, "../../etc/passwd", "g" * 64])
def test_only_a_hash_names_a_file(desk: Desk, digest: str) -> None:
    arguments = (ANA, "service", "GT", with_file(digest), "It changed.", NOW, PLANS)
    assert desk.refused(proposing.propose, *arguments) != []
    with pytest.raises(ValueError, match="not a hash"):
        shelf.place(Path("x"), digest)


@pytest.mark.parametrize(
    ("by", "region", "allowed"),
    [
        (ANA, "GT", True),
        (CARLA, "GT", True),
        (ANA, "NI", False),
        (DORA, "GT", False),
        (EVA, "GT", False),
        (person("zoe"), "GT", False),
    ],
)
def test_who_may_add_one(desk: Desk, folder: Path, by: Person, region: str, allowed: bool) -> None:
    if allowed:
        assert add(desk, folder, by=by, region=region).added_by == by.id
        return
    with pytest.raises(InputError):
        add(desk, folder, by=by, region=region)
    assert list(shelf.everything(folder)) == [], "and nothing is left"


def test_who_may_read_one(desk: Desk, folder: Path) -> None:
    digest = add(desk, folder).digest
    add(desk, folder, by=DORA, region="NI")
    with desk.factory() as session:
        assert attachments.find(session, digest) is not None
        assert attachments.find(session, "0" * 64) is None
        for reader, regions in (
            (CARLA, "GT"),
            (DORA, "NI"),
            (EVA, "GT"),
            (person("zoe", "editor", regions=("HN",)), None),
        ):
            found = attachments.readable(session, reader, digest)
            assert (found and found.region) == regions, reader.id
        assert [one.digest for one in attachments.of_person(session, "ana")] == [digest]
        assert attachments.of_person(session, "carla") == ()


def test_what_no_change_names_goes_after_seven_days_and_its_file_a_round_later(
    desk: Desk, folder: Path
) -> None:
    named, revised_away, never = (add(desk, folder, width) for width in (8, 9, 10))
    desk.do(proposing.propose, ANA, "service", "GT", with_file(named.digest), "It changed.", NOW, PLANS)
    change = desk.do(
        proposing.propose,
        BETO,
        "service",
        "GT",
        with_file(revised_away.digest, "1557"),
        "It changed.",
        NOW,
        PLANS,
    )
    desk.do(proposing.revise, BETO, change.id, 1, service("1557"), "Better.", NOW, PLANS)
    left_over = folder / ".coming-x"
    left_over.write_bytes(b"half")
    for path in shelf.everything(folder):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    week = NOW + timedelta(days=7)
    assert desk.do(attachments.drop_orphans, folder, week) == 0
    assert desk.do(attachments.drop_orphans, folder, week + timedelta(seconds=1)) == 2
    assert not left_over.exists()
    assert shelf.place(folder, never.digest).exists(), "a transaction that is undone has lost no file"
    assert desk.do(attachments.drop_orphans, folder, week + timedelta(seconds=2)) == 1
    assert {path.name for path in shelf.everything(folder)} == {named.digest, revised_away.digest}
    with desk.factory() as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 2
        entries = [said for said in auditing.export(session) if '"drop attachment"' in said]
        assert len(entries) == 1
    assert desk.trail_problems() == ()


def test_a_file_that_two_regions_have_stays_while_one_of_them_names_it(desk: Desk, folder: Path) -> None:
    digest = add(desk, folder).digest
    assert add(desk, folder, by=DORA, region="NI").digest == digest
    desk.do(proposing.propose, ANA, "service", "GT", with_file(digest), "It changed.", NOW, PLANS)
    desk.do(attachments.drop_orphans, folder, LATER + timedelta(days=30))
    desk.do(attachments.drop_orphans, folder, LATER + timedelta(days=60))
    assert shelf.place(folder, digest).exists()


def test_the_folder_and_its_files_are_for_this_program_alone(desk: Desk, folder: Path) -> None:
    path = shelf.place(folder, add(desk, folder).digest)
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
