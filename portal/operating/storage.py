"""What is wrong with where the portal keeps things: its folder, its disk, database and log."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlmodel import Session

from portal.council import queries as council_queries
from portal.findings import Finding, error, warning
from portal.sealing import crypto
from portal.settings import Settings
from portal.site import queries
from portal.store import disk, ownership, staff_audit
from portal.store.db import LockedError


def folder(var: Path) -> Iterator[Finding]:
    """Look whether the folder can be written."""
    existing = next(folder for folder in (var, *var.absolute().parents) if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        yield error(
            f"The folder {var} cannot be written, so documents and the audit anchor are lost.",
            "Give the portal's user the folder, or set PORTAL_VAR to another one.",
        )


def belongings(settings: Settings) -> Iterator[Finding]:
    """Look whether the portal's user can read and write all that it needs."""
    if foreign := _foreign(settings):
        shown = ", ".join(str(path) for path in foreign[:3])
        owner = ownership.owner_of(settings)
        user = f"user number {owner.st_uid}" if owner else "the portal's user"
        yield error(
            f"The portal's user cannot read or write what it needs: {shown}, "
            f"{len(foreign)} in all.",
            f"Give all of {settings.var} and the database to {user}: chown -R",
        )


def room(settings: Settings) -> Iterator[Finding]:
    """Look how much room is left."""
    try:
        room = disk.free(settings)
    except (OSError, ArgumentError):
        return
    if room < disk.FILES_NEED:
        find = error if room < disk.WORDS_NEED else warning
        yield find(
            f"Only {room // 1024**2} MB are free where the portal keeps its data.",
            "Make room or enlarge the disk: the portal takes in no files, then no reports, "
            "and at last nothing.",
        )


def writing(engine: Engine) -> Iterator[Finding]:
    """Try whether the database keeps what is written."""
    try:
        queries.check_writing(engine)
    except (SQLAlchemyError, LockedError, sqlite3.Error) as failure:
        cause = getattr(failure, "orig", None) or failure.__cause__ or failure
        yield error(
            f"The database cannot be written: {cause}.",
            "See who else uses it, whether its files can be written, and how much room is left.",
        )


def log(session: Session, settings: Settings) -> Iterator[Finding]:
    """Look whether the head of the audit log is written down outside the database, and sent."""
    key = crypto.installation_key(settings.secret, "audit")
    for fault in staff_audit.head_faults(session, key, settings.anchor):
        yield error(
            f"The audit log, row {fault.entry}: {fault.reason}.",
            f"See that {settings.anchor} can be written; the next row writes it anew. "
            "Then run: portal audit verify",
        )
    decided = council_queries.stored(session)
    if decided.audit_email and not settings.smtp_url:
        yield error(
            "The head of the audit log is to be sent by mail, and there is no mail server.",
            "Set PORTAL_SMTP_URL.",
        )


def _foreign(settings: Settings) -> list[Path]:
    try:
        return ownership.foreign(settings)
    except (OSError, ArgumentError):
        return []
