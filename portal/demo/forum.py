"""The made-up race equality forum: who runs it, who sits in it, and what is written in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.accounts import queries as accounts
from portal.bodies import acts, visiting
from portal.bodies import queries as bodies
from portal.bodies.change_models import Declared
from portal.bodies.models import Body, Membership, OfficeHolder, Seat
from portal.bodies.rules import GroupSays, Joining, Office, Stage
from portal.demo import content, order, sent
from portal.forms import form
from portal.forum.topics import (
    asks,
    forms,
    owed,
    posts,
    queries,
    translated,
    translated_post,
)
from portal.forum.topics.authorship import Author
from portal.forum.topics.models import Ask, Post, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Room, Voice
from portal.joining import applications, group_queries, memberships, needs
from portal.joining import forms as joining
from portal.language_support import needing
from portal.members.models import Member
from portal.sealing import crypto
from portal.store import saving
from portal.store.db import random_id
from portal.translations import writing as translating

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
    session.add(body)
    session.flush()
    here = _Forum(session, body, people, now)
    offices = (Office.CHAIR, Office.DEPUTY)
    held = {one: _hold(here, one, people[tables[one.value]], tables) for one in offices}
    order.seed(session, body, held, people, now)
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
    day = (now - _HALF).date()
    session.add_all([Declared(declared=day, **made) for made in tables["declared"]])
    for made in tables["questions"]:
        sent.taken(form.read(forms.QUESTION, made).problems)
        code, day = crypto.new_code(), now.date()
        asks.receive(session, body, code, made["text"], made["language"], day)
    for made in tables["topics"]:
        _talk(here, made)


def _hold(here: _Forum, office: Office, person: Member, said: Mapping[str, Any]) -> OfficeHolder:
    until, name = (here.now + _HALF).date(), random_id()
    held = OfficeHolder(body_id=here.body.id or 0, office=office, invited=name, until=until)
    held.expires, held.since, held.seen = here.now, here.now - _HALF, here.now.date()
    held.member_id, held.no_post = person.id, (here.now - _HALF).date()
    held.shown = person.public_name
    held.chosen_by, held.paid_by = said["chosen_by"], said["paid_by"]
    here.session.add(held)
    here.session.flush()
    return held


def _apply(here: _Forum, made: Mapping[str, Any], *, joins: bool) -> None:
    person, named = here.people[made["member"]], made.get("group", "")
    said = {"as_": "person", "why": "…", "language": person.language, "contact": "email", **made}
    reading = form.read(joining.APPLYING, said)
    sent.taken(reading.problems)
    group = group_queries.group_named(here.session, named) if named else None
    values = reading.values | {"group_id": group.id if group else None}
    tags, _ = needing.languages(values["support"], values["support_in"], person.language)
    values["support"] = needs.wanted(values["support"], tags)
    applications.begin(here.session, here.body, person.id, values)
    mine = bodies.membership(here.session, here.body, person.id)
    if mine:
        applications.send(here.session, mine)
    if joins and mine:
        mine.group_says = GroupSays.YES
        memberships.move(here.session, mine, Joining.ACCEPTED)
        mine.why, mine.joined = "", here.now - _HALF
        here.session.add(mine)


def _talk(here: _Forum, made: Mapping[str, Any]) -> None:
    then, room = here.now - timedelta(days=made["days"]), Room(made.get("room", "public"))
    sent.taken(form.read(forms.TOPIC, made).problems)
    author = _author(here, made)
    topic = posts.begin(here.session, here.body, room, author, made, random_id())
    topic.raised = made.get("raised", "")
    topic.brought = then.date() if made.get("brought") else None
    _date(here, topic, queries.opening(here.session, topic), made, then)
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
    answers = "council" in made and asks.settle(here.session, topic)
    author, key = _author(here, made), random_id()
    post = posts.reply(here.session, topic, author, made, key, answers=answers)
    _date(here, topic, post, made, then)


def _date(here: _Forum, topic: Topic, post: Post, made: Mapping[str, Any], then: datetime) -> None:
    post.made, post.appeared = then, post.appeared and then
    topic.made = min(topic.made, then)
    for one in made.get("translations", ()):
        _translate(here, topic, post, one)
    if changed := made.get("edited"):
        sent.taken(form.read(forms.TOPIC, changed).problems)
        posts.edit(here.session, topic, post, changed)
        post.edited = then + timedelta(days=1)
    here.session.add_all([topic, post])
    here.session.flush()
    if "translations" in made:
        translated.index(here.session, topic, post)


def _translate(here: _Forum, topic: Topic, post: Post, made: Mapping[str, Any]) -> None:
    """Have somebody translate a post, and somebody else check it, as their pages do."""

    def found(member: int, *, trusted: bool) -> translated_post.TranslatedPost:
        visit = visiting.visit(here.session, here.body, here.people[member])
        one = translated_post.into(here.session, visit, topic, post, made["language"])
        return replace(one, trusted=trusted)

    writing = found(made["by"], trusted="waits" not in made)
    typed = {**made, saving.VERSION: writing.version}
    _done(translating.save(here.session, writing, typed))
    if "checked_by" in made:
        checking = found(made["checked_by"], trusted=True)
        seen = {saving.VERSION: checking.version}
        _done(translating.check(here.session, checking, seen))


def _done(refusal: saving.Refusal | None) -> None:
    if refusal:
        raise ValueError(f"No page takes this: {refusal}")


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
