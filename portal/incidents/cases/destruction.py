"""Destroying a case: its keys, all that was sealed to them, and its row.

Without its key nobody reads a report again, wherever a copy of it may lie; so the deletion is
complete when the last backup that holds the sealed key is gone. The log keeps the reference,
the day and the reason, and from it come the dates on which that is so.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, delete, select

from portal import audit
from portal.audit import AuditEntry
from portal.db import now
from portal.incidents import arrangements, withdrawing
from portal.incidents.models import Report

ACTION = "case.destroyed"
PERIOD = "period"
MERGED = "merged"
WITHDRAWN = "withdrawn"
# What is sealed to a key that lives on, and so would still open if its bytes were found.
_OPENABLE = ("report_key", "reply", "referral_copy", "contact_request")
_PATIENCE_SECONDS = 1
_TRIED_FOR = timedelta(days=3)


def destroy(session: Session, report: Report, actor: str, today: date, **why: Any) -> None:
    """Destroy a case in this transaction, and log why and until when copies of it may lie."""
    reference, state, report_id = report.reference, report.state, report.id
    withdrawing.destroy_contents(session, report)
    session.exec(delete(Report).where(col(Report.id) == report_id))
    session.expire_all()
    audit.record(session, actor, ACTION, reference, state=state, **why, **gone(session, today))


def gone(session: Session, today: date) -> dict[str, date]:
    """Say on which days the last copies of what is destroyed today are gone."""
    decided = arrangements.current(session)
    return {
        "day": today,
        "keys_gone": today + timedelta(days=decided.key_backup_days),
        "copies_gone": today + timedelta(days=max(decided.backup_days, decided.key_backup_days)),
    }


def wipe_after(session: Session) -> None:
    """Have the database, once this transaction is kept, forget what was destroyed of late.

    SQLite overwrites what is deleted, but its log of writes has copies until it is emptied.
    PostgreSQL keeps what is deleted in its tables until they are written anew.
    """
    if not _destroyed_lately(session):
        return
    engine = session.get_bind()
    assert isinstance(engine, Engine)  # noqa: S101 - sessions are opened on an engine
    wipe = _WIPES[engine.dialect.name]
    event.listen(session, "after_commit", lambda _session: wipe(engine), once=True)


def _destroyed_lately(session: Session) -> bool:
    query = select(AuditEntry.id).where(AuditEntry.action == ACTION)
    return (
        session.exec(query.where(AuditEntry.at > now() - _TRIED_FOR).limit(1)).first() is not None
    )


# Both give up soon when somebody is in the way, and for some days are tried again.
def _empty_write_ahead_log(engine: Engine) -> None:
    with suppress(sqlite3.Error), closing(_connected(engine)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _connected(engine: Engine) -> sqlite3.Connection:
    return sqlite3.connect(engine.url.database or "", timeout=_PATIENCE_SECONDS)


def _write_anew(engine: Engine) -> None:
    # Its own connection, because neither its patience nor its way of committing is for others.
    apart = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    for table in _OPENABLE:
        with suppress(DBAPIError), apart.connect() as connection:
            connection.execute(text(f"SET lock_timeout = '{_PATIENCE_SECONDS}s'"))
            connection.execute(text(f"VACUUM FULL {table}"))


_WIPES: dict[str, Callable[[Engine], None]] = {
    "sqlite": _empty_write_ahead_log,
    "postgresql": _write_anew,
}
