"""What a reporter said so far, at hand for an hour, so that Back and Forward show our pages.

A page that answers a form cannot be shown again by the browser, which must not keep it either.
So each form leads to a page that is fetched. Its address names the step, and what was said is
found again on a shelf: sealed, both of them, under the key in the browser's cookie, so that they
open in no other browser, and in none that has left. Where the shelf has no room, a form is
answered at once, and what was said travels in the page alone.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, NamedTuple

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.reporting import journey, shelf, short_report
from portal.incidents.reporting.journey import Journey
from portal.problems import Problem, Problems
from portal.sealing import crypto
from portal.web import cookies, lanes

AT = "at"
"""Names the page in an address, for this browser alone."""

_PLACE = "speak-up page"
_STEP, _NAME = 16, 32
_ENDED: dict[str, Any] = {"ended": True}
_MOST = (
    2 * short_report.MOST
)  # nobody comes back to shorten more, and strangers could fill the room


class Page(NamedTuple):
    """A page of a report: its step, what was said so far, and what the last form came to."""

    step: str
    here: Journey
    problems: Problems
    notes: Mapping[str, Any]


def keep(request: Request, page: Page) -> str | None:
    """Keep a page, and name it for an address; None where that cannot be."""
    key = journey.key(request)
    if key is None:
        return None
    name = _place(request, key, page.here)
    answer = secrets.token_hex(8)
    written = _written(page, answer)
    if len(written) > _MOST:
        shelf.drop(request, request.state.session, name)
        return None
    if not _put(request, key, name, written):
        return None
    return cookies.sealed(key, f"{page.step:{_STEP}}{name}{answer}".encode(), _PLACE)


def find(request: Request, session: Session) -> Page | None:
    """Find the page that an address names, with what was said since it was shown first."""
    key, text = journey.key(request), _named(request)
    if key is None or text is None:
        return None
    data = _kept(request, session, key, text[_STEP : _STEP + _NAME])
    ended = not data or data == _ENDED
    return None if ended else _read(text[:_STEP].strip(), text[_STEP + _NAME :], data)


def end(request: Request, here: Journey) -> bool:
    """Show and send nothing more of one report in this browser; tell whether that can be kept.

    The key stays: another tab may hold a report that was not sent yet.
    """
    key = journey.key(request)
    return key is not None and _put(request, key, _name(key, here), json.dumps(_ENDED))


def leave(request: Request, response: Response) -> Response:
    """End the key of this browser, and delete all that it opens once the answer was sent."""
    if key := journey.key(request):
        lanes.then(response, shelf.clearing(request, _shelf(key)))
    return journey.drop(request, response)


def let_go(request: Request, here: Journey) -> None:
    """Keep no page any more of what was not sent and then was."""
    if key := journey.key(request):
        shelf.drop(request, request.state.session, _place(request, key, here))


def has_ended(request: Request, session: Session, here: Journey) -> bool:
    """Tell whether a report was ended in this browser, so that no page of it counts any more."""
    return _at_hand(request, session, here) == _ENDED


def is_over(request: Request, session: Session, here: Journey) -> bool:
    """Tell whether a report of this code was sent or ended in this browser."""
    return _is_over(_at_hand(request, session, here))


def is_unsent(request: Request, session: Session, here: Journey) -> bool:
    """Tell whether a page is at hand that says that no report of this code was sent."""
    data = _at_hand(request, session, here)
    return bool(data) and not _is_over(data)


def is_gone(request: Request, session: Session) -> bool:
    """Tell whether an address names a page that this browser could open, and is kept no more.

    Of what was ended on purpose nobody is told that there was something.
    """
    key, text = journey.key(request), _named(request)
    if key is None or text is None:
        return False
    return _kept(request, session, key, text[_STEP : _STEP + _NAME]) != _ENDED


def _place(request: Request, key: bytes, here: Journey) -> str:
    """Name where a page lies: what another tab did not send takes no place of what was sent."""
    if not here.sent:
        while is_over(request, request.state.session, here):
            here = journey.apart(request, here)
    return _name(key, here)


def _at_hand(request: Request, session: Session, here: Journey) -> dict[str, Any]:
    key = journey.key(request)
    return _kept(request, session, key, _name(key, here)) if key else {}


def _is_over(data: Mapping[str, Any]) -> bool:
    return data == _ENDED or (bool(data) and data["here"]["sent"])


def _name(key: bytes, here: Journey) -> str:
    shelf_, report = _shelf(key), crypto.signature(key, here.code.encode())
    return shelf_ + report[: _NAME - len(shelf_)]


def _shelf(key: bytes) -> str:
    """Name what begins the names of all that a browser keeps."""
    return crypto.signature(key, b"shelf")[: _NAME // 2]


def _put(request: Request, key: bytes, name: str, written: str) -> bool:
    sealed = crypto.seal(key, written.encode(), _PLACE + name)
    return shelf.put(request, request.state.session, name, sealed)


def _kept(request: Request, session: Session, key: bytes, name: str) -> dict[str, Any]:
    sealed = shelf.get(request, session, name)
    data = crypto.unseal(key, sealed, _PLACE + name) if sealed else None
    return json.loads(data) if data else {}


def _named(request: Request) -> str | None:
    # An address may have been cut, or been sealed by the portal of before.
    named = cookies.unsealed(journey.key(request), request.query_params.get(AT, ""), _PLACE)
    return named.decode() if named and named.isascii() and b"\0" not in named else None


def _written(page: Page, answer: str) -> str:
    problems = {
        name: [problem.message, dict(problem.values)] for name, problem in page.problems.items()
    }
    told = {"answer": answer, "problems": problems, "notes": dict(page.notes)}
    return json.dumps({"here": asdict(page.here), **told}, ensure_ascii=False)


def _read(step: str, answer: str, data: dict[str, Any]) -> Page:
    here = Journey(**data["here"])
    if answer != data["answer"]:
        # Somebody went back: what a later form came to is not for this page.
        return Page(step, here, {}, {})
    problems = {name: Problem(*told) for name, told in data["problems"].items()}
    return Page(step, here, problems, data["notes"])
