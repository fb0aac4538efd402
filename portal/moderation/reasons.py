"""The reasons of a body: those that every body has, and its own, which its chair wrote."""

from collections.abc import Mapping

from sqlmodel import Session

from portal.bodies.models import Body
from portal.forms.fields import Choice
from portal.languages.i18n import gettext, pick, today
from portal.moderation import forms, queries
from portal.moderation.models import OwnReason, Prepared
from portal.moderation.rules import MOST_REASONS, Reason
from portal.problems import Problem, mark
from portal.store.db import Translated

_OWN = "own-"
_FULL = mark("A body has %(number)s reasons of its own at most. End one first.")
UNPREPARED = mark(
    "The chair has to look at the reasons for which something can be hidden, on this page: %(page)s"
)

Label = str | Translated


def labels(session: Session, body: Body) -> Mapping[str, Label]:
    """Name every reason that was ever chosen in a body."""
    own = {f"{_OWN}{one.id}": one.label for one in queries.own_reasons(session, body)}
    return {**{one.value: label for one, label in forms.REASONS.items()}, **own}


def named(labels: Mapping[str, Label], code: str) -> str:
    """Name one of them in the language of the page."""
    label = labels.get(code, "")
    return pick(label) if isinstance(label, dict) else gettext(label) if label else ""


def offered(session: Session, body: Body) -> list[tuple[str, Label]]:
    """List what can be chosen now: what every body has, then its own."""
    over = {f"{_OWN}{one.id}" for one in queries.own_reasons(session, body) if one.over}
    return [(code, label) for code, label in labels(session, body).items() if code not in over]


def field(session: Session, body: Body, label: str) -> Choice:
    """Ask for one of them."""
    missing = forms.CHOOSE_REASON.message
    return Choice("reason", label, required=True, missing=missing, options=offered(session, body))


def add(session: Session, body: Body, label: Translated) -> Problem | None:
    """Add a reason of a body's own, once, unless it has many."""
    running = [one for one in queries.own_reasons(session, body) if not one.over]
    if any(one.label == label for one in running):
        return None
    if len(running) >= MOST_REASONS:
        return Problem(_FULL, {"number": MOST_REASONS})
    session.add(OwnReason(body_id=body.id or 0, label=label))
    return None


def prepare(session: Session, body: Body) -> None:
    """Note that whoever presides looked at the reasons."""
    if not queries.is_prepared(session, body.id or 0):
        session.add(Prepared(body_id=body.id or 0, day=today()))


def is_grave(code: str) -> bool:
    """Tell whether somebody may come to harm."""
    return code in (Reason.DANGER, Reason.THREAT)
