"""What became of a record or of a number, and the trail itself for whoever guards it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, abort, request, stream_with_context
from sqlalchemy.orm import Session

from hotline.domain.errors import Problem
from hotline.domain.record import SHAPES, Kind, Name
from hotline.domain.review import keyed, numbers
from hotline.editions.rendering import translations
from hotline.services import auditing
from hotline.services.auditing import HistoryLine
from hotline.services.checking import live
from hotline.services.waiting import may_read
from hotline.web.admin.access import fresh, needs, own_session
from hotline.web.admin.change_page import Reader, veil_for, zone_of
from hotline.web.admin.clock import now
from hotline.web.admin.database import factory
from hotline.web.admin.field_names import kind_name
from hotline.web.admin.history_lines import changes_of, title_of, told, veil_over
from hotline.web.admin.moments import in_words
from hotline.web.admin.plans import plans
from hotline.web.admin.rendering import language, page

pages = Blueprint("history", __name__)


@dataclass(frozen=True)
class Carrier:
    """A record that a number is or was on."""

    name: Name
    title: str
    kind: str
    since: str | None  #: when it was first published with the number
    until: str | None  #: when it was published without it; None while it stands


@pages.get("/history/<kind>/<region>/<record_id>")
@needs()
def of_record(kind: str, region: str, record_id: str) -> Response:
    """Every act on one record, newest first."""
    reader = _reader()
    if kind not in SHAPES or not may_read(reader.person, region):
        abort(404)
    name = Name(cast(Kind, kind), region, record_id)
    with factory()() as session:
        lines = auditing.history_with_notices(session, name)
        is_live = name in live(session, region)
        if not lines and not is_live:
            abort(404)
        zone = zone_of(session, region)
        veil = veil_over(reader.person, changes_of(session, lines).values())
        own = [line for line in lines if line.name == name]
        return page(
            "history.html",
            name=name,
            title=title_of(own, veil),
            kind=reader.translate(kind_name(kind)),
            lines=told(session, name, lines, reader, zone),
            is_live=is_live,
            is_blind=veil.hides,
        )


@pages.get("/history")
@needs()
def of_number() -> Response:
    """The question for a number."""
    return page("history_number.html", typed="", carriers=None)


@pages.post("/history")
@needs()
def look_up() -> Response:
    """Every record that the number was ever on. It is typed into a form, so that it stands in no address."""
    typed = request.form.get("number", "")[:100].strip()
    if not auditing.forms_of(typed):
        problem = Problem("number_missing", {"example": "2222-3333"}, where="number")
        return page("history_number.html", 400, problems=[problem], typed=typed, carriers=None)
    codes = {plan.calling_code for plan in plans().values()}
    with factory()() as session:
        lines = auditing.history_of_number(session, typed, codes)
        found = _carriers(session, lines, auditing.forms_of(typed, codes), _reader())
    return page("history_number.html", typed=typed, carriers=found)


@pages.get("/history/trail")
@needs("administrator")
def trail() -> Response:
    """Where the trail ends, and the ways to check it and to take it along."""
    return _trail(None)


@pages.post("/history/trail")
@needs("administrator")
def verify() -> Response:
    """Read the whole trail and say whether it is whole."""
    noted = "".join(request.form.get("noted", "").split()).lower()
    with factory()() as session:
        return _trail(auditing.verify(session, noted or None))


@pages.post("/history/trail/export")
@needs("administrator")
@fresh
def export() -> Response:
    """The trail as JSON lines, sent while it is read."""

    def lines() -> Iterator[str]:
        with factory()() as session:
            for line in auditing.export(session):
                yield line + "\n"

    answer = Response(stream_with_context(lines()), mimetype="application/jsonl")
    answer.headers["Content-Disposition"] = f"attachment; filename=trail-{now():%Y-%m-%d}.jsonl"
    return answer


def _trail(found: tuple[str, ...] | None) -> Response:
    with factory()() as session:
        end = auditing.end(session)
    return page("history_trail.html", end=end, found=found, noted=request.form.get("noted", "")[:200])


def _carriers(
    session: Session, lines: Sequence[HistoryLine], forms: frozenset[str], reader: Reader
) -> tuple[Carrier, ...]:
    """One for each record that the reader may read, in the order in which the number came to them."""
    changes = changes_of(session, lines)
    # Whoever has to type the number blind must not be told here that they guessed it.
    blind = {change.id for change in changes.values() if veil_for(reader.person, change).hides}
    by_record: dict[Name, list[HistoryLine]] = {}
    for line in lines:
        if may_read(reader.person, line.name.region) and line.change not in blind:
            by_record.setdefault(line.name, []).append(line)
    return tuple(_carrier(session, name, own, forms, reader) for name, own in by_record.items())


def _carrier(
    session: Session, name: Name, lines: list[HistoryLine], forms: frozenset[str], reader: Reader
) -> Carrier:
    zone = zone_of(session, name.region)
    published = [line for line in lines if line.publishes]
    came = next((line.at for line in published if _carries(line.after, forms)), None)
    went = None
    if published and not _carries(published[-1].after, forms):
        went = published[-1].at
    blind = (change for change in changes_of(session, auditing.history(session, name)).values())
    return Carrier(
        name,
        title_of(lines, veil_over(reader.person, blind)) or name.id,
        reader.translate(kind_name(name.kind)),
        in_words(came, zone, reader.locale) if came else None,
        in_words(went, zone, reader.locale) if went else None,
    )


def _carries(document: object, forms: frozenset[str]) -> bool:
    return bool(forms & {keyed(one) for one in numbers(document).values()})  # type: ignore[arg-type]


def _reader() -> Reader:
    locale = language()
    return Reader(own_session().live.profile.person, locale, translations(locale).gettext, now())
