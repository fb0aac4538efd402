"""Moving the closing date of a published consultation, in the open."""

from collections.abc import Collection, Sequence
from datetime import datetime

from portal.consultations import date_changes, rules
from portal.consultations.date_changes import Move, Moved
from portal.consultations.models import Consultation, DateChange
from portal.consultations.rules import Stage, Status, Told
from portal.consultations.staff import reasons
from portal.council.rules import Council
from portal.forms import form
from portal.forms.boxes import Moment
from portal.forms.field import Ground
from portal.forms.form import Difference
from portal.forms.words import Sent
from portal.problems import Problem, Problems, mark

_CLOSES = Moment("closes", required=True, missing=mark("Write the new closing date."))

MOVABLE = {"extend": frozenset({Status.SOON, Status.OPEN}), "close": frozenset({Status.OPEN})}
"""While residents see which status each move of the date is possible."""

_DELETED_FIRST = mark(
    "Answers would then be deleted before the council reports back. They may not be "
    "kept longer than residents were told: choose an earlier closing date."
)

_OUT_OF_ORDER = mark(
    "The dates of this consultation are out of order as they stand, and no closing date puts "
    "that right. Put the days of reporting back and of deletion right first."
)


def is_extended(sent: Sent, consultation: Consultation, zone: str) -> bool:
    """Tell whether it closes already when a form says that it is to."""
    return _CLOSES.read(sent, Ground(zone=zone), None, {}) == consultation.closes


def is_ended(
    sent: Sent,
    consultation: Consultation,
    changes: Sequence[DateChange],
    languages: Sequence[str],
) -> bool:
    """Tell whether somebody closed it already, for the reason that a form gives."""
    reason = reasons.read(sent, languages, {})
    moves = [one.reason for one in changes if one.which is Told.CLOSES]
    return consultation.stage is Stage.CLOSED and moves[-1:] == [reason]


def differing(sent: Sent, consultation: Consultation, zone: str) -> list[Difference]:
    """Lay a closing date that is being sent beside the one that is stored now."""
    return form.differing([_CLOSES], sent, {"closes": consultation.closes}, Ground(zone=zone))


def read_extension(
    sent: Sent,
    consultation: Consultation,
    council: Council,
    relied: Collection[Told],
    languages: Sequence[str],
) -> tuple[Move, Problems]:
    """Read to when the closing date is moved, which days follow it, and why."""
    assert consultation.closes is not None  # noqa: S101 - it is published
    problems: Problems = {}
    closes = _CLOSES.read(sent, Ground(zone=council.timezone), None, problems)
    if closes and closes <= consultation.closes:
        problems["closes"] = Problem(mark("The new date must be later than the one before."))
    reason = reasons.read(sent, languages, problems)
    if closes is None or problems:
        return Move({}, reason), problems
    before = date_changes.told(consultation)
    days = date_changes.following(consultation, council, closes, relied)
    if rules.out_of_order(closes, days, council.timezone):
        now = rules.out_of_order(consultation.closes, before, council.timezone)
        problems["closes"] = Problem(_OUT_OF_ORDER if now else _DELETED_FIRST)
    moved: Moved = {Told.CLOSES: (consultation.closes, closes)}
    moved |= {name: (before[name], day) for name, day in days.items() if day != before[name]}
    return Move(moved, reason), problems


def read_end(
    sent: Sent, consultation: Consultation, languages: Sequence[str], now: datetime
) -> tuple[Move, Problems]:
    """Read why it is closed now."""
    problems: Problems = {}
    reason = reasons.read(sent, languages, problems)
    return Move({Told.CLOSES: (consultation.closes, now)}, reason), problems
