"""What an uploaded document really is, judged by its bytes, and what of it is published."""

from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal.accounts import guards
from portal.accounts.models import Role
from portal.files import filetypes
from portal.files.filetypes import safe_name
from portal.problems import Problem, mark
from portal.store import disk
from portal.web import body as sent

__all__ = ["ENDINGS", "LARGEST", "Upload", "prepare", "read", "received", "safe_name"]

LARGEST = 10 * 1024 * 1024
"""The most bytes that a document may have."""

ENDINGS = {kind: filetypes.ENDINGS[kind] for kind in (filetypes.PDF, *filetypes.IMAGES)}
"""The media types that are accepted, with the ending that a file of each gets."""


class Upload(NamedTuple):
    """A document as it is published: its media type, and its bytes without what tells of people."""

    kind: str
    content: bytes


_FULL = mark("No files can be kept at the moment: the disk is almost full. Tell an administrator.")
_NONE = mark("Choose a file.")
_TOO_LARGE = mark("The file is larger than 10 MB.")


def prepare(request: Request) -> None:
    """Make the file that came in anew, if an officer sent it: no transaction waits for that."""
    with Session(request.state.engine) as session:
        account = guards.visitor(request, session)
        if account is None or not account.holds(frozenset({Role.OFFICER})):
            return
    file = sent.files(request.state.form)[0]
    room = disk.takes_files(request.state.settings)
    upload = read(file.file.read(LARGEST + 1)) if room else Problem(_FULL)
    request.state.upload = upload, file.filename or ""


def received(request: Request) -> tuple[Upload | Problem, str]:
    """Give the file that came in, or why there is none, and the name that it had."""
    nothing = Problem(_TOO_LARGE if sent.is_cut(request) else _NONE), ""
    given: tuple[Upload | Problem, str] = getattr(request.state, "upload", nothing)
    return given


def read(content: bytes) -> Upload | Problem:
    """Make of a file what can be published, or say why it is not accepted; this takes seconds."""
    if not content:
        return Problem(_NONE)
    if len(content) > LARGEST:
        return Problem(_TOO_LARGE)
    kind = filetypes.by_signature(content)
    if kind is None:
        return Problem(mark("The file must be a PDF, PNG, JPEG or WebP file."))
    made = filetypes.made_anew(content, kind, links=True)
    return made if isinstance(made, Problem) else Upload(kind, made)
