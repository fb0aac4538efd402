"""Forms that wait in a page, sealed, until whoever typed them may send them.

A session may end while somebody types. What they sent then travels, sealed by this installation,
through the pages that ask who it is, and the last of these has the browser send it on to the
page it was for. Nobody else can send it on, or read it in the page; nothing of it is kept here.
"""

import base64
import hmac
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portal.sealing import crypto
from portal.settings import Settings
from portal.web import body, security

FIELD = "_form"
OWNER = "_owner"
"""The field of a form that tells whose page it stands on."""
LASTS = timedelta(hours=12)

_ROOM = body.FORM_BYTES - 16 * 1024  # beside it, the next page asks for a password
_PLACE = "sealed form"
_SIGNED = "owner of a page"


@dataclass(frozen=True)
class SealedForm:
    """What somebody sent, where to and when; without a text it could not be kept.

    `whose` names who may send it on, such as an account; `path` has no language.
    """

    text: str = ""
    whose: str = ""
    path: str = ""
    sent: datetime | None = None
    files: bool = False
    fields: Sequence[tuple[str, str]] = ()


def seal(request: Request, whose: str, now: datetime, path: str = "") -> SealedForm:
    """Seal the form of a request, or one for another path, for the one who may send it on.

    Another site may have had the browser send it: only what is known to come from a page of
    ours is kept. Files are not, and passwords never are.
    """
    secret = getattr(request.state, "asks_secret", False)
    if not whose or secret or not security.comes_from_here(request.headers):
        return SealedForm()
    fields = body.typed(request)
    files = body.brings_files(request)
    path = path or _path(request)
    record = [whose, path, now.timestamp(), files, fields]
    data = zlib.compress(json.dumps(record, ensure_ascii=False).encode())
    sealed = crypto.seal(_key(request.state.settings), data, _PLACE)
    text = base64.urlsafe_b64encode(sealed).decode()
    return SealedForm(text, whose, path, now, files) if len(text) <= _ROOM else SealedForm()


def signed_owner(settings: Settings, whose: str) -> str:
    """Write whose a page is into its forms, so that nobody can write it for somebody else."""
    key = crypto.installation_key(settings.secret, _SIGNED)
    return f"{whose}:{crypto.signature(key, whose.encode())[:32]}"


def owner(request: Request) -> str | None:
    """Tell whose page a form was sent from, or who typed what is sent on.

    None says that the form does not tell, and no name that what it tells is not ours.
    """
    if sent_on_for := getattr(request.state, "sent_on_for", ""):
        return str(sent_on_for)
    text = getattr(request.state, "form", FormData()).get(OWNER)
    if text is None:
        return None
    whose = str(text).rpartition(":")[0]
    ours = signed_owner(request.state.settings, whose).encode()
    return whose if hmac.compare_digest(str(text).encode(), ours) else ""


async def unwrap(request: Request, now: datetime) -> None:
    """Put what was typed in the place of the sealed form that is sent on to the page it was for.

    Any other page only carries it, and can tell from `request.state.sealed_form` that it does.
    """
    form = request.state.form
    text = form.get(FIELD)
    if not isinstance(text, str) or not text:
        return
    found = opened(request.state.settings, text, now)
    request.state.sealed_form = found or SealedForm()
    if found and found.path == _path(request):
        await form.close()
        request.state.form = FormData(list(found.fields))
        request.state.sealed_form, request.state.sent_on_for = None, found.whose


def opened(settings: Settings, text: str, now: datetime) -> SealedForm | None:
    """Open what a page carried; None if it is not ours, or too old."""
    try:
        data = crypto.unseal(_key(settings), base64.urlsafe_b64decode(text), _PLACE)
    except ValueError:
        return None
    if not data:
        return None
    whose, path, seconds, files, fields = json.loads(zlib.decompress(data))
    sent = datetime.fromtimestamp(seconds, UTC)
    if now - sent > LASTS:
        return None
    return SealedForm(text, whose, path, sent, files, [(name, value) for name, value in fields])


def send_on(language: str, form: SealedForm) -> Response:
    """Have the browser send a sealed form to the page it was for: 307 sends the same once more."""
    return RedirectResponse(f"/{language}{form.path}", status_code=307)


def _path(request: Request) -> str:
    path: str = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return f"{path}?{request.url.query}" if request.url.query else path


def _key(settings: Settings) -> bytes:
    return crypto.installation_key(settings.secret, _PLACE)
