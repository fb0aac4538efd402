"""Who owns what the portal keeps: an operator who works as root leaves nothing to root."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from portal.settings import Settings


def write_anew(path: Path, text: str) -> None:
    """Put a file into the place of another, whole, with its mode and its folder's owner.

    Root works here, too, and must write through no link that somebody left in the way.
    """
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
        if path.is_file() and not path.is_symlink():
            os.fchmod(handle, stat.S_IMODE(path.stat().st_mode))
    _give(fresh, path.parent.stat())
    fresh.replace(path)


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
        return [path for path in kept(settings) if owner and path.lstat().st_uid != owner.st_uid]
    return [path for path in kept(settings) if not os.access(path, os.R_OK | os.W_OK)]


def _database(settings: Settings) -> list[Path]:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return []
    return [Path(url.database + end) for end in ("", "-wal", "-shm")]


def _give(path: Path, owner: os.stat_result) -> None:
    if os.geteuid() != 0 or owner.st_uid == 0:
        return
    # The folder is the service's: it may hold a link to a file of root's, which must stay root's,
    # and what stood there a moment ago may be gone.
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            there = os.fstat(handle)
            plain = stat.S_ISREG(there.st_mode) and there.st_nlink == 1
            if plain or stat.S_ISDIR(there.st_mode):
                os.fchown(handle, owner.st_uid, owner.st_gid)
        finally:
            os.close(handle)
