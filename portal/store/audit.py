"""The hash-chained log of what staff wrote.

Each row signs itself and the row before it with a key of the installation. The number and the
signature of the newest row, its head, are also written outside the database after each commit,
signed, because a cut tail is invisible to the chain itself.
"""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from portal import lengths
from portal.sealing import crypto
from portal.settings import Settings
from portal.store import audit_head
from portal.store.audit_head import Head
from portal.store.db import Moment, json_column, moment, now, serialise

_log = logging.getLogger(__name__)
_LOCK = 0x766F6963
FIRST = "0" * 64
"""What stands in the place of a signature before the first row."""
_BEGINNING = Head(0, FIRST, signed=True)
RENEWED = "audit.head_renewed"
FRESH = timedelta(minutes=1)
"""A row so young may not be known outside the log yet."""


class AuditEntry(SQLModel, table=True):
    """One thing a member of staff, or a job, did."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = moment()
    actor: str = Field(max_length=40)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=lengths.SUBJECT)
    details: dict[str, Any] = json_column()
    previous: str = Field(max_length=64, unique=True)
    digest: str = Field(max_length=64)


def session_info(settings: Settings) -> dict[str, Any]:
    """Give a session what it needs to sign rows."""
    return {"audit_key": crypto.installation_key(settings.secret, "audit"), "settings": settings}


def record(session: Session, actor: str | int, action: str, subject: str, **details: Any) -> None:
    """Add a row to the log in this transaction; `actor` is an account or the name of a job."""
    serialise(session, _LOCK)
    last = newest(session)
    if last is None or _head(last) != session.info.get("audit_head"):
        last = _compared(session, last)
    _append(session, last, str(actor), action, subject, details)


def _append(
    session: Session,
    last: AuditEntry | None,
    actor: str,
    action: str,
    subject: str,
    details: dict[str, Any],
) -> AuditEntry:
    entry = AuditEntry(
        at=now().replace(microsecond=0),
        actor=actor,
        action=action,
        subject=subject,
        details=json.loads(json.dumps(details, default=str)),
        previous=last.digest if last else FIRST,
        digest="",
    )
    entry.digest = digest(entry, session.info["audit_key"])
    session.add(entry)
    session.flush()
    session.info["audit_head"] = _head(entry)
    return entry


def publish_head(session: Session, anchor: Path) -> None:
    """Write the newest signature of the committed transaction outside the database.

    What was committed is done, whatever becomes of this; the next time puts it right.
    """
    head = session.info.pop("audit_head", None)
    if head is not None:
        _publish(session, head, anchor)


def _publish(session: Session, head: Head, anchor: Path) -> None:
    lost = session.info.pop("audit_lost", None)
    try:
        audit_head.publish(head, anchor, session.info["audit_key"], lost)
    except OSError as error:
        _log.error(
            "The head of the audit log, row %s, was not written to %s: %s. "
            "Until it is, nobody would notice if rows were cut off. Run: portal doctor",
            head.number,
            anchor,
            error.strerror,
        )


def newest_head(session: Session) -> Head | None:
    """Give the head of the log as it is now."""
    last = newest(session)
    return _head(last) if last else None


def has_run(session: Session, before: datetime) -> bool:
    """Tell whether the portal must have logged something: nobody gets an account without a row."""
    if not sa.inspect(session.connection()).has_table("account"):
        return False
    query = sa.text("SELECT 1 FROM account WHERE created < :before LIMIT 1")
    query = query.bindparams(sa.bindparam("before", before, type_=Moment))
    return session.connection().execute(query).first() is not None


def _compared(session: Session, last: AuditEntry | None) -> AuditEntry | None:
    """Compare the log with its head outside; a row says so if they differ. Give the newest row.

    The head may be behind, if another machine wrote last or this one was ended before it wrote
    it down. But its row has to be there: whoever cut it off must not have it forgotten.
    """
    anchor = session.info["settings"].anchor
    head = audit_head.read(audit_head.line(anchor), session.info["audit_key"])
    if _fits(session, head, last):
        if head is None:
            _publish(session, _BEGINNING, anchor)
        return last
    session.info["audit_lost"] = head
    return _append(session, last, "audit", RENEWED, str(head.number if head else 0), {})


def _fits(session: Session, head: Head | None, last: AuditEntry | None) -> bool:
    # An account may be made in the same transaction as its row, which is the first of all.
    if last is None and has_run(session, now() - FRESH):
        return False
    if head is None:
        return last is None
    there = select(AuditEntry.digest).where(AuditEntry.id == head.number)
    return head == _BEGINNING or (head.signed and session.exec(there).first() == head.digest)


def _head(entry: AuditEntry) -> Head:
    return Head(entry.id or 0, entry.digest, signed=True)


def entries(session: Session) -> list[AuditEntry]:
    """Give the whole log, in order."""
    return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def newest(session: Session) -> AuditEntry | None:
    """Find the row that was written last."""
    return session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)).first()


def digest(entry: AuditEntry, key: bytes) -> str:
    """Sign a row together with the signature of the row before it."""
    row = [entry.previous, entry.at.isoformat(), entry.actor, entry.action, entry.subject]
    text = json.dumps([*row, entry.details], sort_keys=True, ensure_ascii=False)
    return crypto.signature(key, text.encode())
