"""A reviewer acts with a passkey, and only reads without one, unless the operator says otherwise (P31).

The forms are those of the desk as it is, found by their routes: a new one is tried without a word here.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_browser import Browser, Clock, Member, hidden, join
from flask import Flask, Response
from passkey_device import Device, add_passkey, enter, to_show
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from test_p31_matrix import MATRIX

import hotline.web.admin
from hotline.config import Settings
from hotline.domain.listing import RegionDirectory
from hotline.services import people
from hotline.storage.directory import write_region
from hotline.storage.session import writing
from hotline.web.admin.access import current_person, needs
from hotline.web.admin.app import create_desk

#: Forms that a reviewer without a passkey may send, and why each lets nobody act as a reviewer.
#: Whoever adds one says it here; a page that names the role of a reviewer needs no row.
EVERYBODY_S = {
    "signing.sign_out": "leaving never waits",
    "mine.end_others": "it takes access away, and from oneself",
    "mine.change_name": "their own account",
    "mine.change_password": "their own account",
    "mine.change_phone": "their own account",
    "mine.new_recovery_codes": "their own account",
    "passkeys.add": "the first passkey has to come from somewhere; the second asks for the first",
    "passkeys.remove": "it takes access away, and the last one stays",
    "history.look_up": "it reads; a form only so that the number stands in no address",
    "letters.pass_on": "it notes that a letter was read out or handed over, and decides nothing",
    "reports.close": "who may depends on the report's region, so its view asks for the passkey itself",
}


@pytest.fixture
def desk(
    engine: Engine, factory: sessionmaker[Session], tmp_path: Path, clock: Clock, region: RegionDirectory
) -> Flask:
    """A desk as it is without a word of the operator."""
    with factory.begin() as session:
        write_region(session, region)
    address = engine.url.render_as_string(hide_password=False)
    return create_desk(Settings(var=tmp_path, database_url=address), clock)


@pytest.fixture
def device(desk: Flask, members: dict[str, Member]) -> Device:
    """The passkey of the reviewer, the first of which is added with password and code."""
    browser, made = Browser(desk), Device()
    members["reviewer"].sign_in(browser)
    assert add_passkey(browser, made).status_code == 303
    return made


def forms(desk: Flask) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every form that is not everybody's: its endpoint, an address, and the roles that may send it."""
    for rule in desk.url_map.iter_rules():
        roles = getattr(desk.view_functions[rule.endpoint], "needed_roles", None)
        if "POST" in (rule.methods or ()) and roles is not None and rule.endpoint not in EVERYBODY_S:
            yield rule.endpoint, re.sub(r"<\w+>", "made-up", re.sub(r"<int:\w+>", "7", rule.rule)), roles


def test_p31_no_form_lets_a_reviewer_act_without_a_passkey(
    desk: Flask, members: dict[str, Member], device: Device
) -> None:
    asked, acted = [], []
    for place, (endpoint, path, roles) in enumerate(forms(desk)):
        browser = Browser(desk, f"192.0.2.{place + 1}")
        members["reviewer"].sign_in(browser)
        answer = browser.post(path)
        assert answer.status_code == 403, endpoint
        if "reviewer" in roles:
            asked.append(endpoint)
            assert 'data-passkey="proof_passkey"' in answer.text, endpoint
            assert "proof_code" not in answer.text, endpoint
            # A code instead, or somebody's made-up answer, changes nothing.
            assert browser.post(path, members["reviewer"].proof()).status_code == 403, endpoint
            assert browser.post(path, {"proof_passkey": "{}"}).status_code == 403, endpoint
            proof = {"proof_passkey": device.answer(to_show(browser))}
            if 'data-passkey="proof_passkey"' not in browser.post(path, proof).text:
                acted.append(endpoint)
        else:
            assert "data-passkey" not in answer.text, endpoint
    assert asked
    assert acted == asked, "with a passkey they go on"


def test_p31_what_is_everybody_s_is_written_down(desk: Flask) -> None:
    everybody = frozenset(people.ROLES)
    found = {
        rule.endpoint
        for rule in desk.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and getattr(desk.view_functions[rule.endpoint], "needed_roles", None) == everybody
    }
    assert found <= set(EVERYBODY_S)


def test_p31_a_reviewer_without_a_passkey_reads_what_a_reviewer_reads(
    desk: Flask, members: dict[str, Member]
) -> None:
    browser = Browser(desk)
    members["reviewer"].sign_in(browser)
    for (method, rule), row in MATRIX.items():
        if method == "GET" and "<" not in rule:
            assert browser.get(rule).status_code == row[2], rule
    assert "you will be asked for a passkey" in browser.get("/admin/").text


