"""Letters go out once, over a real mail server on this machine, and survive everything that fails."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from desk import CARLA, DORA, EVA, NOW, person
from postbox import ELSEWHERE, certificate, postbox
from pydantic import SecretStr, ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from hotline.config import Settings
from hotline.domain.errors import InputError
from hotline.services import auditing, letters, mailing
from hotline.services.keeping import Keeper, steps
from hotline.storage.session import writing
from hotline.storage.tables.letters import Letter

SENDER = "directory@lines.example.org"
Factory = sessionmaker[Session]


def letter(
    factory: Factory, email: str | None = "office@operator.example", body: str = "Hola, Ñandú."
) -> int:
    with writing(factory) as session:
        return letters.write(
            session, "change", "es", "Cambio en una ficha", body, NOW,
            email=email, name="Oficina, Ñ", region="GT", record_id="gt-trata",
        ).id  # fmt: skip


def secret(factory: Factory) -> int:
    with writing(factory) as session:
        return letters.write_secret(
            session, "invitation", "es", "Invitación", "https://lines.example.org/the-link", NOW,
            email="ana@example.org", expires_at=NOW + timedelta(hours=1), record_id="ana",
        ).id  # fmt: skip


def kept(factory: Factory, letter_id: int) -> Letter:
    with factory() as session:
        return session.get_one(Letter, letter_id)


def test_a_letter_goes_out_once_and_is_neutral(factory: Factory) -> None:
    letter_id = letter(factory)
    with postbox() as box:
        here = mailing.server(f"smtp://127.0.0.1:{box.port}")
        assert mailing.send_waiting(factory, here, SENDER, NOW) == mailing.Round(sent=1)
        assert mailing.send_waiting(factory, here, SENDER, NOW + timedelta(days=9)) == mailing.Round()
    (arrived,) = box.arrived
    assert box.people == ["office@operator.example"]
    assert arrived["From"] == SENDER
    assert arrived["Subject"] == "Cambio en una ficha"
    assert arrived["Message-ID"] == f"<{kept(factory, letter_id).mark}@lines.example.org>"
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content().strip() == "Hola, Ñandú."
    assert not {name.lower() for name in arrived} & {"x-mailer", "user-agent", "list-unsubscribe"}
    assert kept(factory, letter_id).outcome == "sent"


def test_to_another_machine_nothing_goes_out_without_starttls(
    factory: Factory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter_id = letter(factory)
    with postbox(ELSEWHERE) as box:
        plain = mailing.server(f"smtp://{ELSEWHERE}:{box.port}")
        assert mailing.send_waiting(factory, plain, SENDER, NOW) == mailing.Round(failed=1)
    assert box.arrived == []
    assert kept(factory, letter_id).failed == "SMTPNotSupportedError"
    context, trusted = certificate(tmp_path)
    later = NOW + timedelta(hours=1)
    with postbox(ELSEWHERE, context, auth=True) as box:
        encrypted = mailing.server(f"smtp://desk:p%40ss%2Fword@{ELSEWHERE}:{box.port}")
        assert mailing.send_waiting(factory, encrypted, SENDER, later).failed == 1
        assert kept(factory, letter_id).failed == "SSLCertVerificationError", "nobody we know signed for it"
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        later += timedelta(hours=1)
        assert mailing.send_waiting(factory, encrypted, SENDER, later).sent == 1
    assert box.encrypted == [True]


@pytest.mark.parametrize(("password", "sent"), [("p%40ss%2Fword", 1), ("wrong", 0)])
def test_smtps_is_encrypted_from_the_start(
    factory: Factory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str, sent: int
) -> None:
    letter_id = letter(factory)
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    # This postbox lets a client wait whose password was wrong.
    monkeypatch.setattr(mailing, "_PATIENCE", 1.0)
    with postbox(ELSEWHERE, context, at_once=True, auth=True) as box:
        there = mailing.server(f"smtps://desk:{password}@{ELSEWHERE}:{box.port}")
        assert mailing.send_waiting(factory, there, SENDER, NOW).sent == sent
    assert (kept(factory, letter_id).failed is None) == bool(sent)
    assert len(box.arrived) == sent


def test_a_server_that_is_away_ends_the_round_and_is_tried_again_later(factory: Factory) -> None:
    first, second = letter(factory), letter(factory)
    with postbox() as box:
        away = mailing.server(f"smtp://127.0.0.1:{box.port}")
    assert mailing.send_waiting(factory, away, SENDER, NOW) == mailing.Round(failed=1)
    assert (kept(factory, first).failed, kept(factory, first).tries) == ("ConnectionRefusedError", 1)
    assert kept(factory, second).tries == 0
    with postbox() as box:
        back = mailing.server(f"smtp://127.0.0.1:{box.port}")
        assert mailing.send_waiting(factory, back, SENDER, NOW) == mailing.Round(sent=1), "the second"
        assert mailing.send_waiting(factory, back, SENDER, NOW + timedelta(minutes=1)).sent == 1
    assert len(box.arrived) == 2


def test_one_refused_recipient_keeps_nobody_else_waiting(factory: Factory) -> None:
    refused, other = letter(factory, "gone@operator.example"), letter(factory)
    with postbox() as box:
        box.refused.add("gone@operator.example")
        here = mailing.server(f"smtp://127.0.0.1:{box.port}")
        assert mailing.send_waiting(factory, here, SENDER, NOW) == mailing.Round(sent=1, failed=1)
        assert kept(factory, refused).failed == "SMTPRecipientsRefused"
        assert kept(factory, other).outcome == "sent"
        moment = NOW
        for _ in range(20):
            moment += timedelta(days=1)
            mailing.send_waiting(factory, here, SENDER, moment)
    last = kept(factory, refused)
    assert (last.tries, last.next_try) == (len(mailing.WAITS) + 1, None), "then a person is asked"
    assert last.outcome is None


def test_after_a_crash_between_sending_and_noting_the_same_letter_goes_out_again(
    factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter(factory)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with postbox() as box:
        here = mailing.server(f"smtp://127.0.0.1:{box.port}")
        with monkeypatch.context() as broken:
            broken.setattr(mailing, "_note_sent", crash)
            with pytest.raises(KeyboardInterrupt):
                mailing.send_waiting(factory, here, SENDER, NOW)
        assert mailing.send_waiting(factory, here, SENDER, NOW) == mailing.Round(), "not at once"
        assert mailing.send_waiting(factory, here, SENDER, NOW + timedelta(minutes=1)).sent == 1
    first, again = box.arrived
    assert first["Message-ID"] == again["Message-ID"]


def test_a_letter_whose_act_was_taken_back_does_not_exist(factory: Factory) -> None:
    session = factory()
    letters.write(session, "change", "es", "x", "y", NOW, email="a@example.org", region="GT")
    session.rollback()
    with factory() as session:
        assert session.scalars(select(Letter)).all() == []


def test_a_link_is_blanked_when_it_was_sent_and_when_it_has_ended(factory: Factory) -> None:
    sent = secret(factory)
    with postbox() as box:
        here = mailing.server(f"smtp://127.0.0.1:{box.port}")
        assert mailing.send_waiting(factory, here, SENDER, NOW).sent == 1
        late = secret(factory)
        assert mailing.send_waiting(factory, here, SENDER, NOW + timedelta(hours=1)) == mailing.Round()
    assert "the-link" in box.arrived[0].get_content()
    assert (kept(factory, sent).body, kept(factory, sent).outcome) == ("", "sent")
    assert (kept(factory, late).body, kept(factory, late).outcome) == ("", "expired")


def test_a_new_link_takes_the_place_of_one_that_was_not_sent_yet(factory: Factory) -> None:
    first, second = secret(factory), secret(factory)
    assert kept(factory, first).outcome == "expired"
    assert kept(factory, second).outcome is None


def test_the_database_keeps_no_link_of_a_letter_that_was_sent(factory: Factory) -> None:
    letter_id = secret(factory)
    session = factory()
    found = session.get_one(Letter, letter_id)
    found.outcome, found.done_at, found.next_try = "sent", NOW, None
    with pytest.raises(IntegrityError):
        session.commit()
    session.close()


def test_somebody_passes_a_letter_on_and_the_trail_says_how(factory: Factory) -> None:
    letter_id = letter(factory, None)
    with writing(factory) as session:
        letters.pass_on(session, CARLA, letter_id, "Read out by phone.", NOW)
    assert kept(factory, letter_id).outcome == "passed_on"
    with factory() as session:
        assert auditing.verify(session) == ()
        (line,) = [line for line in auditing.export(session) if "pass on letter" in line]
    assert "Read out by phone." in line


REFUSED: list[tuple[str, Callable[[Session, int], object], str]] = [
    ("of another region", lambda s, i: letters.pass_on(s, DORA, i, "x", NOW), "letter_unknown"),
    ("keeps people, not numbers", lambda s, i: letters.pass_on(s, EVA, i, "x", NOW), "letter_unknown"),
    ("there is none", lambda s, i: letters.pass_on(s, CARLA, i + 99, "x", NOW), "letter_unknown"),
    ("does not say how", lambda s, i: letters.pass_on(s, CARLA, i, " ", NOW), "letter_how_missing"),
    ("a turned line", lambda s, i: letters.pass_on(s, CARLA, i, "a\u202eb", NOW), "hidden_characters"),
]


@pytest.mark.parametrize(("why", "act", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_passing_on_is_refused(
    factory: Factory, why: str, act: Callable[[Session, int], object], code: str
) -> None:
    letter_id = letter(factory, None)
    with writing(factory) as session, pytest.raises(InputError) as refused:
        act(session, letter_id)
    assert [problem.code for problem in refused.value.problems] == [code], why
    assert kept(factory, letter_id).outcome is None


def test_each_sees_the_letters_of_their_regions(factory: Factory) -> None:
    letter_id, link = letter(factory), secret(factory)
    with factory() as session:
        assert [found.id for found in letters.waiting(session, CARLA)] == [letter_id]
        assert letters.waiting(session, person("nora", "editor", regions=("NI",))) == ()
        assert [found.id for found in letters.waiting(session, EVA)] == [letter_id, link]


def test_the_keeper_sends_what_is_due_where_a_mail_server_is_set(factory: Factory, tmp_path: Path) -> None:
    letter_id = letter(factory)
    address = factory.kw["bind"].url.render_as_string(hide_password=False)
    silent = Keeper(Settings(var=tmp_path, database_url=address))
    silent.send_letters(NOW)
    assert kept(factory, letter_id).tries == 0
    with postbox() as box:
        mail = SecretStr(f"smtp://127.0.0.1:{box.port}")
        keeper = Keeper(Settings(var=tmp_path, database_url=address, mail=mail, mail_from=SENDER))
        sends = next(step for step in steps(keeper) if step.name == "send letters")
        sends.do(NOW)
    assert kept(factory, letter_id).outcome == "sent"


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"mail": "smtp://mail.example.org"}, "nobody would know whom to answer"),
        ({"mail_from": "a@example.org"}, "no server"),
        ({"mail": "https://mail.example.org", "mail_from": "a@example.org"}, "no mail server"),
        ({"mail": "smtp://mail.example.org", "mail_from": "A <a@example.org>"}, "a name in it"),
    ],
)
def test_half_a_setting_stops_the_start_and_tells_no_password(settings: dict[str, str], why: str) -> None:
    with pytest.raises(ValidationError):
        Settings(**settings)  # type: ignore[arg-type]
    assert "open-sesame" not in repr(
        Settings(mail=SecretStr("smtp://u:open-sesame@m.example.org"), mail_from="a@example.org")
    )


@pytest.mark.parametrize(
    ("address", "tls", "port"),
    [
        ("smtp://localhost", "none", 25),
        ("smtp://mail.example.org", "starttls", 587),
        ("smtps://mail.example.org", "at once", 465),
        ("smtp://u:p@mail.example.org:2525", "starttls", 2525),
    ],
)
def test_an_address_says_how_to_reach_the_server(address: str, tls: str, port: int) -> None:
    found = mailing.server(address)
    assert (found.tls, found.port) == (tls, port)
    assert "p@" not in repr(found)
    assert "password" not in repr(found)
