"""Moving the closing date of a published consultation, in the open."""

from collections.abc import Mapping
from datetime import datetime

from portal.consultations import date_changes, rules
from portal.consultations.date_changes import Move, Moved
from portal.consultations.editor_forms import Shown, read_moment, read_text
from portal.consultations.models import Consultation
from portal.consultations.rules import Status, Told
from portal.council.rules import Council
from portal.problems import Problem, Problems, mark

MOVABLE = {"extend": frozenset({Status.SOON, Status.OPEN}), "close": frozenset({Status.OPEN})}
"""While residents see which status each move of the date is possible."""


def read_extension(
    sent: Shown, consultation: Consultation, council: Council, kept: Mapping[Told, int]
) -> tuple[Move, Problems]:
    """Read to when the closing date is moved, which days follow it, and why."""
    assert consultation.closes is not None  # noqa: S101 - it is published
    problems: Problems = {}
    closes = read_moment(sent, "closes", council.timezone, problems)
    if closes is None and not problems:
        problems["closes"] = Problem(mark("Write the new closing date."))
    elif closes and closes <= consultation.closes:
        problems["closes"] = Problem(mark("The new date must be later than the one before."))
    reason = _reason(sent, consultation, problems)
    if closes is None or problems:
        return Move({}, reason), problems
    days = date_changes.following(consultation, council, closes, kept)
    if rules.out_of_order(closes, days, council.timezone):
        problems["closes"] = Problem(
            mark(
                "Answers would then be deleted before the council reports back. They may not be "
                "kept longer than residents were told: choose an earlier closing date."
            )
        )
    before = date_changes.told(consultation)
    moved: Moved = {Told.CLOSES: (consultation.closes, closes)}
    moved |= {name: (before[name], day) for name, day in days.items() if day != before[name]}
    return Move(moved, reason), problems


def read_end(sent: Shown, consultation: Consultation, now: datetime) -> tuple[Move, Problems]:
    """Read why it is closed now."""
    problems: Problems = {}
    reason = _reason(sent, consultation, problems)
    return Move({Told.CLOSES: (consultation.closes, now)}, reason), problems


def _reason(sent: Shown, consultation: Consultation, problems: Problems) -> dict[str, str]:
    reason = read_text(sent, "reason", consultation.languages, {})
    if not reason:
        problems["reason"] = Problem(mark("Write the reason, for residents to read."))
    return reason
