"""What a mail of following says, in one language: what is new of each body, grouped by topic."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from portal.following import rules
from portal.forum.topics import forms
from portal.forum.topics.rules import Room
from portal.languages import i18n
from portal.news import News
from portal.problems import mark
from portal.promises import Countdown, Standing
from portal.store.quotes import quoted as quoted
from portal.web.links import link

WEEKLY, AT_ONCE = mark("What is new this week"), mark("There is something for you to read")
"""What the two mails are called; neither names what it is about."""

EVENTS = mark("Events and training")
"""What is called so in which the council's own events stand."""

CAME_OF_IT = mark("You said, we did")
"""What is called so in which stands what came of consultations."""

MOST_TOPICS, MOST_POSTS = 10, 3
"""So much of a body stands in one mail, and of a topic; the newest."""

_TRANSLATION = mark("Translation")


_Titled = tuple[str, str, tuple[str, str] | None]


class Owed(NamedTuple):
    """A topic on which the council owes an answer, its title also as checked translations."""

    topic: str
    title: str
    language: str
    titles_in: Mapping[str, str]
    left: Countdown


class Body(NamedTuple):
    """A body as mails name it, and what the council owes it.

    What is for everybody is no body: it is `called` something, and stands on a `page`.
    """

    slug: str
    name: Mapping[str, str]
    owed: Sequence[Owed]
    called: str = ""
    page: str = ""


class Words(NamedTuple):
    """What somebody wrote, as far as a mail has it, who that is, and under which key it goes."""

    who: str
    text: str
    language: str
    key: str


class Section(NamedTuple):
    """Something that is new by its title, or a topic in which something is; its title has a key.

    Where the title is a translation, the `original` stands beside it, in its language.
    """

    title: str
    language: str
    href: str
    key: str
    words: Sequence[Words] = ()
    more: int = 0
    original: tuple[str, str] | None = None


class Closed(NamedTuple):
    """A closed room in which something is new: by its topics, unless somebody wants no titles."""

    name: str
    href: str
    topics: Sequence[Section]
    more: int


class Chapter(NamedTuple):
    """What is new in a body; `decline` leads to where somebody says that it is not for them."""

    name: str
    href: str
    sections: Sequence[Section]
    more: int
    rooms: Sequence[Closed]
    owed: Sequence[tuple[Section, str, bool]]
    decline: str


class Entry(NamedTuple):
    """A section as a feed lists it: what it is called for good, when it began, and when it grew."""

    name: str
    begun: datetime
    updated: datetime
    section: Section


def chapter(body: Body, news: Sequence[News], *, owed: bool, titled: bool, decline: str) -> Chapter:
    """Say what is new in a body in the current language; of closed rooms titles at most."""
    shown = _sections([one for one in news if one.room == Room.PUBLIC])
    closed = [one for one in news if one.room != Room.PUBLIC]
    return Chapter(
        name=i18n.gettext(body.called) if body.called else i18n.pick(body.name),
        href=link(body.page) if body.page else link("forum_body", body=body.slug),
        sections=shown[-MOST_TOPICS:],
        more=max(0, len(shown) - MOST_TOPICS),
        rooms=[
            _closed(body, room, [one for one in closed if one.room == room], titled=titled)
            for room in dict.fromkeys(one.room for one in closed)
        ],
        owed=[
            _owed(one, link("forum_topic", body=body.slug, topic=one.topic))
            for one in (body.owed if owed else ())
        ],
        decline=decline,
    )


def entries(news: Sequence[News]) -> list[Entry]:
    """Give what is new by its topic, the latest first, as a feed lists it."""
    by_topic = _together(news)
    return [
        Entry(some[-1].topic or some[-1].key, some[0].begun, some[-1].moment, _section(some))
        for some in reversed(by_topic)
    ]


def more_posts(number: int) -> str:
    """Say how many more posts there are in a topic."""
    shown = i18n.number(number)
    return i18n.ngettext(
        "And %(shown)s more post.", "And %(shown)s more posts.", number, shown=shown
    )


def more_topics(number: int) -> str:
    """Say in how many more topics of a body something is new."""
    return i18n.ngettext(
        "There is news in %(shown)s more topic.",
        "There is news in %(shown)s more topics.",
        number,
        shown=i18n.number(number),
    )


def _closed(body: Body, room: str, news: Sequence[News], *, titled: bool) -> Closed:
    name, href = (
        i18n.gettext(forms.ROOMS[Room(room)]),
        link("forum_room", body=body.slug, room=room),
    )
    topics = [one._replace(words=(), more=0) for one in _sections(news)] if titled else []
    return Closed(name, href, topics[-MOST_TOPICS:], max(0, len(topics) - MOST_TOPICS))


def _sections(news: Sequence[News]) -> list[Section]:
    return [_section(some) for some in _together(news)]


def _together(news: Sequence[News]) -> list[list[News]]:
    together: dict[str, list[News]] = {}
    for one in news:
        together.setdefault(one.topic or one.key, []).append(one)
    return sorted(together.values(), key=lambda some: some[-1].moment)


def _section(news: Sequence[News]) -> Section:
    last = news[-1]
    words = [_words(one) for one in news[-MOST_POSTS:] if one.words or one.texts or one.at]
    href = link(last.name, **last.parts) + news[-MOST_POSTS:][0].place
    more = max(0, len(news) - MOST_POSTS)
    title, language, original = _titled(last)
    return Section(title, language, href, last.topic or last.key, words, more, original)


def _titled(one: News) -> _Titled:
    if one.titles:
        title = i18n.pick(one.titles)
        return title, title.language, None
    if one.called:
        return i18n.gettext(one.called), i18n.language(), None
    return _translated(one.title, one.title_language or one.language, one.titles_in)


def _translated(title: str, language: str, titles_in: Mapping[str, str]) -> _Titled:
    there = titles_in.get(i18n.language())
    return (there, i18n.language(), (title, language)) if there else (title, language, None)


def _words(one: News) -> Words:
    when = {"when": f"{i18n.day(one.at)}{i18n.comma()}{i18n.clock(one.at)}"} if one.at else {}
    text = i18n.pick(one.texts) if one.texts else i18n.picked(one.words, one.language)
    who = i18n.gettext(one.voice, **one.voice_values, **when)
    if there := one.words_in.get(i18n.language()):
        text = i18n.picked(there, i18n.language())
        who = f"{who}{i18n.comma()}{i18n.gettext(_TRANSLATION)}"
    return Words(who, rules.excerpt(text), text.language, one.key)


def _owed(one: Owed, href: str) -> tuple[Section, str, bool]:
    title, language, original = _translated(one.title, one.language, one.titles_in)
    section = Section(title, language, href, one.topic, original=original)
    return section, _left(one.left), one.left.standing is Standing.OVERDUE


def _left(count: Countdown) -> str:
    if count.standing is Standing.DUE:
        return i18n.gettext("Due today")
    shown = i18n.number(count.days)
    if count.standing is Standing.OVERDUE:
        return i18n.ngettext(
            "Overdue by %(shown)s day", "Overdue by %(shown)s days", count.days, shown=shown
        )
    return i18n.ngettext("%(shown)s day left", "%(shown)s days left", count.days, shown=shown)
