"""Where a view runs, and when what it wrote is kept: lanes of threads, and one transaction each.

quick, where the database is a file    reading: here, at once
                                       writing: here, unless somebody else writes just now
all others, and who found it taken     in a thread: long, hashing, writing or short

begin ─ view ─ status under 400, or `keep`? ─ yes ─ commit ─ head of the log ─ answer
                                            └ no ── nothing is kept ───────── answer
"""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import anyio.to_thread
from anyio import CapacityLimiter
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.background import BackgroundTask, BackgroundTasks
from starlette.requests import Request
from starlette.responses import Response

from portal.council import queries as council_queries
from portal.languages import i18n
from portal.store import audit
from portal.store.db import PATIENCE, LockedError, begin
from portal.store.outage import is_locked
from portal.web import body

View = Callable[[Request, Session], Response]
Question = Callable[[Request, Session], bool]

_PROMPT_SECONDS = 0.01
_HURRIED = 25


@dataclass
class Disk:
    """Whether what was written last reached the disk so fast that others hardly noticed."""

    prompt: bool = False


@dataclass
class Line:
    """For how many milliseconds whoever writes waits for a lock.

    Once somebody in front waited in vain, those behind hardly wait: they are answered at once.
    """

    patience: int = PATIENCE


@dataclass(frozen=True)
class Limits:
    """How many views run at once: short ones, those that write, long ones, password hashing.

    `files` are cleaned by processes of their own, before a view runs and while others go on.
    `file` tells whether the database is a file of this computer, which is read without waiting.
    """

    short: CapacityLimiter
    writing: CapacityLimiter
    long: CapacityLimiter
    files: CapacityLimiter
    hashing: CapacityLimiter
    file: bool
    disk: Disk = field(default_factory=Disk)
    line: Line = field(default_factory=Line)


async def answer(view: View, request: Request, lane: str, *, writes: bool) -> Response:
    """Run a view in its lane, which is long, hashing, quick or nothing, and keep what it wrote."""
    limits: Limits = request.state.limits
    if lane == "quick" and limits.file and not body.has_files(request):
        response = await _at_once(view, request, limits, writes=writes)
        if response is not None:
            return response
    lanes = {"long": limits.long, "hashing": limits.hashing}
    limiter = lanes.get(lane, limits.writing if writes else limits.short)
    run = partial(_in_transaction, view, request, writes=writes)
    return await anyio.to_thread.run_sync(run, limiter=limiter)


async def ask(request: Request, question: Question) -> bool:
    """Ask the database something about a visitor before their form is read."""
    limits: Limits = request.state.limits
    return await anyio.to_thread.run_sync(_asked, question, request, limiter=limits.short)


def stream(request: Request, rows: Callable[[Session], Iterator[str]]) -> AsyncIterator[str]:
    """Read text bit by bit, each in its own transaction: slow readers keep no connection."""

    async def pieces() -> AsyncIterator[str]:
        with _opened(request) as session:
            read = partial(_next_piece, session, rows(session))
            limiter = request.state.limits.long
            while (piece := await anyio.to_thread.run_sync(read, limiter=limiter)) is not None:
                yield piece

    return pieces()


def then(response: Response, task: BackgroundTask) -> None:
    """Have something done once an answer was sent, after what others want done then."""
    before = [response.background] if response.background else []
    response.background = BackgroundTasks([*before, task])


async def afterwards(request: Request, work: Callable[[Session], object]) -> None:
    """Do something after the answer was sent, which may fail without anybody being told."""
    with suppress(SQLAlchemyError, LockedError):
        limiter = request.state.limits.long
        await anyio.to_thread.run_sync(_done_afterwards, request, work, limiter=limiter)


def _done_afterwards(request: Request, work: Callable[[Session], object]) -> None:
    with _opened(request) as session:
        begin(session, writes=True)
        work(session)
        session.commit()


def _in_transaction(view: View, request: Request, *, writes: bool) -> Response:
    line: Line = request.state.limits.line
    try:
        response = _kept(view, request, writes=writes)
    except Exception as error:
        if is_locked(error):
            line.patience = _HURRIED
        raise
    if writes:
        line.patience = PATIENCE
    return response


def _kept(view: View, request: Request, *, writes: bool) -> Response:
    with _opened(request) as session:
        begin(session, writes=writes)
        response = _viewed(view, request, session)
        if _is_kept(request, response):
            _commit(request, session)
        return response


def _asked(question: Question, request: Request) -> bool:
    with _opened(request) as session:
        begin(session, writes=False)
        return question(request, session)


async def _at_once(
    view: View, request: Request, limits: Limits, *, writes: bool
) -> Response | None:
    # Nothing, where somebody else is writing: it is then waited for in a thread. Once its
    # transaction is open the view runs here or fails here, because it must not run twice.
    #
    # Two threads hand Python over to each other at every statement, which takes longer than the
    # statements. Only a disk that keeps others waiting is waited for in a thread.
    if not writes:
        return _in_transaction(view, request, writes=False)
    async with limits.writing:
        with _opened(request) as session:
            if not _begun(session):
                return None
            response = _viewed(view, request, session)
            if _is_kept(request, response):
                await _commit_promptly(request, session, limits.disk)
            limits.line.patience = PATIENCE
            return response


def _begun(session: Session) -> bool:
    try:
        begin(session, writes=True, wait=False)
    except LockedError:
        return False
    return True


async def _commit_promptly(request: Request, session: Session, disk: Disk) -> None:
    if disk.prompt:
        seconds = _commit(request, session)
    else:
        seconds = await anyio.to_thread.run_sync(_commit, request, session)
    disk.prompt = seconds < _PROMPT_SECONDS


def _viewed(view: View, request: Request, session: Session) -> Response:
    request.state.council = council_queries.current(session)
    i18n.keep_time(request.state.council.calendar)
    i18n.prefer(request.state.council.languages)
    return view(request, session)


def _is_kept(request: Request, response: Response) -> bool:
    return response.status_code < 400 or getattr(request.state, "keep", False)


def _commit(request: Request, session: Session) -> float:
    started = time.monotonic()
    session.commit()
    audit.publish_head(session, request.state.settings.anchor)
    return time.monotonic() - started


def _next_piece(session: Session, iterator: Iterator[str]) -> str | None:
    begin(session, writes=False)
    piece = next(iterator, None)
    session.close()
    return piece


def _opened(request: Request) -> Session:
    info = audit.session_info(request.state.settings)
    info["memory"] = request.state.memory
    info["patience"] = request.state.limits.line.patience
    return Session(request.state.engine, info=info, expire_on_commit=False)
