"""A report that is owed: on what, until when, and what it lacks."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from portal.consultations.models import Consultation
from portal.feedback.staff import missing, queries
from portal.languages import i18n
from portal.promises import Countdown, Promise, countdown
from portal.store import db


class Owed(NamedTuple):
    """A report that is owed: on what, until when, and what it lacks."""

    consultation: Consultation
    published: bool
    left: Countdown | None
    missing: missing.Missing


def owed(session: Session, reports: Sequence[queries.Report]) -> list[Owed]:
    """Say of some reports how they stand."""
    return [
        Owed(of, report.published is not None, left(of), rest)
        for (report, of), rest in zip(reports, missing.several(session, reports), strict=True)
    ]


def left(consultation: Consultation) -> Countdown | None:
    """Count the days until the day by which a report was promised, or since, if there is one."""
    by = consultation.report_back
    return countdown(Promise("report", by), db.now(), i18n.calendar()) if by else None
