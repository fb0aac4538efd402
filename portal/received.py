"""What a browser sent: its address and its form, read within limits."""

from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

FORM_BYTES = 512 * 1024
UPLOAD_BYTES = 12 * 1024 * 1024
_FIELDS = 2000


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
    size, files = (UPLOAD_BYTES, 4) if uploads else (FORM_BYTES, 0)
    if int(request.headers.get("content-length") or 0) > size:
        raise HTTPException(413)
    bounded = Request(request.scope, _bounded(request.receive, size))
    sent = await bounded.form(max_files=files, max_fields=_FIELDS, max_part_size=size)
    return FormData([(_kept(name), _kept(value)) for name, value in sent.multi_items()])


def _kept(value: Any) -> Any:
    # Nobody types a NUL, and PostgreSQL stores none.
    return value.replace("\0", "") if isinstance(value, str) else value


def _bounded(receive: Receive, size: int) -> Receive:
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > size:
            raise HTTPException(413)
        return message

    return bounded
