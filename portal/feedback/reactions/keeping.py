"""What a reader says of an entry: once a page, once a code, and never beside who it was."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum, auto
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.consultations import queries as consultations
from portal.consultations.answering import drafts
from portal.consultations.rules import ResponseState
from portal.feedback import rules
from portal.feedback.keeping import Keyed as Keyed
from portal.feedback.keeping import key_of
from portal.feedback.models import Entry, ReportBack
from portal.feedback.reactions import queries
from portal.feedback.reactions.models import Reaction
from portal.feedback.reactions.queries import Signed
from portal.feedback.rules import Count, Verdict
from portal.sealing import crypto
from portal.store import again

BY_CODE, BY_PAGE = "reaction by code", "reaction by page"
_SAME = ("entry_id", "verdict", "because", "language", "day")


class Kept(Enum):
    """What became of something that was sent."""

    NEW = auto()
    SAME = auto()
    ANOTHER = auto()


class Shown(NamedTuple):
    """What everybody reads beside an entry: how many readers say what, and the chair's lines."""

    readers: Count
    lines: Sequence[Signed]


def shown(session: Session, entries: Sequence[Keyed]) -> dict[str, Shown]:
    """Give what stands beside some entries, by their keys; the database is asked twice."""
    counts = queries.counts(session, [one.id or 0 for one in entries])
    lines = queries.lines(session, [key_of(one) for one in entries])
    return {
        one.key: Shown(
            rules.counted(counts.get(one.id or 0, {})),
            lines.get(key_of(one), ()),
        )
        for one in entries
    }


def has_answered(session: Session, entry: Keyed, code: str) -> bool:
    """Tell whether a receipt code is of answers that stand, to the consultation of an entry."""
    response = consultations.by_receipt(session, drafts.receipt_name(code))
    if response is None or response.state is ResponseState.WITHDRAWN:
        return False
    row = session.get_one(Entry, entry.id)
    return (
        session.get_one(ReportBack, row.report_back_id).consultation_id == response.consultation_id
    )


def mark(session: Session, entry: Keyed, name: str, by: str) -> str:
    """Give the mark at an entry of a code, or of what was drawn with a page: it tells neither.

    It is an HMAC under a key that only this installation has and the database does not. The row
    of the answers has another hash of the same code, so that neither leads to the other, even for
    who has the key.
    """
    secret: bytes = session.info["settings"].secret
    return crypto.keyed_name(secret, f"{name} {entry.key}", by)


def said_of(session: Session, entries: Sequence[Keyed], code: str) -> set[str]:
    """Give the keys of those entries of which somebody said something with a code."""
    marks = {mark(session, one, code, BY_CODE): one.key for one in entries}
    return {marks[mark] for mark in queries.marks(session, marks)}


def say(session: Session, entry: Keyed, said: Mapping[str, Any], mark: str, day: date) -> Kept:
    """Keep what a reader says, unless their page or their code has said something before."""
    row = Reaction(**{**said, "entry_id": entry.id or 0, "mark": mark, "day": day})
    row.verdict = Verdict(said["verdict"])
    # Who goes back gets another page, in which their browser fills in the same words.
    if not row.answered and row.because and again.twins(session, row, _SAME, within=None):
        return Kept.SAME
    if queries.keep(session, row):
        return Kept.NEW
    before = queries.marked(session, mark)
    is_same = before and all(getattr(before, name) == getattr(row, name) for name in _SAME[1:4])
    return Kept.SAME if is_same else Kept.ANOTHER
