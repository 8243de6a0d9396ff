"""The lines of the list of changes, each through the veil of whoever has to type its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hotline.services.waiting import Listed, names, texts
from hotline.web.admin.change_page import Reader, reason_of, title_of, veil_for, zone_of
from hotline.web.admin.field_names import kind_name
from hotline.web.admin.moments import ago, in_words


@dataclass(frozen=True)
class Row:
    """One change in a list. `age` is said as people say it; `publish_at` with its zone."""

    listed: Listed
    title: str
    kind: str
    authors: tuple[str, ...]
    reason: str
    age: str
    publish_at: str | None


def rows(session: Session, found: Sequence[Listed], reader: Reader) -> tuple[Row, ...]:
    """The lines for these changes, in the same order."""
    changes = texts(session, (one.id for one in found))
    called = names(session, (author for one in found for author in one.authors))
    lines = []
    for one in found:
        change = changes[one.id]
        veil = veil_for(reader.person, change)
        moved = one.decided_at or one.created_at
        lines.append(
            Row(
                listed=one,
                title=title_of(change, veil, reader.locale),
                kind=reader.translate(kind_name(one.kind)),
                authors=tuple(called[author] for author in one.authors),
                reason=reason_of(change, veil, reader.translate),
                age=ago(reader.now - moved, reader.locale),
                publish_at=_told(session, one, reader),
            )
        )
    return tuple(lines)


def _told(session: Session, one: Listed, reader: Reader) -> str | None:
    zone = zone_of(session, one.region)
    return in_words(one.publish_at, zone, reader.locale) if one.publish_at else None
