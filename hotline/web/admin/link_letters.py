"""Links by which people come in, as letters to the person alone."""

from datetime import datetime
from typing import Literal

from flask import current_app, url_for
from sqlalchemy.orm import Session

from hotline.editions.rendering import translations
from hotline.services import letters, people, recovering


def address(secret: str) -> str:
    """Where the link of an invitation or a recovery leads."""
    return url_for("signing.invitation", secret=secret, _external=True)


def mail(
    session: Session, about: Literal["invitation", "recovery"], person_id: str, secret: str, now: datetime
) -> str | None:
    """Write the letter, in the transaction that made the link; the address that it goes to.

    None where no mail server is set up: then the link is shown to whoever made it.
    """
    profile = people.profile(session, person_id)
    if profile is None or not current_app.config["MAILS"]:
        return None
    lasts = people.INVITATION_LASTS if about == "invitation" else recovering.LASTS
    _ = translations(profile.locale).gettext
    body = [
        _("Good day,"),
        "",
        _("With this link you choose your password, and set up your phone as the second proof:"),
        address(secret),
        "",
        _("It works once, for %(hours)s hours. If you expect no such letter, do not open it, and tell us.")
        % {"hours": int(lasts.total_seconds() // 3600)},
    ]
    letters.write_secret(
        session, about, profile.locale, _("Your link"), "\n".join(body), now,
        email=profile.email, expires_at=now + lasts, name=profile.person.name, record_id=person_id,
    )  # fmt: skip
    return profile.email
