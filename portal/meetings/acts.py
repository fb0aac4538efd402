"""Planning, moving and cancelling meetings, saying that one comes, and what follows by itself."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from portal.bodies import telling
from portal.bodies.models import Body
from portal.council import queries as council
from portal.forms import form
from portal.forms.field import Ground
from portal.forms.words import Sent
from portal.languages.i18n import language
from portal.meetings import action_queries, agenda, queries, rules
from portal.meetings.models import Coming, Meeting
from portal.meetings.rules import Kind, State
from portal.members import letters
from portal.problems import Problem, Problems, mark
from portal.store import again, quotes, saving
from portal.store.db import insert_once, now
from portal.store.jobs import Job
from portal.web.links import link

_LATE = mark("Something is late that the council agreed to do")
_READ = mark(
    "It was agreed at a meeting, and was to be done by %(day)s. Everybody sees that it is late. "
    "Read here what it is, and tell the chair once it is done:"
)
_SAID = ("area", "place", "online", "open_place", "places", "about")
_SAME = ("body_id", "kind", "starts", "ends", "state", "area", "place", "online", "places")
_KEPT_AFTER = timedelta(days=7)
"""So long after a meeting it is kept who said that they come."""


def planned(session: Session, body: Body | None, said: Mapping[str, Any]) -> Meeting | None:
    """Find what has just been planned with the same words, by a page that was gone back to."""
    like = _drawn(body, said)
    rows = again.twins(session, like, _SAME)
    same = (one for one in rows if (one.title, one.about) == (like.title, like.about))
    return next(same, None)


def plan(session: Session, body: Body | None, said: Mapping[str, Any], key: str) -> Meeting:
    """Plan a meeting of a body, or an event; once, however often one form is sent at once."""
    made = _drawn(body, said)
    made.key = key
    insert_once(session, "meeting", "key", made.model_dump())
    planned = queries.by_key(session, key)
    assert planned  # noqa: S101 - one of the forms has just planned it
    return planned


def change(session: Session, meeting: Meeting, said: Mapping[str, Any]) -> bool:
    """Change when, where or how it is; tell whether calendars have to learn of it."""
    before = _shown_by_calendars(meeting)
    _say(meeting, said)
    return _tell(session, meeting, before)


def untitle(session: Session, meeting: Meeting) -> None:
    """Take the title of a meeting away, also from calendars and from mails that wait."""
    before = _shown_by_calendars(meeting)
    meeting.title = {}
    quotes.take_out(session, [rules.told_as(meeting.id, what) for what in (None, *rules.What)])
    _tell(session, meeting, before)


def cancel(session: Session, meeting: Meeting) -> bool:
    """Cancel a meeting; what was brought to it waits for the next one."""
    if meeting.state is not State.PLANNED:
        return False
    before = _shown_by_calendars(meeting)
    meeting.state = State.CANCELLED
    return _tell(session, meeting, before)


def save(
    session: Session, meeting: Meeting, fields: form.Fields, sent: Sent, ground: Ground
) -> saving.Refusal | None:
    """Change what a form says of a meeting, unless somebody else changed it meanwhile."""
    held = stored(meeting)
    if saving.is_stale(sent, meeting.revision):
        before, typed = form.show(fields, held, ground), form.typed(fields, sent, ground)
        differing = form.differences(before, typed)
        return saving.Refusal(409, theirs=differing) if differing else None
    reading = form.read(fields, sent, held, ground)
    if problems := reading.problems or time_problems(reading.values, meeting):
        return saving.Refusal(422, problems)
    change(session, meeting, reading.values)
    return None


def time_problems(said: Mapping[str, Any], kept: Meeting | None = None) -> Problems:
    """Say what is wrong with when a meeting begins; what was not touched stays."""
    starts = said["starts"]
    wrong = None if kept and kept.starts == starts else rules.time_problem(starts, now())
    return {"starts": wrong} if wrong else {}


def stored(meeting: Meeting) -> dict[str, Any]:
    """Give what the form of a meeting holds: a title that a chair wrote has one language."""
    minutes = int((meeting.ends - meeting.starts).total_seconds() // 60)
    held = {name: getattr(meeting, name) for name in ("kind", "title", "starts", *_SAID)}
    if meeting.body_id is not None:
        tag = next(iter(meeting.title), language())
        held |= {"title": meeting.title.get(tag, ""), "language": tag}
    return {**held, "minutes": minutes}


def say(
    session: Session,
    meeting: Meeting,
    member: str,
    *,
    comes: bool,
    people: int = 1,
    group: int | None = None,
) -> Problem | None:
    """Keep whether somebody comes, and for how many people of which group; say why not."""
    taken = queries.count_coming(session, meeting, but=member)
    if comes and (full := rules.places_problem(people, taken, meeting.places)):
        return full
    others = queries.count_coming(session, meeting, but=member, group=group) if group else 0
    if comes and (most := rules.group_problem(people, others)):
        return most
    said = queries.coming(session, meeting, member) or Coming(
        meeting_id=meeting.id, member_id=member, comes=comes
    )
    said.comes, said.people, said.group_id = comes, people, group
    session.add(said)
    session.flush()
    return None


def remind(session: Session, moment: datetime) -> None:
    """Mail the officer of each body what is late, once; a day that is moved counts anew."""
    day = council.stored(session).calendar.day(moment)
    for action, meeting, body in action_queries.of_council(session, moment):
        if action.due < day and action.reminded != action.due:
            action.reminded = action.due
            session.add(action)
            at: dict[str, Any] = {"body": body.slug, "meeting": meeting.id}
            said = (_LATE, letters.Line(_READ, {"day": action.due}))
            telling.tell_officers(session, body, said, partial(link, "forum_meeting", **at))


def _drawn(body: Body | None, said: Mapping[str, Any]) -> Meeting:
    kind, starts = Kind(said["kind"]), _starts(said)
    drawn = Meeting(body_id=body.id if body else None, kind=kind, starts=starts, ends=starts)
    _say(drawn, said)
    return drawn


def _starts(said: Mapping[str, Any]) -> datetime:
    # Hours are counted in UTC: by the clocks of a zone a night in spring would be an hour short.
    starts: datetime = said["starts"]
    return starts.astimezone(UTC)


def _say(meeting: Meeting, said: Mapping[str, Any]) -> None:
    meeting.starts = _starts(said)
    meeting.ends = meeting.starts + timedelta(minutes=said["minutes"])
    title = said.get("title", "")
    words = title if isinstance(title, dict) else {said["language"]: title} if title else {}
    # Of a case review no word is kept that could name somebody.
    meeting.title = {} if meeting.kind is Kind.CASE_REVIEW else words
    for name in _SAID:
        if name in said:
            setattr(meeting, name, said[name])


def _shown_by_calendars(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in rules.CALENDARS_SHOW}


def _tell(session: Session, meeting: Meeting, before: dict[str, Any]) -> bool:
    tells = rules.tells_calendars(before, _shown_by_calendars(meeting))
    if tells:
        meeting.sequence, meeting.changed = meeting.sequence + 1, now()
    meeting.revision += 1
    _kept(session, meeting)
    return tells


def _kept(session: Session, meeting: Meeting) -> Meeting:
    session.add(meeting)
    session.flush()
    return meeting


def _hold(session: Session, moment: datetime) -> None:
    for meeting, body in queries.ended(session, moment):
        if body and meeting.kind is Kind.MEETING:
            agenda.gather(session, body, meeting)
            agenda.settle(session, meeting)
        meeting.state = State.HELD
        _kept(session, meeting)


def _forget(session: Session, moment: datetime) -> None:
    queries.forget_coming(session, moment - _KEPT_AFTER)


JOBS = (
    Job("meetings.late_actions", timedelta(hours=6), remind),
    Job("meetings.held", timedelta(minutes=10), _hold),
    Job("meetings.forget", timedelta(days=1), _forget, deletes=True),
)
