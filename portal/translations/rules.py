"""What holds for a translation: of which words it is, how it stands, who sees, changes, checks it.

A feature owns what is translated, under a key of its own, as words by their place in it. Whether a
translation still fits them is told by a fingerprint of the words it was made of.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

Words = Mapping[str, str]
"""What is translated, or what it became: each text by its place, such as a title."""

A_DAY = timedelta(days=1)
MOST = 40
"""How many translations one member writes within a day."""


class State(StrEnum):
    """How a translation stands."""

    DRAFT = "draft"
    CHECKED = "checked"
    STALE = "stale"


class Hand(StrEnum):
    """Who translated or checked something: one word, and never which of them."""

    MEMBER = "member"
    MODERATOR = "moderator"
    CHAIR = "chair"


@dataclass(frozen=True)
class Standing:
    """What decides about one translation: its state, and if it waits until somebody checked it."""

    state: State
    waits: bool = False
    own: bool = False


def fingerprint(words: Words) -> str:
    """Name the words that a translation was made of; those that stand nowhere count as none."""
    said = {place: text for place, text in words.items() if text}
    written = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def state(source: str, words: Words, *, checked: bool) -> State:
    """Say how a translation of a source stands once its original reads so.

    Whoever puts an original back into its old words finds its translation as it was.
    """
    if source != fingerprint(words):
        return State.STALE
    return State.CHECKED if checked else State.DRAFT


def is_read(one: Standing, *, trusted: bool) -> bool:
    """Tell whether whoever reads the original reads its translation, too.

    Nobody is `trusted` who is looked at before they are read themselves.
    """
    return not one.waits or one.own or trusted


def may_change(one: Standing, *, moderates: bool, trusted: bool) -> bool:
    """Tell whether whoever writes where the original stands may write its translation anew.

    What two people stand behind one alone does not replace, and whoever is looked at before they
    are read puts nothing in the place of what everybody reads.
    """
    if one.own or moderates:
        return True
    return trusted and one.state is not State.CHECKED


def may_check(
    one: Standing, *, moderates: bool, mine: Collection[str], theirs: Collection[str]
) -> bool:
    """Tell whether somebody who reads a translation may say that it is right: nobody of their own.

    `mine` are the groups of whoever checks, `theirs` those of whoever translated: they share none,
    unless whoever checks holds an office. What no longer fits its original nobody checks.
    """
    if one.own or one.state is not State.DRAFT:
        return False
    return moderates or not set(mine) & set(theirs)


def may_take_away(one: Standing, *, moderates: bool) -> bool:
    """Tell whether somebody may take a translation away: who wrote it, or looks after the room."""
    return one.own or moderates


def is_too_many(written: int) -> bool:
    """Tell whether somebody has to wait until tomorrow."""
    return written >= MOST
