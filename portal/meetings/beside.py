"""What the page of a body, of whoever looks after it, and of a topic say about meetings."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlmodel import Session
from starlette.requests import Request

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.bodies.visiting import Visit
from portal.forum.topics.models import Topic
from portal.languages.i18n import calendar, gettext, language, today
from portal.meetings import action_queries, forms, news_queries, queries, rules
from portal.meetings.models import Meeting
from portal.meetings.rules import Owed
from portal.store.db import now
from portal.web.brought import Chapter, Mapped, Thing
from portal.web.page import link

_KEY = "meeting/"
_MOST = 100


def of_body(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Say when a body meets next, whether it is quiet until then, and which summary is owed."""
    shown = {
        "next": queries.next_of(session, visit.body, now()),
        "summaries": summaries(session, visit.body),
    }
    yield Chapter("meetings/beside/body.html", shown)


def below(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """List the actions that are open."""
    rows = [one for one, _ in action_queries.of_body(session, visit.body, now()) if one.is_open]
    groups = bodies.groups(session, [one.group_id for one in rows])
    shown = {"actions": rows, "named": groups, "labels": forms, "today": today()}
    yield Chapter("meetings/beside/below.html", shown)


def next_meeting(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Lead whoever looks after a body to its next meeting."""
    shown = {"next": queries.next_of(session, visit.body, now())}
    yield Chapter("meetings/beside/next.html", shown)


def waits(session: Session, body: int) -> int:
    """Count the summaries that a body's chair owes."""
    return len(queries.without_summary(session, session.get_one(Body, body), now()))


def of_today(_request: Request, session: Session, visit: Visit) -> Iterator[Chapter]:
    """Say what is to be written about meetings that have been, and which actions are late."""
    rows = [one for one, _ in action_queries.of_body(session, visit.body, now())]
    late = [one for one in rows if one.is_open and one.due < today()]
    shown = {
        "late": late,
        "summaries": summaries(session, visit.body),
        "minutes": queries.without_minutes(session, visit.body, now()),
        "to_agree": _to_agree(session, visit.body),
    }
    if any(shown.values()):
        named = bodies.groups(session, [one.group_id for one in late])
        more = {"named": named, "labels": forms, "today": today()}
        yield Chapter("meetings/beside/today.html", shown | more)


def _to_agree(session: Session, body: Body) -> list[Meeting]:
    # Minutes are agreed at a later meeting: before that has begun nothing can be done about them.
    drafted = queries.to_agree(session, body, now())
    return [one for one in drafted if queries.begun_after(session, body, one, now())]


def of_topic(_request: Request, session: Session, topic: Topic) -> Iterator[Chapter]:
    """Say on the agenda of which meetings a topic stood."""
    rows = queries.meetings_with(session, topic)
    over = [one for one in rows if rules.is_over(one.state, one.ends, now())]
    yield Chapter("meetings/beside/topic.html", {"meetings": over})


def summaries(session: Session, body: Body) -> Sequence[tuple[Meeting, Owed]]:
    """List the meetings of which the chair's summary is owed, and by when."""
    rows = queries.without_summary(session, body, now())
    return [(one, rules.summary_owed(calendar().day(one.ends), today())) for one in rows]


def mapped(session: Session, _now: datetime) -> Iterator[Mapped]:
    """Let search engines find the lists of meetings and events, and nothing that was written."""
    yield Mapped("events")
    for one in bodies.public(session):
        yield Mapped("forum_meetings", {"body": one.slug})


def evidence(session: Session, now: datetime, keys: Collection[str] | None) -> Iterator[Thing]:
    """List the meetings and events that have been, at which a council can say it listened."""
    numbers = None if keys is None else [one.removeprefix(_KEY) for one in keys]
    for one, body in news_queries.held(session, now, numbers, _MOST):
        called = forms.KINDS[one.kind]
        title = one.title or (body.name if body else {language(): gettext(called)})
        parts = {"meeting": one.id} | ({"body": body.slug} if body else {})
        href = link("forum_meeting" if body else "event", **parts)
        yield Thing(f"{_KEY}{one.id}", title, href, called, calendar().day(one.starts))
