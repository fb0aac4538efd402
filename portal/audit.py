"""The hash-chained log of what staff wrote.

Each row signs itself and the row before it with a key of the installation. The number and the
signature of the newest row, its head, are also written outside the database after each commit,
signed, because a cut tail is invisible to the chain itself.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from portal import audit_head, crypto, lengths
from portal.audit_head import Head
from portal.db import json_column, moment, now, serialise
from portal.problems import mark
from portal.settings import Settings

_log = logging.getLogger(__name__)
_LOCK = 0x766F6963
_FIRST = "0" * 64
RENEWED = "audit.head_renewed"
_FRESH = timedelta(minutes=1)
_AGAIN = timedelta(days=1)
_MISSING = mark("the record that is kept outside the log is missing")
_UNSIGNED = mark(
    "the record that is kept outside the log is not signed with the key of this portal"
)
_CUT = mark("the log ends before the row that was anchored outside")
_BEHIND = mark("the record that is kept outside the log is older than this row")
_EMPTY = mark("the log is empty, although the portal has accounts")


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


@dataclass(frozen=True)
class Fault:
    """A place where the log was altered, and what shows it."""

    entry: int
    reason: str


def session_info(settings: Settings) -> dict[str, Any]:
    """Give a session what it needs to sign rows."""
    return {"audit_key": crypto.installation_key(settings.secret, "audit"), "settings": settings}


def record(session: Session, actor: str | int, action: str, subject: str, **details: Any) -> None:
    """Add a row to the log in this transaction; `actor` is an account or the name of a job."""
    serialise(session, _LOCK)
    last = _newest(session)
    if last and "audit_head" not in session.info and _is_head_lost(session, last):
        last = _append(session, last, "audit", RENEWED, str(last.id), {})
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
        previous=last.digest if last else _FIRST,
        digest="",
    )
    entry.digest = _digest(entry, session.info["audit_key"])
    session.add(entry)
    session.flush()
    session.info["audit_head"] = Head(entry.id or 0, entry.digest, signed=True)
    return entry


def publish_head(session: Session, anchor: Path) -> None:
    """Write the newest signature of the committed transaction outside the database.

    What was committed is done, whatever becomes of this; the next time puts it right.
    """
    head = session.info.pop("audit_head", None)
    if head is None:
        return
    try:
        audit_head.publish(head, anchor, session.info["audit_key"])
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
    last = _newest(session)
    return Head(last.id or 0, last.digest, signed=True) if last else None


def verify(session: Session, key: bytes, anchor: Path, *told: str) -> list[Fault]:
    """Find rows that were altered, removed or cut off; an intact log has no faults.

    `told` are heads that were sent out of the house.
    """
    entries = list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))
    faults = list(_broken_links(entries, key))
    known = {entry.id or 0: entry.digest for entry in entries}
    for line in told:
        faults += _head_faults(audit_head.read(line, key), known)
    line = audit_head.line(anchor)
    if line or entries:
        faults += _head_faults(audit_head.read(line, key), known)
    elif has_run(session):
        faults.append(Fault(0, _EMPTY))
    return faults


def chain_faults(session: Session, key: bytes) -> list[Fault]:
    """Find rows that were altered, without asking what is known outside."""
    entries = list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))
    return list(_broken_links(entries, key))


def head_faults(session: Session, key: bytes, anchor: Path) -> list[Fault]:
    """Find what is wrong with the record outside the log, without reading all of the log."""
    last, head = _newest(session), audit_head.read(audit_head.line(anchor), key)
    if last is None:
        return [Fault(0, _EMPTY)] if has_run(session) else []
    there = session.get(AuditEntry, head.number) if head else None
    known = {entry.id or 0: entry.digest for entry in (last, there) if entry}
    faults = list(_head_faults(head, known))
    if head and not faults and head.number < (last.id or 0) and last.at < now() - _FRESH:
        faults.append(Fault(last.id or 0, _BEHIND))
    return faults


def has_run(session: Session) -> bool:
    """Tell whether the portal must have logged something: nobody gets an account without a row."""
    if not sa.inspect(session.connection()).has_table("account"):
        return False
    return (
        session.connection().execute(sa.text("SELECT 1 FROM account LIMIT 1")).first() is not None
    )


def _is_head_lost(session: Session, last: AuditEntry) -> bool:
    """Tell whether the record outside is gone or was never signed, and the log has yet to say so.

    Whoever takes it away must not have it written anew without a trace.
    """
    head = audit_head.read(
        audit_head.line(session.info["settings"].anchor), session.info["audit_key"]
    )
    if (head and head.signed) or last.at > now() - _FRESH:
        return False
    said = select(AuditEntry.id).where(AuditEntry.action == RENEWED)
    return session.exec(said.where(AuditEntry.at > now() - _AGAIN).limit(1)).first() is None


def _newest(session: Session) -> AuditEntry | None:
    return session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)).first()


def _head_faults(head: Head | None, known: Mapping[int, str]) -> Iterator[Fault]:
    if head is None:
        yield Fault(0, _MISSING)
    elif known.get(head.number) != head.digest:
        yield Fault(head.number, _CUT)
    elif not head.signed:
        yield Fault(head.number, _UNSIGNED)


def _broken_links(entries: list[AuditEntry], key: bytes) -> Iterator[Fault]:
    previous = _FIRST
    for entry in entries:
        if entry.previous != previous:
            yield Fault(entry.id or 0, mark("a row before this one was removed or replaced"))
        if entry.digest != _digest(entry, key):
            yield Fault(entry.id or 0, mark("this row was altered"))
        previous = entry.digest


def _digest(entry: AuditEntry, key: bytes) -> str:
    row = [
        entry.previous,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.subject,
        entry.details,
    ]
    return crypto.signature(key, json.dumps(row, sort_keys=True, ensure_ascii=False).encode())
