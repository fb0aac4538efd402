"""Replies to a reporter: one copy that their code opens, and one for the case."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select, update

from portal.incidents.models import Reply, Report
from portal.incidents.records import codes
from portal.sealing import boxes


class Read(NamedTuple):
    """A reply that was opened."""

    reply: Reply
    text: str
    language: str = ""


def write(session: Session, report: Report, text: str, day: date, language: str = "") -> Reply:
    """Seal a reply to the case and, unless they ended their access, to the reporter."""
    record = {"text": text, "language": language}
    reply = Reply(report_id=report.id, number=_next(session, report), day=day, for_team=b"")
    reply.for_team = boxes.seal_record(report.public_key, record, place(reply, "team"))
    if report.reporter_key:
        sealed = boxes.seal_record(report.reporter_key, record, place(reply, "reporter"))
        reply.for_reporter = sealed
    report.seen, report.last_contact = False, day
    session.add(report)
    session.add(reply)
    session.flush()
    return reply


def for_reporter(session: Session, report: Report, code: str) -> list[Read]:
    """Open the replies that the reporter did not delete, the newest first."""
    private = codes.reporter_key(code)
    return [
        _read(reply, record)
        for reply in reversed(stored(session, report))
        if reply.for_reporter
        and (record := boxes.open_record(private, reply.for_reporter, place(reply, "reporter")))
    ]


def for_team(session: Session, report: Report, private: bytes) -> list[Read]:
    """Open the replies with the key of the case, in the order in which they were written."""
    return [
        _read(reply, record)
        for reply in stored(session, report)
        if (record := boxes.open_record(private, reply.for_team, place(reply, "team")))
    ]


def delete_for_reporter(session: Session, report: Report) -> None:
    """Delete the reporter's copies; what the team wrote stays with the case."""
    theirs = update(Reply).where(col(Reply.report_id) == report.id)
    session.exec(theirs.values(for_reporter=None))


def stored(session: Session, report: Report) -> Sequence[Reply]:
    """List the replies in the order in which they were written, still sealed."""
    query = select(Reply).where(Reply.report_id == report.id)
    return session.exec(query.order_by(col(Reply.number))).all()


def place(reply: Reply, reader: str) -> str:
    """Name the place to which a copy is bound; `reader` is reporter or team."""
    return f"reply:{reply.report_id}:{reply.id}:{reader}"


def _read(reply: Reply, record: Any) -> Read:
    # Replies of before were sealed as their words alone.
    if isinstance(record, str):
        return Read(reply, record)
    return Read(reply, record["text"], record["language"])


def _next(session: Session, report: Report) -> int:
    query = select(func.max(Reply.number)).where(Reply.report_id == report.id)
    return (session.exec(query).one() or 0) + 1
