"""Moving the closing date of a published consultation, in the open."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from portal.consultations.editor_forms import Shown, read_moment, read_text
from portal.consultations.models import Consultation, Extension
from portal.consultations.rules import Stage, Status, last_day, usual_days
from portal.council.rules import Council
from portal.problems import Problem, Problems, mark

MOVABLE = {"extend": frozenset({Status.SOON, Status.OPEN}), "close": frozenset({Status.OPEN})}
"""While residents see which status each move of the date is possible."""


@dataclass(frozen=True)
class Move:
    """A closing date that is moved, and what residents are told about it."""

    before: datetime
    closes: datetime
    reason: dict[str, str]
    ends: bool


def read(
    sent: Shown, consultation: Consultation, council: Council, what: str, now: datetime
) -> tuple[Move | None, Problems]:
    """Read to when the closing date is moved and why, or say what is wrong."""
    assert consultation.closes is not None  # noqa: S101 - it is published
    problems: Problems = {}
    reason = read_text(sent, "reason", consultation.languages, {})
    closes = now if what == "close" else read_moment(sent, "closes", council.timezone, problems)
    if closes is None and not problems:
        problems["closes"] = Problem(mark("Write the new closing date."))
    elif what == "extend" and closes and closes <= consultation.closes:
        problems["closes"] = Problem(mark("The new date must be later than the one before."))
    if not reason:
        problems["reason"] = Problem(mark("Write the reason, for residents to read."))
    if closes is None or problems:
        return None, problems
    return Move(consultation.closes, closes, reason, what == "close"), {}


def apply(session: Session, consultation: Consultation, council: Council, move: Move) -> None:
    """Move the closing date; days that follow from it are never before it."""
    assert consultation.id is not None  # noqa: S101 - it has been stored
    consultation.closes = move.closes
    consultation.revision += 1
    if move.ends:
        consultation.stage = Stage.CLOSED
    else:
        _keep_order(consultation, council, move.closes)
    session.add(consultation)
    session.add(
        Extension(
            consultation_id=consultation.id,
            closed_before=move.before,
            closes_now=move.closes,
            reason=move.reason,
        )
    )


def _keep_order(consultation: Consultation, council: Council, closes: datetime) -> None:
    for name, usual in usual_days(closes, council).items():
        day: date | None = getattr(consultation, name)
        if day is not None and day <= last_day(closes, council.timezone):
            setattr(consultation, name, usual)
