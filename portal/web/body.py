"""What a browser sent: its address and its form, read within limits.

Files stay in memory until the answer has left: on a disk they would lie in clear.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import anyio.to_thread
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from portal.languages.normal_form import is_blank
from portal.web.incoming import Body, Bounds, Memory

Preparation = Callable[[Request], None]
Known = Callable[[], Awaitable[bool]]

FORM_BYTES = 512 * 1024
MOST_FILES = 10
UPLOAD_BYTES = 32 * 1024 * 1024 + FORM_BYTES
_LIMITS: dict[str, int] = {"max_fields": 2000, "max_part_size": FORM_BYTES}
_MULTIPART = b"multipart/form-data"
_URL_ENCODED = b"application/x-www-form-urlencoded"
_DIGITS = 12
_UTF8 = frozenset({b"utf-8", b"utf8"})

# Starlette writes what is larger than this to a file, where nobody would ever encrypt it.
MultiPartParser.spool_max_size = UPLOAD_BYTES + 1

uploads_memory = Memory(4 * UPLOAD_BYTES)
"""Room for a few full uploads, or for many small ones."""
forms_memory = Memory(64 * FORM_BYTES)
"""Room for the words that anybody may send, where they are many."""

_FORM = Bounds(FORM_BYTES, seconds=60, slowest=512, memory=forms_memory)
_UPLOAD = Bounds(UPLOAD_BYTES, seconds=300, slowest=8 * 1024, memory=uploads_memory)


def plain(request: Request) -> Request:
    """Refuse an address that no database can look up, and read HEAD as GET."""
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise HTTPException(404)
    if request.method != "HEAD":
        return request
    # A copy, because the server asks its own scope whether to leave out the body.
    return Request({**request.scope, "method": "GET"}, request.receive)


async def form(request: Request, known: Known | None) -> FormData:
    """Read a form within its limits, files included where somebody is `known` to send them.

    That is asked once more comes in than words: `known` looks at the cookies, and at the fields
    that came first. From nobody else are files read on; their words are given to the page.
    There, a form that does not fit is given as far as it did: see `is_cut`.
    """
    kind, options = parse_options_header(request.headers.get("content-type"))
    if options.get(b"charset", b"utf-8").lower() not in _UTF8:
        raise HTTPException(415)
    if kind == _MULTIPART and known:
        return await _uploaded(request, known)
    if kind == _MULTIPART:
        raise HTTPException(422)
    if kind != _URL_ENCODED:
        return FormData()
    body = Body(request.receive, _FORM)
    parser = FormParser(request.headers, _stream(request, body), **_LIMITS)
    return await _parsed(request, body, parser, cut=bool(known))


async def prepare(request: Request, preparation: bool | Preparation) -> None:
    """Do with files what takes long, in its own lane, before any transaction begins."""
    if callable(preparation) and has_files(request):
        limiter = request.state.limits.files
        await anyio.to_thread.run_sync(preparation, request, limiter=limiter)


def files(form: FormData) -> list[UploadFile]:
    """List the files that were sent with a form; a field left empty sends none."""
    sent = (value for _, value in form.multi_items() if isinstance(value, UploadFile))
    return [file for file in sent if file.filename or file.size]


def typed(request: Request) -> list[tuple[str, str]]:
    """List the texts that came with a form, in their order, so that a page can send them again."""
    form = getattr(request.state, "form", FormData())
    return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]


def is_cut(request: Request) -> bool:
    """Tell whether more was sent than fits: there are no files then, and not all words."""
    return getattr(request.state, "cut", False)


def names_of_cut(request: Request) -> list[str]:
    """List what the files were called that came with more than fits."""
    return getattr(request.state, "names_of_cut", [])


def has_files(request: Request) -> bool:
    """Tell whether files came with the request."""
    return bool(files(getattr(request.state, "form", FormData())))


def brings_files(request: Request) -> bool:
    """Tell whether files may have been sent, also where they were not read."""
    return request.headers.get("content-type", "").lower().startswith("multipart/")


async def _uploaded(request: Request, known: Known) -> FormData:
    async def wider() -> Bounds | None:
        request.state.form = FormData(_texts(parser.items))
        if is_beyond(request, UPLOAD_BYTES):
            raise HTTPException(413)  # Nobody needs to wait for the rest.
        if await known():
            return _UPLOAD
        if (unread := parser._current_part.file) is None:
            raise HTTPException(413)  # A page must not take half a text for the whole.
        await unread.close()
        return None

    body = Body(request.receive, _FORM, wider)
    stream = _stream(request, body)
    parser = MultiPartParser(request.headers, stream, max_files=MOST_FILES, **_LIMITS)
    return await _parsed(request, body, parser, cut=True)


async def _parsed(
    request: Request, body: Body, parser: FormParser | MultiPartParser, *, cut: bool
) -> FormData:
    if not cut and is_beyond(request, FORM_BYTES):
        raise HTTPException(413)
    with body.hurried():
        whole = await _fits(parser)
        read = parser.items if isinstance(parser, MultiPartParser) else parser._items
        sent = [(_kept(name), _kept(value)) for name, value in read]
        if whole and _words(sent) <= (FORM_BYTES // 2 if cut else FORM_BYTES):
            return _Form(sent, body)
        if not cut:
            raise HTTPException(413)
        request.state.cut, request.state.names_of_cut = True, _names(parser)
        return _Form(_texts(sent), body)


def _names(parser: FormParser | MultiPartParser) -> list[str]:
    if isinstance(parser, FormParser):
        return []
    begun = [value for _, value in parser.items] + [parser._current_part.file]
    return [file.filename or "" for file in begun if isinstance(file, UploadFile)]


async def _fits(parser: FormParser | MultiPartParser) -> bool:
    try:
        async with aclosing(parser.stream):
            await parser.parse()
    except MultiPartException:
        return False
    except HTTPException as error:
        if error.status_code != 413:
            raise
        return False
    return True


def is_beyond(request: Request, most: int) -> bool:
    """Tell whether a request says itself that it holds more."""
    length = request.headers.get("content-length", "")
    return length.isdecimal() and (len(length) > _DIGITS or int(length) > most)


def _stream(request: Request, body: Body) -> AsyncGenerator[bytes, None]:
    return Request(request.scope, body.receive).stream()


def _words(sent: list[tuple[str, Any]]) -> int:
    # There is room for files, not for words: those travel on with every page, and grow by it.
    return sum(len(name.encode()) + len(value.encode()) for name, value in _texts(sent))


def _texts(sent: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(_kept(name), _kept(value)) for name, value in sent if isinstance(value, str)]


def _kept(value: Any) -> Any:
    # Nobody types a NUL, and PostgreSQL stores none. Half of a sign, which some character sets
    # can write (UTF-7), can neither be stored nor shown. Where nothing can be seen nothing was
    # said: whoever is asked for a reason has given none.
    if not isinstance(value, str):
        return value
    plain = value.replace("\0", "").encode(errors="replace").decode()
    return "" if is_blank(plain) else plain


class _Form(FormData):
    """A form that gives its room in memory back when it is closed."""

    def __init__(self, items: list[tuple[str, Any]], body: Body) -> None:
        super().__init__(items)
        self._body = body

    async def close(self) -> None:
        """Forget the files."""
        await super().close()
        self._body.free()
