"""Where the bytes of documents lie, so that a fault never loses what was acknowledged.

A file is written to the end before its row is committed, and removed only after the row's
deletion is. What a fault leaves behind in between belongs to no row and is swept up later.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session

from portal.consultations.models import Document
from portal.consultations.staff import queries
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import now

_ORPHAN_AFTER = timedelta(days=1)


def path(settings: Settings, document: Document) -> Path:
    """Say where a document's bytes lie."""
    return settings.documents / document.id


def write(settings: Settings, document: Document, content: bytes) -> None:
    """Write a document so that it is there even after a power cut."""
    folder = settings.documents
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{document.id}.part"
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path(settings, document))
    _sync_folder(folder)


def remove(session: Session, document: Document, reason: Mapping[str, str] | None) -> None:
    """Take a document away; its title stays with the reason that residents are given, if any."""
    if reason is None:
        session.delete(document)
    else:
        document.removed, document.removal = now(), dict(reason)
        session.add(document)
    remove_after_commit(session, [path(session.info["settings"], document)])


def remove_after_commit(session: Session, files: Iterable[Path]) -> None:
    """Remove files once the transaction that gave them up is committed, and not before."""
    doomed = list(files)

    def remove(_session: Session) -> None:
        for file in doomed:
            file.unlink(missing_ok=True)

    event.listen(session, "after_commit", remove, once=True)


def sweep(session: Session, now: datetime) -> None:
    """Remove files that belong to no document and are too old to be on their way."""
    settings: Settings = session.info["settings"]
    if not settings.documents.is_dir():
        return
    known = queries.document_ids(session)
    oldest = (now - _ORPHAN_AFTER).timestamp()
    for file in settings.documents.iterdir():
        # A folder there is not ours: that of a file system, or of whoever makes backups.
        if file.is_file() and file.name not in known and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


jobs.register("consultations.documents", timedelta(days=1), sweep, deletes=True)
