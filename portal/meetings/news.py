"""What is new about meetings: when they are, and what was published of them.

Neither where one is nor the address of its call is told: that is for who comes.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.forum.topics.translated import Checked, texts
from portal.meetings import forms, news_queries, translated
from portal.meetings.models import Meeting, Record
from portal.meetings.rules import State, What, told_as
from portal.news import OF_COUNCIL, News, Window
from portal.problems import mark

SOON = timedelta(days=7)
"""Of what is planned so shortly before it begins its body is reminded at once."""

_PLANNED = mark("A meeting is planned: %(when)s")
_CHANGED = mark("A meeting was changed. It is now: %(when)s")
_CANCELLED = mark("A meeting is cancelled: %(when)s")
_OFFERED = mark("It is planned: %(when)s")
_MOVED = mark("It was changed. It is now: %(when)s")
_DROPPED = mark("It is cancelled: %(when)s")
_SUMMARY = mark("The summary of the meeting: %(when)s")
_MINUTES = mark("The agreed minutes of the meeting: %(when)s")
_SAID = {What.SUMMARY: _SUMMARY, What.MINUTES: _MINUTES}


def news(session: Session, window: Window) -> Iterator[News]:
    """Tell of meetings that are to come, and of what was published about those that have been.

    Who is in the body, or said whether they come, is told of changes in mails about that meeting.
    """
    for meeting, body in news_queries.changed(session, window):
        if new := _of_day(session, meeting, body, window):
            yield new
    for meeting in news_queries.offered(session, window):
        yield _of_council(meeting, window)
    written_up = news_queries.written_up(session, window)
    there = translated.checked(session, [record for _, _, record in written_up])
    for meeting, body, record in written_up:
        yield _of_record(meeting, body, record, there[record.id or 0])


def _of_record(meeting: Meeting, body: Body, record: Record, there: Checked) -> News:
    """Tell of a summary or of minutes; who is named in what is told agreed, and that was noted."""
    moment = record.made if record.what is What.SUMMARY else meeting.agreed or record.made
    told = record.text if record.noted else ""
    return _news(
        meeting,
        body,
        moment,
        _SAID[record.what],
        what=record.what,
        place=f"#{record.what.value}",
        language=record.language,
        words=told,
        words_in=texts(there, translated.TEXT) if told else {},
    )


def _of_day(session: Session, meeting: Meeting, body: Body, window: Window) -> News | None:
    planned = _is_new(meeting, window)
    cancelled = meeting.state is State.CANCELLED
    if planned and not meeting.sequence:
        moment, said = meeting.made, _PLANNED
    else:
        moment, said = meeting.changed, _PLANNED if planned else _CHANGED
    if cancelled:
        said = _CANCELLED
    if meeting.starts <= moment:  # It was entered for its minutes: nobody can come any more.
        return None
    told = not planned or cancelled or meeting.starts - meeting.made <= SOON
    know = _told(session, meeting, body) if told else frozenset[str]()
    return _news(meeting, body, moment, said, at_once=True, know=know)


def _of_council(meeting: Meeting, window: Window) -> News:
    planned = _is_new(meeting, window)
    said = _OFFERED if planned else _MOVED
    moment = meeting.made if planned and not meeting.sequence else meeting.changed
    return _news(meeting, None, moment, _DROPPED if meeting.state is State.CANCELLED else said)


def _is_new(meeting: Meeting, window: Window) -> bool:
    return window.since <= meeting.made < window.until


def _told(session: Session, meeting: Meeting, body: Body) -> frozenset[str]:
    inside = {one.id for one in bodies.everybody(session, body)}
    return frozenset(inside.union(news_queries.who_said(session, meeting)))


def _news(
    meeting: Meeting,
    body: Body | None,
    moment: datetime,
    said: str,
    *,
    what: What | None = None,
    **more: Any,
) -> News:
    return News(
        key=told_as(meeting.id, what),
        body=body.id or 0 if body else OF_COUNCIL,
        room="public",
        title="",
        titles=meeting.title,
        called=forms.KINDS[meeting.kind],
        moment=moment,
        begun=meeting.made,
        name="forum_meeting" if body else "event",
        parts={**({"body": body.slug} if body else {}), "meeting": meeting.id},
        voice=said,
        at=meeting.starts,
        **({"language": "", "words": ""} | more),
    )
