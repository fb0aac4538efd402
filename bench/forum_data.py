"""A portal in use for years: a forum with 20,000 posts, and a directory with 5,000 groups."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, insert, text
from sqlmodel import Session

from portal.bodies.models import Body
from portal.bodies.rules import Stage
from portal.council.models import CouncilSettings
from portal.demo import content
from portal.forum.topics.models import Post, Searched, Topic
from portal.forum.topics.rules import Room, Standing, Voice
from portal.groups import choosing, keeping, queries
from portal.groups.models import Group, GroupTag
from portal.groups.rules import State
from portal.languages.searching import fold
from portal.migrations import upgrade
from portal.store.db import begin, now, open_engine, random_id

POSTS = 20_000
GROUPS = 5_000
LONG, SHORT = 2_000, 20
"""How many posts stand in the two topics that are compared."""

SLUG = "forum"
EVERYWHERE, ONCE, NOWHERE = "council", "zanzibar", "xylophone"
"""Words that stand in nearly every post, in a single one and in none."""

_USUAL = 50
_SIGNS = 780
_LANGUAGES = ("en", "cy", "pl", "ur", "ar")
_KINDS = 40
_DRAWN = 7
_AT_ONCE = 1000
_WORDS = {
    "en": "street light school council meeting interpreter letter bus evening women youth form",
    "cy": "cyngor ysgol cyfarfod golau stryd cyfieithydd llythyr plant menywod ieuenctid iaith",
    "pl": "rada szkoła spotkanie światło ulica tłumacz list dzieci młodzież język zażółć gęślą",
    "ur": "کونسل اسکول اجلاس بتی سڑک مترجم خط بچے خواتین نوجوان زبان فارم",
    "ar": "المجلس المدرسة الاجتماع الضوء الشارع المترجم الرسالة الأطفال النساء الشباب اللغة",
}


def prepare(url: str) -> tuple[Engine, str, str]:
    """Make the database, and give the addresses of the long topic and of the short one."""
    engine = open_engine(url)
    upgrade(engine)
    with Session(engine) as session:
        begin(session, writes=True)
        session.add(CouncilSettings(version=1, values=content.council()))
        long, short = _forum(session)
        _directory(session)
        session.commit()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        # What PostgreSQL does by itself within a minute.
        connection.execute(text("ANALYZE"))
    return engine, long, short


def _forum(session: Session) -> tuple[str, str]:
    body = Body(slug=SLUG, stage=Stage.OPEN, name={"en": "Forum"}, terms={"en": "It advises."})
    session.add(body)
    session.flush()
    rest = POSTS - LONG - SHORT
    sizes = [SHORT, LONG, *([_USUAL] * (rest // _USUAL)), rest % _USUAL]
    drawn, topics = random.Random(_DRAWN), [random_id() for _ in sizes]  # noqa: S311
    written = list(_posts(drawn, list(zip(topics, sizes, strict=True))))
    newest = {post["topic_id"]: post["id"] for post, _ in written}
    rows = [_topic(body.id or 0, topic, newest[topic]) for topic in topics if topic in newest]
    _insert(session, Topic, rows)
    _insert(session, Post, [post for post, _ in written])
    found = [{"post_id": p["id"], "language": p["language"], "folded": f} for p, f in written]
    _insert(session, Searched, found)
    return topics[1], topics[0]


def _topic(body: int, topic: str, newest: int) -> dict[str, Any]:
    made: dict[str, Any] = {"body_id": body, "room": Room.PUBLIC, "standing": Standing.SHOWN}
    named: dict[str, Any] = {
        "id": topic,
        "title": "Street light",
        "language": "en",
        "newest": newest,
    }
    return Topic(**made, **named).model_dump()


def _posts(
    drawn: random.Random, topics: list[tuple[str, int]]
) -> Iterator[tuple[dict[str, Any], str]]:
    sentences = {tag: _sentences(drawn, tag) for tag in _LANGUAGES}
    number, moment = 0, now() - timedelta(days=900)
    for topic, size in topics:
        for place in range(size):
            number += 1
            tag = _LANGUAGES[number % len(_LANGUAGES)]
            said, folded = _text(drawn, sentences[tag], number)
            row: dict[str, Any] = {
                "topic_id": topic,
                "opens": place == 0,
                "text": said,
                "language": tag,
            }
            row |= {"id": number, "key": str(number), "revision": 0, "made": moment}
            post = Post(standing=Standing.SHOWN, voice=Voice.MEMBER, **row)
            yield post.model_dump(), folded


def _sentences(drawn: random.Random, tag: str) -> list[tuple[str, str]]:
    words = _WORDS[tag].split()
    made = [" ".join(drawn.choices(words, k=12)) + "." for _ in range(300)]
    return [(one, fold(one)) for one in made]


def _text(drawn: random.Random, sentences: list[tuple[str, str]], number: int) -> tuple[str, str]:
    parts = [("Council.", "council")] if number % 10 else []
    parts += [("Zanzibar.", "zanzibar")] if number == POSTS // 2 else []
    while sum(len(said) for said, _ in parts) < _SIGNS:
        parts.append(drawn.choice(sentences))
    return " ".join(said for said, _ in parts), " ".join(folded for _, folded in parts)


def _directory(session: Session) -> None:
    """Keep some groups as the portal does, and then many like them."""
    communities = [one.code for one in choosing.lists(session).communities]
    kinds = [_group(session, number, communities) for number in range(_KINDS)]
    last = max(one.id or 0 for one in kinds)
    groups, tags = [], []
    for number in range(last + 1, GROUPS - _KINDS + last + 1):
        like = kinds[number % _KINDS]
        name = f"{like.name} {number}"
        changed: dict[str, Any] = {
            "id": number,
            "slug": f"group-{number}",
            "name": name,
            "sent_as": None,
        }
        changed |= {"sorting": queries.sorting_of(name), "folded": f"{like.folded} {number}"}
        groups.append(like.model_dump() | changed)
        pairs = [("community", code) for code in like.communities]
        pairs += [("language", tag) for tag in like.speaks]
        tags += [{"kind": kind, "code": code, "group_id": number} for kind, code in pairs]
    _insert(session, Group, groups)
    _insert(session, GroupTag, tags)


def _group(session: Session, number: int, communities: list[str]) -> Group:
    day = now().date()
    values = {
        "name": f"{('Women', 'Youth', 'Elders', 'Families')[number % 4]} of valley {number}",
        "serves": "We cook, talk and help each other with letters of the council. " * 5,
        "language": "en",
        "speaks": ["en", ("so", "ur", "pl", "ar", "bn")[number % 5]],
        "communities": [communities[number % len(communities)]],
        "state": State.LISTED,
        "since": day,
        "email": f"group{number}@groups.example",
        "confirmed": day,
        "agreed": day,
    }
    return keeping.add(session, values, by=keeping.ITSELF, what="applied")


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(table), rows[start : start + _AT_ONCE])
