"""P20 at the desk itself: ways round four eyes that somebody may try with a browser or a script."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from desk_browser import Browser, hidden
from proposals import NEW, OLD, Review, approval, approve, service
from werkzeug.test import TestResponse

from hotline.domain.blind import WRONG_TRIES
from hotline.domain.person import Person
from hotline.domain.review import OPEN
from hotline.services import deciding, people
from hotline.storage.session import writing
from hotline.storage.tables.review import Change
from hotline.web.admin.plans import plans

Way = Callable[[Review], TestResponse | None]
AT_LAST = {"when": "later", "day": "2026-12-24", "time": "08:30"}

SECOND = "somebody else has to approve it"
EDITED = "edited after you opened it"
ADOPT = "has to adopt it first"
#: The question for a proof, in whatever language.
PROVE = 'name="proof_'


def post(browser: Browser, change: Change, act: str = "approve", **form: str) -> TestResponse:
    return browser.post(f"/admin/changes/{change.id}/{act}", {**approval(change), **form})


def raw(browser: Browser, change: Change, method: str = "POST", **options: Any) -> TestResponse:
    return browser.open(method, f"/admin/changes/{change.id}/approve", **options)


def own(review: Review, **form: str) -> TestResponse:
    return post(review.browser("both"), review.propose(by="both"), **form)


def by(name: str, **form: str) -> Way:
    return lambda review: post(review.browser(name), review.propose(), **form)


def from_two_browsers(review: Review) -> TestResponse:
    one, other = review.browser("both"), review.browser("both")
    change = review.propose(by="both")
    one.get(f"/admin/changes/{change.id}")
    return post(other, change)


def nobody(review: Review) -> TestResponse:
    return post(Browser(review.app), review.propose())


def with_a_copied_cookie(review: Review) -> TestResponse:
    browser = review.browser("reviewer")
    token, cookie = browser.token(), browser.cookie
    browser.post("/admin/sign-out")
    browser.with_cookie(cookie)
    change = review.propose()
    return raw(browser, change, data={**approval(change), "csrf_token": token})


def with_method(method: str) -> Way:
    return lambda review: raw(
        review.browser("reviewer"), change := review.propose(), method, query_string=approval(change)
    )


def overridden(review: Review) -> TestResponse:
    change = review.propose()
    options = {
        "headers": {"X-HTTP-Method-Override": "POST"},
        "query_string": {**approval(change), "_method": "POST"},
    }
    return raw(review.browser("reviewer"), change, "GET", **options)


def without_token(review: Review) -> TestResponse:
    change = review.propose()
    return raw(review.browser("reviewer"), change, data=approval(change))


def with_the_token_of_another(review: Review) -> TestResponse:
    change, other = review.propose(), review.browser("editor")
    form = {**approval(change), "csrf_token": other.token()}
    return raw(review.browser("reviewer"), change, data=form)


def from_another_site(review: Review) -> TestResponse:
    change, browser = review.propose(), review.browser("reviewer")
    form = {**approval(change), "csrf_token": browser.token()}
    return raw(browser, change, data=form, headers={"Sec-Fetch-Site": "cross-site"})


def as_json(review: Review) -> TestResponse:
    change, browser = review.propose(), review.browser("reviewer")
    return raw(browser, change, json={**approval(change), "csrf_token": browser.token()})


def edited_meanwhile(review: Review) -> TestResponse:
    read = review.propose("1557")
    browser = review.browser("reviewer")
    page = browser.get(f"/admin/changes/{read.id}").text
    review.revise(read)
    return post(browser, read, version=hidden(page, "version"))


def replayed(review: Review) -> TestResponse:
    """Approve it, undo it, and send the first form again."""
    first, browser = review.propose(), review.browser("reviewer")
    assert approve(browser, first).status_code == 303
    undone = review.browser("both").post(f"/admin/changes/{first.id}/undo", {"reason": "Wrong."})
    back = review.change(int(undone.headers["Location"].rpartition("/")[2]))
    assert approve(browser, back, OLD).status_code == 303
    return approve(browser, first)


def after(act: str, who: str, **form: str) -> Way:
    def way(review: Review) -> TestResponse:
        change = review.propose()
        done = post(review.browser(who), change, act, **form)
        assert done.status_code == 303, done.text
        return approve(review.browser("second"), change)

    return way


def superseded(review: Review) -> TestResponse:
    waiting = review.propose()
    words = {**service(OLD), "places": ["Cobán", str(waiting.id)]}
    words["contact_point"][0]["evidence"].pop()
    other = review.propose(by="both", text=words)
    assert post(review.browser("second"), other).status_code == 303
    return approve(review.browser("reviewer"), waiting)


def scheduled_and(act: Callable[[Review, Change], Any]) -> Way:
    def way(review: Review) -> None:
        change = review.propose()
        assert post(review.browser("reviewer"), change, **AT_LAST).status_code == 303
        act(review, review.change(change.id))
        with writing(review.factory) as session:
            deciding.publish_due(session, review.change(change.id).created_at.replace(year=2027), plans())

    return way


def adopted_by_the_approver(review: Review) -> TestResponse:
    change = review.imported()
    browser = review.browser("both")
    assert post(browser, change, "adopt").status_code == 303
    return approve(browser, change)


def imported(by: str, approver: str = "reviewer", **form: str) -> Way:
    return lambda review: post(review.browser(approver), review.imported(by), **form)


def adopted_by_a_reviewer(review: Review) -> TestResponse:
    change = review.imported()
    assert post(review.browser("reviewer"), change, "adopt").status_code == 403
    return approve(review.browser("second"), change)


def adopted_from_elsewhere(review: Review) -> TestResponse:
    change = review.imported()
    assert post(review.browser("elsewhere"), change, "adopt").status_code == 404
    return approve(review.browser("second"), change)


def helped_by_the_approver(review: Review) -> TestResponse:
    change = review.propose("1557")
    review.revise(change, by="both")
    return approve(review.browser("both"), review.change(change.id))


def helped_and_written_over(review: Review) -> TestResponse:
    change = review.propose("1557")
    review.revise(change, "1558", by="both")
    review.revise(change, by="editor")
    return approve(review.browser("both"), review.change(change.id))


def while_open(meanwhile: Callable[[Review, Browser, Person], Any]) -> Way:
    """The reviewer has the page open when something is taken away from them."""

    def way(review: Review) -> TestResponse:
        change, browser = review.propose(), review.browser("reviewer")
        token = hidden(browser.get(f"/admin/changes/{change.id}").text, "csrf_token")
        member = review.members["reviewer"].id
        meanwhile(review, browser, review.person("reviewer"))
        answer = raw(browser, change, data={**approval(change), "csrf_token": token})
        with writing(review.factory) as session:
            people.let_in_again(session, member, "tests", review.clock())
            people.change_rights(session, member, ["reviewer"], ["GT"], "tests", review.clock())
        return answer

    return way


def rights(roles: list[str], regions: list[str]) -> Callable[[Review, Browser, Person], Any]:
    return lambda review, _, who: review.do(
        people.change_rights, who.id, roles, regions, "tests", review.clock()
    )


def old_proof(review: Review) -> TestResponse:
    change, browser = review.propose(), review.browser("reviewer")
    review.clock.move(minutes=6)
    return post(browser, change)


def old_proof_and_a_wrong_one(review: Review) -> TestResponse:
    change, browser = review.propose(), review.browser("reviewer")
    review.clock.move(minutes=6)
    wrong = {"proof_password": review.members["reviewer"].password, "proof_code": "000000"}
    return post(browser, change, **wrong)


def proved_by_the_author(review: Review) -> TestResponse:
    """The session of a reviewer has ended, and on the question who it is, the author answers."""
    change, browser = review.propose(by="both"), review.browser("reviewer")
    review.clock.move(minutes=20)
    review.clock.move(hours=1)
    return post(browser, change, **review.members["both"].proof())


def without_a_passkey(review: Review) -> TestResponse:
    change, browser = review.propose(), review.browser("reviewer")
    review.app.config["REVIEWERS_NEED_PASSKEY"] = True
    answer = post(browser, change)
    review.app.config["REVIEWERS_NEED_PASSKEY"] = False
    return answer


def own_undo(review: Review) -> TestResponse:
    first = review.propose()
    approve(review.browser("reviewer"), first)
    undone = review.browser("editor").post(f"/admin/changes/{first.id}/undo", {"reason": "Wrong."})
    back = review.change(int(undone.headers["Location"].rpartition("/")[2]))
    approve(review.browser("reviewer"), back, OLD)
    again = review.browser("both").post(f"/admin/changes/{back.id}/undo", {"reason": "Right."})
    return approve(review.browser("both"), review.change(int(again.headers["Location"].rpartition("/")[2])))


def several_at_once(review: Review) -> TestResponse:
    one, other = review.propose(), review.propose("1557")
    browser = review.browser("reviewer")
    form = {**approval(one), "change_id": f"{one.id},{other.id}", "changes": f"{one.id} {other.id}"}
    return browser.post(f"/admin/changes/{one.id},{other.id}/approve", form)


def of_another_change(review: Review) -> TestResponse:
    """The form of a harmless change, sent to the address of another one."""
    review.propose("1557")
    return approve(review.browser("reviewer"), review.propose(), "1557")


def after_too_many_tries(review: Review) -> TestResponse:
    change, browser = review.propose(), review.browser("reviewer")
    for digit in range(WRONG_TRIES):
        assert approve(browser, change, f"166{digit}").status_code == 400
    return approve(browser, change)


def proposed_anew(review: Review) -> TestResponse:
    """A colleague's text, withdrawn and proposed again as one's own."""
    first = review.propose()
    post(review.browser("editor"), first, "withdraw")
    return approve(review.browser("both"), review.propose(by="both"))


WAYS: list[tuple[Way, int | None, str, str]] = [
    (own, 400, SECOND, "the same person twice"),
    (lambda r: own(r, **AT_LAST), 400, SECOND, "the same person twice, at a set time"),
    (lambda r: own(r, authors="", created_by="zoe-editor"), 400, SECOND, "with another author in the form"),
    (from_two_browsers, 400, SECOND, "the same person in two browsers"),
    (by("editor"), 403, "", "the author, who is an editor only"),
    (by("editor", roles="reviewer", role="reviewer"), 403, "", "with a role in the form"),
    (by("administrator"), 403, "", "an administrator"),
    (by("elsewhere"), 404, "", "a reviewer of another region"),
    (by("elsewhere", region="NI"), 404, "", "a reviewer of another region, which the form names"),
    (nobody, 401, PROVE, "nobody signed in"),
    (with_a_copied_cookie, 401, PROVE, "a copy of a cookie after signing out"),
    (with_method("GET"), 405, "", "GET instead of POST"),
    (with_method("PUT"), 405, "", "PUT"),
    (with_method("PATCH"), 405, "", "PATCH"),
    (with_method("DELETE"), 405, "", "DELETE"),
    (overridden, 405, "", "a method that a header overrides"),
    (without_token, 400, "", "a form without its token"),
    (with_the_token_of_another, 400, "", "the token of another person’s form"),
    (from_another_site, 400, "", "a form of another site"),
    (as_json, 400, "", "JSON instead of a form"),
    (edited_meanwhile, 400, EDITED, "edited after the page was opened"),
    (by("reviewer", version="0"), 400, EDITED, "an old version"),
    (by("reviewer", version="2"), 400, EDITED, "a version that is not there yet"),
    (by("reviewer", version=""), 400, EDITED, "no version"),
    (by("reviewer", version="١"), 400, EDITED, "a version in digits of another script"),
    (by("reviewer", version="1 or 1=1"), 400, EDITED, "a version that is none"),
    (replayed, 400, "published already", "the form of an approval sent again after it was undone"),
    (after("return", "reviewer", note="x"), 400, "returned to its author", "what was returned"),
    (after("discard", "reviewer", note="x"), 400, "was discarded", "what was refused"),
    (after("withdraw", "editor"), 400, "was withdrawn", "what was taken back"),
    (after("approve", "reviewer", **AT_LAST), 400, "approved already", "before its set time"),
    (superseded, 400, "published first", "what stands on a version that is gone"),
    (scheduled_and(lambda r, c: r.revise(c, "1557")), None, "", "edited after it was approved for a time"),
    (
        scheduled_and(lambda r, c: post(r.browser("second"), c, "return", note="x")),
        None,
        "",
        "returned after it was approved for a time",
    ),
    (
        scheduled_and(lambda r, c: post(r.browser("editor"), c, "withdraw")),
        None,
        "",
        "withdrawn after it was approved for a time",
    ),
    (adopted_by_the_approver, 400, SECOND, "adopted and approved by the same person"),
    (imported("ops"), 400, ADOPT, "imported under the name of nobody"),
    (imported("ops", **AT_LAST), 400, ADOPT, "imported, and approved for a time"),
    (imported("zoe-editor"), 400, ADOPT, "imported under the name of a colleague"),
    (imported("zoe-reviewer"), 400, SECOND, "imported under one’s own name"),
    (adopted_by_a_reviewer, 400, ADOPT, "adopted by somebody who writes nothing"),
    (adopted_from_elsewhere, 400, ADOPT, "adopted by an editor of another region"),
    (helped_by_the_approver, 400, SECOND, "revised by the approver"),
    (helped_and_written_over, 400, SECOND, "revised by the approver, and written over"),
    (while_open(rights(["editor"], ["GT"])), 401, PROVE, "the role is taken away in between"),
    (while_open(rights(["reviewer"], ["NI"])), 401, PROVE, "the region is taken away in between"),
    (
        while_open(lambda r, _, who: r.do(people.shut_out, who.id, "tests", r.clock())),
        401,
        PROVE,
        "shut out in between",
    ),
    (while_open(lambda r, b, _: b.post("/admin/sign-out")), 400, "", "signed out in between"),
    (while_open(lambda r, *_: r.clock.move(minutes=16)), 401, PROVE, "left alone for 16 minutes"),
    (old_proof, 403, PROVE, "signed in six minutes ago"),
    (old_proof_and_a_wrong_one, 403, PROVE, "signed in six minutes ago, with a wrong code"),
    (proved_by_the_author, 400, SECOND, "the author proves who they are in the reviewer’s browser"),
    (without_a_passkey, 403, PROVE, "a reviewer without a passkey where one is needed"),
    (own_undo, 400, SECOND, "one’s own undo"),
    (by("reviewer", **{"typed-1": ""}), 400, "once more from its source", "nothing typed"),
    (by("reviewer", **{"typed-1": OLD}), 400, "not the number that was proposed", "the old number"),
    (by("reviewer", **{"typed-1": "••••"}), 400, "not the number that was proposed", "the dots of the page"),
    (by("reviewer", **{"typed-1": f"{OLD} {NEW}"}), 400, "not the number", "both numbers"),
    (
        by("reviewer", **{"typed-1": "", "voice": NEW}),
        400,
        "once more",
        "under the name of its contact point",
    ),
    (by("reviewer", **{"typed-1": "", "typed-2": NEW}), 400, "once more", "in a field that is not there"),
    (
        by("reviewer", when="later", day="2026-11-23", time="08:30"),
        400,
        "has passed",
        "for a time that has passed",
    ),
    (by("reviewer", when="later", day="", time=""), 400, "Choose the day", "for no time at all"),
    (several_at_once, 404, "", "several at once"),
    (of_another_change, 400, "not the number that was proposed", "the form of another change"),
    (lambda r: r.browser("reviewer").post("/admin/changes/9999/approve"), 404, "", "no such change"),
    (after_too_many_tries, 400, "too often", "found by trying"),
    (proposed_anew, 400, SECOND, "somebody else’s text proposed anew as one’s own"),
]


def test_p20_no_way_round_by_http_publishes(review: Review) -> None:
    found, published = {}, []
    for way, _, sentence, reason in WAYS:
        answer = way(review)
        told = answer is None or sentence in answer.text.replace("&#39;", "'")
        found[reason] = (answer and answer.status_code, told)
        if (review.live_number(), review.public_number()) != (OLD, OLD):
            published.append(reason)
        tidy_up(review)
    assert found == {reason: (status, True) for _, status, _, reason in WAYS}
    assert published == []
    print(f"P20 over HTTP: {len(WAYS)} ways, {len(published)} published")


def test_p20_there_are_at_least_30_ways_by_http() -> None:
    assert len({reason for *_, reason in WAYS}) == len(WAYS) >= 30


def tidy_up(review: Review) -> None:
    """Discard what is open, so that the next way begins anew."""
    with writing(review.factory) as session:
        cleaner = Person("cleaner", "Cleaner", frozenset({"reviewer"}), frozenset({"GT"}))
        for change in session.query(Change).filter(Change.state.in_(OPEN)):
            deciding.discard(session, cleaner, change.id, change.version, "x", review.clock())


def test_p20_of_two_reviewers_who_approve_at_the_same_moment_one_wins(review: Review) -> None:
    change = review.propose()
    browsers = [review.browser("reviewer"), review.browser("second")]
    forms = [{**approval(change), "csrf_token": browser.token()} for browser in browsers]
    start = threading.Barrier(len(browsers))
    answers: list[int] = []

    def run(browser: Browser, form: dict[str, str]) -> None:
        start.wait()
        answers.append(raw(browser, change, data=form).status_code)

    threads = [threading.Thread(target=run, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 400]
    assert review.public_number() == NEW
    assert review.change(change.id).edition == 2


@pytest.mark.parametrize("author", ["editor", "both"])
def test_p20_two_people_publish_one_number(review: Review, author: str) -> None:
    """The neighbour of every way above: with a second person the same form goes through."""
    change = review.propose(by=author)
    answer = approve(review.browser("reviewer"), change)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/admin/changes/{change.id}")
    assert (review.live_number(), review.public_number()) == (NEW, NEW)


def test_p20_what_an_editor_has_adopted_a_reviewer_publishes(review: Review) -> None:
    change = review.imported()
    assert post(review.browser("editor"), change, "adopt").status_code == 303
    assert approve(review.browser("reviewer"), change).status_code == 303
    assert review.public_number() == NEW
