"""What a browser sent: its address and its form, read within limits.

Files stay in memory until the answer has left: on a disk they would lie in clear.
"""

from collections.abc import Callable
from typing import Any

import anyio
import anyio.to_thread
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.types import Message, Receive

Preparation = Callable[[Request], None]

FORM_BYTES = 512 * 1024
MOST_FILES = 4
UPLOAD_BYTES = MOST_FILES * 8 * 1024 * 1024 + FORM_BYTES
_FIELDS = 2000
_SECONDS = 300
_MULTIPART = "multipart/form-data"

# Starlette writes what is larger than this to a file, where nobody would ever encrypt it.
MultiPartParser.spool_max_size = UPLOAD_BYTES + 1


class Memory:
    """How many bytes of uploads this process holds at once, and may hold at most."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, 0

    def take(self, size: int) -> None:
        """Take room for so many bytes, or ask the visitor to try again."""
        if self.taken + size > self.most:
            raise HTTPException(503, headers={"retry-after": "30"})
        self.taken += size

    def give_back(self, size: int) -> None:
        """Give room back."""
        self.taken -= size


uploads_memory = Memory(4 * UPLOAD_BYTES)
"""Room for a few full uploads, or for many small ones."""


def plain(request: Request) -> Request:
    """Refuse an address that no database can look up, and read HEAD as GET."""
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise HTTPException(404)
    if request.method != "HEAD":
        return request
    # A copy, because the server asks its own scope whether to leave out the body.
    return Request({**request.scope, "method": "GET"}, request.receive)


async def form(request: Request, *, uploads: bool) -> FormData:
    """Read a form within its limits, files included where they are expected."""
    if not request.headers.get("content-type", "").lower().startswith(_MULTIPART):
        body = _Body(request.receive, FORM_BYTES)
        return FormData(await _parsed(request, body, files=0))
    if not uploads:
        raise HTTPException(422)
    return await _uploaded(request)


async def prepare(request: Request, preparation: bool | Preparation) -> None:
    """Do with files what takes long, in its own lane, before any transaction begins."""
    if callable(preparation) and has_files(request):
        limiter = request.state.limits.long
        await anyio.to_thread.run_sync(preparation, request, limiter=limiter)


def files(form: FormData) -> list[UploadFile]:
    """List the files that were sent with a form; a field left empty sends none."""
    sent = (value for _, value in form.multi_items() if isinstance(value, UploadFile))
    return [file for file in sent if file.filename or file.size]


def typed(request: Request) -> list[tuple[str, str]]:
    """List the texts that came with a form, in their order, so that a page can send them again."""
    form = getattr(request.state, "form", FormData())
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def has_files(request: Request) -> bool:
    """Tell whether files came with the request."""
    return bool(files(getattr(request.state, "form", FormData())))


async def _uploaded(request: Request) -> FormData:
    body = _Body(request.receive, UPLOAD_BYTES, uploads_memory)
    try:
        # Whoever sends slowly must not keep the room from others for ever.
        with anyio.fail_after(_SECONDS):
            return _Form(_short(await _parsed(request, body, files=MOST_FILES)), body)
    except TimeoutError:
        body.free()
        raise HTTPException(503) from None
    except BaseException:
        body.free()
        raise


async def _parsed(request: Request, body: "_Body", *, files: int) -> list[tuple[str, Any]]:
    if int(request.headers.get("content-length") or 0) > body.size:
        raise HTTPException(413)
    bounded = Request(request.scope, body.receive)
    sent = await bounded.form(max_files=files, max_fields=_FIELDS, max_part_size=FORM_BYTES)
    return [(_kept(name), _kept(value)) for name, value in sent.multi_items()]


def _short(sent: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    # There is room for files, not for words: those travel on with every page.
    words = sum(len(name) + len(value) for name, value in sent if isinstance(value, str))
    if words > FORM_BYTES:
        raise HTTPException(413)
    return sent


def _kept(value: Any) -> Any:
    # Nobody types a NUL, and PostgreSQL stores none. Half of a sign, which some character sets
    # can write (UTF-7), can neither be stored nor shown.
    if not isinstance(value, str):
        return value
    return value.replace("\0", "").encode(errors="replace").decode()


class _Body:
    """A body of at most so many bytes, which take their room in memory if that is counted."""

    def __init__(self, receive: Receive, size: int, memory: Memory | None = None) -> None:
        self.size, self.memory, self.seen = size, memory, 0
        self._receive = receive

    async def receive(self) -> Message:
        """Receive the next part of the body."""
        message = await self._receive()
        length = len(message.get("body", b""))
        if self.seen + length > self.size:
            raise HTTPException(413)
        if self.memory:
            self.memory.take(length)
        self.seen += length
        return message

    def free(self) -> None:
        """Give back the room that was taken."""
        if self.memory:
            self.memory.give_back(self.seen)
        self.memory = None


class _Form(FormData):
    """A form that gives its room in memory back when it is closed."""

    def __init__(self, items: list[tuple[str, Any]], body: _Body) -> None:
        super().__init__(items)
        self._body = body

    async def close(self) -> None:
        """Forget the files."""
        await super().close()
        self._body.free()
