"""Taking in what a group says of itself, or what an officer says of one, who asks for its yes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.groups import keeping, letters, queries
from portal.groups.models import Group
from portal.groups.rules import UNCONFIRMED_DAYS, State
from portal.languages.appearance import is_the_same
from portal.languages.i18n import language, today
from portal.problems import Problem, Problems, mark
from portal.store.db import now
from portal.web.networks import Bounded

APPLIED = "applied"
"""How an entry came that the group sent itself."""

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
    # Whoever is refused because many wait takes no place of who asks later.
    full = queries.count_unconfirmed(session, since) >= _MOST_UNCONFIRMED
    if full or request.state.memory.of(Applying).is_crowded(request):
        return Problem(_CROWDED)
    return None


def known(session: Session, name: str) -> Problems:
    """Say that a group in the directory has this name; of others nobody learns anything."""
    taken = is_the_same(name, queries.shown_names(session))
    return {"name": Problem(mark("There is a group with this name already."))} if taken else {}


def take(session: Session, values: Mapping[str, Any], name: str) -> None:
    """Keep what a group said, under the name of its form, and write to its address."""
    more = {"state": State.APPLIED, "mail_language": language(), "sent_as": name}
    _add(session, {**values, **more}, letters.CONFIRM, by=keeping.ITSELF, what=APPLIED)


def enter(session: Session, values: Mapping[str, Any], *, by: int, what: str) -> Group:
    """Keep what an officer wrote of a group or took from a table, and ask the group for its yes."""
    more = {"state": State.WAITING, "mail_language": values["language"]}
    return _add(session, {**values, **more}, letters.AGREE, by=by, what=what)


def _add(
    session: Session, values: Mapping[str, Any], letter: letters.Letter, *, by: int, what: str
) -> Group:
    group = keeping.add(session, {**values, "since": today()}, by=by, what=what)
    letters.send(session, group, letter, now())
    return group
