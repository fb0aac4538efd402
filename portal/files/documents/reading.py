"""A file read in a process of its own, with limits; what a file is, its bytes tell."""

import codecs
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from enum import IntEnum, StrEnum

from portal.files import sandbox
from portal.files.documents import (
    archives,
    document,
    plain_text,
    separated,
    staff_problems,
    web_pages,
)
from portal.files.documents.document import Document
from portal.problems import Problem

LARGEST = 10 * 1024 * 1024
"""How many bytes of a file are read."""


class Kind(StrEnum):
    """The formats in which plans are read, by the ending of their files."""

    TEXT = "txt"
    SEPARATED = "csv"
    WORKBOOK = "xlsx"
    WORD = "docx"
    WEB = "html"


class Failure(IntEnum):
    """Why a file could not be read; the exit status of the process."""

    DAMAGED = 3
    TOO_LARGE = 4
    REFUSED = 5


_PROBLEMS = {
    Failure.DAMAGED: staff_problems.DAMAGED,
    Failure.TOO_LARGE: staff_problems.TOO_LARGE,
    Failure.REFUSED: staff_problems.REFUSED,
}
_PACKED = b"PK\x03\x04"
_OLDER_OFFICE = b"\xd0\xcf\x11\xe0"
_WORD_PART, _SHEET_PART = b"word/", b"xl/"
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|meta|table|div|p|h[1-6]|[uo]l|section"
    r"|article|main|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?((?:iso-8859-|windows-125|koi8-)\w{1,2})\b""",
    re.IGNORECASE,
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FIRST = 4_096
_SAMPLE = "a;b\n1;\u0662\n"
_OLD_FORM = "cp1252"


def read(content: bytes, kind: Kind | None = None) -> Document | Problem:
    """Read a file or what was pasted, or say why not; `kind` if somebody said what it is.

    This takes a second: it belongs before any transaction.
    """
    if not content.strip():
        return Problem(staff_problems.EMPTY)
    if len(content) > LARGEST:
        return Problem(staff_problems.TOO_LARGE)
    known = kind or _kind(content)
    if isinstance(known, Problem):
        return known
    if known not in (Kind.WORKBOOK, Kind.WORD):
        content = words(content).encode()
    status, given = sandbox.run("portal.files.documents.reading", content, known.value)
    if status == 0:
        read = document.unpacked(given)
        return read if read.blocks else Problem(staff_problems.EMPTY)
    failure = Failure(status) if status in list(Failure) else Failure.DAMAGED
    return Problem(_PROBLEMS[Failure.TOO_LARGE if status < 0 else failure])


def main() -> int:
    """Read the file that comes in, within the limits, and give it back as a document."""
    kind = Kind(sys.argv[1])
    reader = _reader(kind)
    sandbox.limit()
    try:
        read = reader(sys.stdin.buffer.read())
    except archives.RefusedError:
        return Failure.REFUSED
    except (document.TooLargeError, MemoryError, RecursionError):
        return Failure.TOO_LARGE
    except Exception:
        # What a damaged file makes a library raise is of every kind.
        return Failure.DAMAGED
    sys.stdout.buffer.write(document.packed(read))
    return 0


def words(content: bytes) -> str:
    """Read bytes as words: in the form they declare, else in UTF-8, else in that of old sheets."""
    if content.startswith(_UTF16):
        return content.decode("utf-16", "replace")
    declared = _DECLARED.search(content[:_FIRST])
    for form in ("utf-8-sig", declared[1].decode().lower() if declared else "", _OLD_FORM):
        with suppress(LookupError, UnicodeError):
            return content.decode(form)
    return content.decode("latin-1")


def _kind(content: bytes) -> Kind | Problem:
    if content.startswith(_PACKED):
        inside = (_WORD_PART in content, Kind.WORD), (_SHEET_PART in content, Kind.WORKBOOK)
        return next((kind for found, kind in inside if found), Problem(staff_problems.OTHER))
    if content.startswith(_OLDER_OFFICE):
        return Problem(staff_problems.OLDER)
    text = words(content)
    if "\0" in text or text.startswith("%PDF"):
        return Problem(staff_problems.OTHER)
    kind = Kind.SEPARATED if separated.separator(text) else Kind.TEXT
    return Kind.WEB if _MARKUP.match(text) else kind


def _reader(kind: Kind) -> Callable[[bytes], Document]:
    """Have what reads such files read one first, so that no other file is opened later."""
    if kind is Kind.WORKBOOK:
        from portal.files.documents import workbooks

        workbooks.read(workbooks.sample())
        return workbooks.read
    if kind is Kind.WORD:
        from portal.files.documents import word_files

        word_files.read(word_files.sample())
        return word_files.read
    reads = {Kind.WEB: web_pages.read, Kind.SEPARATED: separated.read, Kind.TEXT: plain_text.read}
    reads[kind](_SAMPLE)
    return lambda content: reads[kind](content.decode())


if __name__ == "__main__":
    sys.exit(main())
