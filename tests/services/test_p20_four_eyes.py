"""P20: no number is published by one person. Each row is a way round that somebody may try."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from desk import (
    ANA,
    BETO,
    CARLA,
    DORA,
    EVA,
    LATER,
    NEW,
    NOW,
    OLD,
    PLANS,
    Desk,
    person,
    service,
    unasked,
)
from example import directory, document, texts, toml
from sqlalchemy import Engine

from hotline.cli import main
from hotline.domain.listing import RegionDirectory
from hotline.domain.record import Name
from hotline.services import adopting, deciding, notices, proposing, publishing
from hotline.services.importing import import_directory
from hotline.storage.tables.review import Change

Way = Callable[[Desk], list[str]]

#: One person with every role, who would need nobody else if roles alone counted.
ALL = person("beto", "editor", "reviewer", "administrator")


def approve(desk: Desk, change: Change, by: Any = BETO, typed: str = NEW, **named: Any) -> list[str]:
    return desk.refused(deciding.approve, *desk.approval(change, by, typed), **named)


def revise(desk: Desk, by: Any, change: Change, text: dict[str, Any] | None) -> Change:
    done: Change = desk.do(proposing.revise, by, change.id, change.version, text, "Better.", NOW, PLANS)
    return done


def edited() -> RegionDirectory:
    file = document()
    file["service"][0] = service()
    return RegionDirectory.model_validate(file)


def imported(desk: Desk, by: str) -> Change:
    desk.do(import_directory, (edited(),), by, NOW)
    return next(change for change in desk.changes() if change.state == "proposed")


def adopted(desk: Desk, change: Change, by: Any) -> Change:
    done: Change = desk.do(adopting.adopt, by, change.id, change.version, NOW)
    return done


def adopted_by_a_name(desk: Desk) -> list[str]:
    ghost = person("ghost", "editor")
    return approve(desk, adopted(desk, imported(desk, "ops"), ghost), BETO)


def adopted_before_it_was_edited(desk: Desk) -> list[str]:
    read = imported(desk, "ops")
    revise(desk, person("ghost", "editor"), read, service("1558"))
    return desk.refused(adopting.adopt, ANA, read.id, read.version, NOW)


def undone(desk: Desk, by: Any) -> Change:
    """A change that was published by two people and undone by them, so that NEW is one undo away."""
    desk.approve(desk.propose())
    back = desk.do(proposing.undo, BETO, desk.changes()[-1].id, "Wrong.", NOW, PLANS)
    desk.approve(back, typed=OLD)
    again: Change = desk.do(proposing.undo, by, back.id, "Right.", NOW, PLANS)
    return again


def stale(desk: Desk) -> Change:
    """A change that stands on a version which another one has replaced with the same number."""
    waiting = desk.propose()
    words = {**service(OLD), "description": texts("newer")}
    words["contact_point"][0]["evidence"].pop()
    other = desk.do(proposing.propose, BETO, "service", "GT", words, "Words.", NOW, PLANS)
    desk.do(deciding.approve, CARLA, other.id, 1, {}, NOW, PLANS)
    return waiting


def replayed(desk: Desk) -> list[str]:
    """Approve NEW, undo it, and send the first approval again."""
    first = desk.propose()
    arguments = desk.approval(first)
    desk.do(deciding.approve, *arguments)
    back = desk.do(proposing.undo, BETO, first.id, "Wrong.", NOW, PLANS)
    desk.approve(back, typed=OLD)
    return desk.refused(deciding.approve, *arguments)


def edited_after_reading(desk: Desk) -> list[str]:
    read = desk.propose("1557")
    revise(desk, ANA, read, service())
    return approve(desk, read, typed="1557") + approve(desk, read, typed=NEW)


def scheduled_then_edited(desk: Desk) -> list[str]:
    change = desk.propose("1557")
    desk.approve(change, typed="1557", at=LATER)
    revise(desk, ANA, desk.change(change.id), service())
    desk.do(deciding.publish_due, LATER, PLANS)
    return [desk.change(change.id).state]


def scheduled_and(action: Callable[[Desk, Change], Any]) -> Way:
    def way(desk: Desk) -> list[str]:
        change = desk.propose()
        desk.approve(change, at=LATER)
        action(desk, desk.change(change.id))
        desk.do(deciding.publish_due, LATER, PLANS)
        return [desk.change(change.id).state]

    return way


def helped_by_the_approver(desk: Desk) -> list[str]:
    change = revise(desk, BETO, desk.propose("1557"), service())
    return approve(desk, change, BETO)


def helped_and_written_over(desk: Desk) -> list[str]:
    """Beto wrote one version, Ana put her own in its place: he is still an author."""
    change = revise(desk, BETO, desk.propose("1557"), service("1558"))
    change = revise(desk, ANA, change, service())
    return approve(desk, change, BETO)


def removed_then_loaded(desk: Desk) -> list[str]:
    """Hide everything that can be hidden and import: only an empty directory takes files at once."""
    desk.do(notices.hide, BETO, "GT", "gt-trata", "x", NOW, PLANS)
    report = desk.do(import_directory, (edited(), directory("HN")), "beto", NOW)
    publishing.publish(desk.factory, PLANS.values(), NOW)
    assert "HN" not in {region.region for region in desk.edition().regions}
    return [str(report.first_load)]


def outage_with(**named: Any) -> Way:
    def way(desk: Desk) -> list[str]:
        until = NOW + timedelta(hours=1)
        return desk.refused(notices.outage, ALL, "GT", "gt-trata", "x", until, NOW, PLANS, **named)

    return way


def smuggled(kind: Any, region: str, text: dict[str, Any]) -> Way:
    return lambda desk: desk.refused(proposing.propose, ALL, kind, region, text, "x", NOW, PLANS)


def through_many_hands(desk: Desk) -> list[str]:
    """Propose, return, revise by the reviewer, return, approve by the reviewer."""
    change = desk.propose("1557")
    desk.do(deciding.return_with_note, BETO, change.id, change.version, "x", NOW)
    change = revise(desk, BETO, desk.change(change.id), service())
    desk.do(deciding.return_with_note, CARLA, change.id, change.version, "x", NOW)
    change = revise(desk, ANA, desk.change(change.id), {**service(), "places": ["Cobán"]})
    return approve(desk, change, BETO)


def withdrawn_and_proposed_again(desk: Desk) -> list[str]:
    first = desk.propose()
    desk.do(deciding.withdraw, ANA, first.id, first.version, NOW)
    again = desk.propose(by=BETO)
    return approve(desk, again, BETO) + approve(desk, first, BETO)


def discarded_and_approved(desk: Desk) -> list[str]:
    change = desk.in_state("discarded")
    return approve(desk, change)


def superseded_and_approved(desk: Desk) -> list[str]:
    return approve(desk, stale(desk))


def superseded_with_its_old_version(desk: Desk) -> list[str]:
    waiting = desk.propose()
    arguments = desk.approval(waiting)
    stale(desk)
    return desk.refused(deciding.approve, *arguments)


def unhidden_alone(desk: Desk) -> list[str]:
    """Hide, put another number under the hidden line, bring it back: both steps need somebody else."""
    desk.do(notices.hide, BETO, "GT", "gt-trata", "x", NOW, PLANS)
    number = approve(desk, desk.propose(by=BETO), BETO)
    back = desk.do(notices.unhide, BETO, "GT", "gt-trata", "x", NOW)
    refusal = desk.refused(deciding.approve, BETO, back.id, 1, {}, NOW, PLANS)
    other = desk.do(notices.unhide, ANA, "GT", "gt-trata", "x", NOW)
    desk.do(deciding.approve, CARLA, other.id, 1, {}, NOW, PLANS)
    return number + refusal


def a_notice_that_is_not_one(desk: Desk) -> list[str]:
    return desk.refused(notices.end_outage, BETO, "GT", "gt-trata", "x", NOW, PLANS)


def renamed(**changes: Any) -> Way:
    """Revise a harmless change of one record into one of another record."""

    def way(desk: Desk) -> list[str]:
        change = desk.propose("1557")
        text = {**service(), **changes}
        arguments = (ANA, change.id, change.version, text, "x", NOW, PLANS)
        return desk.refused(proposing.revise, *arguments)

    return way


WAYS: list[tuple[Way, list[str], str]] = [
    (lambda d: approve(d, d.propose(by=BETO), BETO), ["needs_second_person"], "the same person twice"),
    (lambda d: approve(d, d.propose(by=BETO), ALL), ["needs_second_person"], "with one role more"),
    (lambda d: approve(d, d.propose(), ANA), ["needs_reviewer", "needs_second_person"], "an author alone"),
    (
        lambda d: approve(d, d.propose(), ANA, at=LATER),
        ["needs_reviewer", "needs_second_person"],
        "at a time",
    ),
    (lambda d: approve(d, d.propose(by=BETO), BETO, at=LATER), ["needs_second_person"], "at a set time"),
    (lambda d: approve(d, d.propose(), EVA), ["needs_reviewer"], "an administrator decides nothing"),
    (lambda d: approve(d, d.propose(), DORA), ["needs_reviewer"], "a reviewer without this region"),
    (lambda d: approve(d, d.propose(), person("fay")), ["needs_reviewer"], "somebody without a role"),
    (
        lambda d: approve(d, d.propose(), person("gil", "reviewer", regions=())),
        ["needs_reviewer"],
        "a role without any region",
    ),
    (
        lambda d: approve(d, d.propose(), person("gil", "reviewer", regions=("gt",))),
        ["needs_reviewer"],
        "a region in other letters",
    ),
    (helped_by_the_approver, ["needs_second_person"], "a co-author approves"),
    (helped_and_written_over, ["needs_second_person"], "a former co-author approves"),
    (through_many_hands, ["needs_second_person"], "a co-author from before it was returned"),
    (edited_after_reading, ["change_was_edited"] * 2, "edited after it was read"),
    (scheduled_then_edited, ["proposed"], "edited after it was approved for a time"),
    (
        scheduled_and(lambda d, c: d.do(deciding.return_with_note, CARLA, c.id, c.version, "x", NOW)),
        ["returned"],
        "returned after it was approved for a time",
    ),
    (
        scheduled_and(lambda d, c: d.do(deciding.withdraw, ANA, c.id, c.version, NOW)),
        ["withdrawn"],
        "withdrawn after it was approved for a time",
    ),
    (
        scheduled_and(lambda d, c: d.do(deciding.discard, CARLA, c.id, c.version, "x", NOW)),
        ["discarded"],
        "discarded after it was approved for a time",
    ),
    (
        scheduled_and(lambda d, c: stale(d)),
        ["superseded"],
        "another change of the record was published before its time",
    ),
    (replayed, ["change_is_published"], "an approval sent again after it was undone"),
    (superseded_and_approved, ["change_is_superseded"], "a stale base"),
    (superseded_with_its_old_version, ["change_is_superseded"], "a stale base, read before it was stale"),
    (discarded_and_approved, ["change_is_discarded"], "what was refused is approved"),
    (
        withdrawn_and_proposed_again,
        ["needs_second_person", "change_is_withdrawn"],
        "somebody else's text proposed anew as one's own",
    ),
    (lambda d: approve(d, undone(d, BETO), BETO), ["needs_second_person"], "one's own undo"),
    (lambda d: approve(d, undone(d, BETO), CARLA, typed=OLD), ["typed_number_differs"], "an undo, not typed"),
    (lambda d: approve(d, d.propose(), typed=OLD), ["typed_number_differs"], "the old number typed"),
    (lambda d: approve(d, d.propose(), typed=""), ["typed_number_missing"], "no number typed"),
    (
        lambda d: d.refused(deciding.approve, BETO, d.propose().id, 2, {"voice": NEW}, NOW, PLANS),
        ["change_was_edited"],
        "a version that was never read",
    ),
    (
        lambda d: d.refused(deciding.approve, BETO, 99, 1, {}, NOW, PLANS),
        ["change_unknown"],
        "no such change",
    ),
    (
        lambda d: approve(d, imported(d, "beto"), BETO),
        ["needs_second_person", "needs_adoption"],
        "imported and approved by the same person",
    ),
    (
        lambda d: approve(d, imported(d, " Beto "), BETO),
        ["needs_second_person", "needs_adoption"],
        "imported under a name that only looks like another one",
    ),
    (
        lambda d: approve(d, adopted(d, imported(d, "ops"), ANA), BETO, typed=""),
        ["typed_number_missing"],
        "imported, not typed",
    ),
    (
        lambda d: approve(d, imported(d, "ops"), BETO),
        ["needs_adoption"],
        "imported under the name of nobody, and approved by the only person who saw it",
    ),
    (
        lambda d: approve(d, imported(d, "ops"), CARLA, at=LATER),
        ["needs_adoption"],
        "imported, and approved for a time",
    ),
    (
        lambda d: approve(d, imported(d, "ana"), BETO),
        ["needs_adoption"],
        "imported under the name of a colleague, who knows nothing of it",
    ),
    (
        lambda d: approve(d, adopted(d, imported(d, "ops"), BETO), BETO),
        ["needs_second_person"],
        "adopted and approved by the same person",
    ),
    (
        lambda d: d.refused(adopting.adopt, CARLA, imported(d, "ops").id, 1, NOW),
        ["needs_editor"],
        "adopted by somebody who writes nothing",
    ),
    (
        lambda d: d.refused(adopting.adopt, DORA, imported(d, "ops").id, 1, NOW),
        ["needs_editor"],
        "adopted by an editor of another region",
    ),
    (adopted_by_a_name, ["needs_adoption"], "adopted by somebody who has no account"),
    (
        lambda d: approve(d, revise(d, person("ghost", "editor"), d.propose("1557"), service()), ANA),
        ["needs_reviewer", "needs_second_person"],
        "a ghost puts its text into somebody's change, who approves it",
    ),
    (adopted_before_it_was_edited, ["change_was_edited"], "adopted as it was before an edit"),
    (removed_then_loaded, ["False"], "an import after hiding is no first load"),
    (unhidden_alone, ["needs_second_person"] * 2, "hidden, changed and brought back by one person"),
    (outage_with(note={**texts("a"), "es": "Llame al 1999"}), ["note_with_number"], "a number in a note"),
    (outage_with(note={**texts("a"), "es": "https://x"}), ["note_with_number"], "an address in a note"),
    (outage_with(instead="gt-nueva"), ["record_unknown"], "a line that is not public as the one to call"),
    (a_notice_that_is_not_one, ["outage_unknown"], "a service ended as if it were a notice"),
    (renamed(id="gt-policia"), ["id_changed"], "a change turned into one of another record"),
    (smuggled("service", "NI", service()), ["needs_editor"], "a region one does not keep"),
    (
        smuggled("region", "GT", {"region": "NI", "timezone": "America/Managua"}),
        ["id_changed"],
        "another region's record under one's own region",
    ),
    (smuggled("service", "GT", unasked(service(id="ni-trata"))), ["id_taken"], "another region's id"),
    (
        smuggled("service", "GT", service(state="published")),
        ["field_unknown"],
        "a state written into the text",
    ),
    (
        lambda d: d.refused(proposing.propose, DORA, "service", "GT", service(), "x", NOW, PLANS),
        ["needs_editor"],
        "an editor of another region proposes",
    ),
    (
        lambda d: d.refused(proposing.propose_removal, EVA, Name("service", "GT", "gt-trata"), "x", NOW),
        ["needs_editor"],
        "an administrator removes",
    ),
]


@pytest.mark.parametrize(("way", "codes", "reason"), WAYS, ids=[reason for _, _, reason in WAYS])
def test_no_way_round_publishes(desk: Desk, way: Way, codes: list[str], reason: str) -> None:
    assert way(desk) == codes, reason
    publishing.publish(desk.factory, PLANS.values(), LATER, by="beto")
    desk.do(deciding.publish_due, LATER + timedelta(days=1), PLANS)
    assert desk.live_number() == OLD
    assert desk.number() in {OLD, None}, "None: it is hidden, which one person may do"
    assert desk.trail_problems() == ()


def test_p20_there_are_at_least_30_ways() -> None:
    assert len(WAYS) >= 30


def test_of_approvals_at_the_same_moment_exactly_one_wins(desk: Desk) -> None:
    change = desk.propose()
    people = [person(f"reviewer-{number}", "reviewer") for number in range(8)]
    outcomes = at_once([lambda one=one: approve(desk, change, one) for one in people])
    assert sorted(outcomes) == [[]] + [["change_is_published"]] * 7
    assert (desk.number(), desk.edition().number) == (NEW, 2)
    assert desk.trail_problems() == ()


def test_of_two_changes_of_one_record_approved_at_the_same_moment_exactly_one_wins(desk: Desk) -> None:
    one, other = desk.propose("1556"), desk.propose("1557")
    outcomes = at_once(
        [lambda: approve(desk, one, BETO, "1556"), lambda: approve(desk, other, CARLA, "1557")]
    )
    assert sorted(outcomes) == [[], ["change_is_superseded"]]
    assert desk.edition().number == 2
    assert desk.number() == ("1556" if outcomes[0] == [] else "1557")
    assert desk.trail_problems() == ()


def test_an_approval_and_an_edit_at_the_same_moment_never_publish_what_was_not_read(desk: Desk) -> None:
    change = desk.propose("1557")
    again = (ANA, change.id, change.version, service(), "x", NOW, PLANS)
    approved, revised = at_once(
        [
            lambda: approve(desk, change, BETO, "1557"),
            lambda: desk.refused(proposing.revise, *again),
        ]
    )
    assert (approved, revised) in [([], ["change_is_published"]), (["change_was_edited"], [])]
    assert desk.number() == ("1557" if approved == [] else OLD)


def at_once(tasks: list[Callable[[], list[str]]]) -> list[list[str]]:
    """The outcome of each task, all of which begin at the same moment in threads of their own."""
    start = threading.Barrier(len(tasks))
    outcomes: list[list[str]] = [["never ran"]] * len(tasks)

    def run(place: int) -> None:
        start.wait()
        outcomes[place] = tasks[place]()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_an_act_whose_error_is_caught_and_committed_leaves_nothing(desk: Desk) -> None:
    """A page that shows the errors may still commit its transaction, after rows were replaced."""
    web = service(OLD, id="gt-web")
    web["contact_point"] = web["contact_point"][2:]
    line = desk.do(proposing.propose, ANA, "service", "GT", web, "x", NOW, PLANS)
    desk.do(deciding.approve, CARLA, line.id, 1, {}, NOW, PLANS)
    before = desk.region()
    nobody_to_call = {**document()["first"], "services": ["gt-web"], "emergency": "gt-web"}
    change = desk.do(proposing.propose, ANA, "first_lines", "GT", nobody_to_call, "x", NOW, PLANS)
    assert approve(desk, change, CARLA) == ["region_left_empty"]
    assert desk.change(change.id).state == "proposed"
    publishing.publish(desk.factory, PLANS.values(), LATER)
    assert desk.region() == before
    assert desk.trail_problems() == ()


@pytest.mark.parametrize("name", ["", "Ana", "ana ", " ana"])
def test_a_person_has_one_id_only(name: str) -> None:
    with pytest.raises(ValueError, match="id of a person"):
        person(name)


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([["import", "--by", "beto"], ["publish"]], "import, then publish"),
        ([["import"], ["import"], ["publish"], ["publish"]], "import the same twice"),
        ([["import", "--by", "ana"], ["import", "--by", "beto"], ["publish"]], "two names, one person"),
        ([["import"], ["build"]], "import, then build"),
    ],
)
def test_no_command_publishes_what_nobody_reviewed(
    desk: Desk, engine: Engine, tmp_path: Path, commands: list[list[str]], reason: str
) -> None:
    data = tmp_path / "data"
    for folder, name, values in (
        ("regions", "GT", edited().model_dump(mode="json", by_alias=True, exclude_none=True)),
        *(
            ("numbering", code, plan.model_dump(mode="json", by_alias=True, exclude_none=True))
            for code, plan in PLANS.items()
        ),
    ):
        (data / folder).mkdir(exist_ok=True, parents=True)
        (data / folder / f"{name}.toml").write_text(toml(values), encoding="utf-8")
    environment = {
        "HOTLINE_VAR": str(tmp_path / "var"),
        "HOTLINE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
    }
    for command in commands:
        arguments = [*command, "--data", str(data)] if command[0] == "import" else command
        result = CliRunner().invoke(main, arguments, env=environment)
        assert result.exit_code == 0, result.output
    assert (desk.number(), desk.live_number()) == (OLD, OLD), reason
    assert [change.state for change in desk.changes() if change.after and change.before] == ["proposed"]
