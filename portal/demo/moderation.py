"""What was reported and decided in the made-up forum: a hidden post, a report, an appeal."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies import visiting
from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.bodies.visiting import Visit
from portal.demo import content, sent
from portal.forms import form
from portal.forum.topics import forms as of_topics
from portal.forum.topics import posts, queries
from portal.forum.topics.authorship import Author
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Room, Voice
from portal.members.models import Member
from portal.moderation import acts, deciding, forms, matters, reasons
from portal.moderation import queries as moderated
from portal.moderation.models import Reads
from portal.store.db import random_id

_DAY = timedelta(days=1)


class _Here(NamedTuple):
    session: Session
    body: Body
    people: Sequence[Member]


def seed(session: Session, people: Sequence[Member], now: datetime) -> None:
    """Have a topic in which something was hidden, cut out, appealed against and reported."""
    tables = content.moderation()
    here = _Here(session, bodies.public(session)[0], people)
    reasons.prepare(session, here.body)
    reasons.add(session, here.body, tables["own_reason"])
    held = visiting.current(session, here.body)
    for office, languages in tables["reads"].items():
        session.add(Reads(office_id=held[Office(office)][0].id or 0, languages=languages))
    begun = tables["topic"]
    then = now - timedelta(days=begun["days"])
    author = _author(people[begun["by"]])
    topic = posts.begin(session, here.body, Room.PUBLIC, author, begun, random_id())
    topic.made = queries.opening(session, topic).made = then
    for number, made in enumerate(tables["replies"], 1):
        _reply(here, topic, made, then + number * _DAY)


def _reply(here: _Here, topic: Topic, made: Mapping[str, Any], then: datetime) -> None:
    sent.taken(form.read(of_topics.REPLY, made).problems)
    author = _author(here.people[made["by"]])
    post = posts.reply(here.session, topic, author, made, random_id())
    post.made = then
    for number, reason in made.get("reported", {}).items():
        _report(here, topic, post, reason, here.people[int(number)])
    if reason := made.get("by_resident"):
        _report(here, topic, post, reason, None)
    if decided := made.get("decided"):
        _decide(here, topic, post, decided)
    for number, (decision, _) in enumerate(_decided(here, post)):
        decision.made = then + (number + 1) * _DAY
        here.session.add(decision)
    if appeal := made.get("appeal"):
        sent.taken(form.read(forms.APPEALED, appeal).problems)
        acts.appeal(here.session, decision, appeal)


def _report(here: _Here, topic: Topic, post: Post, reason: str, by: Member | None) -> None:
    said = {"reason": reason, "words": "", "language": by.language if by else "en"}
    acts.report(here.session, _visit(here, by), topic, post, said, random_id())


def _decide(here: _Here, topic: Topic, post: Post, made: Mapping[str, Any]) -> None:
    held = visiting.current(here.session, here.body)[Office(made["office"])][0]
    visit = _visit(here, here.session.get_one(Member, held.member_id))
    matter = matters.matter(here.session, visit, topic, post)
    said, problems = deciding.read(here.session, here.body, matter, dict(made))
    sent.taken(problems)
    acts.decide(here.session, visit, matter, said)


def _decided(here: _Here, post: Post) -> matters.Decided:
    return moderated.decided(here.session, [post.id]).get(post.id or 0, [])


def _visit(here: _Here, member: Member | None) -> Visit:
    return visiting.visit(here.session, here.body, member)


def _author(person: Member) -> Author:
    return Author(Voice.MEMBER, member=person.id, shown=person.public_name, trusted=True)
