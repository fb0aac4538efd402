"""A comment on its way: taken in once, read, answered, passed on, and at last a number."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session

from portal import promises
from portal.complaints import arrangements, queries, rules
from portal.complaints.models import Comment, CommentEquality, CommentStep
from portal.complaints.rules import How, Kind, State
from portal.council import queries as council
from portal.languages import i18n
from portal.promises import Countdown
from portal.sealing import crypto
from portal.store.db import now

_PLACE = "comment"
_WORDS = ("kind", "service", "area", "language", "well", "wrong", "wants", "how")


class Said(NamedTuple):
    """What comes with a step: a note, and words by language, the first of which is in `language`.

    The `note` is who answers, the reference under which it was passed on, who looks at it now, or
    why it is not for the council.
    """

    note: str = ""
    language: str = ""
    words: str = ""


NOTHING = Said()


def name(code: str) -> str:
    """Give the name under which a comment is found by whoever has its code."""
    return crypto.derive(code, _PLACE).hex()


def known(session: Session, code: str, *, hold: bool = False) -> Comment | None:
    """Find the comment that a code names, and let nobody else change one that is held."""
    return queries.by_receipt(session, name(code), hold=hold)


def receive(session: Session, code: str, said: Mapping[str, Any], day: date) -> None:
    """Keep what somebody sent, once, however often the same page sends it."""
    kind, receipt, calendar = Kind(said["kind"]), name(code), council.stored(session).calendar
    terms = arrangements.current(session)
    comment = Comment(
        receipt=receipt,
        told=_sealed(session, receipt, said["told"]),
        day=day,
        read_by=rules.read_by(kind, day, terms, calendar),
        due=rules.due(kind, State.RECEIVED, day, terms, calendar),
        changed=day,
        about=said.get("about", ""),
        **{field: said[field] for field in _WORDS} | {"kind": kind, "how": How(said["how"])},
    )
    if queries.keep(session, comment):
        session.add(CommentStep(comment_id=receipt, state=State.RECEIVED, day=day))
        session.flush()


def is_same(session: Session, comment: Comment, said: Mapping[str, Any]) -> bool:
    """Tell whether the same was sent before, and not something else from the same page."""
    words = all(getattr(comment, field) == said[field] for field in _WORDS)
    words = words and comment.about == said.get("about", "")
    return words and (not comment.told or told(session, comment) == said["told"])


def told(session: Session, comment: Comment) -> dict[str, str]:
    """Open how somebody is reached; nothing once nothing is owed."""
    opened = crypto.unseal(_key(session), comment.told, comment.receipt) if comment.told else None
    reach: dict[str, str] = json.loads(opened) if opened else {}
    return reach


def countdown(comment: Comment) -> Countdown | None:
    """Say how long the council still has for an answer, or is late; nothing if none is owed."""
    due = comment.due
    return promises.countdown(rules.promise(due), now(), i18n.calendar()) if due else None


def tell_equality(session: Session, comment: Comment, nation: str, answers: Any) -> bool:
    """Keep what somebody told about themselves, apart from what they sent, and once."""
    row = CommentEquality(comment_id=comment.receipt, nation=nation, answers=dict(answers))
    return queries.keep_equality(session, row)


def move(
    session: Session,
    comment: Comment,
    state: State,
    day: date,
    *,
    by: int | None = None,
    said: Said = NOTHING,
) -> bool:
    """Bring a comment to another state, and wipe how to reach somebody once nothing is owed."""
    if not rules.may_move(comment.kind, comment.state, state):
        return False
    comment.state, comment.changed = state, day
    if state is not State.READ:
        terms, calendar = arrangements.current(session), council.stored(session).calendar
        comment.due = rules.due(comment.kind, state, day, terms, calendar)
    comment.told = comment.told if comment.due else b""
    words = {said.language: said.words} if said.words else {}
    step = CommentStep(comment_id=comment.receipt, state=state, day=day, by=by, words=words)
    step.note, step.language = said.note, said.language
    session.add(comment)
    session.add(step)
    session.flush()
    return True


def translate(session: Session, step: CommentStep, tag: str, words: str) -> None:
    """Say an answer in one more language."""
    step.words = {**step.words, tag: words}
    session.add(step)
    session.flush()


def _sealed(session: Session, receipt: str, reach: Mapping[str, str]) -> bytes:
    if not reach:
        return b""
    return crypto.seal(_key(session), json.dumps(dict(reach)).encode(), receipt)


def _key(session: Session) -> bytes:
    return crypto.installation_key(session.info["settings"].secret, _PLACE)
