"""The trail of one record in plain words: what was done, by whom, when, why, and what it changed.

Whoever has to type a number of the record blind reads all of it through the veil: the trail must
not be the way round. Must not know requests.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.domain.blind import Veil
from hotline.domain.errors import N_
from hotline.domain.person import Person
from hotline.domain.record import SHAPES, Name
from hotline.domain.review import numbers_to_type
from hotline.services.applying import PROGRAM
from hotline.services.auditing import HistoryLine
from hotline.services.waiting import names
from hotline.storage.tables.review import Change
from hotline.web.admin.change_page import Reader, veil_for
from hotline.web.admin.comparison import Part, Words, parts
from hotline.web.admin.field_names import kind_name
from hotline.web.admin.moments import in_words

#: Acts of the trail in plain words. One that is not here is shown as the trail writes it.
ACTS: Mapping[str, str] = {
    "first load": N_("Published with the first data files"),
    "propose": N_("Proposed"),
    "undo": N_("Proposed to go back to an earlier version"),
    "import": N_("Brought in from a file"),
    "adopt": N_("Compared with its sources and adopted"),
    "revise": N_("Revised"),
    "return": N_("Returned to its author"),
    "discard": N_("Discarded"),
    "withdraw": N_("Withdrawn by its author"),
    "supersede": N_("Overtaken by another change"),
    "typed wrong": N_("A number was typed wrongly; what was typed is not kept"),
    "schedule": N_("Approved by somebody who typed each new number again, for a set time"),
    "approve": N_("Approved by somebody who typed each new number again, and published"),
    "publish": N_("Published at its time"),
    "hide": N_("Hidden by one person"),
    "outage": N_("Said to be out of order by one person"),
    "end outage": N_("Said to be in order again"),
    "expire": N_("The outage ended by itself"),
    "drop notice": N_("The notice went with its help line"),
    "drop contact": N_("The contact went with its help line"),
}
#: Acts that brought a new text; the others move the text that is there.
_WRITES = frozenset({"propose", "undo", "import", "revise"})
#: As `services.deciding` writes the time of a schedule into its entry.
_SET_TIME = "to be published at "


@dataclass(frozen=True)
class Told:
    """One act as a person reads it. `parts` are folded where the same text is shown when published."""

    number: int
    moment: str
    said: str
    by: str
    by_id: str
    is_program: bool
    kind: str | None  #: of what it is about, where that is not the record itself
    reason: str | None
    change: int | None
    edition: int | None
    parts: tuple[Part, ...]
    is_open: bool
    is_new: bool
    goes: bool


def told(
    session: Session, name: Name, lines: Sequence[HistoryLine], reader: Reader, zone: str
) -> tuple[Told, ...]:
    """The lines of one record's history, newest first."""
    changes = changes_of(session, lines)
    words = Words(reader.locale, reader.translate, veil_over(reader.person, changes.values()), zone)
    called = names(session, (line.by for line in lines))
    return tuple(_told(line, name, changes.get(line.change or 0), words, called) for line in reversed(lines))


def changes_of(session: Session, lines: Iterable[HistoryLine]) -> dict[int, Change]:
    """The changes that these acts are about, by their number."""
    wanted = {line.change for line in lines if line.change is not None}
    return {change.id: change for change in session.scalars(select(Change).where(Change.id.in_(wanted)))}


def veil_over(person: Person, changes: Iterable[Change]) -> Veil:
    """What the person may not read in any of these changes."""
    blind = (change for change in changes if veil_for(person, change).hides)
    return Veil(
        number for change in blind for number in numbers_to_type(change.before, change.after).values()
    )


def title_of(lines: Sequence[HistoryLine], veil: Veil) -> str | None:
    """What a record was called last; None for one that has no name."""
    for line in reversed(lines):
        document = line.after or line.before or {}
        named = document.get("name") or document.get("number")
        if named:
            return veil.text(str(named))
    return None


def _told(
    line: HistoryLine, name: Name, change: Change | None, words: Words, called: Mapping[str, str]
) -> Told:
    # The program's own word for a first load says no more than the line does.
    reason = line.reason if line.action != "first load" else None
    if reason is not None and reason.startswith(_SET_TIME) and line.action == "schedule":
        moment = datetime.fromisoformat(reason.removeprefix(_SET_TIME))
        reason = in_words(moment, words.zone, words.locale)
    shows = line.publishes or line.action in _WRITES
    kind = line.name.kind
    return Told(
        number=line.number,
        moment=in_words(line.at, words.zone, words.locale),
        said=words.translate(ACTS[line.action]) if line.action in ACTS else line.action,
        by=called[line.by],
        by_id=line.by,
        is_program=line.by == PROGRAM,
        kind=words.translate(kind_name(kind)) if line.name != name else None,
        reason=words.veil.text(reason) if reason else None,
        change=line.change,
        edition=change.edition if change is not None and line.publishes else None,
        parts=parts(kind, line.before, line.after, words) if shows and kind in SHAPES else (),
        is_open=line.publishes and line.action != "first load",
        is_new=shows and line.before is None,
        goes=shows and line.after is None,
    )
