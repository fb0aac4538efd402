"""The chair's summary, the minutes and the actions, with how they read before."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.bodies.models import Body
from portal.forms.form import Difference
from portal.meetings import queries, rules, translated
from portal.meetings.models import (
    Action,
    ActionVersion,
    Attendance,
    Meeting,
    Record,
    RecordVersion,
)
from portal.meetings.rules import Owner, What
from portal.problems import Problem
from portal.store import again, quotes, saving
from portal.store.db import now

_SAME = ("meeting_id", "words", "language", "owner", "group_id", "due", "taken_back")


def save(
    session: Session, meeting: Meeting, what: What, said: Mapping[str, Any], sent: Mapping[str, Any]
) -> saving.Refusal | None:
    """Keep a summary or minutes, how they read before, and of each translation if it still fits."""
    words = {name: said[name] for name in ("text", "language")}
    record = queries.record(session, meeting, what, hold=True)
    if record is None:
        record = Record(meeting_id=meeting.id, what=what, **words)
    elif (record.text, record.language) == (words["text"], words["language"]):
        return None
    elif saving.is_stale(sent, record.revision):
        theirs = [Difference("text", record.text, said["text"])]
        return saving.Refusal(409, theirs=theirs)
    else:
        _keep_version(session, record)
        record.text, record.language, record.edited = words["text"], words["language"], now()
    record.noted = now()
    record.revision += 1
    session.add(record)
    session.flush()
    translated.follow(session, record)
    return None


def forget(session: Session, meeting: Meeting, record: Record) -> None:
    """Keep no more how it read before, what was made of that, nor what mails that wait quote."""
    queries.forget_versions(session, record)
    translated.forget_stale(session, record)
    quotes.take_out(session, [rules.told_as(meeting.id, record.what)])


def clear(session: Session, record: Record) -> None:
    """Leave no word of any version or translation, nor in mails that wait."""
    queries.forget_versions(session, record)
    translated.forget(session, record)
    quotes.take_out(session, [rules.told_as(record.meeting_id, record.what)])
    record.text = ""
    record.revision += 1


def agree(session: Session, body: Body, meeting: Meeting) -> Problem | None:
    """Note that minutes were agreed at the latest meeting, with which everybody reads them."""
    if meeting.agreed:
        return None
    minutes = queries.record(session, meeting, What.MINUTES)
    drafted = bool(minutes and minutes.text)
    later = queries.begun_after(session, body, meeting, now())
    if problem := rules.agree_problem(drafted=drafted, later=later is not None):
        return problem
    meeting.agreed, meeting.agreed_at = now(), later.id if later else None
    session.add(meeting)
    session.flush()
    return None


def said_of(action: Action) -> dict[str, Any]:
    """Give what the form of an action holds."""
    return {**_words(action), "group": str(action.group_id or "")}


def note_action(session: Session, meeting: Meeting, said: Mapping[str, Any]) -> bool:
    """Keep an action that was agreed at a meeting, once, however often it is sent; tell if so."""
    made = Action(meeting_id=meeting.id, noted=now(), **_agreed(said))
    if again.twins(session, made, _SAME, within=None):
        return False
    session.add(made)
    session.flush()
    return True


def change_action(session: Session, action: Action, said: Mapping[str, Any]) -> None:
    """Keep how an action reads now, and beside it how it read before; it stands again."""
    if action.words:
        before = _words(action) | {"group_id": action.group_id}
        session.add(ActionVersion(action_id=action.id, **before))
    for name, value in _agreed(said).items():
        setattr(action, name, value)
    action.noted, action.taken_back = now(), None
    session.add(action)
    session.flush()


def attend(session: Session, meeting: Meeting, people: int | None, groups: Sequence[int]) -> None:
    """Keep how many were there, and of which groups."""
    queries.forget_attendance(session, meeting)
    session.add_all([Attendance(meeting_id=meeting.id, group_id=one) for one in groups])
    meeting.people = people
    session.add(meeting)
    session.flush()


def _keep_version(session: Session, record: Record) -> None:
    # Of what the law took away there is nothing to keep.
    if record.text:
        before: dict[str, Any] = {"text": record.text, "language": record.language}
        before["made"] = record.edited or record.made
        session.add(RecordVersion(record_id=record.id or 0, **before))


def _words(action: Action) -> dict[str, Any]:
    return {name: getattr(action, name) for name in ("words", "language", "owner", "due")}


def _agreed(said: Mapping[str, Any]) -> dict[str, Any]:
    owner = Owner(said["owner"])
    group = int(said["group"]) if owner is Owner.GROUP else None
    kept = {name: said[name] for name in ("words", "language", "due")}
    return {**kept, "owner": owner, "group_id": group}
