"""What visitors tell about wrong numbers: keep it for a while, and close it.

A report is a hint and nothing more. Nothing here, and nothing that is kept here, changes a line or
its age: whoever reads a report proposes a change or hides a service like everybody else.
"""

from datetime import date as Day
from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from hotline.domain.errors import InputError, Problem
from hotline.domain.person import Person
from hotline.domain.report import Outcome, Report
from hotline.services.applying import refuse
from hotline.storage import audit
from hotline.storage.session import step
from hotline.storage.tables.reports import VisitorReport
from hotline.storage.tables.review import Change

#: So many open reports are kept at most. A flood of them must not fill the disk.
MOST_OPEN = 5_000
#: A closed report goes this long after its closing; the trail keeps what became of it.
KEPT_CLOSED = timedelta(days=90)
#: What the trail calls a report.
KIND = "report"


def keep(session: Session, report: Report, day: Day, most: int = MOST_OPEN) -> int:
    """Keep a report under the day; returns its number.

    When too many are open, the oldest one of the largest heap goes: the most reports that say the
    same of the same region. So a flood pushes out itself, and what few people tell stays.
    """
    kept = VisitorReport(
        day=day,
        locale=report.locale,
        region=report.region,
        wrong=report.wrong,
        line=report.line,
        seen=report.seen,
        words=report.words,
    )
    # Written before anything is read: SQLite lets no reader become a writer behind another writer.
    session.add(kept)
    session.flush()
    session.execute(delete(VisitorReport).where(VisitorReport.closed_on < day - KEPT_CLOSED))
    open_ones = select(func.count()).where(VisitorReport.outcome.is_(None))
    for _ in range((session.scalar(open_ones) or 0) - most):
        session.execute(delete(VisitorReport).where(VisitorReport.id == _to_push_out(session)))
    return kept.id


def _to_push_out(session: Session) -> int | None:
    size = func.count()
    region, wrong = session.execute(
        select(VisitorReport.region, VisitorReport.wrong)
        .where(VisitorReport.outcome.is_(None))
        .group_by(VisitorReport.region, VisitorReport.wrong)
        .order_by(size.desc(), VisitorReport.region, VisitorReport.wrong)
        .limit(1)
    ).one()
    return session.scalar(
        select(func.min(VisitorReport.id)).where(
            VisitorReport.outcome.is_(None),
            VisitorReport.region.is_not_distinct_from(region),
            VisitorReport.wrong == wrong,
        )
    )


def is_full(session: Session, most: int = MOST_OPEN) -> bool:
    """Whether new reports push out older ones."""
    open_ones = select(func.count()).where(VisitorReport.outcome.is_(None))
    return (session.scalar(open_ones) or 0) >= most


def may_read(person: Person, region: str | None) -> bool:
    """Reports of a region are for its people, those without one for every reviewer."""
    if "administrator" in person.roles:
        return True
    return "reviewer" in person.roles if region is None else _keeps(person, region)


def may_close(person: Person, region: str | None) -> bool:
    """An administrator closes only what belongs to no region: numbers are not theirs to judge."""
    if region is None:
        return bool(person.roles & {"reviewer", "administrator"})
    return _keeps(person, region)


def _keeps(person: Person, region: str) -> bool:
    return person.may("editor", region) or person.may("reviewer", region)


def close(
    session: Session,
    person: Person,
    report_id: int,
    outcome: str,
    note: str,
    change_id: int | None,
    now: datetime,
) -> None:
    """Close one report. `change_id` is the published change that put it right, and only "fixed" has one.

    The trail keeps who, when, the outcome and the note; never what the visitor typed.
    """
    with step(session):
        report = session.get(VisitorReport, report_id)
        if report is None:
            raise InputError([Problem("report_unknown", {"id": str(report_id)})])
        if not may_close(person, report.region):
            raise InputError([Problem("needs_keeper")])
        if report.outcome is not None:
            raise InputError([Problem("report_is_closed")])
        refuse(_problems(session, person, report, outcome, note, change_id))
        report.outcome = outcome  # type: ignore[assignment]
        report.closed_on = now.date()
        after = {"outcome": outcome, **({"by_change": change_id} if outcome == "fixed" else {})}
        act = audit.Act(
            "close report", KIND, str(report_id), report.region, {"outcome": None}, after, note.strip()
        )
        audit.append(session, act, person.id, now)


def _problems(
    session: Session, person: Person, report: VisitorReport, outcome: str, note: str, change_id: int | None
) -> list[Problem]:
    problems = []
    if outcome not in get_args(Outcome):
        problems.append(Problem("report_outcome_missing", where="outcome"))
    if not note.strip():
        problems.append(Problem("report_note_missing", where="note"))
    if outcome == "fixed":
        change = session.get(Change, change_id) if change_id is not None else None
        known = change is not None and change.state == "published"
        # Without a region, a report may mean a line of any region; the person answers for theirs.
        wanted = person.regions if report.region is None else {report.region}
        if change is None or not known or change.region not in wanted:
            problems.append(Problem("report_needs_its_change", where="change"))
    return problems
