"""Who comes in, what they may do, and who may help whom: rules and their neighbours."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain import password
from hotline.domain.errors import InputError
from hotline.domain.person import Person
from hotline.services import links, people, recovering
from hotline.storage import audit
from hotline.storage.tables.people import Invitation
from hotline.storage.tables.review import AuditEntry

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def codes(error: pytest.ExceptionInfo[InputError]) -> set[str]:
    return {problem.code for problem in error.value.problems}


def member(session: Session, name: str, *roles: str) -> Person:
    """Somebody who has accepted."""
    secret = people.invite(session, name, f"{name}@example.org", roles, ["GT"], "tests", NOW)
    return people.accept(session, secret, "hash", "secret", 1, NOW).person


@pytest.mark.parametrize(
    ("name", "email", "roles", "regions", "wanted"),
    [
        ("Ana López", "ana@example.org", ["editor"], ["GT"], set()),
        ("Ana López", "ana@example.org", ["administrator"], [], set()),
        ("A", "ana@example.org", ["editor"], ["GT"], {"name_expected"}),
        ("\u202eanA", "ana@example.org", ["editor"], ["GT"], {"name_expected"}),
        ("安娜", "ana@example.org", ["editor"], ["GT"], {"name_expected"}),
        ("Ana", "ana", ["editor"], ["GT"], {"email_expected"}),
        ("Ana", "ana@example", ["editor"], ["GT"], {"email_expected"}),
        ("Ana", "ana@example.org\nBcc: x@example.org", ["editor"], ["GT"], {"email_expected"}),
        ("Ana", "ana@example.org", [], ["GT"], {"role_missing"}),
        ("Ana", "ana@example.org", ["root"], ["GT"], {"role_missing"}),
        ("Ana", "ana@example.org", ["reviewer"], [], {"region_missing"}),
        ("Ana", "ana@example.org", ["editor"], ["gt"], {"region_expected"}),
        ("", "", [], [], {"name_expected", "email_expected", "role_missing"}),
    ],
)
def test_an_invitation_says_all_its_problems_at_once(
    session: Session, name: str, email: str, roles: list[str], regions: list[str], wanted: set[str]
) -> None:
    if not wanted:
        assert people.invite(session, name, email, roles, regions, "tests", NOW)
        return
    with pytest.raises(InputError) as error:
        people.invite(session, name, email, roles, regions, "tests", NOW)
    assert codes(error) == wanted
    assert people.profiles(session) == ()


def test_an_address_is_taken_in_every_spelling(session: Session) -> None:
    people.invite(session, "Ana", "ana@example.org", ["administrator"], [], "tests", NOW)
    with pytest.raises(InputError) as error:
        people.invite(session, "Another Ana", " ANA@Example.ORG ", ["administrator"], [], "tests", NOW)
    assert codes(error) == {"email_taken"}


def test_two_of_the_same_name_are_two_people_in_the_trail(session: Session) -> None:
    for number in range(3):
        people.invite(session, "Ana  López", f"ana{number}@example.org", ["administrator"], [], "tests", NOW)
    assert [each.person.id for each in people.profiles(session)] == [
        "ana-lopez",
        "ana-lopez-2",
        "ana-lopez-3",
    ]


def test_the_secret_of_a_link_is_not_in_the_database(session: Session) -> None:
    secret = people.invite(session, "Ana", "ana@example.org", ["administrator"], [], "tests", NOW)
    stored = session.scalars(select(Invitation)).one()
    assert stored.digest == links.digest(secret)
    assert secret not in str(stored.__dict__)
    written = " ".join(session.scalars(select(AuditEntry.document)))
    assert secret not in written
    assert stored.digest not in written


def test_every_act_is_in_the_trail_with_who_and_from_what_to_what(session: Session) -> None:
    one = member(session, "ana", "administrator")
    other = member(session, "eva", "editor")
    people.change_rights(session, other.id, ["reviewer"], ["GT", "HN"], one.id, NOW)
    people.shut_out(session, other.id, one.id, NOW)
    people.let_in_again(session, other.id, one.id, NOW)
    recovering.start(session, other.id, one, NOW)
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.record_id == "eva").order_by(AuditEntry.number)
    )
    assert [(entry.action, entry.by) for entry in entries] == [
        ("invite", "tests"),
        ("accept", "eva"),
        ("change_rights", "ana"),
        ("shut_out", "ana"),
        ("let_in_again", "ana"),
        ("start_recovery", "ana"),
    ]
    assert audit.verify(session) == ()


def test_the_last_administrator_stays(session: Session) -> None:
    one = member(session, "ana", "administrator")
    people.invite(session, "Eva", "eva@example.org", ["administrator"], [], "tests", NOW)
    for act in (
        lambda: people.change_rights(session, one.id, ["editor"], ["GT"], "somebody", NOW),
        lambda: people.shut_out(session, one.id, "somebody", NOW),
    ):
        with pytest.raises(InputError) as error:
            act()
        assert codes(error) == {"last_administrator"}, "one who has not accepted does not count"
    member(session, "lea", "administrator")
    people.shut_out(session, one.id, "lea", NOW)


@pytest.mark.parametrize(
    ("starter", "confirmer", "wanted", "reason"),
    [
        ("ana", "eva", set(), "two administrators"),
        ("ana", "rosa", set(), "an administrator and a reviewer"),
        ("ana", "ana", {"recovery_needs_two"}, "the same person twice"),
        ("ana", "lost", {"recovery_needs_two"}, "the person in question"),
        ("ana", "ed", {"needs_administrator"}, "an editor"),
        ("rosa", None, {"needs_administrator"}, "a reviewer does not start one"),
        ("lost", None, {"own_recovery"}, "not for oneself"),
    ],
)
def test_a_recovery_takes_two_people(
    session: Session, starter: str, confirmer: str | None, wanted: set[str], reason: str
) -> None:
    there = {
        "ana": member(session, "ana", "administrator"),
        "eva": member(session, "eva", "administrator"),
        "rosa": member(session, "rosa", "reviewer"),
        "ed": member(session, "ed", "editor"),
        "lost": member(session, "lost", "administrator", "reviewer"),
    }

    def both() -> str:
        recovering.start(session, "lost", there[starter], NOW)
        waiting = recovering.waiting(session, NOW)
        assert [each.person_id for each in waiting] == ["lost"]
        return recovering.confirm(session, waiting[0].id, there[confirmer or starter], NOW)

    if wanted:
        with pytest.raises(InputError) as error:
            both()
        assert codes(error) == wanted, reason
    else:
        opened = links.opened(session, both(), NOW)
        assert opened is not None
        assert (opened.kind, opened.account) == ("recovery", "lost")
        assert recovering.waiting(session, NOW) == ()


def test_a_recovery_waits_a_day_for_its_second_person(session: Session) -> None:
    one, two = member(session, "ana", "administrator"), member(session, "rosa", "reviewer")
    lost = member(session, "lost", "editor")
    recovering.start(session, lost.id, one, NOW)
    number = recovering.waiting(session, NOW)[0].id
    late = NOW + timedelta(hours=24)
    assert recovering.waiting(session, late) == ()
    with pytest.raises(InputError) as error:
        recovering.confirm(session, number, two, late)
    assert codes(error) == {"link_ended"}


def test_somebody_shut_out_cannot_come_in_by_an_old_link(session: Session) -> None:
    member(session, "ana", "administrator")
    secret = people.invite(session, "Eva", "eva@example.org", ["editor"], ["GT"], "tests", NOW)
    people.shut_out(session, "eva", "ana", NOW)
    with pytest.raises(InputError) as error:
        people.accept(session, secret, "hash", "secret", 1, NOW)
    assert codes(error) == {"link_ended"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("four words put together", set()),
        ("a" * 6 + "bcdefg", set()),
        ("elevensigns", {"password_length"}),
        ("x" * 201, {"password_length"}),
        ("abcabcabcabc", {"password_repeats"}),
        ("mendez likes tea", {"password_has_name"}),
        ("My-Rosita-1234", {"password_has_name"}),
        ("hotline hotline 1", {"password_has_name"}),
        ("Hotline", {"password_length", "password_has_name"}),
    ],
)
def test_a_password_is_long_and_does_not_name_its_owner(typed: str, wanted: set[str]) -> None:
    found = {problem.code for problem in password.problems(typed, "Ana Mendez", "rosita@example.org")}
    assert found == wanted
