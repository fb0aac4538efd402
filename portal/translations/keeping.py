"""Keeping translations: writing and checking one, and what becomes of them with their original."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from portal.problems import Problem, mark
from portal.store.db import now
from portal.translations import queries, rules
from portal.translations.models import Translation
from portal.translations.rules import Hand, State, Words

_OFTEN = mark("You have written %(number)s translations today. Send this again tomorrow.")


@dataclass(frozen=True)
class Source:
    """What is translated: under which key a feature owns it, and how it reads now."""

    owner: str
    words: Words


@dataclass(frozen=True)
class Translator:
    """Who translates, by their random name and in a word, and if they are looked at first."""

    member: str
    hand: Hand
    waits: bool = False


def refusal(session: Session, member: str) -> Problem | None:
    """Say why somebody has to wait until tomorrow."""
    written = queries.count_since(session, member, now() - rules.A_DAY)
    return Problem(_OFTEN, {"number": rules.MOST}) if rules.is_too_many(written) else None


def write(
    session: Session, source: Source, language: str, by: Translator, words: Words
) -> Translation:
    """Keep a translation in place of the one that was there; nobody has checked it yet."""
    kept = queries.one(session, source.owner, language)
    if kept is None:
        kept = Translation(owner=source.owner, language=language, source="", hand=by.hand)
    kept.words, kept.source = dict(words), rules.fingerprint(source.words)
    kept.hand, kept.member_id, kept.waits = by.hand, by.member, by.waits
    kept.checked, kept.state, kept.made = None, State.DRAFT, now()
    kept.revision += 1
    return _keep(session, kept)


def check(session: Session, kept: Translation, hand: Hand) -> None:
    """Say of a translation that it is right; from then on everybody reads it."""
    kept.checked, kept.state, kept.waits = hand, State.CHECKED, False
    kept.revision += 1
    _keep(session, kept)


def follow(session: Session, source: Source) -> None:
    """Say of each translation whether it still fits, once the original was changed."""
    for kept in queries.of(session, source.owner):
        kept.state = rules.state(kept.source, source.words, checked=kept.checked is not None)
        _keep(session, kept)


def held(session: Session, member: str, owners: str) -> list[dict[str, str]]:
    """Hand a member what they translated of what is owned under keys that begin so."""
    return [
        {"day": one.made.date().isoformat(), "language": one.language, **one.words}
        for one in queries.by_member(session, member, owners)
    ]


def drop(session: Session, member: str, owners: str) -> Sequence[Translation]:
    """Keep nothing of that, and give what was there."""
    theirs = queries.by_member(session, member, owners)
    for one in theirs:
        take_away(session, one)
    return theirs


def take_away(session: Session, kept: Translation) -> None:
    """Keep nothing of a translation."""
    session.delete(kept)
    session.flush()


def _keep(session: Session, kept: Translation) -> Translation:
    session.add(kept)
    session.flush()
    return kept
