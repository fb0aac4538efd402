"""What is new in rooms, for whoever follows it: each post once, when it is shown."""

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session

from portal.bodies import queries as bodies
from portal.forum.topics import authorship, forms, news_queries
from portal.forum.topics.news_queries import Appeared
from portal.forum.topics.rules import Voice
from portal.forum.topics.translated import TEXT, TITLE, Checked, checked, key, texts
from portal.groups.models import Group
from portal.news import News, Window, named
from portal.problems import mark

_GROUP = mark("A group: %(group)s")
_OF_GROUP = mark("A member of %(group)s")


def news(session: Session, window: Window) -> Iterator[News]:
    """Tell each post that appeared: to whose topic it is, or who wrote before it, at once.

    So is an answer of the council to those who wanted it asked. Names that members chose are left
    out, because a mail cannot be taken back.
    """
    rows = news_queries.appeared(session, window)
    groups = bodies.groups(session, {one.group for one in rows})
    there = _translations(session, rows)
    asking = news_queries.asking(session, [one.topic for one in rows if one.answers])
    for one in rows:
        concerns = set(() if one.opens else (one.begun_by, one.after))
        concerns |= asking.get(one.topic, set()) if one.answers else set()
        voice, values = _voice(one, groups)
        yield News(
            key=named("post", one.post),
            body=one.body,
            room=one.room.value,
            title=one.title,
            title_language=one.title_language,
            language=one.language,
            words=one.words,
            # A title that is gone in its own language is gone in every other.
            titles_in=texts(there[key(one.topic)], TITLE) if one.title else {},
            words_in=texts(there[_key(one)], TEXT),
            moment=one.appeared,
            begun=one.begun,
            name="forum_topic",
            parts={"body": one.slug, "topic": one.topic},
            place=f"#post-{one.post}",
            topic=one.topic,
            voice=voice,
            voice_values=values,
            own=one.own or "",
            concerns=frozenset(who for who in concerns if who and who != one.own),
        )


def _translations(session: Session, rows: Sequence[Appeared]) -> Mapping[str, Checked]:
    keys = {key(one.topic) for one in rows} | {_key(one) for one in rows}
    return checked(session, keys)


def _key(one: Appeared) -> str:
    return key(one.topic, None if one.opens else one.post)


def _voice(one: Appeared, groups: Mapping[int, Group]) -> tuple[str, Mapping[str, str]]:
    group = groups.get(one.group or 0)
    if group is None or one.voice not in (Voice.GROUP, Voice.MEMBER):
        return forms.VOICES[one.voice], {}
    said = authorship.SPOKEN if one.spoken else _OF_GROUP
    return _GROUP if one.voice is Voice.GROUP else said, {"group": group.name}
