"""Telling people of meetings, in their own languages and naming neither body, place nor topic.

Who is told, what they know by now and the mails are kept in one transaction, which one process
at a time has: so nobody is told twice, and nobody is left out.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session

from portal.bodies.models import Body
from portal.coming.reminding import queries, rules
from portal.coming.reminding.models import MeetingNotice
from portal.council import queries as council
from portal.languages import i18n
from portal.meetings.models import Meeting
from portal.meetings.rules import State
from portal.members import letters, wanted_mails
from portal.members.models import Member
from portal.members.rules import MailKind
from portal.problems import mark
from portal.store.jobs import Job
from portal.web.links import absolute, link


class _News(NamedTuple):
    """What a mail says about a meeting."""

    subject: str
    words: str


REMINDER = _News(
    mark("A reminder"),
    mark(
        "You have a meeting: %(when)s. Read here where it is and what it is about, and say "
        "whether you come:"
    ),
)
CHANGED = _News(
    mark("Something has changed"),
    mark("The time or the place of a meeting has changed. It is now: %(when)s. Read more here:"),
)
CANCELLED = _News(
    mark("Something has changed"),
    mark("A meeting is cancelled: %(when)s. Read more here:"),
)


def tell(session: Session, moment: datetime) -> None:
    """Tell people of every meeting what they do not know yet, and what is due to be said again."""
    i18n.keep_time(council.stored(session).calendar)
    for meeting, body, told_of in queries.to_come(session, moment):
        known = _known(meeting)
        notice = told_of or MeetingNotice(meeting_id=meeting.id, known=known)
        news = _news(meeting, notice, known, moment)
        if news:
            _write(session, meeting, _people(session, meeting, body), news, moment)
        notice.known, notice.stage = known, rules.stage(meeting.starts, moment)
        session.add(notice)
    session.flush()


def _news(meeting: Meeting, notice: MeetingNotice, known: str, moment: datetime) -> _News | None:
    if notice.known != known:
        return CANCELLED if meeting.state is State.CANCELLED else CHANGED
    due = rules.stage(meeting.starts, moment) > notice.stage
    return REMINDER if due and meeting.state is State.PLANNED else None


def _people(session: Session, meeting: Meeting, body: Body | None) -> list[Member]:
    """Find who is told: who said that they do not come hears no more of it."""
    but = queries.declined(session, meeting)
    people = queries.people(session, meeting, body)
    return [one for name, one in sorted(people.items()) if name not in but]


def _known(meeting: Meeting) -> str:
    where = (meeting.area, meeting.place, meeting.online)
    when = (meeting.starts.isoformat(), meeting.ends.isoformat())
    return rules.what((meeting.state.value, *when, *where))


def _write(
    session: Session, meeting: Meeting, people: Iterable[Member], news: _News, moment: datetime
) -> None:
    before = i18n.language()
    for one in people:
        if one.email:
            i18n.speak(letters.spoken(one.language))
            when = f"{i18n.day(meeting.starts)}{i18n.comma()}{i18n.clock(meeting.starts)}"
            page = absolute(session.info["settings"], link("told_meeting", meeting=meeting.id))
            lines: letters.Lines = [letters.Line(news.words, {"when": when}), page]
            wanted_mails.send(session, one, MailKind.MEETINGS, news.subject, lines, moment)
    i18n.speak(before)


JOB = Job("meetings.tell", timedelta(minutes=1), tell)
