"""How an entry was changed since everybody could read it: pure, as rules are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from portal.feedback.rules import OWED, TEXTS, Content, Outcome, Owner, Reason


@dataclass(frozen=True)
class Change:
    """What an entry said before a day, by the names of what was changed then, and why it was."""

    on: date
    why: str
    was: Mapping[str, Any]


Report = Mapping[str, Any]
"""What an edition freezes of a report: its `entries` by their keys, in this `order`."""

KEPT, COUNTED = "kept", "counted"
"""What stands beside the words of an entry: languages that were checked before, and since when a
promise counts as late."""

_SHOWN = ("questions", "evidence", "proofs")
_QUOTED = ("quotes", "quoted")
_TRACED = ("outcome", "reason", "owner", "due", "communities", "areas", "services")


GONE: Content = {
    **{name: {} for name in TEXTS},
    **{name: [] for name in ("communities", "areas", "services")},
    "outcome": Outcome.UNDECIDED,
    "reason": Reason.UNSAID,
    "owner": Owner.UNSAID,
    "due": "",
    "language": "",
}
"""What an entry says once it was taken out."""


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
        for name, words in before.get("quoted", {}).items()
    }
    return {**texts, "quoted": quoted}


def has_same_words(before: Content, now: Content) -> bool:
    """Tell whether an entry says the same in the language in which it is written."""
    own = now["language"]
    return before["language"] == own and all(
        before[name].get(own) == now[name].get(own) for name in TEXTS
    )


def with_kept(before: Content | None, now: Content, read: Collection[str]) -> dict[str, Any]:
    """Give what an entry says with the translations that were checked before and still fit it.

    `read` are the languages in which everybody read it before; those `kept` are named beside
    those of its edition, because another entry was changed and this one was not.
    """
    if before is None or not has_same_words(before, now):
        return {**now, KEPT: []}
    earlier = {*read, *before.get(KEPT, ())}
    kept = sorted(tag for tag in earlier if not any(tag in now[name] for name in TEXTS))
    words = {
        name: {**now[name], **{tag: before[name][tag] for tag in kept if tag in before[name]}}
        for name in TEXTS
    }
    return {**now, **words, KEPT: kept}


def is_news(before: Content, after: Content) -> bool:
    """Tell whether readers read something else than before, and not only in a further language."""
    return bool(_was(before, after)) or any(before[name] != after[name] for name in _SHOWN)


def counted_from(before: Content | None, after: Content, on: date) -> str:
    """Give the day from which a promise counts as late, as it is stored; "" where none is.

    A day that had passed before it was moved counts for good, as it does for a whole report.
    """
    first = before and (before.get(COUNTED) or before["due"])
    is_owed = before and {before["outcome"], after["outcome"]} <= OWED
    if is_owed and first and date.fromisoformat(first) < on:
        return min(str(first), str(after["due"]) or str(first))
    return str(after["due"])


def _is_same(before: Content, now: Content) -> bool:
    """Compare all but words in further languages, and quotes that were taken back."""
    rest = (
        {name: said for name, said in one.items() if name not in {*TEXTS, *_QUOTED, KEPT}}
        for one in (before, now)
    )
    quotes = all(
        _is_quoted(before, name, words, now["language"]) for name, words in now["quoted"].items()
    )
    return quotes and has_same_words(before, now) and next(rest) == next(rest)


def _is_quoted(before: Content, name: str, words: Mapping[str, str], own: str) -> bool:
    quoted = before.get("quoted", {})
    return name in quoted and quoted[name].get(own) == words.get(own)


def _was(before: Content, after: Content) -> dict[str, Any]:
    texts = {name: dict(before[name]) for name in TEXTS if _is_reworded(before, after, name)}
    return texts | {name: before[name] for name in _TRACED if before[name] != after[name]}


def _is_reworded(before: Content, after: Content, name: str) -> bool:
    """Tell whether a text reads otherwise; a translation that is only gone changes nothing."""
    own = before["language"]
    both = {*before[name]} & {*after[name]} | {own}
    return any(before[name].get(tag) != after[name].get(tag) for tag in both)
