"""The chair's lines: what the forum says of a promise, which the council cannot change."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.visiting import Visit
from portal.feedback.reactions import queries
from portal.feedback.reactions.models import ChairLine
from portal.feedback.reactions.queries import Signed
from portal.feedback.rules import Line
from portal.languages.i18n import today


def of(session: Session, key: str) -> Sequence[Signed]:
    """List the lines beside a promise, the latest first: that one counts."""
    return queries.lines(session, [key]).get(key, ())


def sign(session: Session, visit: Visit, key: str, said: Mapping[str, Any]) -> None:
    """Put a line beside a promise; those before it stay to be read.

    The same once more, as of two taps on one button, changes nothing: the second waits for the
    first.
    """
    bodies.by_slug(session, visit.body.slug, hold=True)
    words = {said["language"]: said["words"]} if said["words"] else {}
    made = ChairLine(
        body_id=visit.body.id or 0,
        key=key,
        line=Line(said["line"]),
        words=words,
        language=said["language"],
        on=today(),
    )
    last = next((line for line, _ in of(session, key)), None)
    if last and not last.removed and (last.line, last.words) == (made.line, words):
        return
    session.add(made)
    session.flush()
    visit.log(session, "chair.line", key)
