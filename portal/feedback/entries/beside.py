"""What came of consultations, on the pages of others: home, a consultation, a receipt, a topic."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations.models import Readable
from portal.consultations.views import key_of
from portal.feedback import queries as reports
from portal.feedback.entries import history, queries, shown, wording
from portal.feedback.models import ReportBack
from portal.forum.topics.models import Topic
from portal.web.brought import Chapter

_MOST = 3
_MOST_RESTING = 5


def home(_request: Request, session: Session) -> Iterator[Chapter]:
    """Say what changed last because people said something."""
    if rows := queries.latest(session, _MOST):
        entries = shown.short(rows)
        yield _chapter("feedback/beside/home.html", entries=entries)


def consultation(request: Request, session: Session, consultation: Readable) -> Iterator[Chapter]:
    """Say on the page of a consultation what came of it, and what else rests on it."""
    report = _published(session, consultation)
    last = reports.last_published(session, report) if report else None
    own = shown.in_order(session, last) if last else []
    resting = queries.resting_on(session, key_of(consultation.slug), _MOST_RESTING)
    others = [one for one in resting if one.slug != consultation.slug]
    if report or others:
        more = {"report": report, "slug": consultation.slug, "resting": shown.short(others)}
        yield _chapter("feedback/beside/consultation.html", entries=shown.short(own), **more)


def receipt(
    request: Request, session: Session, consultation: Readable, code: str
) -> Iterator[Chapter]:
    """Say to whoever comes back with a code all that came of the consultation they answered."""
    report = _published(session, consultation)
    editions = reports.published(session, report) if report else ()
    if report and editions and (entries := shown.of_report(request, session, editions)):
        beside = shown.beside(request, session, entries, code)
        more: dict[str, Any] = {"slug": consultation.slug, "code": code, "beside": beside}
        more |= {"report": report, "room": history.room(entries)}
        yield _chapter("feedback/beside/receipt.html", entries=entries, **more)


def topic(_request: Request, session: Session, topic: Topic) -> Iterator[Chapter]:
    """Say on the page of a topic what rests on it."""
    if rows := queries.resting_on(session, f"topic/{topic.id}", _MOST_RESTING):
        entries = shown.short(rows)
        yield _chapter("feedback/beside/resting.html", resting=entries)


def _published(session: Session, consultation: Readable) -> ReportBack | None:
    report = reports.of_consultation(session, consultation.id or 0)
    return report if report and report.published else None


def _chapter(template: str, **more: Any) -> Chapter:
    return Chapter(template, {"words": wording, **more})
