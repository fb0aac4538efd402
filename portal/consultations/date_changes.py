"""What residents were told of when they hear and what is deleted, and how such dates move."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from portal.consultations import rules
from portal.consultations.models import Consultation, DateChange, Readable
from portal.consultations.retention import retention_queries
from portal.consultations.rules import DELETIONS, Days, Told
from portal.council.rules import Council
from portal.languages import i18n
from portal.problems import Problems
from portal.store.db import now

Moved = dict[Told, tuple[date | None, date | None]]
"""The dates that move: before, and now. The closing date is a moment."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Move:
    """Dates that are moved together, and what residents are told about it."""

    moved: Moved
    reason: dict[str, str]

    @property
    def shortened(self) -> list[Told]:
        """List the deletions that come sooner than residents were told."""
        pairs = ((name, *self.moved[name]) for name in DELETIONS if name in self.moved)
        return [name for name, before, day in pairs if day and (before is None or day < before)]


def told(consultation: Readable) -> dict[Told, date | None]:
    """Give the days that residents are told; who is asked no equality questions is told none."""
    names = [Told.REPORT_BACK, Told.DELETE_WRITTEN]
    if consultation.ask_equality:
        names.append(Told.DELETE_EQUALITY)
    return {name: getattr(consultation, name) for name in names}


def standing(
    consultation: Readable, council: Council, relied: Collection[Told], today: date
) -> Days:
    """Leave out the deletions that are done: their day has come, and nothing is left or to come."""
    assert consultation.closes is not None  # noqa: S101 - it is published
    late = rules.needed_until(consultation.closes, None, council.timezone)
    return {
        name: day
        for name, day in told(consultation).items()
        if name not in DELETIONS or name in relied or day is None or max(late + _DAY, day) > today
    }


def disorder(session: Session, consultation: Readable, council: Council) -> Problems:
    """Say which of the days come too early as they stand."""
    closes, zone = consultation.closes, council.timezone
    if closes is None or not rules.out_of_order(closes, told(consultation), zone):
        return {}
    kept = retention_queries.kept(session, consultation)
    relied = retention_queries.relied_on(session, consultation, kept)
    return rules.out_of_order(closes, standing(consultation, council, relied, i18n.today()), zone)


def latest(consultation: Readable, council: Council, relied: Collection[Told]) -> dict[Told, date]:
    """Give the last day to which each deletion may move without keeping what was promised to go.

    What was given under a date that comes too early is kept no longer than it takes to report
    back as promised. Where nobody gave anything, or began to, nothing limits it.
    """
    assert consultation.closes is not None  # noqa: S101 - it is published
    days, zone = told(consultation), council.timezone
    needed = rules.needed_until(consultation.closes, days[Told.REPORT_BACK], zone)
    return {
        name: max(day, needed + _DAY)
        for name in DELETIONS
        if (day := days.get(name)) and name in relied
    }


def following(
    consultation: Readable, council: Council, closes: datetime, relied: Collection[Told]
) -> dict[Told, date | None]:
    """Give the days once the closing date moves: those that would come too early follow it.

    What somebody gave, or began to give, is deleted as promised; then there is only as long to
    report back.
    """
    days, zone = told(consultation), council.timezone
    usual = rules.usual_days(closes, council)
    needed = rules.needed_until(closes, None, zone)
    for name in DELETIONS:
        if (day := days.get(name)) and day <= needed and name not in relied:
            days[name] = usual[name]
    back = days[Told.REPORT_BACK]
    if back and back <= rules.last_day(closes, zone):
        deleted = [day for name in DELETIONS if (day := days.get(name))]
        days[Told.REPORT_BACK] = min([usual[Told.REPORT_BACK], *(day - _DAY for day in deleted)])
    return days


def apply(session: Session, consultation: Consultation, move: Move) -> dict[str, object]:
    """Move dates, keep for residents what each was, and give both for the audit log."""
    assert consultation.id is not None  # noqa: S101 - it has been stored
    made = now()
    for name, (before, after) in move.moved.items():
        setattr(consultation, name, after)
        change = DateChange(
            consultation_id=consultation.id, which=name, reason=move.reason, made=made
        )
        if name is Told.CLOSES:
            change.closed_before, change.closes_now = before, after  # type: ignore[assignment]
        else:
            change.day_before, change.day_now = before, after
        session.add(change)
    consultation.revision += 1
    session.add(consultation)
    return {
        "before": {name.value: pair[0] for name, pair in move.moved.items()},
        "now": {name.value: pair[1] for name, pair in move.moved.items()},
    }
