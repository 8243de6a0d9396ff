"""Who may move a change from where to where: a table, a sentence a row."""

from datetime import timedelta
from typing import Any, get_args

import pytest
from desk import LATER, NEW, NOW, OLD, PEOPLE, PLANS, Desk, service, unasked
from example import texts

from hotline.domain.errors import InputError
from hotline.domain.record import Name
from hotline.domain.review import MOVES, Action, State, refusals
from hotline.services import deciding, proposing
from hotline.storage.tables.review import Change

REVISED = service("1558")


def act(desk: Desk, action: str, who: str, change: Change) -> list[str]:
    """The codes of the refusal, or nothing."""
    person = PEOPLE[who]
    seen = (person, change.id, change.version)
    match action:
        case "revise":
            return desk.refused(proposing.revise, *seen, REVISED, "Better.", NOW, PLANS)
        case "return":
            return desk.refused(deciding.return_with_note, *seen, "Look again.", NOW)
        case "discard":
            return desk.refused(deciding.discard, *seen, "Not right.", NOW)
        case "withdraw":
            return desk.refused(deciding.withdraw, *seen, NOW)
        case "schedule":
            return desk.refused(deciding.approve, *desk.approval(change, person), at=LATER)
        case _:
            return desk.refused(deciding.approve, *desk.approval(change, person))


# Ana is an editor and wrote the change; Beto is editor and reviewer; Carla is a reviewer; Dora is
# both in another region; Eva is an administrator.
@pytest.mark.parametrize(
    ("action", "before", "who", "after", "reason"),
    [
        ("approve", "proposed", "carla", "published", "a reviewer publishes what somebody else wrote"),
        ("approve", "proposed", "beto", "published", "an editor who is a reviewer may approve others' work"),
        ("approve", "proposed", "ana", "needs_reviewer", "an editor approves nothing"),
        ("approve", "proposed", "dora", "needs_reviewer", "a reviewer of another region is none here"),
        ("approve", "proposed", "eva", "needs_reviewer", "an administrator keeps people, not numbers"),
        ("approve", "returned", "carla", "change_is_returned", "what was returned has to be revised first"),
        ("approve", "scheduled", "beto", "change_is_scheduled", "it is approved already"),
        ("approve", "published", "carla", "change_is_published", "nothing is published twice"),
        ("approve", "discarded", "carla", "change_is_discarded", "a decision stands"),
        ("approve", "withdrawn", "carla", "change_is_withdrawn", "the author no longer wants it"),
        ("approve", "superseded", "carla", "change_is_superseded", "it stands on what is gone"),
        ("schedule", "proposed", "carla", "scheduled", "a reviewer sets the time"),
        ("schedule", "proposed", "ana", "needs_reviewer", "a set time is an approval like any other"),
        ("schedule", "scheduled", "beto", "change_is_scheduled", "the time was set by the one who typed"),
        ("revise", "proposed", "ana", "proposed", "an author goes on working"),
        ("revise", "proposed", "beto", "proposed", "another editor may help, and becomes an author"),
        ("revise", "proposed", "carla", "needs_editor", "a reviewer writes nothing"),
        ("revise", "proposed", "dora", "needs_editor", "an editor of another region is none here"),
        ("revise", "returned", "ana", "proposed", "that is what it was returned for"),
        ("revise", "scheduled", "ana", "proposed", "an edit takes the approval back"),
        ("revise", "superseded", "ana", "proposed", "the text is kept and put on top of the new version"),
        ("revise", "published", "ana", "change_is_published", "what is public changes by a new change"),
        ("revise", "discarded", "ana", "change_is_discarded", "a decision stands"),
        ("revise", "withdrawn", "ana", "change_is_withdrawn", "what was taken back is over"),
        ("return", "proposed", "carla", "returned", "the reviewer asks for something"),
        ("return", "scheduled", "beto", "returned", "before its time anybody who reviews can stop it"),
        ("return", "proposed", "ana", "needs_reviewer", "an author withdraws instead"),
        ("return", "returned", "carla", "change_is_returned", "it is with its author already"),
        ("return", "published", "carla", "change_is_published", "what is public is undone, not returned"),
        ("discard", "proposed", "carla", "discarded", "the reviewer refuses it"),
        ("discard", "returned", "carla", "discarded", "nobody came back to it"),
        ("discard", "scheduled", "carla", "discarded", "before its time it can still be refused"),
        ("discard", "superseded", "carla", "discarded", "nobody needs it any more"),
        ("discard", "proposed", "ana", "needs_reviewer", "an author withdraws instead"),
        ("discard", "published", "carla", "change_is_published", "what is public is undone"),
        ("withdraw", "proposed", "ana", "withdrawn", "an author takes it back"),
        ("withdraw", "returned", "ana", "withdrawn", "an author gives it up"),
        ("withdraw", "scheduled", "ana", "withdrawn", "an author may stop what was approved"),
        ("withdraw", "superseded", "ana", "withdrawn", "the other change said it all"),
        ("withdraw", "proposed", "carla", "needs_author", "a reviewer discards instead"),
        ("withdraw", "published", "ana", "change_is_published", "what is public is undone"),
    ],
)
def test_who_may_move_a_change(
    desk: Desk, action: str, before: State, who: str, after: str, reason: str
) -> None:
    change = desk.in_state(before)
    number = desk.number()
    codes = act(desk, action, who, change)
    if after in get_args(State):
        assert codes == [], reason
        assert desk.change(change.id).state == after
    else:
        assert codes[:1] == [after], reason
        assert desk.change(change.id).state == before
    assert desk.number() == (NEW if after == "published" else number)
    assert desk.trail_problems() == ()


