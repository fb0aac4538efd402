"""Entries that everybody reads, for tests: each test says only what matters to it."""

from datetime import date
from typing import Any

from sqlmodel import Session, select

from portal.consultations.models import Consultation, WrittenAnswer
from portal.consultations.rules import Stage
from portal.feedback import keeping, queries
from portal.feedback.models import Entry, EntryEvidence, Quote, ReportBack
from portal.feedback.rules import FEWEST_ALIKE, Outcome, Reason
from portal.groups import arrangements
from portal.groups.arrangements import Area, Arrangements
from tests.analysis.factories import response
from tests.consultations.factories import consultation, question
from tests.feedback import factories as made

PAGE = f"/en/feedback/{made.SLUG}"
LONG_AGO = date(2026, 11, 1)
REFUSED: dict[str, Any] = {
    "outcome": Outcome.NOT_POSSIBLE,
    "reason": Reason.COSTS,
    "did": {},
    "due": None,
}
BOTH: dict[str, Any] = {
    "said": {"en": "The lamps are dark.", "ur": "بتیاں بجھی ہوئی ہیں۔"},
    "did": {"en": "We mend them in May.", "ur": "ہم مئی میں مرمت کریں گے۔"},
}
"""What is said in two languages."""


def lists(session: Session) -> None:
    """Keep an area and a service from which officers choose."""
    areas = (Area("north", {"en": "The north", "ur": "شمال"}),)
    services = (Area("roads", {"en": "Roads", "ur": "سڑکیں"}),)
    arrangements.save(session, Arrangements(areas, services))
    session.commit()


def read(
    session: Session, *languages: str, slug: str = made.SLUG, on: date = LONG_AGO, **changes: Any
) -> ReportBack:
    """Let everybody read a report on one question, in English unless languages are named."""
    title = changes.pop("title", {"en": "Parks", "ur": "پارک"})
    closed = made.closed(session, "lamps", slug=slug, content={"title": title})
    return published(session, closed, *languages, on=on, **changes)


def published(
    session: Session,
    of: Consultation,
    *languages: str,
    on: date = LONG_AGO,
    **changes: Any,
) -> ReportBack:
    """Let everybody read a report on a consultation."""
    report = keeping.draft(session, of)
    made.written(session, report, **changes)
    made.published(session, report, *languages, on=on)
    session.commit()
    return report


def again(
    session: Session, report: ReportBack, *languages: str, on: date, reason: str, **changes: Any
) -> None:
    """Change what everybody reads of a report, for a reason."""
    for row in queries.entries(session, report):
        for name, value in changes.items():
            setattr(row, name, value)
    made.published(session, report, *languages, on=on, reason=reason)
    session.commit()


def entry(session: Session, report: ReportBack) -> Entry:
    """Find the first entry of a report."""
    return queries.entries(session, report)[0]


def resting(session: Session, on: str, *, unsigned: bool = False) -> ReportBack:
    """Let everybody read a report that rests on something public; or only its officers."""
    report = made.report(session, "lamps")
    made.written(session, report)
    if unsigned:
        made.published(session, report)
    session.add(EntryEvidence(entry_id=entry(session, report).id or 0, key=on))
    session.flush()
    if not unsigned:
        made.published(session, report)
    session.commit()
    return report


def quoted(session: Session, **changes: Any) -> ReportBack:
    """Let everybody read a report in which somebody is quoted."""
    closed = consultation(session, [question("lamps")], stage=Stage.CLOSED)
    told = {code: changes["option"] for code in [changes.get("characteristic")] if code}
    answer = response(
        session,
        closed,
        texts={"lamps": "I fall in the dark"},
        may_quote=True,
        equality=told or None,
    )
    for _ in range(FEWEST_ALIKE - 1 if told else 0):
        response(session, closed, equality=told)
    query = select(WrittenAnswer).where(WrittenAnswer.response_id == answer.id)
    written = session.exec(query).one()
    report = keeping.draft(session, closed)
    made.written(session, report)
    values: dict[str, Any] = {"words": {"en": "I fall in the dark"}, "language": "en"}
    values |= {"entry_id": entry(session, report).id, "answer_id": written.id} | changes
    session.add(Quote(**values))
    session.flush()
    made.published(session, report)
    session.commit()
    return report
