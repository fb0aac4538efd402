"""Who owns what the portal keeps: an operator who works as root leaves nothing to root."""

import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from portal.settings import Settings


def adopt(path: Path, like: Path | None = None) -> None:
    """Give a file to the owner of its folder, and the mode of the one whose place it takes."""
    if like is not None:
        path.chmod(like.stat().st_mode & 0o7777)
    _give(path, path.parent.stat())


def hand_over(settings: Settings) -> None:
    """Give all that the portal keeps to the user for whom the folder or database was made."""
    if (owner := owner_of(settings)) is not None:
        for path in kept(settings):
            _give(path, owner)


def owner_of(settings: Settings) -> os.stat_result | None:
    """Find for whom the folder or the database was made; None where that is root, or nobody."""
    made = (path.stat() for path in (settings.var, *_database(settings)[:1]) if path.exists())
    return next((one for one in made if one.st_uid != 0), None)


def kept(settings: Settings) -> Iterator[Path]:
    """Go through all that the portal has to read and to write."""
    if settings.var.is_dir():
        yield settings.var
        yield from settings.var.rglob("*")
    yield from (path for path in _database(settings) if path.exists())


def foreign(settings: Settings) -> list[Path]:
    """List what the portal keeps and its own user could not read or write."""
    owner = owner_of(settings)
    if os.geteuid() == 0:
        return [path for path in kept(settings) if owner and path.stat().st_uid != owner.st_uid]
    return [path for path in kept(settings) if not os.access(path, os.R_OK | os.W_OK)]


def _database(settings: Settings) -> list[Path]:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return []
    return [Path(url.database + end) for end in ("", "-wal", "-shm")]


def _give(path: Path, owner: os.stat_result) -> None:
    there = path.stat()
    differs = (there.st_uid, there.st_gid) != (owner.st_uid, owner.st_gid)
    if os.geteuid() == 0 and owner.st_uid != 0 and differs:
        os.chown(path, owner.st_uid, owner.st_gid)
