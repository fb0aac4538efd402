"""The files of a case as they are handed out: which there are, and under which name."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from portal.files import filetypes
from portal.incidents.models import Report, ReportFile
from portal.incidents.records import attachments


def listed(
    session: Session, report: Report, private: bytes
) -> list[tuple[ReportFile, dict[str, Any]]]:
    """List the files of a case with their opened details; what does not open is left out."""
    query = select(ReportFile).where(ReportFile.report_id == report.id)
    files = session.exec(query.order_by(col(ReportFile.number))).all()
    opened = [(file, attachments.details(file, private)) for file in files]
    return [(file, known) for file, known in opened if known is not None]


def one(session: Session, report: Report, number: str) -> ReportFile | None:
    """Find a file of this case, and of no other."""
    query = select(ReportFile).where(ReportFile.id == number, ReportFile.report_id == report.id)
    return session.exec(query).one_or_none()


def name(known: Mapping[str, Any], reference: str) -> str:
    """Name a file so that it is safe to keep; the case's reference tells it from others.

    Its ending follows from what the file is, not from what it was called.
    """
    kind = str(known.get("type"))
    kind = kind if kind in filetypes.ENDINGS else filetypes.TEXT
    return f"{reference} {filetypes.safe_name(str(known.get('name', '')), kind)}"
