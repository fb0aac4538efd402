"""Taking a report back, and bringing it back: a code that somebody found must not end anything.

What was taken back is locked at once: each key to it that staff have is sealed to the reporter
once more, and only the code takes that off. Some days later it is gone. What was passed on, or
in which staff found danger or a child, is not locked: two people may have to keep it for a time.
"""

from datetime import date

from sqlmodel import Session, col, delete, select

from portal.incidents.case_models import Keeping, Referral, StatisticsRecord
from portal.incidents.models import Report, ReportItem, ReportKey
from portal.incidents.rules import OVER, State
from portal.incidents.way_back import gone_on
from portal.sealing import boxes
from portal.store import tables

COUNTED = "counted as"
"""To what place the number of a statistics record is bound that is sealed to a reporter."""

REFUSED = "refused"
"""The stage of a referral of which no agency ever got anything."""

_GRAVER, _YES, _NO = "graver", b"1", b"0"


def withdraw(session: Session, report: Report, private: bytes, today: date) -> None:
    """Take a report back at its reporter's wish, whose private key comes from the code.

    Nobody is named and no time is kept, so the log says nothing until it is gone for good.
    """
    held = may_be_held(session, report, private)
    report.taken_back_from, report.state = report.state, State.WITHDRAWN
    report.closed, report.destroy_on = today, gone_on(today)
    report.assigned = report.covered_by = report.link_tag = None
    report.kept = False
    report.version += 1
    session.add(report)
    session.flush()
    session.exec(delete(ReportItem).where(col(ReportItem.concerns) == report.id))
    if not held:
        _lock(session, report)


def bring_back(session: Session, report: Report, private: bytes) -> None:
    """Undo that a report was taken back: it is as it was, or looked at afresh if it was over."""
    for held in _keys(session, report):
        opened = boxes.open_with(private, held.sealed_key, _lock_place(held))
        held.sealed_key = opened or held.sealed_key
    session.exec(delete(Keeping).where(col(Keeping.report_id) == report.id))
    before, report.taken_back_from = report.taken_back_from or State.TRIAGE, None
    report.state = State.TRIAGE if before in OVER else before
    report.closed = report.destroy_on = report.followed_up = report.merged_into = None
    report.version += 1
    session.add(report)


def may_be_held(session: Session, report: Report, private: bytes) -> bool:
    """Tell whether a report was passed on, or is kept or marked by staff as danger or a child."""
    passed = select(Referral.id).where(Referral.report_id == report.id, Referral.state != REFUSED)
    if report.kept or session.exec(passed).first():
        return True
    return boxes.open_with(private, report.graver or b"", _GRAVER) == _YES


def is_locked(session: Session, report: Report, private: bytes) -> bool:
    """Tell whether nobody can open a report that was taken back, unless it is brought back."""
    opened = (
        boxes.open_with(private, held.sealed_key, _lock_place(held))
        for held in _keys(session, report)
    )
    return None not in opened


def mark(report: Report, *, graver: bool) -> None:
    """Note for its reporter alone to open whether staff found danger or a child in a report."""
    if report.reporter_key:
        said = _YES if graver else _NO
        report.graver = boxes.seal_to(report.reporter_key, said, _GRAVER)


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


def _lock(session: Session, report: Report) -> None:
    if report.reporter_key is None:
        # Nobody could take the lock off again.
        destroy_contents(session, report)
        return
    for held in _keys(session, report):
        held.sealed_key = boxes.seal_to(report.reporter_key, held.sealed_key, _lock_place(held))


def _keys(session: Session, report: Report) -> list[ReportKey]:
    query = select(ReportKey).where(ReportKey.report_id == report.id)
    return list(session.exec(query.order_by(ReportKey.holder_id)))


def _lock_place(held: ReportKey) -> str:
    return f"taken back:{held.report_id}:{held.holder_id}"
