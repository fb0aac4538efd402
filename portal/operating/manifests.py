"""A folder that holds a copy of something, and a list of its files that shows any damage."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path


class BackupError(Exception):
    """Something stands in the way of a backup; the message says what."""


@dataclass(frozen=True)
class Backup:
    """What a folder holds: since when, of which kind, and the SHA-256 of each of its files."""

    made: str
    database: str
    revision: str
    files: dict[str, str]


def prepare(folder: Path) -> None:
    """Make the folder for a copy, which nobody else on this machine reads."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty. Name a new folder for each backup.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def finish(folder: Path, manifest: str, made: str, database: str, revision: str) -> Backup:
    """Write down what a folder holds; without its list a folder is no copy."""
    backup = Backup(made, database, revision, _digests(folder, manifest))
    (folder / manifest).write_text(json.dumps(asdict(backup), indent=1), encoding="utf-8")
    return backup


def read(folder: Path, manifest: str) -> Backup:
    """Read what a folder holds, and make sure that nothing of it is missing or was changed."""
    try:
        backup = Backup(**json.loads((folder / manifest).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"There is no backup in {folder}.") from error
    found = _digests(folder, manifest)
    wrong = sorted(name for name, digest in backup.files.items() if found.get(name) != digest)
    if wrong:
        raise BackupError(f"The backup is damaged: {', '.join(wrong)}. Nothing was changed.")
    return backup


def _digests(folder: Path, manifest: str) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        file.relative_to(folder).as_posix(): _digest(file)
        for file in files
        if file.name != manifest
    }


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