@pytest.mark.parametrize("state", get_args(State))
@pytest.mark.parametrize("action", get_args(Action))
def test_what_is_not_in_the_table_is_refused(action: Action, state: State) -> None:
    everything = PEOPLE["beto"]
    codes = [problem.code for problem in refusals(action, state, everything, ["beto"], "GT")]
    if (action, state) not in MOVES:
        assert codes == [f"change_is_{state}"]
    elif MOVES[action, state].who == "clock":
        assert codes == ["needs_reviewer"], "only the program moves it"
        assert list(refusals(action, state, None, (), "GT")) == []
    else:
        assert (codes == ["needs_second_person"]) == (MOVES[action, state].who == "second")


def test_a_proposal_says_all_its_problems_at_once(desk: Desk) -> None:
    wrong = service("1556 o 1557", colour="blue")
    del wrong["description"]["fr"]
    codes = desk.refused(proposing.propose, PEOPLE["ana"], "service", "GT", wrong, "x", NOW, PLANS)
    assert set(codes) == {"field_unknown", "locales_missing"}
    wrong = service("1556 o 1557", organization="nobody")
    wrong["contact_point"][0]["hours"] = "always"
    wrong["contact_point"][0]["evidence"][0]["read"] = "2027-01-01"
    with pytest.raises(InputError) as refusal:
        desk.do(proposing.propose, PEOPLE["ana"], "service", "GT", wrong, " ", NOW, PLANS)
    assert {(problem.code, problem.where) for problem in refusal.value.problems} == {
        ("two_numbers", "contact_point.voice.number"),
        ("hours_not_understood", "contact_point.voice.hours"),
        ("read_in_the_future", "contact_point.voice.evidence"),
        ("names_unknown", ""),
        ("reason_missing", "reason"),
    }
    assert [change for change in desk.changes() if change.state == "proposed"] == []


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        (Name("organization", "GT", "pnc"), "still_named", "the police line would have no operator"),
        (Name("service", "GT", "gt-policia"), "still_named", "it is a first line"),
        (Name("first_lines", "GT", "GT"), "cannot_be_removed", "the page would be gone"),
        (Name("region", "GT", "GT"), "cannot_be_removed", "the page would be gone"),
        (Name("lead", "GT", "nothing"), "record_unknown", "it is not there"),
        (Name("lead", "NI", "mail"), "needs_editor", "it is another region's"),
    ],
)
def test_what_cannot_be_removed(desk: Desk, name: Name, code: str, reason: str) -> None:
    codes = desk.refused(proposing.propose_removal, PEOPLE["ana"], name, "Gone.", NOW)
    assert set(codes) == {code}, reason


def test_a_record_and_what_it_names_can_wait_together_and_go_one_after_the_other(desk: Desk) -> None:
    ana = PEOPLE["ana"]
    ngo = {"id": "ngo", "name": "Casa", "name_language": "es"}
    line = unasked(service("2424-1717", id="gt-casa", organization="ngo"))
    first = desk.do(proposing.propose, ana, "organization", "GT", ngo, "New.", NOW, PLANS)
    second = desk.do(proposing.propose, ana, "service", "GT", line, "New.", NOW, PLANS)
    typed = {"voice": "2424 1717", "sms": "18883737888"}
    approval = (PEOPLE["carla"], second.id, 1, typed, NOW, PLANS)
    assert desk.refused(deciding.approve, *approval) == ["names_unknown"]
    desk.do(deciding.approve, PEOPLE["carla"], first.id, 1, {}, NOW, PLANS)
    assert desk.do(deciding.approve, *approval).edition == 3
    assert desk.region().service("gt-casa").organization == "ngo"


def test_a_removed_record_is_gone_from_the_next_edition(desk: Desk) -> None:
    change = desk.do(
        proposing.propose_removal, PEOPLE["ana"], Name("lead", "GT", "mail"), "It is a fake.", NOW
    )
    desk.do(deciding.approve, PEOPLE["carla"], change.id, 1, {}, NOW, PLANS)
    assert [lead.id for lead in desk.region().leads] == ["office"]
    assert desk.trail_problems() == ()


