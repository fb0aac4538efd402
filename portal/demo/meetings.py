"""The made-up meetings of the forum, with what came of them, and the made-up council's events."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.council.rules import Council
from portal.demo import content, sent
from portal.forms import form
from portal.joining import group_queries
from portal.meetings import acts, agenda, forms, queries, records, translated
from portal.meetings.models import Action, Meeting, Record
from portal.meetings.rules import Owner, State, What
from portal.members.models import Member
from portal.store.db import random_id
from portal.translations import keeping
from portal.translations.keeping import Translator
from portal.translations.rules import Hand

_EVENING = time(18)
_TEXTS = {What.SUMMARY: "summary", What.MINUTES: "record"}


class _Forum(NamedTuple):
    session: Session
    council: Council
    body: Body
    people: Sequence[Member]
    now: datetime


def seed(session: Session, council: Council, people: Sequence[Member], now: datetime) -> None:
    """Hold some meetings, plan others, and plan the council's events."""
    (body,) = bodies.public(session)
    here, tables = _Forum(session, council, body, people, now), content.meetings()
    held: list[Meeting] = []
    for made in tables["meetings"]:
        meeting = _plan(here, body, {"title": "", "language": "en"} | made)
        _prepare(here, meeting, made)
        _write_up(here, meeting, made)
        if made.get("agrees"):
            held[-1].agreed, held[-1].agreed_at = meeting.ends, meeting.id
            session.add(held[-1])
        held.append(meeting)
    for made in tables["events"]:
        _plan(here, None, made)
    session.flush()


def _plan(here: _Forum, body: Body | None, made: Mapping[str, Any]) -> Meeting:
    day = here.council.calendar.day(here.now + timedelta(days=made["days"]))
    starts = here.council.calendar.moment(day, _EVENING)
    meeting = acts.plan(here.session, body, {**made, "starts": starts}, random_id())
    meeting.state = State.HELD if made["days"] < 0 else State.PLANNED
    meeting.changed = min(meeting.changed, starts - timedelta(days=30), here.now)
    for number in made.get("comes", ()):
        acts.say(here.session, meeting, here.people[number].id, comes=True)
    return meeting


def _prepare(here: _Forum, meeting: Meeting, made: Mapping[str, Any]) -> None:
    for item in made.get("items", ()):
        sent.taken(form.read(forms.ITEM, item).problems)
        agenda.add(here.session, meeting, item["title"], item["language"])


def _write_up(here: _Forum, meeting: Meeting, made: Mapping[str, Any]) -> None:
    for what, name in _TEXTS.items():
        texts = dict(made.get(name, {}))
        if not texts:
            continue
        tag = next(iter(texts))
        said = {"text": texts.pop(tag), "language": tag, "named": "yes"}
        sent.taken(form.read(forms.record(what), said).problems)
        records.save(here.session, meeting, what, said, {})
        if record := queries.record(here.session, meeting, what):
            record.made = meeting.ends + timedelta(days=2)
            _translate(here, meeting, record, texts)
    groups = [_group(here, name) for name in made.get("groups", ())]
    records.attend(here.session, meeting, made.get("people"), groups)
    for action in made.get("actions", ()):
        _act(here, meeting, action)


def _translate(here: _Forum, meeting: Meeting, record: Record, texts: Mapping[str, str]) -> None:
    """Have members translate it, and the chair say of all but the last that they are right."""
    source = translated.source(record)
    for number, (tag, text) in enumerate(texts.items(), 1):
        by = Translator(here.people[number].id, Hand.MEMBER)
        one = keeping.write(here.session, source, tag, by, {translated.TEXT: text})
        one.made = meeting.ends + timedelta(days=4)
        if number < len(texts) or record.what is What.SUMMARY:
            keeping.check(here.session, one, Hand.CHAIR)


def _act(here: _Forum, meeting: Meeting, made: Mapping[str, Any]) -> None:
    due, done = (_day(here, made.get(name)) for name in ("due", "done"))
    values: dict[str, Any] = {"words": made["words"], "language": made["language"]}
    values |= {"owner": Owner(made["owner"]), "due": due, "done": done}
    values["group_id"] = _group(here, made["group"]) if "group" in made else None
    action = Action(meeting_id=meeting.id, **values)
    here.session.add(action)


def _group(here: _Forum, name: str) -> int:
    group = group_queries.group_named(here.session, name)
    assert group  # noqa: S101 - the groups of the directory were made before
    return group.id or 0


def _day(here: _Forum, days: int | None) -> Any:
    if days is None:
        return None
    return here.council.calendar.day(here.now + timedelta(days=days))
