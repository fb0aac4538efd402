"""Destroying a case: its keys, all that was sealed to them, and its row.

Without its key nobody reads a report again, wherever a copy of it may lie; so the deletion is
complete when the last backup that holds the sealed key is gone. The log keeps the reference,
the day and the reason, and from it come the dates on which that is so.
"""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, delete

from portal.incidents import report_settings
from portal.incidents.models import Report
from portal.incidents.records import withdrawing
from portal.store import audit

ACTION = "case.destroyed"
PERIOD = "period"
MERGED = "merged"
WITHDRAWN = "withdrawn"


def destroy(session: Session, report: Report, actor: str, today: date, **why: Any) -> None:
    """Destroy a case in this transaction, and log why and until when copies of it may lie."""
    reference, state, report_id = report.reference, report.state, report.id
    why = {"circle": report.circle.value, **why}
    withdrawing.destroy_contents(session, report)
    session.exec(delete(Report).where(col(Report.id) == report_id))
    session.expire_all()
    audit.record(session, actor, ACTION, reference, state=state, **why, **gone(session, today))


def gone(session: Session, today: date) -> dict[str, date]:
    """Say on which days the last copies of what is destroyed today are gone."""
    decided = report_settings.current(session)
    return {
        "day": today,
        "keys_gone": today + timedelta(days=decided.key_backup_days),
        "copies_gone": today + timedelta(days=max(decided.backup_days, decided.key_backup_days)),
    }
