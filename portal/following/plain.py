"""A mail of following as plain text, for programs that show no other."""

from collections.abc import Iterator, Sequence

from portal.following import wording
from portal.languages import i18n
from portal.languages.direction import marked
from portal.problems import mark
from portal.store.quotes import quoted

_GONE = mark("The first post is gone")
_NEW_IN_ROOMS = mark("There is something new in a room of yours:")
_OWED = mark("Answers that the council owes")
_DECLINE = mark("You were accepted here. If it is not for you, say so on this page:")
_CHOOSE = mark("To stop these mails, or to choose which ones still come, open this page:")


def lines(title: str, chapters: Sequence[wording.Chapter], base: str, stop: str) -> Iterator[str]:
    """Write the same as plain text, paragraph by paragraph, each in its own direction."""
    yield _ours(title)
    for one in chapters:
        yield _ours(f"— {one.name} —")
        for section in one.sections:
            yield from _section_lines(section, base)
        if one.more:
            yield f"{_ours(wording.more_topics(one.more))}\n{base}{one.href}"
        yield from _beside(one, base)
    yield f"{_ours(i18n.gettext(_CHOOSE))}\n{stop}"


def _section_lines(section: wording.Section, base: str) -> Iterator[str]:
    yield f"{_title(section)}\n{base}{section.href}"
    for words in section.words:
        said = [quoted(words.key, marked(words.text, words.language))] if words.text else []
        yield "\n".join([_ours(words.who), *said])
    if section.more:
        yield _ours(wording.more_posts(section.more))


def _beside(one: wording.Chapter, base: str) -> Iterator[str]:
    if one.rooms:
        yield _ours(i18n.gettext(_NEW_IN_ROOMS))
    for room in one.rooms:
        yield f"{_ours(room.name)}\n{base}{room.href}"
        yield from (f"{_title(topic)}\n{base}{topic.href}" for topic in room.topics)
        if room.more:
            yield _ours(wording.more_topics(room.more))
    if one.owed:
        yield _ours(i18n.gettext(_OWED))
    for section, left, _ in one.owed:
        yield f"{_title(section)}\n{_ours(left)}\n{base}{section.href}"
    if one.decline:
        yield f"{_ours(i18n.gettext(_DECLINE))}\n{one.decline}"


def _title(section: wording.Section) -> str:
    if not section.title:
        return _ours(i18n.gettext(_GONE))
    title = quoted(section.key, marked(section.title, section.language))
    return f"{title}\n{_original(section)}" if section.original else title


def _original(section: wording.Section) -> str:
    return quoted(section.key, marked(*section.original)) if section.original else ""


def _ours(words: str) -> str:
    return marked(words, i18n.language())
