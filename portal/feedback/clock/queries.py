"""What the clock asks of the database: as little as a list of many consultations bears."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from portal.consultations.models import Consultation, DateChange
from portal.consultations.rules import Told
from portal.feedback.clock.rules import Moved
from portal.feedback.models import ReportBack, ReportBackEdition
from portal.languages.calendar import Calendar


class Reported(NamedTuple):
    """A report, and the languages in which everybody reads it."""

    report: ReportBack
    languages: Sequence[str]


def _read() -> Any:
    query = select(ReportBackEdition.languages).where(
        ReportBackEdition.report_back_id == ReportBack.id
    )
    query = query.where(col(ReportBackEdition.published).is_not(None))
    query = query.order_by(col(ReportBackEdition.id).desc()).limit(1)
    return query.correlate(ReportBack).scalar_subquery()


def reports(session: Session) -> dict[str, Reported]:
    """Give all reports by the addresses of their consultations."""
    query = select(Consultation.slug, ReportBack, _read()).join(
        ReportBack, col(ReportBack.consultation_id) == Consultation.id
    )
    return {name: Reported(report, read or ()) for name, report, read in session.exec(query)}


def moves(session: Session, calendar: Calendar, slug: str = "") -> dict[str, list[Moved]]:
    """List how promised days were moved, the first move first, of all or of one consultation."""
    query = select(Consultation.slug, col(DateChange.day_before), DateChange.made).join(
        DateChange, col(DateChange.consultation_id) == Consultation.id
    )
    query = query.where(DateChange.which == Told.REPORT_BACK)
    query = query.where(Consultation.slug == slug) if slug else query
    found: defaultdict[str, list[Moved]] = defaultdict(list)
    for name, before, made in session.exec(query.order_by(col(DateChange.id))):
        found[name].append(Moved(before, calendar.day(made)))
    return found


def owed(session: Session) -> Sequence[Consultation]:
    """List the consultations on which a report is begun and owed, the first promised first."""
    query = select(Consultation).join(ReportBack).where(col(ReportBack.closed).is_(None))
    query = query.where(col(Consultation.report_back).is_not(None))
    return session.exec(query.order_by(col(Consultation.report_back), col(Consultation.id))).all()