def test_publishing_is_one_commit_with_its_edition_and_its_entry(desk: Desk) -> None:
    change = desk.approve(desk.propose())
    assert (change.state, change.edition, change.decided_by) == ("published", 2, "carla")
    assert desk.edition().number == 2
    assert (desk.live_number(), desk.number()) == (NEW, NEW)
    assert desk.trail_problems() == ()


def test_what_is_scheduled_is_published_when_its_time_comes(desk: Desk) -> None:
    desk.approve(desk.propose(), at=LATER)
    assert desk.do(deciding.publish_due, LATER - timedelta(seconds=1), PLANS) == ()
    assert (desk.number(), desk.live_number()) == (OLD, OLD)
    (change,) = desk.do(deciding.publish_due, LATER, PLANS)
    assert (change.state, change.edition, change.published_at) == ("published", 2, LATER)
    assert desk.number() == NEW
    assert desk.do(deciding.publish_due, LATER, PLANS) == ()
    assert desk.trail_problems() == ()


def test_a_time_that_has_passed_cannot_be_set(desk: Desk) -> None:
    assert desk.refused(deciding.approve, *desk.approval(desk.propose()), at=NOW) == ["time_is_past"]


def test_what_no_longer_fits_at_its_time_is_sent_back_and_does_not_keep_others_waiting(desk: Desk) -> None:
    desk.approve(desk.propose(), at=LATER)
    mail = desk.do(proposing.propose_removal, PEOPLE["ana"], Name("lead", "GT", "mail"), "It is a fake.", NOW)
    desk.do(deciding.approve, PEOPLE["carla"], mail.id, 1, {}, NOW, PLANS, at=LATER)
    nothing_of_the_us = {region: plan for region, plan in PLANS.items() if region != "US"}
    done = desk.do(deciding.publish_due, LATER, nothing_of_the_us)
    assert [change.id for change in done] == [mail.id]
    stuck = next(change for change in desk.changes() if change.state == "superseded")
    assert "No numbering plan is known for US" in (stuck.note or "")
    assert desk.number() == OLD
    assert desk.trail_problems() == ()


def test_undo_brings_back_what_was_and_needs_a_second_person(desk: Desk) -> None:
    published = desk.approve(desk.propose())
    undone = desk.do(proposing.undo, PEOPLE["beto"], published.id, "It was wrong.", NOW, PLANS)
    assert (undone.undoes, undone.state, desk.number()) == (published.id, "proposed", NEW)
    assert desk.refused(deciding.approve, *desk.approval(undone, typed=NEW)) == ["typed_number_differs"]
    desk.approve(undone, typed=OLD)
    assert desk.number() == OLD
    assert desk.trail_problems() == ()


def test_undo_of_a_new_record_removes_it_and_only_the_newest_change_can_be_undone(desk: Desk) -> None:
    lead = {**desk.region().leads[1].model_dump(mode="json"), "id": "new"}
    made = desk.do(proposing.propose, PEOPLE["ana"], "lead", "GT", lead, "Seen.", NOW, PLANS)
    desk.do(deciding.approve, PEOPLE["carla"], made.id, 1, {}, NOW, PLANS)
    lead["name"] = "Another"
    again = desk.do(proposing.propose, PEOPLE["ana"], "lead", "GT", lead, "Seen.", NOW, PLANS)
    desk.do(deciding.approve, PEOPLE["carla"], again.id, 1, {}, NOW, PLANS)
    undo = (PEOPLE["ana"], made.id, "No.", NOW, PLANS)
    assert desk.refused(proposing.undo, *undo) == ["record_moved_on"]
    back = desk.do(proposing.undo, PEOPLE["ana"], again.id, "No.", NOW, PLANS)
    desk.do(deciding.approve, PEOPLE["carla"], back.id, 1, {}, NOW, PLANS)
    gone = desk.do(proposing.undo, *undo)
    desk.do(deciding.approve, PEOPLE["carla"], gone.id, 1, {}, NOW, PLANS)
    assert "new" not in {lead.id for lead in desk.region().leads}


def test_a_change_of_words_needs_no_number_typed(desk: Desk) -> None:
    document: dict[str, Any] = {**service(OLD), "description": texts("other")}
    document["contact_point"][0]["evidence"].pop()
    change = desk.do(proposing.propose, PEOPLE["ana"], "service", "GT", document, "Words.", NOW, PLANS)
    desk.do(deciding.approve, PEOPLE["carla"], change.id, 1, {}, NOW, PLANS)
    assert desk.region().service("gt-trata").description == texts("other")


def test_proposing_what_is_published_already_is_refused(desk: Desk) -> None:
    same = desk.region().service("gt-trata").model_dump(mode="json", by_alias=True)
    codes = desk.refused(proposing.propose, PEOPLE["ana"], "service", "GT", same, "Why?", NOW, PLANS)
    assert codes == ["nothing_changed"]
