"""The agenda of a meeting: minutes to agree, topics that were brought, items of the chair's."""

from dataclasses import dataclass

from sqlmodel import Session

from portal.bodies.models import Body
from portal.forum.topics import queries as topics
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Reader, may_read
from portal.meetings import queries, rules
from portal.meetings.models import Item, Meeting
from portal.problems import Problem, mark
from portal.store.db import now


@dataclass(frozen=True)
class Entry:
    """An item as somebody sees it: of a topic that they may not read they see that there is one.

    One without an `item` has not been put in order yet. `minutes` are of the meeting that it
    names, to be agreed or, if `agreed`, agreed here.
    """

    item: Item | None = None
    topic: Topic | None = None
    readable: bool = True
    minutes: Meeting | None = None
    agreed: bool = False


def entries(session: Session, body: Body, meeting: Meeting, reader: Reader) -> list[Entry]:
    """List what is on the agenda of a meeting, minutes first."""
    minutes = [Entry(minutes=one, agreed=True) for one in queries.agreed_here(session, meeting)]
    coming = is_next(session, body, meeting)
    if coming:
        drafted = queries.to_agree(session, body, meeting.starts)
        minutes += [Entry(minutes=one) for one in drafted]
    rows = list(queries.items(session, meeting))
    there = {topic.id for _, topic in rows if topic}
    brought = topics.on_agenda(session, body) if coming else ()
    loose = [Entry(None, one, _reads(one, reader)) for one in brought if one.id not in there]
    listed = [Entry(item, topic, topic is None or _reads(topic, reader)) for item, topic in rows]
    return [*minutes, *listed, *loose]


def is_next(session: Session, body: Body, meeting: Meeting) -> bool:
    """Tell whether it is the meeting to which topics are brought."""
    coming = queries.next_of(session, body, now())
    return coming is not None and coming.id == meeting.id


def gather(session: Session, body: Body, meeting: Meeting) -> None:
    """Put every topic that was brought on the agenda, behind what stands there already."""
    rows = queries.items(session, meeting)
    there = {item.topic_id for item, _ in rows}
    last = max((item.position for item, _ in rows), default=0)
    brought = [one for one in topics.on_agenda(session, body) if one.id not in there]
    for place, topic in enumerate(brought, last + 1):
        session.add(Item(meeting_id=meeting.id, topic_id=topic.id, position=place))
    session.flush()


def settle(session: Session, meeting: Meeting) -> None:
    """Let no topic wait for the next meeting that was on the agenda of one that is over."""
    for _, topic in queries.items(session, meeting):
        if topic:
            topic.brought = None
            session.add(topic)
    session.flush()


def add(session: Session, meeting: Meeting, title: str, tag: str) -> Problem | None:
    """Add an item of the chair's own at the end, once; say if there are too many."""
    rows = queries.items(session, meeting)
    if any((item.title, item.language) == (title, tag) for item, _ in rows):
        return None
    if len(rows) >= rules.MOST_ITEMS:
        return Problem(mark("%(number)s items stand here already."), {"number": rules.MOST_ITEMS})
    last = max((item.position for item, _ in rows), default=0)
    made = Item(meeting_id=meeting.id, title=title, language=tag, position=last + 1)
    session.add(made)
    session.flush()
    return None


def move(session: Session, meeting: Meeting, number: str, *, up: bool) -> None:
    """Move an item up or down by one place."""
    order = [item for item, _ in queries.items(session, meeting)]
    at = next((place for place, one in enumerate(order) if one.id == number), None)
    other = None if at is None else at - 1 if up else at + 1
    if at is None or other is None or not 0 <= other < len(order):
        return
    order[at], order[other] = order[other], order[at]
    for place, one in enumerate(order, 1):
        one.position = place
        session.add(one)
    session.flush()


def take_away(session: Session, meeting: Meeting, number: str) -> None:
    """Take an item off the agenda; its topic is brought to no meeting any more.

    The mark that the law left stays.
    """
    for item, topic in queries.items(session, meeting):
        if item.id == number and not item.removed:
            if topic:
                topic.brought = None
                session.add(topic)
            session.delete(item)
    session.flush()


def _reads(topic: Topic, reader: Reader) -> bool:
    return may_read(topic.room, topic.made, reader)
