"""Taking a report back: what belongs to it is deleted, unless it has to be kept for a time."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, select

from portal.incidents.case_models import (
    Conflict,
    ContactRequest,
    Referral,
    ReferralCopy,
    StatisticsRecord,
)
from portal.incidents.models import Reply, Report, ReportFile, ReportItem, ReportKey
from portal.incidents.rules import State
from portal.sealing import boxes

COUNTED = "counted as"
"""To what place the number of a statistics record is bound that is sealed to a reporter."""

_OF_REPORT: tuple[Any, ...] = (ReportKey, ReportItem, ReportFile, Reply, ContactRequest, Conflict)


def withdraw(session: Session, report: Report, today: date) -> None:
    """Withdraw a report at its reporter's wish.

    While a hold keeps a case, it is only closed; it goes when the hold ends. Nobody is named
    and no time is kept, so the log says nothing until the case is destroyed for good.
    """
    report.state, report.closed, report.destroy_on = State.WITHDRAWN, today, today
    report.assigned = report.covered_by = report.link_tag = None
    report.version += 1
    session.add(report)
    session.flush()
    if not report.kept:
        destroy_contents(session, report)


def destroy_contents(session: Session, report: Report) -> None:
    """Delete a report's keys, all that is sealed to them, and what was said of it elsewhere."""
    passed_on = select(Referral.id).where(Referral.report_id == report.id)
    session.exec(delete(ReferralCopy).where(col(ReferralCopy.referral_id).in_(passed_on)))
    for table in _OF_REPORT:
        session.exec(delete(table).where(col(table.report_id) == report.id))
    session.exec(delete(Referral).where(col(Referral.report_id) == report.id))
    session.exec(delete(ReportItem).where(col(ReportItem.concerns) == report.id))


def take_back_count(session: Session, report: Report, private: bytes) -> None:
    """Forget what a closed case counts as; only its reporter knows which record that is."""
    number = boxes.open_with(private, report.counted_as or b"", COUNTED)
    if number is not None:
        record = col(StatisticsRecord.id) == number.decode()
        session.exec(delete(StatisticsRecord).where(record))
    report.counted_as = None
