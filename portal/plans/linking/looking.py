"""What residents see: on an item what it came of, and on that what it led to."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session
from starlette.requests import Request

from portal.consultations.models import Readable
from portal.consultations.views import key_of
from portal.feedback.keeping import Keyed
from portal.feedback.keeping import key_of as key_of_entry
from portal.forum.topics.models import Topic
from portal.meetings.looking import Looked
from portal.plans.linking import queries
from portal.plans.models import PlanItem
from portal.store.db import now
from portal.web import brought
from portal.web.brought import Chapter, Thing


def rests_on(request: Request, session: Session, item: PlanItem) -> list[Thing]:
    """List what is public now of that which an item came of."""
    keys = [one.key for one in queries.of_item(session, item)]
    found = (
        {one.key: one for one in brought.evidence(request, session, now(), keys)} if keys else {}
    )
    return [found[key] for key in keys if key in found]


def on_topic(_request: Request, session: Session, topic: Topic) -> Iterator[Chapter]:
    """Show on a topic what it led to."""
    yield from _led_to(session, f"topic/{topic.id}")


def on_consultation(
    _request: Request, session: Session, consultation: Readable
) -> Iterator[Chapter]:
    """Show on a consultation what it led to."""
    yield from _led_to(session, key_of(consultation.slug))


def on_meeting(_request: Request, session: Session, looked: Looked) -> Iterator[Chapter]:
    """Show on a meeting what it led to."""
    yield from _led_to(session, f"meeting/{looked.meeting.id}")


def on_entries(
    _request: Request, session: Session, rows: Sequence[Keyed], _code: str
) -> Iterator[Chapter]:
    """Show on each entry of a report what it led to; the template is drawn once for each."""
    if found := queries.came_of_each(session, [key_of_entry(one) for one in rows]):
        named = {one.key: found.get(key_of_entry(one), []) for one in rows}
        yield Chapter("plans/led_to_by_entry.html", {"items": named})


def _led_to(session: Session, key: str) -> Iterator[Chapter]:
    if items := queries.came_of(session, key):
        yield Chapter("plans/led_to.html", {"items": items})
