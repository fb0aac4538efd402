"""A request on its way: taken in, answered, and from then on nothing but a number.

Whoever takes such requests elsewhere, as when somebody signs up for a meeting, has them counted
here as well: `ask` for what has yet to be answered, `count` for what is dealt with already.
"""

import json
from collections.abc import Mapping
from datetime import date

from sqlmodel import Session

from portal.language_support import queries
from portal.language_support.models import SupportRequest
from portal.language_support.rules import Answer, Need, Outcome, State, Why
from portal.sealing import crypto

_PLACE = "support request"
_ID_BYTES = 11

Told = Mapping[str, str]
"""What somebody says besides: how to reach them, when, and what it is about."""


def ask(session: Session, need: Need, told: Told, key: str, day: date) -> SupportRequest | None:
    """Take a request in; none if the same was sent under this key before.

    Another text under the same key is another request, so that no correction is lost.
    """
    words = json.dumps([key, *need, sorted(told.items())])
    name = crypto.derive(words, _PLACE, _ID_BYTES).hex()
    sealed = crypto.seal(_key(session), json.dumps(dict(told)).encode(), name)
    request = SupportRequest(
        id=name,
        asked=day,
        state=State.WAITING,
        told=sealed,
        why=Why.NONE,
        **need._asdict(),
    )
    return queries.held(session, name) if queries.keep(session, request) else None


def told(session: Session, request: SupportRequest) -> dict[str, str]:
    """Open what somebody said besides; nothing once it is answered."""
    opened = crypto.unseal(_key(session), request.told, request.id)
    said: dict[str, str] = json.loads(opened) if opened else {}
    return said


def answer(session: Session, request: SupportRequest, answer: Answer, day: date) -> None:
    """Note what came of a request, wipe how to reach somebody, and count it."""
    request.state, request.told, request.answered = State.ANSWERED, b"", day
    request.outcome, request.why = answer
    session.add(request)
    session.flush()
    need = Need(request.language, request.kind, request.service)
    count(session, need, answer, request.asked)


def count(session: Session, need: Need, answer: Answer, day: date, number: int = 1) -> None:
    """Count what was asked for on a day and is dealt with; only its month is kept."""
    if answer.outcome is not Outcome.NO_REQUEST:
        queries.add(session, day.replace(day=1), need, answer, number)


def _key(session: Session) -> bytes:
    return crypto.installation_key(session.info["settings"].secret, _PLACE)
