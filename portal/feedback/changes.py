"""How an entry was changed since everybody could read it: pure, as rules are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from portal.feedback.rules import TEXTS, Content


@dataclass(frozen=True)
class Change:
    """What an entry said before a day, by the names of what was changed then, and why it was."""

    on: date
    why: str
    was: Mapping[str, Any]


Report = Mapping[str, Any]
"""What an edition freezes of a report: its `entries` by their keys, in this `order`."""

_QUOTED = ("quotes", "quoted")
_TRACED = ("outcome", "reason", "owner", "due", "communities", "areas", "services")


def history(editions: Sequence[tuple[date, str, Content]]) -> list[Change]:
    """Tell how an entry was changed since everybody could read it, the last change first.

    A further language changes nothing; where words were changed, those of each language stay.
    """
    pairs = pairwise(editions)
    changes = (Change(on, why, _was(before, after)) for (_, _, before), (on, why, after) in pairs)
    return [one for one in reversed([*changes]) if one.was]


def says_the_same(before: Report, now: Mapping[str, Content]) -> bool:
    """Tell whether entries still say what was signed off, in the language they are written in."""
    said = before["entries"]
    return list(before["order"]) == list(now) and all(_is_same(said[key], now[key]) for key in now)


def with_words(before: Report, now: Mapping[str, Content], tags: Collection[str]) -> dict[str, Any]:
    """Give what was signed off with the words that stand now in some languages."""
    said = {key: {**one, **_words(one, now[key], tags)} for key, one in before["entries"].items()}
    return {**before, "entries": said}


def _words(before: Content, now: Content, tags: Collection[str]) -> dict[str, Any]:
    texts = {
        name: {**before[name], **{tag: now[name][tag] for tag in tags if tag in now[name]}}
        for name in TEXTS
    }
    quoted = {
        name: {tag: text for tag, text in words.items() if tag not in tags}
        | {tag: text for tag, text in now["quoted"].get(name, words).items() if tag in tags}
        for name, words in before["quoted"].items()
    }
    return {**texts, "quoted": quoted}


def _is_same(before: Content, now: Content) -> bool:
    """Compare all but words in further languages, and quotes that were taken back."""
    own = now["language"]
    words = ((one[name].get(own) for name in TEXTS) for one in (before, now))
    rest = (
        {name: said for name, said in one.items() if name not in {*TEXTS, *_QUOTED}}
        for one in (before, now)
    )
    quotes = all(_is_quoted(before, name, words, own) for name, words in now["quoted"].items())
    return quotes and len({*map(tuple, words)}) == 1 and next(rest) == next(rest)


def _is_quoted(before: Content, name: str, words: Mapping[str, str], own: str) -> bool:
    quoted = before["quoted"]
    return name in quoted and quoted[name].get(own) == words.get(own)


def _was(before: Content, after: Content) -> dict[str, Any]:
    texts = {
        name: dict(before[name])
        for name in TEXTS
        if any(after[name].get(tag) != text for tag, text in before[name].items())
    }
    return texts | {name: before[name] for name in _TRACED if before[name] != after[name]}
