"""The hash-chained log of what staff wrote.

Each row signs itself and the row before it with a key of the installation. The last
signature is also written outside the database after each commit, because a cut tail is
invisible to the chain itself.
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Field, Session, SQLModel, col, select

from portal import crypto, lengths
from portal.db import json_column, moment, now, serialise
from portal.problems import mark
from portal.settings import Settings

_LOCK = 0x766F6963
_FIRST = "0" * 64


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
    newest = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(1)
    last = session.exec(newest).first()
    entry = AuditEntry(
        at=now().replace(microsecond=0),
        actor=str(actor),
        action=action,
        subject=subject,
        details=json.loads(json.dumps(details, default=str)),
        previous=last.digest if last else _FIRST,
        digest="",
    )
    entry.digest = _digest(entry, session.info["audit_key"])
    session.add(entry)
    session.flush()
    session.info["audit_head"] = f"{entry.id} {entry.digest}"


def publish_head(session: Session, anchor: Path) -> None:
    """Write the newest signature of the committed transaction outside the database."""
    head = session.info.pop("audit_head", None)
    if head is None:
        return
    anchor.parent.mkdir(parents=True, exist_ok=True)
    with _alone(anchor):
        if int(head.split()[0]) >= _anchored(anchor)[0]:
            fresh = anchor.with_suffix(".new")
            fresh.write_text(head)
            fresh.replace(anchor)


def verify(session: Session, key: bytes, anchor: Path) -> list[Fault]:
    """Find rows that were altered, removed or cut off; an intact log has no faults."""
    entries = list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))
    faults = list(_broken_links(entries, key))
    number, digest = _anchored(anchor)
    if entries and not number:
        faults.append(Fault(0, mark("the record that is kept outside the log is missing")))
    elif number and not any(e.id == number and e.digest == digest for e in entries):
        faults.append(Fault(number, mark("the log ends before the row that was anchored outside")))
    return faults


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


@contextmanager
def _alone(anchor: Path) -> Iterator[None]:
    """Let one thread of one process move the anchor at a time, so that it never goes back."""
    with anchor.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _anchored(anchor: Path) -> tuple[int, str]:
    if not anchor.exists():
        return 0, ""
    number, _, digest = anchor.read_text(errors="replace").partition(" ")
    # One that a fault has damaged is as good as missing, and must not stop what staff do.
    return (int(number), digest) if number.isascii() and number.isdigit() else (0, "")
