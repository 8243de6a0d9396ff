"""Tells the former contact of an operator, and the reviewers, that a number or the contact changed (P23).

Asked for each change at the one place where it becomes live. Nobody is asked at the new number or
address: whoever wanted to take a line over would answer there.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.listing import Record, Service
from hotline.domain.operator_contact import OperatorContact
from hotline.domain.record import from_document
from hotline.editions.rendering import translations
from hotline.services import contacts, letters
from hotline.storage.tables.directory import service as service_table
from hotline.storage.tables.letters import Letter
from hotline.storage.tables.people import Account, AccountRegion, AccountRole
from hotline.storage.tables.review import Change

#: So long a contact that was replaced still hears of what changes.
STILL_TOLD = timedelta(days=30)

#: What it was and what it is now; None where there is nothing on that side.
Way = tuple[str | None, str | None]


def tell(session: Session, change: Change, now: datetime) -> None:
    """Write the letters about a change that is about to become live: the rows still say what was."""
    before, after = (_value(change, document) for document in (change.before, change.after))
    if change.kind == "service":
        ways = _changed(_numbers(before), _numbers(after))
        known = [contacts.of_service(session, change.region, change.record_id)]
        title = _title(after) or _title(before)
    elif change.kind == "operator_contact":
        ways = _changed(_reached(before), _reached(after)) or [(None, None)]
        known = [before if isinstance(before, OperatorContact) else None]
        title = session.scalar(
            select(service_table.c.name).where(
                service_table.c.region == change.region, service_table.c.id == change.record_id
            )
        )
    else:
        return
    if ways:
        known += _replaced_lately(session, change, now)
        told = list(dict.fromkeys(contact for contact in known if contact is not None))
        _write(session, change, title or change.record_id, ways, told, now)


def name_edition(session: Session, change: Change) -> None:
    """Say in the letters about a change which edition carries it, once that is known."""
    if change.edition is None:
        return
    for letter in session.scalars(
        select(Letter).where(
            Letter.change == change.id, Letter.about.in_(["change", "review"]), Letter.outcome.is_(None)
        )
    ):
        _ = translations(letter.language).gettext
        letter.body += "\n" + _("It stands in edition %(number)s of the directory.") % {
            "number": change.edition
        }


def _replaced_lately(session: Session, change: Change, now: datetime) -> Iterator[OperatorContact]:
    """Contacts that were replaced a short while ago: else replacing them first would silence them."""
    earlier = session.scalars(
        select(Change)
        .where(
            Change.kind == "operator_contact",
            Change.region == change.region,
            Change.record_id == change.record_id,
            Change.published_at > now - STILL_TOLD,
            Change.id != change.id,
        )
        .order_by(Change.id.desc())
    )
    for one in earlier:
        value = _value(one, one.before)
        if isinstance(value, OperatorContact):
            yield value


def _value(change: Change, document: Mapping[str, object] | None) -> Record | None:
    return from_document(change.kind, change.region, document).value if document is not None else None


def _numbers(value: Record | None) -> dict[str, str]:
    """Every way to a service, by contact point: as it is published, and where the number lives."""
    if not isinstance(value, Service):
        return {}
    return {
        f"{point.channel} {point.id}": " ".join(
            part for part in (point.number or point.address, point.number_region, point.vanity) if part
        )
        for point in value.contact_points
    }


def _reached(value: Record | None) -> dict[str, str]:
    """How an operator is reached. What the keepers noted beside it is for them alone."""
    if not isinstance(value, OperatorContact):
        return {}
    said = ", ".join(part for part in (value.name, value.email, value.phone) if part)
    return {"contact": said} if said else {}


def _changed(old: dict[str, str], new: dict[str, str]) -> list[Way]:
    return [(old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)]


def _title(value: Record | None) -> str | None:
    return value.name if isinstance(value, Service) else None


def _write(
    session: Session,
    change: Change,
    title: str,
    ways: list[Way],
    told: Sequence[OperatorContact],
    now: datetime,
) -> None:
    for contact in told:
        _ = translations(contact.language).gettext
        letters.write(
            session, "change", contact.language, _("Change in a directory entry"),
            _to_operator(contact, title, ways), now, email=contact.email, name=contact.name,
            phone=contact.phone, region=change.region, record_id=change.record_id, change=change.id,
        )  # fmt: skip
    for account in _reviewers(session, change.region):
        _ = translations(account.locale).gettext
        letters.write(
            session, "review", account.locale, _("Change in a directory entry"),
            _to_reviewer(account, change, title, ways, told), now, email=account.email, name=account.name,
            region=change.region, record_id=change.record_id, change=change.id,
        )  # fmt: skip


def _reviewers(session: Session, region: str) -> list[Account]:
    query = (
        select(Account)
        .join(AccountRole, AccountRole.account == Account.id)
        .join(AccountRegion, AccountRegion.account == Account.id)
        .where(AccountRole.role == "reviewer", AccountRegion.region == region, Account.active)
    )
    return list(session.scalars(query.order_by(Account.id)))


def _to_operator(contact: OperatorContact, title: str, ways: list[Way]) -> str:
    _ = translations(contact.language).gettext
    return "\n".join(
        [
            _("Good day,"),
            "",
            _("An entry about you in our directory of phone lines has changed. Please check it."),
            "",
            *_told(title, ways, contact.language),
            "",
            _(
                "If this is wrong, answer this letter at once. A person reads it, and can take the line off "
                "every page."
            ),
            _("If it is right, you need not do anything. We do not check a new number by calling it."),
        ]
    )


def _to_reviewer(
    account: Account, change: Change, title: str, ways: list[Way], told: Sequence[OperatorContact]
) -> str:
    _ = translations(account.locale).gettext
    people = {"num": change.id, "authors": ", ".join(change.authors), "by": change.decided_by or "-"}
    if not told:
        outcome = _("No earlier contact of the operator is known, so nobody there was told.")
    elif all(contact.email for contact in told):
        outcome = _("The operator was told at the address that we had before.")
    else:
        outcome = _(
            "The operator has no e-mail address: somebody has to tell them. It waits at the desk, under Letters."
        )
    return "\n".join(
        [
            _("Good day,"),
            "",
            _("A change in a region that you review was published. Please look at it."),
            "",
            *_told(title, ways, account.locale),
            "",
            _("It is change %(num)s at the desk. Written by: %(authors)s. Approved by: %(by)s.") % people,
            outcome,
            _("If this is wrong, hide the line at the desk at once, and answer this letter."),
        ]
    )  # fmt: skip


def _told(title: str, ways: list[Way], language: str) -> list[str]:
    _ = translations(language).gettext
    lines = [title]
    for old, new in ways:
        if old is None and new is None:
            lines.append(_("How we reach the operator has changed."))
            continue
        lines.append("  " + _("Until now: %(what)s") % {"what": old or _("nothing")})
        lines.append("  " + _("From now on: %(what)s") % {"what": new or _("nothing")})
    return lines
