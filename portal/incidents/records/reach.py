"""Which reports nobody can open: their keys are gone, rest, or lie on paper only.

That a passphrase was forgotten the portal cannot know.
"""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, select

from portal.incidents.case_models import Conflict
from portal.incidents.models import KeyHolder, Report, ReportKey
from portal.incidents.records import keys, merging
from portal.incidents.rules import Circle, State


class Reach(StrEnum):
    """Whether anybody can open a report."""

    OPEN = "open"
    RESTS = "rests"
    LOST = "lost"


def of(session: Session, report: Report) -> Reach:
    """Tell whether anybody can open a report, or the case as which it is worked on."""
    worked_on = merging.into_which(session, report) or report
    found = select(Report.id).where(Report.id == worked_on.id)
    if session.exec(found.where(_is_open())).first():
        return Reach.OPEN
    return Reach.RESTS if session.exec(found.where(_has_key())).first() else Reach.LOST


def shut(session: Session) -> Sequence[tuple[Report, Reach]]:
    """List the reports that nobody can open, the oldest first; none that was taken back."""
    query = select(Report, _has_key()).where(Report.state != State.WITHDRAWN, ~_is_open())
    rows = session.exec(query.order_by(col(Report.day), Report.reference)).all()
    return [(report, Reach.RESTS if has_key else Reach.LOST) for report, has_key in rows]


def _has_key() -> ColumnElement[bool]:
    return exists().where(
        col(ReportKey.report_id) == col(Report.id),
        col(ReportKey.holder_id) == col(KeyHolder.id),
        col(KeyHolder.retired).is_(None),
    )


def _is_open() -> ColumnElement[bool]:
    """Ask for the key of a person that counts, and who is not kept from the report."""
    kept_from = exists().where(
        col(Conflict.report_id) == col(Report.id),
        col(Conflict.account_id) == col(KeyHolder.account_id),
    )
    return exists().where(
        col(ReportKey.report_id) == col(Report.id),
        col(ReportKey.holder_id) == col(KeyHolder.id),
        col(KeyHolder.circle) != Circle.RECOVERY,
        *keys.counting(),
        ~kept_from,
    )
