"""How much room is left on the disks to which the portal writes.

PostgreSQL keeps its data where the portal may not look, often on another computer: then only
the disk of `PORTAL_VAR` is seen, and the database's own is for its server to watch.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from portal.settings import Settings

FILES_NEED = 1024 * 1024 * 1024
"""With fewer bytes free no more files are taken in; words still are."""

WORDS_NEED = 128 * 1024 * 1024
"""With fewer bytes free no more reports are taken in: those that are kept must not be harmed."""


def free(settings: Settings) -> int:
    """Tell how many bytes are free on the fullest of the disks that the portal sees."""
    return min(shutil.disk_usage(folder).free for folder in _folders(settings))


def takes_files(settings: Settings) -> bool:
    """Tell whether there is room for files from outside."""
    return free(settings) >= FILES_NEED


def takes_words(settings: Settings) -> bool:
    """Tell whether there is room for reports, which are small."""
    return free(settings) >= WORDS_NEED


def _folders(settings: Settings) -> Iterator[Path]:
    """Name a folder on each disk that is there already: a new installation has made none yet."""
    yield _existing(settings.var)
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        yield _existing(Path(url.database).parent)


def _existing(folder: Path) -> Path:
    folder = folder.absolute()
    return next(one for one in (folder, *folder.parents) if one.is_dir())
