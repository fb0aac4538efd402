"""What stands at an address of this portal that somebody copied: a post, or a statement."""

import re

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.bodies.models import Body
from portal.forum.topics import queries as topics
from portal.forum.topics.models import Post
from portal.statements import queries
from portal.statements.models import Statement

_PLACE = re.compile(
    r"/(?:forum/(?P<body>[\w-]+)/topics|staff/closed-rooms/(?P<opened>\d{1,18}))"
    r"/(?P<topic>[\w-]{1,22})(?:[^#]*#post-(?P<post>\d{1,18}))?"
)
_STATEMENT = re.compile(r"/forum/(?P<body>[\w-]+)/statements/(?P<statement>[\w-]{1,22})")
_HOST = re.compile(r"(?:https?:)?//([^/?#]*)", re.IGNORECASE)

Named = tuple[Body, Post | None, Statement | None]


def named(session: Session, address: str) -> Named | None:
    """Find the post or the statement at an address; of a topic alone the post that opens it."""
    if said := _STATEMENT.search(address):
        body = bodies.by_slug(session, said["body"])
        statement = queries.one(session, body, said["statement"]) if body else None
        return (body, None, statement) if body and statement else None
    place = _PLACE.search(address)
    body = _body(session, place) if place else None
    topic = topics.topic(session, body, place["topic"]) if place and body else None
    if body is None or topic is None:
        return None
    number = place["post"] if place else None
    post = topics.post(session, topic, number) if number else topics.opening(session, topic)
    return (body, post, None) if post else None


def is_within(address: str, base: str) -> bool:
    """Tell whether an address is one of the portal at `base`; a path alone is."""
    if address.startswith("/") and not address.startswith("//"):
        return True
    there = _HOST.match(address)
    host = there[1] if there else address.partition("/")[0]
    ours = _HOST.match(base)
    return ours is not None and host.lower() == ours[1].lower()


def _body(session: Session, place: re.Match[str]) -> Body | None:
    if place["body"]:
        return bodies.by_slug(session, place["body"])
    opened = topics.opened_room(session, place["opened"])
    return opened[1] if opened else None
