"""The task of an editor who stands for a change that came in from a file, so that it can be approved."""

from datetime import datetime

from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.review import refusals
from hotline.services.acts import needs_adoption
from hotline.services.applying import find, note_act, refuse
from hotline.services.proposing import seen
from hotline.storage.session import step
from hotline.storage.tables.review import Change


def adopt(session: Session, person: Person, change_id: int, version: int, now: datetime) -> Change:
    """Become an author of a change that nobody at the desk wrote; its text stays as it is.

    Whoever adopts cannot approve it: like any other change it then needs a second person.
    """
    with step(session):
        change = find(session, change_id)
        refuse(refusals("adopt", change.state, person, change.authors, change.region))
        refuse(seen(change, version))
        if not needs_adoption(session, change):
            raise InputError([Problem("adopted_already")])
        if person.id not in change.authors:
            change.revised_by = [*change.revised_by, person.id]
        note_act(session, change, "adopt", person.id, now, None)
        return change
