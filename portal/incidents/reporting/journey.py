"""What a reporter has said so far: it travels sealed in the form.

The key to it lies in a cookie of the browser's session; once that is gone, a page that was saved
cannot be read. No report is written before it is sent; see `memory` for what is at hand meanwhile.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from portal.forms.words import clean
from portal.incidents import vocabulary
from portal.incidents.records import codes
from portal.languages import text_languages
from portal.questions import questionnaire
from portal.sealing import crypto
from portal.web import cookies
from portal.web.page import sent_text

COOKIE = "visit"
FIELD = "so_far"
_PLACE = "speak-up"


@dataclass(frozen=True)
class Journey:
    """A report on its way: its code, what was said on which step, and what was sent already.

    `fields` keeps each step's fields as they were typed, so that going back loses nothing, and
    `languages` of each in which language it is. `told_in` is the language in which somebody tells
    it to a member of staff, who writes it down.
    """

    code: str
    channel: str = "web"
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: bool = False
    kept_code: bool = False
    languages: dict[str, dict[str, str]] = field(default_factory=dict)
    told_in: str = ""

    def with_step(self, step: str, typed: Mapping[str, Any], language: str = "") -> "Journey":
        """Give a copy in which a step holds what was typed on it, in a language if it is words."""
        before, now = _plain(self.step(step)), _plain(typed)
        known = self.languages.get(step, {})
        filed = text_languages.kept(before, now, known, self.told_in or language)
        languages = {**self.languages, step: filed} if language else self.languages
        return replace(self, fields={**self.fields, step: dict(typed)}, languages=languages)

    def language_of(self, step: str, name: str, otherwise: str = "") -> str:
        """Tell in which language a text is that was typed on a step."""
        return self.languages.get(step, {}).get(name, otherwise)

    def step(self, name: str) -> dict[str, Any]:
        """Give what was typed on a step."""
        return self.fields.get(name, {})

    def with_changes(self, **changes: Any) -> "Journey":
        """Give a copy with some things changed."""
        return replace(self, **changes)


def begin(channel: str = "web", told_in: str = "") -> Journey:
    """Start a report: its code is drawn now, so that sending it twice makes one report."""
    return Journey(code=codes.new(), channel=channel, told_in=told_in)


def apart(request: Request, here: Journey) -> Journey:
    """Give what was said so far a code of its own, the same each time in this browser."""
    return here.with_changes(code=codes.another(key(request) or b"", here.code))


def carried(request: Request) -> Journey | None:
    """Open what the form carries; None if there is nothing, or its key is gone."""
    held, sealed = key(request), sent_text(request.state.form, FIELD)
    if not held or not sealed:
        return None
    try:
        data = crypto.unseal(held, base64.b64decode(sealed, validate=True), _PLACE)
    except ValueError:
        return None
    return _read(data) if data else None


def sealed(request: Request, journey: Journey) -> str:
    """Seal a journey for the hidden field of the next page."""
    held = key(request)
    return seal(held, journey) if held else ""


def asked_for_cookie(request: Request) -> Response | None:
    """Have the browser carry a key before anything is typed that only the key can open.

    None if it carries one; whoever keeps no cookies is told so, with all they typed.
    """
    if key(request):
        return None
    again = cookies.ask_for_key(request, COOKIE, "strict")
    reply = again or cookies.refused(request, "incidents/reporting/no_cookies.html")
    reply.headers["referrer-policy"] = "no-referrer"
    return reply


def seal(key: bytes, journey: Journey) -> str:
    """Seal a journey under the 32 bytes that a browser holds."""
    data = json.dumps(asdict(journey), ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(crypto.seal(key, data, _PLACE)).decode()


def key(request: Request) -> bytes | None:
    """Read the key that the browser holds until it is closed or the page is left."""
    return cookies.key(request, COOKIE)


def drop(request: Request, response: Response) -> Response:
    """Have the browser forget the key, which counts no more."""
    return cookies.end_key(request, response, COOKIE, "strict")


def _read(data: bytes) -> Journey | None:
    # Staff open what comes of it, and the portal of before may have sealed another form of it.
    try:
        here = Journey(**json.loads(data))
    except (TypeError, ValueError, RecursionError):
        return None
    steps = list(here.fields.values()) if isinstance(here.fields, dict) else [None]
    whole = all(isinstance(step, dict) for step in steps)
    known = here.channel in list(questionnaire.codes(vocabulary.CHANNELS)) and _is_filed(here)
    return here if whole and known and codes.is_code(here.code) else None


def _is_filed(here: Journey) -> bool:
    """Tell whether every text is in a language."""
    if not isinstance(here.languages, dict):
        return False
    steps = list(here.languages.values())
    if not all(isinstance(step, dict) for step in steps):
        return False
    tags = [tag for step in steps for tag in step.values()]
    told = [here.told_in] if here.told_in != "" else []
    return all(isinstance(tag, str) and text_languages.is_known(tag) for tag in [*tags, *told])


def _plain(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was typed without what browsers add to it."""
    return {
        name: clean(value) if isinstance(value, str) else value for name, value in typed.items()
    }
