"""The head of the audit log, written down outside the database: number and signature of a row."""

import fcntl
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.sealing import crypto
from portal.store import ownership

_DIGITS = 19


@dataclass(frozen=True)
class Head:
    """The newest row of a log as it was written down, and whether this portal signed that."""

    number: int
    digest: str
    signed: bool


def written(head: Head, key: bytes) -> str:
    """Write down a head, signed, on one line."""
    row = f"{head.number} {head.digest}"
    return f"{row} {crypto.signature(key, row.encode())}"


def read(text: str, key: bytes) -> Head | None:
    """Read a head that was written down; None if it is damaged."""
    number, _, rest = text.strip().partition(" ")
    digest, _, signature = rest.partition(" ")
    if not (number.isascii() and number.isdigit() and len(number) < _DIGITS):
        return None
    right = crypto.signature(key, f"{number} {digest}".encode())
    return Head(int(number), digest, signed=hmac.compare_digest(signature.encode(), right.encode()))


def publish(head: Head, anchor: Path, key: bytes, lost: Head | None = None) -> None:
    """Write a head down, unless that of a later row was; raises OSError where that fails.

    One that is `lost`, because its row is not in the log, stops nothing.
    """
    anchor.parent.mkdir(parents=True, exist_ok=True)
    with _alone(anchor.parent):
        known = read(line(anchor), key)
        if known and known.signed and known != lost and head.number < known.number:
            return
        ownership.write_anew(anchor, written(head, key))


def line(anchor: Path) -> str:
    """Give what is written down; nothing if it is missing."""
    # One that cannot be read is as good as missing, and must not stop what staff do.
    try:
        return anchor.read_text(errors="replace")
    except OSError:
        return ""


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one thread of one process move the anchor at a time, so that it never goes back."""
    # The folder itself, because a file for it might belong to somebody else.
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)
