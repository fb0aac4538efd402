"""What whoever looks at a body reads of its rooms and topics, and what stands beside them."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies.acts import sign_in_first
from portal.bodies.visiting import Visit
from portal.forum.topics import asks, forms, posts, queries, rules
from portal.forum.topics.models import OpenedRoom, Post, Topic
from portal.forum.topics.rules import Reader, Room
from portal.languages.i18n import language
from portal.store.db import now, random_id
from portal.web import lists
from portal.web.feature import Thing
from portal.web.links import link_here
from portal.web.page import Elsewhere, found, render


def reader(visit: Visit) -> Reader:
    """Give what decides what somebody reads."""
    return Reader(visit.since, visit.office is not None)


def room_of(request: Request, visit: Visit) -> Room:
    """Find the room that an address names, if somebody may enter it."""
    named = request.path_params["room"]
    room = found(next((one for one in Room if one.value == named), None))
    _require(request, visit, may=rules.may_enter(room, reader(visit)))
    return room


def topic_of(request: Request, session: Session, visit: Visit, *, hold: bool = False) -> Topic:
    """Find the topic that an address names, if whoever asks may read it."""
    topic = found(queries.topic(session, visit.body, request.path_params["topic"], hold=hold))
    _require(request, visit, may=rules.may_read(topic.room, topic.made, reader(visit)))
    if not topic.newest and not is_read(queries.opening(session, topic), visit):
        raise HTTPException(404)
    return topic


def own_post(request: Request, session: Session, visit: Visit, topic: Topic) -> Post:
    """Find a post that whoever asks wrote: another's can be neither edited nor taken back."""
    post = found(queries.post(session, topic, request.path_params["post"], hold=True))
    if not visit.own or post.member_id != visit.own:
        raise HTTPException(403)
    return post


def read_post(request: Request, session: Session, visit: Visit) -> tuple[Topic, Post]:
    """Find a post whose words whoever asks may read."""
    topic = topic_of(request, session, visit)
    post = found(queries.post(session, topic, request.path_params["post"]))
    if not is_read(post, visit):
        raise HTTPException(404)
    return topic, post


def is_read(post: Post, visit: Visit) -> bool:
    """Tell whether somebody reads the words of a post."""
    own = bool(visit.own) and post.member_id == visit.own
    return rules.is_read(post.standing, own=own, moderates=visit.office is not None)


def may_open(visit: Visit, topic: Topic) -> bool:
    """Tell whether somebody can still open a topic of which they took something back."""
    return topic.newest > 0 and rules.may_read(topic.room, topic.made, reader(visit))


def may_reply(visit: Visit, topic: Topic) -> bool:
    """Tell whether somebody may write in a topic: it is neither locked nor waits, nor is over."""
    stands = topic.newest > 0 and not topic.locked and visit.is_open
    return stands and rules.may_write(topic.room, reader(visit))


def topic_page(
    request: Request, session: Session, visit: Visit, topic: Topic, **shown: Any
) -> Response:
    """Show a topic with a page of its posts, and the form of a reply to whoever may write one."""
    page = beside(request, session, visit, topic)
    things = list(_things(request, session)) if visit.presides or topic.raised else []
    page |= {
        "visit": visit,
        "topic": topic,
        "supports": visit.own in queries.supporters(session, page["ask"]),
        "may_write": may_reply(visit, topic),
        "authors": posts.authors(session, visit) if visit.belongs else (),
        "fields": forms.REPLY,
        "used": queries.languages_used(session, visit.body),
        "things": [(one.key, one.title) for one in things],
        "led_to": next((one for one in things if one.key == topic.raised), None),
        "opened": opened(session, visit, topic.room),
        "labels": forms,
        "sent": {"language": language()},
        "key": random_id(),
    }
    return render(request, "forum/topics/topic.html", **(page | shown))


def beside(request: Request, session: Session, visit: Visit, topic: Topic) -> dict[str, Any]:
    """Collect a page of the posts of a topic, and what stands beside them."""
    seen = queries.seen(visit.own, moderates=visit.office is not None)
    part = queries.posts(session, topic, lists.place(request), seen)
    ask = queries.ask_of(session, topic)
    return {
        "ask": ask,
        "countdown": asks.countdown(ask),
        "pages": lists.pages(part, link_here(request).partition("?")[0], {}),
        "posts": part.rows,
        "groups": bodies.groups(session, [one.group_id for one in part.rows]),
        "files": queries.attachments(session, [one.id for one in part.rows]),
        "read": {one.id for one in part.rows if is_read(one, visit)},
    }


def opened(session: Session, visit: Visit, room: Room) -> Sequence[OpenedRoom]:
    """List when staff opened a closed room, which whoever may enter it is shown."""
    if room is Room.PUBLIC:
        return ()
    rows = queries.opened_rooms(session, visit.body)
    return [one for one, _ in rows if one.room is room and one.until is not None]


def is_thing(request: Request, session: Session, key: str) -> bool:
    """Tell whether a topic can have led to what has this key."""
    return any(one.key == key for one in _things(request, session))


def _things(request: Request, session: Session) -> Iterator[Thing]:
    for feature in request.state.features:
        yield from feature.things(session, now())


def _require(request: Request, visit: Visit, *, may: bool) -> None:
    if not may and visit.member is None:
        raise Elsewhere(sign_in_first(link_here(request)))
    if not may:
        raise HTTPException(403)
