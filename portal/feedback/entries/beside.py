"""What came of consultations, on the pages of others: home, a consultation, a receipt, a topic."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations.models import Readable
from portal.consultations.views import key_of
from portal.feedback import queries as reports
from portal.feedback import reading
from portal.feedback.entries import history, queries, shown, wording
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
    reported = reading.reported(request, session, consultation)
    last, slug = reported.edition if reported else None, consultation.slug
    rows = queries.resting_on(session, key_of(slug), last.report_back_id if last else 0)
    own = shown.ordered((one for one in rows if one.slug == slug), last) if last else []
    others = [one for one in rows if one.slug != slug][:_MOST_RESTING]
    if last or others:
        more = {"report": last, "slug": slug, "resting": shown.short(others)}
        yield _chapter("feedback/beside/consultation.html", entries=shown.short(own), **more)


def receipt(
    request: Request, session: Session, consultation: Readable, code: str
) -> Iterator[Chapter]:
    """Say to whoever comes back with a code all that came of the consultation they answered."""
    reported = reading.reported(request, session, consultation)
    editions = reports.published(session, reported.report) if reported else ()
    if reported and editions and (entries := shown.of_report(request, session, editions)):
        beside = shown.beside(request, session, entries, code)
        more: dict[str, Any] = {"slug": consultation.slug, "code": code, "beside": beside}
        more |= {"report": reported.report, "room": history.room(entries)}
        yield _chapter("feedback/beside/receipt.html", entries=entries, **more)


def topic(_request: Request, session: Session, topic: Topic) -> Iterator[Chapter]:
    """Say on the page of a topic what rests on it."""
    if rows := queries.resting_on(session, f"topic/{topic.id}"):
        entries = shown.short(rows[:_MOST_RESTING])
        yield _chapter("feedback/beside/resting.html", resting=entries)


def _chapter(template: str, **more: Any) -> Chapter:
    return Chapter(template, {"words": wording, **more})
