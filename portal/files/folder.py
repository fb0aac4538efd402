"""Where the bytes of files lie, so that a fault never loses what was acknowledged.

A file is written to the end before its row is committed, and removed only after the row's
deletion is. What a fault leaves behind in between belongs to no row and is swept up later.
"""

import os
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import event
from sqlmodel import Session

_ORPHAN_AFTER = timedelta(days=1)


def write(folder: Path, name: str, content: bytes) -> None:
    """Write a file so that it is there even after a power cut."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{name}.part"
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / name)
    _sync(folder)


def remove_after_commit(session: Session, files: Iterable[Path]) -> None:
    """Remove files once the transaction that gave them up is committed, and not before."""
    doomed = list(files)

    def remove(_session: Session) -> None:
        for file in doomed:
            file.unlink(missing_ok=True)

    event.listen(session, "after_commit", remove, once=True)


def sweep(folder: Path, known: Collection[str], now: datetime) -> None:
    """Remove files that belong to no row and are too old to be on their way."""
    oldest = (now - _ORPHAN_AFTER).timestamp()
    for file in folder.iterdir() if folder.is_dir() else ():
        # A folder there is not ours: that of a file system, or of whoever makes backups.
        if file.is_file() and file.name not in known and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
