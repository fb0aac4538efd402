"""Taking a report back: what belongs to it is deleted, unless it has to be kept for a time."""

from datetime import date

from sqlmodel import Session, col, delete

from portal.incidents.case_models import StatisticsRecord
from portal.incidents.models import Report, ReportItem
from portal.incidents.rules import State
from portal.sealing import boxes
from portal.store import tables

COUNTED = "counted as"
"""To what place the number of a statistics record is bound that is sealed to a reporter."""


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
    for table, column in tables.belonging_to("report"):
        session.exec(delete(table).where(getattr(table, column) == report.id))
    session.exec(delete(ReportItem).where(col(ReportItem.concerns) == report.id))


def take_back_count(session: Session, report: Report, private: bytes) -> None:
    """Forget what a closed case counts as; only its reporter knows which record that is."""
    number = boxes.open_with(private, report.counted_as or b"", COUNTED)
    if number is not None:
        record = col(StatisticsRecord.id) == number.decode()
        session.exec(delete(StatisticsRecord).where(record))
    report.counted_as = None
