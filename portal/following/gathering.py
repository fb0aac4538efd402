"""What every feature tells of what is new, and what of it is printed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from portal.following import wording
from portal.forum.topics import translated
from portal.forum.topics.rules import Room
from portal.languages.i18n import language
from portal.moderation import queries as moderation
from portal.news import News, Window, named
from portal.translations import queries as translations
from portal.web.feature import Feature


def news(features: Iterable[Feature], session: Session, window: Window) -> list[News]:
    """Collect what became readable within a time, the oldest first."""
    found = (one for feature in features for one in feature.news(session, window))
    return sorted(found, key=lambda one: (one.moment, one.key))


def printed(session: Session, news: Sequence[News]) -> list[News]:
    """Leave what is public, but not what is reported: what was printed nobody takes back."""
    reported = {named("post", one) for one in moderation.reported(session)}
    public = [one for one in news if one.room == Room.PUBLIC and one.key not in reported]
    titles = _titles(session, {one.topic for one in public if one.topic and one.title})
    return [
        replace(one, titles_in={**one.titles_in, **titles.get(one.topic or "", {})})
        for one in public
    ]


def owed(session: Session, owing: Sequence[wording.Owed]) -> list[wording.Owed]:
    """Give the titles of what is owed as the pages of the forum have them."""
    titles = _titles(session, {one.topic for one in owing})
    return [one._replace(titles_in={**one.titles_in, **titles.get(one.topic, {})}) for one in owing]


def _titles(session: Session, topics: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    keys = {translated.key(one): one for one in topics}
    found = translations.fitting(session, keys, language(), translated.TITLE)
    return {keys[key]: {language(): title} for key, title in found.items()}