def test_p31_only_in_a_form_the_role_is_missing_until_the_passkey_is_shown(
    desk: Flask, factory: sessionmaker[Session], clock: Clock
) -> None:
    @needs("editor", "reviewer")
    def roles() -> Response:
        return Response(" ".join(sorted(current_person().roles)))

    desk.add_url_rule("/admin/roles", "roles", roles, methods=["GET", "POST"])
    join(desk, factory, clock, "editor", "editor")
    both = join(desk, factory, clock, "both", "reviewer")
    with writing(factory) as session:
        people.change_rights(session, both.id, ["editor", "reviewer"], ["GT"], "tests", clock())
    browser, device = Browser(desk), Device()
    both.sign_in(browser)
    assert browser.get("/admin/roles").text == "editor reviewer"
    assert browser.post("/admin/roles").text == "editor"
    add_passkey(browser, device)
    assert browser.post("/admin/roles").text == "editor", "to have one is not to have shown it"
    enter(browser, device)
    assert browser.post("/admin/roles").text == "editor reviewer"
    # A later proof with a code takes it away again.
    clock.move(minutes=6)
    assert browser.post("/admin/roles", both.proof()).text == "editor"


def test_p31_what_was_typed_goes_on_after_the_passkey(
    desk: Flask, members: dict[str, Member], device: Device
) -> None:
    browser = Browser(desk)
    members["reviewer"].sign_in(browser)
    asked = browser.post("/admin/recoveries/7", {"note": "spoke to her"})
    assert hidden(asked.text, "note") == "spoke to her"
    proof = {"note": "spoke to her", "proof_passkey": device.answer(to_show(browser))}
    assert browser.post("/admin/recoveries/7", proof).status_code == 400, "there is no such recovery"


def test_p31_a_reviewer_without_any_passkey_is_told_where_to_add_one(
    desk: Flask, members: dict[str, Member], factory: sessionmaker[Session]
) -> None:
    browser = Browser(desk)
    members["reviewer"].sign_in(browser)
    asked = browser.post("/admin/recoveries/7")
    assert asked.status_code == 403
    assert "You have no passkey yet" in asked.text
    assert 'href="/admin/me#passkeys"' in asked.text


def test_p31_an_administrator_and_an_editor_act_with_a_code(desk: Flask, members: dict[str, Member]) -> None:
    browser = Browser(desk)
    members["administrator"].sign_in(browser)
    form = {"name": "Ana López", "email": "ana@example.org", "roles": "editor", "regions": "GT"}
    assert browser.post("/admin/people/invite", form).status_code == 200
    assert "you will be asked for a passkey" not in browser.get("/admin/").text


def test_p31_the_last_passkey_of_a_reviewer_stays_as_long_as_they_need_one(
    desk: Flask, members: dict[str, Member], device: Device
) -> None:
    browser, second = Browser(desk), Device()
    enter(browser, device)
    last = browser.post("/admin/me/passkeys/1/remove")
    assert last.status_code == 400
    assert "add another one before" in last.text
    assert "Remove “my phone”" not in browser.get("/admin/me").text
    assert add_passkey(browser, second, "my key").status_code == 303
    assert browser.post("/admin/me/passkeys/1/remove").status_code == 303
    assert enter(browser, device).status_code == 401
    assert enter(browser, second).status_code == 303


def test_p31_nobody_s_passkey_is_removed_by_somebody_else(
    desk: Flask, members: dict[str, Member], device: Device
) -> None:
    browser = Browser(desk)
    members["other"].sign_in(browser)
    assert browser.post("/admin/me/passkeys/1/remove").status_code == 400
    assert enter(Browser(desk), device).status_code == 303


#: Modules whose functions look at the person behind a session and write, and why that is no way round.
WRITE_THEMSELVES = {
    "access.py": "it is where the role is taken out",
    "mine.py": "their own account, by its id",
    "passkeys.py": "their own account; a role only makes it stricter there",
    "signing.py": "their own language",
}


def test_p31_whatever_writes_asks_access_who_acts() -> None:
    # With `own_session().live` a page decides what to show, also to a reviewer without a passkey.
    looking = set()
    for path in Path(str(hotline.web.admin.__file__)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                inside = list(ast.walk(node))
                writes = any(isinstance(one, ast.Name) and one.id == "writing" for one in inside)
                looks = any(isinstance(one, ast.Attribute) and one.attr == "live" for one in inside)
                looking |= {path.name} if writes and looks else set()
    assert looking == set(WRITE_THEMSELVES)
