"""How the promises to report back stand, as pages of others show it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session
from starlette.requests import Request

from portal import promises
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation, Readable
from portal.consultations.queries import Listed
from portal.feedback import queries as of_reports
from portal.feedback import reading
from portal.feedback.clock import queries, rules
from portal.feedback.clock.queries import Reported
from portal.feedback.clock.rules import Clock, Moved
from portal.feedback.models import ReportBack
from portal.languages import i18n
from portal.languages.calendar import Calendar
from portal.promises import Countdown, Promise
from portal.store.db import now
from portal.web.brought import Chapter, Owed

_LISTED, _LANDING = "feedback/clock/listed.html", "feedback/clock/landing.html"
_WHAT = "report_back"


@dataclass(frozen=True)
class Stands:
    """A clock as it is shown: what is left or over, and the report with what it says of that."""

    clock: Clock
    countdown: Countdown
    report: ReportBack | None = None

    @property
    def late(self) -> bool:
        """Tell whether it is owed since a day that has passed."""
        return self.clock.is_late(i18n.today())


class Late(NamedTuple):
    """A report that is owed, on which consultation and what that is called, and how late it is."""

    consultation: Consultation
    title: Mapping[str, str]
    report: ReportBack
    clock: Clock


def promised(session: Session, listed: Sequence[Listed]) -> dict[str, Owed]:
    """Say how the promise about each of some consultations stands, by its address.

    However many these are, the database is asked twice.
    """
    reports, moves = queries.reports(session), queries.moves(session, i18n.calendar())
    found: dict[str, Owed] = {}
    for one in listed:
        if one.report_back:
            reported = reports.get(one.slug)
            clock = _clock(one.report_back, one.languages, reported, moves.get(one.slug, ()))
            chapter = Chapter(_LISTED, {"stands": _stands(clock, reported)})
            found[one.slug] = Owed(chapter, clock.is_late(i18n.today()), clock.closed is not None)
    return found


def on_landing(request: Request, session: Session, consultation: Readable) -> Iterator[Chapter]:
    """Show on the page of a consultation how the promise stands, and why it is late."""
    if stands := _of(session, consultation, reading.reported(request, session, consultation)):
        yield Chapter(_LANDING, {"stands": stands})


def of(session: Session, consultation: Readable) -> Stands | None:
    """Say how the promise about one consultation stands; nothing if none was made."""
    return _of(session, consultation, of_reports.reported(session, consultation.id or 0))


def _of(
    session: Session, consultation: Readable, found: of_reports.Reported | None
) -> Stands | None:
    if not consultation.report_back:
        return None
    reported = Reported(found.report, found.languages) if found else None
    moves = queries.moves(session, i18n.calendar(), consultation.slug).get(consultation.slug, ())
    languages = consultations.edition(session, consultation).languages
    return _stands(_clock(consultation.report_back, languages, reported, moves), reported)


def owed(session: Session, calendar: Calendar) -> Iterator[Late]:
    """List the reports of which something is missing, that first which was due first."""
    reports, moves = queries.reports(session), queries.moves(session, calendar)
    for consultation in queries.owed(session):
        by, reported = consultation.report_back, reports.get(consultation.slug)
        if by and reported:
            words = consultations.edition(session, consultation)
            clock = _clock(by, words.languages, reported, moves.get(consultation.slug, ()))
            yield Late(consultation, words.title, reported.report, clock)


def told(session: Session, calendar: Calendar, today: date) -> list[Late]:
    """List what is so late that others than its officers hear of it."""
    return [one for one in owed(session, calendar) if one.clock.is_told(today)]


def _clock(
    by: date, promised: Collection[str], reported: Reported | None, moves: Sequence[Moved]
) -> Clock:
    if reported is None:
        return rules.clock(by, moves)
    report, read = reported
    missing = [tag for tag in promised if tag not in read] if report.published else []
    return rules.clock(
        by,
        moves,
        published=report.published,
        closed=report.closed,
        missing=tuple(i18n.in_order(missing)),
    )


def _stands(clock: Clock, reported: Reported | None) -> Stands:
    promise = Promise(_WHAT, clock.owed)
    countdown = promises.countdown(promise, now(), i18n.calendar())
    return Stands(clock, countdown, reported.report if reported else None)
