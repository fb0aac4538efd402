"""Files that belong to a report: name, type and bytes, each sealed to the report and its place."""

import hashlib
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, func, select

from portal.incidents.models import Report, ReportFile
from portal.sealing import boxes


@dataclass(frozen=True)
class Attachment:
    """A file as it is kept; of a picture that was drawn anew, the original if it is evidence."""

    name: str
    media_type: str
    content: bytes
    original: bytes | None = None


def add(session: Session, report: Report, attachment: Attachment, name: str) -> None:
    """Seal a file to a report under a name that is not taken."""
    file = ReportFile(
        id=name, report_id=report.id, number=_next(session, report), details=b"", content=b""
    )
    key, original = report.public_key, attachment.original
    details = {
        "name": attachment.name,
        "type": attachment.media_type,
        "size": len(attachment.content),
        "sha256": hashlib.sha256(attachment.content).hexdigest(),
        "original_sha256": hashlib.sha256(original).hexdigest() if original else None,
    }
    file.details = boxes.seal_record(key, details, place(file, "details"))
    file.content = boxes.seal_padded(key, attachment.content, place(file, "content"))
    if original:
        file.original = boxes.seal_padded(key, original, place(file, "original"))
    session.add(file)
    session.flush()


def is_there(session: Session, name: str) -> bool:
    """Tell whether a file was kept under this name before."""
    return session.get(ReportFile, name) is not None


def count(session: Session, report: Report) -> int:
    """Count the files of a report."""
    query = select(func.count()).select_from(ReportFile)
    return session.exec(query.where(ReportFile.report_id == report.id)).one()


def details(file: ReportFile, private: bytes) -> dict[str, Any] | None:
    """Open what is known of a file: name, type, size in bytes, SHA-256 in hex of what is kept."""
    found: dict[str, Any] | None = boxes.open_record(private, file.details, place(file, "details"))
    return found


def content(file: ReportFile, private: bytes) -> bytes | None:
    """Open the bytes of a file; of a picture, those that were drawn anew."""
    return boxes.open_padded(private, file.content, place(file, "content"))


def original(file: ReportFile, private: bytes) -> bytes | None:
    """Open the picture as it came, if it was kept as evidence."""
    if file.original is None:
        return None
    return boxes.open_padded(private, file.original, place(file, "original"))


def place(file: ReportFile, part: str) -> str:
    """Name the place to which a part is bound; `part` is details, content or original."""
    return f"report_file:{file.report_id}:{file.id}:{part}"


def _next(session: Session, report: Report) -> int:
    query = select(func.max(ReportFile.number)).where(ReportFile.report_id == report.id)
    return (session.exec(query).one() or 0) + 1
