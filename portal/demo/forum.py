"""The made-up race equality forum: who runs it, who sits in it, and what is written in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.bodies import acts
from portal.bodies import forms as of_bodies
from portal.bodies import queries as bodies
from portal.bodies.models import Body, Membership, OfficeHolder, Seat
from portal.bodies.rules import Joining, Office, Stage
from portal.demo import content, sent
from portal.forms import form
from portal.forum.topics import asks, forms, owed, posts, queries
from portal.forum.topics.models import Ask, Post, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.posts import Author
from portal.forum.topics.rules import Room, Voice
from portal.members.models import Member
from portal.sealing import crypto
from portal.store.db import random_id

_HALF = timedelta(days=182)


class _Forum(NamedTuple):
    session: Session
    body: Body
    people: Sequence[Member]
    now: datetime


def seed(session: Session, people: Sequence[Member], now: datetime) -> None:
    """Found the forum, fill its offices and seats, and have everybody write."""
    tables, officer = content.forum(), accounts.by_email(session, "officer@voices.example")
    body = Body(slug="race-equality-forum", stage=Stage.OPEN, **tables["body"])
    body.answers_id = officer.id if officer else None
    body.meets = (now + timedelta(weeks=3)).date()
    session.add(body)
    session.flush()
    here = _Forum(session, body, people, now)
    for office in (Office.CHAIR, Office.DEPUTY):
        _hold(here, office, people[tables[office.value]], tables)
    for made in (*tables["members"], *tables["applications"]):
        _apply(here, made, joins="why" not in made)
    for made in tables["seats"]:
        seat = Seat(body_id=body.id or 0, title=made["title"])
        session.add(seat)
        if "member" in made:
            person = people[made["member"]]
            joined = bodies.membership(session, body, person.id)
            assert joined  # noqa: S101 - whoever sits on a seat is in the list above
            acts.fill(session, seat, joined, (now + _HALF).date(), person.public_name)
    for made in tables["questions"]:
        sent.taken(form.read(forms.QUESTION, made).problems)
        code, day = crypto.new_code(), now.date()
        asks.receive(session, body, code, made["text"], made["language"], day)
    for made in tables["topics"]:
        _talk(here, made)


def _hold(here: _Forum, office: Office, person: Member, said: Mapping[str, Any]) -> None:
    until, name = (here.now + _HALF).date(), random_id()
    held = OfficeHolder(body_id=here.body.id or 0, office=office, invited=name, until=until)
    held.expires, held.since, held.seen = here.now, here.now - _HALF, here.now.date()
    held.member_id = person.id
    held.shown = person.public_name
    held.chosen_by, held.paid_by = said["chosen_by"], said["paid_by"]
    here.session.add(held)
    here.session.flush()


def _apply(here: _Forum, made: Mapping[str, Any], *, joins: bool) -> None:
    person, named = here.people[made["member"]], made.get("group", "")
    said = {"as_": "person", "why": "…", "language": person.language, "contact": "email", **made}
    reading = form.read(of_bodies.APPLYING, said)
    sent.taken(reading.problems)
    group = bodies.group_named(here.session, named) if named else None
    values = reading.values | {"group_id": group.id if group else None}
    acts.apply(here.session, here.body, person.id, values)
    mine = bodies.membership(here.session, here.body, person.id)
    if joins and mine:
        acts.move(here.session, mine, Joining.ACCEPTED)
        mine.why, mine.joined = "", here.now - _HALF
        here.session.add(mine)


def _talk(here: _Forum, made: Mapping[str, Any]) -> None:
    then, room = here.now - timedelta(days=made["days"]), Room(made.get("room", "public"))
    sent.taken(form.read(forms.TOPIC, made).problems)
    author = _author(here, made)
    topic = posts.begin(here.session, here.body, room, author, made, random_id())
    topic.raised = made.get("raised", "")
    topic.brought = then.date() if made.get("brought") else None
    _date(here.session, topic, queries.opening(here.session, topic), then)
    if made.get("asked"):
        ask = Ask(body_id=here.body.id or 0, topic_id=topic.id, state=Owed.OPEN, made=then)
        ask.due = then.date() + timedelta(days=owed.DAYS)
        here.session.add(ask)
        here.session.flush()
    for number, one in enumerate(made["replies"], 1):
        _reply(here, topic, one, then + timedelta(days=number))
    if answer := made.get("answer"):
        _reply(here, topic, answer | {"council": True}, then + timedelta(days=made["answered"]))


def _reply(here: _Forum, topic: Topic, made: Mapping[str, Any], then: datetime) -> None:
    sent.taken(form.read(forms.REPLY, made).problems)
    answers = "council" in made and asks.settle(here.session, topic, Owed.ANSWERED)
    author, key = _author(here, made), random_id()
    post = posts.reply(here.session, topic, author, made, key, answers=answers)
    _date(here.session, topic, post, then)


def _date(session: Session, topic: Topic, post: Post, then: datetime) -> None:
    post.made = then
    topic.made = min(topic.made, then)
    session.add_all([topic, post])
    session.flush()


def _author(here: _Forum, made: Mapping[str, Any]) -> Author:
    if "by" not in made:
        return Author(Voice.COUNCIL if "council" in made else Voice.CHAIR, trusted=True)
    person, how = here.people[made["by"]], made["as"]
    mine: Membership | None = bodies.membership(here.session, here.body, person.id)
    return Author(
        Voice.GROUP if how == "group" else Voice.MEMBER,
        member=person.id,
        group=mine.group_id if mine and "group" in how else None,
        shown=person.public_name if how == "named" else "",
        spoken=bool(made.get("spoken")),
        trusted=True,
    )
