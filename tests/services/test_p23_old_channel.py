"""Whoever ran a line before a change hears of it at the old address, and so do the reviewers (P23)."""

from datetime import timedelta
from typing import Any

from desk import ANA, BETO, CARLA, LATER, NOW, PLANS, Desk
from example import OPERATOR_CONTACTS
from sqlalchemy import select

from hotline.domain.edition import Edition
from hotline.domain.listing import LOCALES
from hotline.domain.record import Name
from hotline.editions.rendering import translations
from hotline.services import deciding, notices, proposing
from hotline.storage.tables.letters import Letter
from hotline.storage.tables.people import Account, AccountRegion, AccountRole

OLD_EMAIL = "canary@operator.example"
NAMES = ("Gt Trata", "gt-trata", "trata", "trafficking", "traite", "1555", "1556")


def give_roles(desk: Desk) -> None:
    """Carla and Beto review GT; Ana does not; Dora reviews another region."""
    with desk.factory.begin() as session:
        for account, role, region in (
            ("carla", "reviewer", "GT"), ("beto", "reviewer", "GT"),
            ("ana", "editor", "GT"), ("dora", "reviewer", "NI"),
        ):  # fmt: skip
            session.get_one(Account, account)
            session.add_all(
                [AccountRole(account=account, role=role), AccountRegion(account=account, region=region)]
            )


def contact(desk: Desk, **changes: Any) -> None:
    """An operator contact as two people publish it; the letters about that are of no interest here."""
    said = {**OPERATOR_CONTACTS[0], **changes}
    change = desk.do(proposing.propose, ANA, "operator_contact", "GT", said, "They told us.", NOW, PLANS)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)


def letters(desk: Desk, change_id: int) -> list[Letter]:
    with desk.factory() as session:
        return list(session.scalars(select(Letter).where(Letter.change == change_id).order_by(Letter.id)))


def published(desk: Desk, number: str = "1556") -> int:
    change = desk.propose(number)
    desk.approve(change, typed=number)
    return change.id


def test_p23_a_new_number_is_told_to_the_old_address_and_to_every_reviewer(desk: Desk) -> None:
    give_roles(desk)
    contact(desk)
    found = letters(desk, published(desk))
    assert [letter.email for letter in found] == [OLD_EMAIL, "beto@example.org", "carla@example.org"]
    for letter in found:
        assert "1555" in letter.body
        assert "1556" in letter.body
        assert "2" in letter.body.splitlines()[-1], "the edition that carries it"
        assert letter.next_try == NOW


def test_p23_each_letter_is_in_the_language_of_whoever_reads_it_and_its_subject_is_neutral(
    desk: Desk,
) -> None:
    give_roles(desk)
    contact(desk)
    operator, reviewer, _ = letters(desk, published(desk))
    assert (operator.language, reviewer.language) == ("fr", "en")
    assert operator.subject != reviewer.subject == "Change in a directory entry"
    assert "Until now: 1555" in reviewer.body
    assert "Until now" not in operator.body
    for letter in (operator, reviewer):
        assert not [name for name in NAMES if name.lower() in letter.subject.lower()]


def test_p23_another_contact_is_told_to_the_one_before_it(desk: Desk) -> None:
    give_roles(desk)
    contact(desk)
    said = {**OPERATOR_CONTACTS[0], "email": "new@operator.example"}
    change = desk.do(proposing.propose, ANA, "operator_contact", "GT", said, "x", NOW, PLANS)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)
    found = letters(desk, change.id)
    assert [letter.email for letter in found] == [OLD_EMAIL, "beto@example.org", "carla@example.org"]
    assert "new@operator.example" in found[0].body
    assert "Ask for the canary" not in found[0].body, "what the keepers noted is for them"


def test_p23_replacing_the_contact_first_does_not_silence_it(desk: Desk) -> None:
    give_roles(desk)
    contact(desk)
    contact(desk, email="new@operator.example")
    found = letters(desk, published(desk))
    assert [letter.email for letter in found[:2]] == ["new@operator.example", OLD_EMAIL]
    assert "told at the address" in found[2].body


def test_p23_a_contact_of_long_ago_hears_no_more(desk: Desk) -> None:
    contact(desk)
    contact(desk, email="new@operator.example")
    later = NOW + timedelta(days=31)
    change = desk.propose(now=later)
    typed = {"voice": "1556"}
    desk.do(deciding.approve, CARLA, change.id, change.version, typed, later, PLANS)
    assert [letter.email for letter in letters(desk, change.id)] == ["new@operator.example"]


def test_p23_a_contact_that_is_taken_away_is_told(desk: Desk) -> None:
    contact(desk)
    name = Name("operator_contact", "GT", "gt-trata")
    change = desk.do(proposing.propose_removal, ANA, name, "x", NOW)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)
    assert [letter.email for letter in letters(desk, change.id)] == [OLD_EMAIL]


def test_p23_what_is_published_at_a_set_time_is_told_then(desk: Desk) -> None:
    contact(desk)
    change = desk.propose()
    desk.approve(change, at=LATER)
    assert letters(desk, change.id) == []
    desk.do(deciding.publish_due, LATER, PLANS)
    assert [letter.email for letter in letters(desk, change.id)] == [OLD_EMAIL]


def test_p23_undoing_is_told_too(desk: Desk) -> None:
    contact(desk)
    back = desk.do(proposing.undo, BETO, published(desk), "It was right.", NOW, PLANS)
    desk.approve(back, typed="1555")
    (letter,) = letters(desk, back.id)
    assert letter.body.index("1556") < letter.body.index("1555")


def test_p23_without_an_address_somebody_has_to_phone(desk: Desk) -> None:
    give_roles(desk)
    contact(desk, email=None)
    task, reviewer, _ = letters(desk, published(desk))
    assert (task.email, task.phone, task.next_try) == (None, "+502 2222 0000 canary", None)
    assert "somebody has to tell them" in reviewer.body


def test_p23_where_no_contact_is_known_the_reviewers_are_told_so(desk: Desk) -> None:
    give_roles(desk)
    found = letters(desk, published(desk))
    assert [letter.email for letter in found] == ["beto@example.org", "carla@example.org"]
    assert "nobody there was told" in found[0].body


def test_p23_a_change_of_words_writes_no_letter(desk: Desk) -> None:
    give_roles(desk)
    contact(desk)
    said = {**directory_service(desk.edition()), "other_names": ["Another name"]}
    change = desk.do(proposing.propose, ANA, "service", "GT", said, "x", NOW, PLANS)
    desk.do(deciding.approve, CARLA, change.id, change.version, {}, NOW, PLANS)
    assert letters(desk, change.id) == []
    hidden = desk.do(notices.hide, BETO, "GT", "gt-trata", "x", NOW, PLANS)
    assert letters(desk, hidden.id) == []


def test_p23_a_refused_approval_writes_no_letter(desk: Desk) -> None:
    contact(desk)
    change = desk.propose()
    assert desk.refused(deciding.approve, *desk.approval(change, typed="1557")) == ["typed_number_differs"]
    assert letters(desk, change.id) == []


def test_p23_subjects_are_neutral_in_every_language() -> None:
    for locale in LOCALES:
        _ = translations(locale).gettext
        for subject in ("Change in a directory entry", "A question about a directory entry", "Your link"):
            assert (_(subject) != subject) == (locale != "en")
            assert not [name for name in NAMES if name.lower() in _(subject).lower()]


def directory_service(edition: Edition) -> dict[str, Any]:
    return edition.regions[0].service("gt-trata").model_dump(mode="json", by_alias=True)
