"""PDFs without what acts, hides or names somebody: their pages, written anew.

A reader may see other objects than we did: earlier versions, what lies between or behind them.
So only what was looked at is written, into a fresh file. Names that make a reader run, open or
send something are refused wherever they stand, because printing to PDF again takes them away.

What acts: ISO 32000-2, 12.6.4 (actions), 7.11 (files within and without) and 12.7.8 (forms).
"""

import sys
from collections.abc import Iterable, Iterator
from enum import IntEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from portal.files import sandbox
from portal.problems import Problem, mark

if TYPE_CHECKING:
    from pypdf import PdfWriter

_MOST_OBJECTS = 200_000
_DEEPEST = 20_000
_HEADER = "%PDF-1.7"
_LINKS = "links"
_WEB = ("http://", "https://", "mailto:", "tel:")
# fmt: off
_ACTIVE = frozenset({
    "/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/XFA", "/GoToR", "/GoToE",
    "/GoToDp", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/FileAttachment", "/URL", "/RichMedia",
    "/RichMediaExecute", "/Rendition", "/Movie", "/Sound", "/Screen", "/3D", "/GoTo3DView",
})
# fmt: on
_ELSEWHERE = frozenset({"/F", "/Ref", "/OPI"})
"""In a stream: its content is in another file, which a reader would fetch."""

_LEFT_OUT = ("/AA", "/OpenAction", "/Metadata", "/PieceInfo")
"""What happens by itself, and who made it with what."""


class Failure(IntEnum):
    """Why a PDF could not be written anew; the exit status of the process."""

    DAMAGED = 3
    LOCKED = 4
    ACTIVE = 5
    LINKED = 6
    TOO_LARGE = 7


_PROBLEMS = {
    Failure.DAMAGED: mark("The PDF file is damaged. Print it to PDF again."),
    Failure.LOCKED: mark("The PDF file is locked with a password. Save it without one."),
    Failure.ACTIVE: mark(
        "The PDF file holds scripts, other files, or buttons that send or open something. "
        "Print it to PDF again."
    ),
    Failure.LINKED: mark(
        "A link in the PDF file leads neither to a website nor to an email address. "
        "Take it out and save the PDF again."
    ),
    Failure.TOO_LARGE: mark(
        "The PDF file takes too long to check. Print it to PDF again, or send it in parts."
    ),
}


def written_anew(content: bytes, *, links: bool) -> bytes | Problem:
    """Write a PDF anew; with `links` to websites, e-mail addresses and telephones, or with none."""
    status, written = sandbox.run("portal.files.pdfs", content, *([_LINKS] if links else []))
    if status == 0 and written:
        return written
    known = Failure(status) if status in list(Failure) else Failure.DAMAGED
    return Problem(_PROBLEMS[Failure.TOO_LARGE if status < 0 else known])


def main() -> int:
    """Write the PDF that comes in anew, within the limits."""
    from pypdf import PdfReader, PdfWriter, errors, filters  # noqa: F401 - before no file opens

    sys.setrecursionlimit(_DEEPEST)
    sandbox.limit()
    try:
        written = _written_anew(sys.stdin.buffer.read(), links=_LINKS in sys.argv)
    except _RefusedError as refusal:
        return int(refusal.failure)
    except (MemoryError, RecursionError, errors.LimitReachedError):
        return Failure.TOO_LARGE
    except Exception:
        # What a damaged file makes the library raise is of every kind.
        return Failure.DAMAGED
    sys.stdout.buffer.write(written)
    return 0


class _RefusedError(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure


def _written_anew(content: bytes, *, links: bool) -> bytes:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise _RefusedError(Failure.LOCKED)
    writer = PdfWriter(clone_from=reader)
    if not writer.pages:
        raise _RefusedError(Failure.DAMAGED)
    if len(writer._objects) > _MOST_OBJECTS:
        raise _RefusedError(Failure.TOO_LARGE)
    writer.pdf_header = _HEADER
    title = writer.metadata.title if writer.metadata and links else None
    writer.metadata = {"/Title": title} if title else None
    parts = list(_parts(writer._objects))
    for part in parts:
        _refuse(part, links=links)
    for part in parts:
        _leave_out(part, links=links)
    return _written(writer)


def _written(writer: "PdfWriter") -> bytes:
    writer.compress_identical_objects(remove_duplicates=False)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _parts(objects: Iterable[Any]) -> Iterator[Any]:
    """List all that will be written: every object and every part of it, to any depth."""
    stack = list(objects)
    while stack:
        part = stack.pop()
        yield part
        if isinstance(part, dict):
            stack.extend(dict.values(part))
        elif isinstance(part, list):
            stack.extend(list.__iter__(part))


def _refuse(part: Any, *, links: bool) -> None:
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    if isinstance(part, NameObject) and part in _ACTIVE:
        raise _RefusedError(Failure.ACTIVE)
    if not isinstance(part, DictionaryObject):
        return
    refused = _ACTIVE | _ELSEWHERE if isinstance(part, StreamObject) else _ACTIVE
    if not refused.isdisjoint(part):
        raise _RefusedError(Failure.ACTIVE)
    if links and "/URI" in part and not _may_stay(part["/URI"]):
        raise _RefusedError(Failure.LINKED)


def _may_stay(target: Any) -> bool:
    # The address to which others are relative is left out, and none of them stays.
    target = target.decode("latin-1") if isinstance(target, bytes) else target
    return isinstance(target, dict) or str(target).strip().lower().startswith(_WEB)


def _leave_out(part: Any, *, links: bool) -> None:
    if not isinstance(part, dict):
        return
    for name in _LEFT_OUT:
        part.pop(name, None)
    if "/URI" in part and (not links or isinstance(part["/URI"], dict)):
        del part["/URI"]


if __name__ == "__main__":
    sys.exit(main())
