"""Translations of a meeting's summary and minutes: what stands beside them, and for whom."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session

from portal.forum.topics.translated import TEXT as TEXT
from portal.forum.topics.translated import Checked
from portal.forum.topics.translated import checked as of_keys
from portal.meetings.models import Meeting, Record
from portal.meetings.rules import What
from portal.translations import keeping, queries
from portal.translations.keeping import Source
from portal.translations.models import Translation
from portal.translations.rules import State

OURS = "meetings/"


class Beside(NamedTuple):
    """The translation that stands beside an original, and into which languages there are others."""

    made: Translation | None
    languages: Sequence[str]


def source(record: Record) -> Source:
    """Give what is translated of a summary or of minutes."""
    return Source(_key(record), {TEXT: record.text})


def beside(
    session: Session, meeting: Meeting, record: Record, tag: str, *, belongs: bool
) -> Beside:
    """Find what somebody reads beside an original in a language, and in which others there is one.

    Of minutes that were a draft members alone read what was made of them.
    """
    drafted = record.what is What.MINUTES and not belongs
    read = [
        one
        for one in queries.of(session, _key(record))
        if one.state is not State.STALE or not drafted or _since_agreed(one, meeting)
    ]
    return _chosen(read, tag)


def aloud(session: Session, record: Record, tag: str) -> Beside:
    """Find what is read out in place of an original: only what somebody checked."""
    every = queries.of(session, _key(record))
    return _chosen([one for one in every if one.state is State.CHECKED], tag)


def checked(session: Session, records: Sequence[Record]) -> dict[int, Checked]:
    """Give what somebody checked of several originals, by the number of each and by language."""
    keys = {_key(one): one.id or 0 for one in records}
    return {keys[key]: there for key, there in of_keys(session, keys).items()}


def follow(session: Session, record: Record) -> None:
    """Say of each translation whether it still fits."""
    keeping.follow(session, source(record))


def forget_stale(session: Session, record: Record) -> None:
    """Keep nothing of what was made of earlier words."""
    for one in queries.of(session, _key(record)):
        if one.state is State.STALE:
            keeping.take_away(session, one)


def forget(session: Session, record: Record) -> None:
    """Keep no translation."""
    queries.forget(session, _key(record))


def _since_agreed(one: Translation, meeting: Meeting) -> bool:
    return meeting.agreed is not None and one.made >= meeting.agreed


def _chosen(read: Sequence[Translation], tag: str) -> Beside:
    made = next((one for one in read if one.language == tag), None)
    return Beside(made, [one.language for one in read])


def _key(record: Record) -> str:
    return f"{OURS}record/{record.id}"
