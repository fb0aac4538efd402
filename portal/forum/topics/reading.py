"""What whoever looks at a body reads of its rooms and topics, and what stands beside them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.bodies import queries as bodies
from portal.bodies.acts import sign_in_first
from portal.bodies.visiting import Visit
from portal.forum.topics import (
    asks,
    authorship,
    forms,
    queries,
    rules,
    translated,
    version_queries,
)
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Reader, Room
from portal.languages.i18n import language
from portal.store.db import now, random_id
from portal.translations.models import Translation
from portal.web import folding, lists
from portal.web.brought import Thing
from portal.web.links import link, link_here
from portal.web.page import Elsewhere, chapters, found, redirect_to, render


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


def sees_changes(post: Post, visit: Visit) -> bool:
    """Tell whether somebody reads of a post what nobody has looked at yet: who wrote it does."""
    return visit.office is not None or (bool(visit.own) and post.member_id == visit.own)


def is_read(post: Post, visit: Visit) -> bool:
    """Tell whether somebody reads the words of a post."""
    own = bool(visit.own) and post.member_id == visit.own
    return rules.is_read(post.standing, own=own, moderates=visit.office is not None)


def may_open(visit: Visit, topic: Topic) -> bool:
    """Tell whether somebody can still open a topic of which they took something back."""
    return topic.newest > 0 and rules.may_read(topic.room, topic.made, reader(visit))


def may_reply(visit: Visit, topic: Topic) -> bool:
    """Tell whether somebody may write in a topic: it is neither locked nor waits, nor is over."""
    stands = topic.newest > 0 and not topic.locked and visit.is_open and not visit.block
    return stands and rules.may_write(topic.room, reader(visit))


def may_translate(visit: Visit, topic: Topic, post: Post) -> bool:
    """Tell whether somebody may translate a post: in an office also what others do not read."""
    if visit.office and post.standing not in rules.READABLE:
        return visit.writes and post.standing not in rules.GONE
    return post.standing in rules.READABLE and may_reply(visit, topic)


def topic_page(
    request: Request, session: Session, visit: Visit, topic: Topic, **shown: Any
) -> Response:
    """Show a topic with a page of its posts, and the form of a reply to whoever may write one."""
    page = beside(request, session, visit, topic)
    page |= beside_room(request, session, visit, topic.room)
    things = list(_things(request, session)) if visit.presides or topic.raised else []
    authors = authorship.authors(session, visit) if visit.belongs else ()
    page |= {
        "translatable": {one.id for one in page["posts"] if may_translate(visit, topic, one)},
        "visit": visit,
        "topic": topic,
        "translated_title": translated.titles(session, [topic]).get(topic.id),
        "supports": visit.own in queries.supporters(session, page["ask"]),
        "may_write": may_reply(visit, topic),
        "authors": authors,
        "usual": authorship.usual(authors),
        "fields": forms.REPLY,
        "used": queries.languages_used(session, visit.body),
        "things": [(one.key, one.title) for one in things],
        "led_to": next((one for one in things if one.key == topic.raised), None),
        "on_agendas": chapters(request, session, "forum_topic_agendas", topic),
        "labels": forms,
        "chapters": chapters(request, session, "forum_topic", visit, topic, page["posts"]),
        "sent": {"language": language()},
        "key": random_id(),
    }
    return render(request, "forum/topics/topic.html", **(page | shown))


def beside(request: Request, session: Session, visit: Visit, topic: Topic) -> dict[str, Any]:
    """Collect a page of the posts of a topic, or one alone, and what stands beside them."""
    home = link_here(request).partition("?")[0].removesuffix("/reply")
    seen = queries.seen(visit.own, moderates=visit.office is not None)
    alone = request.query_params.get("post", "")
    part = queries.posts(session, topic, lists.place(request), seen, alone)
    if alone and not part.rows:
        raise HTTPException(404)
    ask, shown = queries.ask_of(session, topic), of_posts(session, visit, part.rows)
    made = [len(one.words["text"]) for one in shown["translations"].values()]
    return shown | {
        "alone": alone,
        "home": home,
        "most": 0 if alone else folding.share([*made, *(len(one.text) for one in part.rows)]),
        "ask": ask,
        "countdown": asks.countdown(ask),
        "late": asks.days_late(ask) if ask else 0,
        "pages": lists.pages(part, home, {}),
    }


def of_posts(session: Session, visit: Visit, rows: Sequence[Post]) -> dict[str, Any]:
    """Collect what a page needs that shows these posts to somebody."""
    changed = {one.id for one in rows if sees_changes(one, visit)}
    files = queries.attachments(session, [one.id for one in rows])
    return {
        "posts": rows,
        "groups": bodies.groups(session, [one.group_id for one in rows]),
        "files": [one for one in files if not one.waits or one.post_id in changed],
        "changes": version_queries.changes(session, changed),
        "read": {one.id for one in rows if is_read(one, visit)},
        "translations": translations(session, visit, rows),
    }


def translations(session: Session, visit: Visit, rows: Sequence[Post]) -> Mapping[int, Translation]:
    """Find the translations that somebody reads beside posts."""
    return translated.beside(session, rows, visit.own, trusted=visit.office is not None)


def address_of(session: Session, visit: Visit, topic: Topic, post: Post, said: str) -> str:
    """Give the address of the page of a topic on which a post stands, which says what was done.

    It leads to what was said, not past it to the post: from there a link does.
    """
    beyond = queries.count_before(session, topic, post) >= queries.PAGE
    choice = {"after": str((post.id or 0) - 1) if beyond else "", "done": said}
    page = link("forum_topic", body=visit.body.slug, topic=topic.id)
    return lists.address(page, choice | {"wrote": str(post.id)})


def written(
    request: Request, session: Session, visit: Visit, post: Post, *, waits: bool = False
) -> Response:
    """Lead whoever wrote something to it, and say whether it waits."""
    said = "waits" if waits or post.standing is rules.Standing.WAITING else "written"
    topic = session.get_one(Topic, post.topic_id)
    return redirect_to(request, address_of(session, visit, topic, post, said))


def beside_room(request: Request, session: Session, visit: Visit, room: Room) -> dict[str, Any]:
    """Collect what whoever enters a closed room is told: when staff opened it, or part of it."""
    if room is Room.PUBLIC:
        return {"opened": (), "told": ()}
    rows = queries.opened_rooms(session, visit.body)
    return {
        "opened": [one for one, _ in rows if one.room is room and one.until is not None],
        "told": chapters(request, session, "forum_closed_room", visit, room),
    }


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
