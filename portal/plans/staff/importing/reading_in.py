"""What an officer sent, read before any transaction begins: a file, or what they pasted."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio.to_thread
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal import lengths
from portal.accounts import guards
from portal.accounts.models import Role
from portal.files.documents import reading, staff_problems
from portal.files.documents.document import Document
from portal.forms.words import one_line
from portal.plans.staff.importing import packing
from portal.problems import Problem, mark
from portal.web import body

_NOTHING = Problem(mark("Choose a file, or paste the plan into the box."))


@dataclass(frozen=True)
class CameIn:
    """A document that was read, as it is kept, and what its file is called."""

    document: Document
    packed: bytes
    name: str


@asynccontextmanager
async def first(request: Request) -> AsyncGenerator[Response | None]:
    """Read what an officer sent in a process of its own, while nobody waits for the database."""
    if request.method == "POST":
        limiter = request.state.limits.files
        await anyio.to_thread.run_sync(_read, request, limiter=limiter)
    yield None


def came_in(request: Request) -> CameIn | Problem:
    """Give what came in, or say why it cannot be read."""
    found: CameIn | Problem = getattr(request.state, "came_in", _NOTHING)
    return found


def _read(request: Request) -> None:
    with Session(request.state.engine) as session:
        account = guards.visitor(request, session)
        if account is None or not account.holds(frozenset({Role.OFFICER})):
            return
    request.state.came_in = _found(request)


def _found(request: Request) -> CameIn | Problem:
    if body.is_cut(request):
        return Problem(staff_problems.TOO_LARGE)
    content, name = _sent(request)
    if not content:
        return _NOTHING
    document = reading.read(content)
    if isinstance(document, Problem):
        return document
    packed = packing.packed(document)
    if len(packed) > packing.MOST_BYTES:
        return Problem(staff_problems.TOO_LARGE)
    return CameIn(document, packed, name)


def _sent(request: Request) -> tuple[bytes, str]:
    """Give a file or what was pasted, with the tabs before its first word: they are empty cells."""
    if files := body.files(request.state.form):
        name = one_line(files[0].filename or "")[: lengths.FILENAME]
        return files[0].file.read(reading.LARGEST + 1), name
    text = request.state.form.get("text", "")
    return text.encode() if isinstance(text, str) and text.strip() else b"", ""
