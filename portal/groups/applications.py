"""Taking in what a group says of itself: once for each form, and no more than can be looked at."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.groups import keeping, letters, queries
from portal.groups.rules import UNCONFIRMED_DAYS, State
from portal.languages.i18n import language, today
from portal.problems import Problem, mark
from portal.store.db import now, random_id
from portal.web.networks import Bounded

APPLIED = "applied"
"""How an entry came that the group sent itself."""

_KEYS = re.compile(r"[\w]{22}", re.ASCII)
_MOST_UNCONFIRMED = 500
_CROWDED = mark(
    "We take only so many forms at once. Nothing is lost: wait some minutes and send it again."
)


class Applying(Bounded):
    """How many applications came lately."""

    usual, seconds_each = 5, 600.0
    usual_of_all, seconds_each_of_all = 40, 60.0


def hindrance(request: Request, session: Session) -> Problem | None:
    """Count one more application, and say why it cannot be taken now."""
    since = now() - timedelta(days=UNCONFIRMED_DAYS)
    crowded = request.state.memory.of(Applying).is_crowded(request)
    if crowded or queries.count_unconfirmed(session, since) >= _MOST_UNCONFIRMED:
        return Problem(_CROWDED)
    return None


def take(session: Session, values: Mapping[str, Any], key: str) -> None:
    """Keep what a group said, under the key of its form, and write to its address."""
    more = {
        "state": State.APPLIED,
        "since": today(),
        "mail_language": language(),
        "sent_as": key if _KEYS.fullmatch(key) else random_id(),
    }
    group = keeping.add(session, {**values, **more}, by=keeping.ITSELF, what=APPLIED)
    letters.send(session, group, letters.CONFIRM, now())
