"""Translations of what is written: those that stand beside a post, and what they are found by."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlmodel import Session

from portal.bodies.models import Body
from portal.forum.topics import finding_queries
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Standing
from portal.languages import searching
from portal.languages.i18n import language
from portal.languages.text_languages import Written, written
from portal.translations import keeping, queries, rules
from portal.translations.keeping import Source
from portal.translations.models import Translation

TITLE, TEXT = "title", "text"
"""The places of what is translated."""

Checked = Mapping[str, rules.Words]
"""The translations of one thing that somebody checked, by their languages."""

_OURS = "forum/"


def owner(post: Post) -> str:
    """Give the key under which the translations of a post are kept: of the first, its topic's."""
    return key(post.topic_id, None if post.opens else post.id)


def key(topic: str, post: int | None = None) -> str:
    """Give the key of a topic with the post that opens it, or of another post."""
    return f"{_OURS}post/{post}" if post else _of(topic)


def texts(there: Checked, place: str) -> Mapping[str, str]:
    """Give one text, by the languages into which it was translated."""
    return {tag: words[place] for tag, words in there.items() if words.get(place)}


def checked(session: Session, keys: Collection[str]) -> Mapping[str, Checked]:
    """Give the translations that somebody checked, by these keys and by their languages."""
    found: dict[str, dict[str, rules.Words]] = {one: {} for one in keys}
    for owner, tag, words in queries.checked(session, keys):
        found[owner][tag] = words
    return found


def source(topic: Topic, post: Post) -> Source:
    """Give what is translated of a post: of the one that opens a topic, its title as well."""
    title = {TITLE: topic.title} if post.opens else {}
    return Source(owner(post), {**title, TEXT: post.text})


def beside(
    session: Session, posts: Iterable[Post], own: str, *, trusted: bool
) -> Mapping[int, Translation]:
    """Find the translations that somebody reads beside posts, in the language of the page."""
    foreign = {owner(post): post.id or 0 for post in posts if post.language != language()}
    found = queries.into(session, foreign, language())
    return {
        foreign[key]: one
        for key, one in found.items()
        if rules.is_read(one.standing(own), trusted=trusted)
    }


def named(session: Session, post: Post, tag: str) -> Translation | None:
    """Find the translation of a post into a language that everybody reads beside it."""
    one = queries.one(session, owner(post), tag)
    return one if one and not one.waits else None


def titles(session: Session, topics: Iterable[Topic]) -> Mapping[str, Written]:
    """Give the titles of topics in the language of the page, where their translations fit."""
    foreign = {_of(one.id): one.id for one in topics if one.language != language()}
    if not foreign:
        return {}
    found = queries.fitting(session, foreign, language(), TITLE)
    return {foreign[key]: written(title, language()) for key, title in found.items()}


def titles_or_own(session: Session, topics: Sequence[Topic]) -> Mapping[str, Written]:
    """Give the titles of topics in the language of the page, and where that is none, their own."""
    own = {one.id: written(one.title, one.language) for one in topics}
    return {**own, **titles(session, topics)}


def follow(session: Session, topic: Topic, post: Post) -> None:
    """Say of each translation of a post whether it still fits."""
    keeping.follow(session, source(topic, post))


def forget(session: Session, post: Post) -> None:
    """Keep no translation of a post."""
    queries.forget(session, owner(post))


def index(session: Session, topic: Topic, post: Post) -> None:
    """Have a post that is shown found by its words and by those of its translations."""
    folded: dict[str, str] = {}
    if post.standing is Standing.SHOWN:
        for one in queries.of(session, owner(post)):
            if not one.waits:
                folded[one.language] = _folded(one.words.values())
        folded[post.language] = _folded(source(topic, post).words.values())
    finding_queries.keep(session, post, folded)


def held(session: Session, member: str) -> list[dict[str, str]]:
    """Hand a member what they translated here."""
    return keeping.held(session, member, _OURS)


def drop(session: Session, member: str) -> list[tuple[Post, Topic]]:
    """Keep nothing of what a member translated here, and give what it was made of."""
    return of_which(session, keeping.drop(session, member, _OURS))


def waiting(session: Session, body: Body) -> list[tuple[Translation, Post, Topic]]:
    """List the translations in a body that nobody reads before somebody checked them."""
    rows = queries.waiting(session, _OURS)
    made_of = {owner(post): (post, topic) for post, topic in of_which(session, rows)}
    found = [(one, *made_of[one.owner]) for one in rows if one.owner in made_of]
    return [row for row in found if row[2].body_id == body.id]


def of_which(session: Session, rows: Collection[Translation]) -> list[tuple[Post, Topic]]:
    """Find the posts of which translations were made."""
    keys = [one.owner.removeprefix(_OURS).split("/") for one in rows]
    topics = [key for kind, key in keys if kind == "topic"]
    posts = [int(key) for kind, key in keys if kind == "post"]
    return finding_queries.named(session, topics, posts)


def found_in(posts: Mapping[int, Translation], post: Post, words: Collection[str]) -> Written:
    """Give the part of a post in which words were found, in the language of the page if there."""
    one = posts.get(post.id or 0)
    if one and not one.waits and searching.matches(" ".join(words), one.words.values()):
        return written(searching.around(one.words[TEXT], words), one.language)
    return written(searching.around(post.text, words), post.language)


def _of(topic: str) -> str:
    return f"{_OURS}topic/{topic}"


def _folded(texts: Iterable[str]) -> str:
    return searching.fold("\n".join(texts))
