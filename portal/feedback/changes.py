"""How an entry was changed since everybody could read it: pure, as rules are."""

from collections.abc import Mapping, Sequence
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


_TRACED = ("outcome", "reason", "owner", "due", "communities", "areas", "services")


def history(editions: Sequence[tuple[date, str, Content]]) -> list[Change]:
    """Tell how an entry was changed since everybody could read it, the last change first.

    A further language changes nothing; where words were changed, those of each language stay.
    """
    pairs = pairwise(editions)
    changes = (Change(on, why, _was(before, after)) for (_, _, before), (on, why, after) in pairs)
    return [one for one in reversed([*changes]) if one.was]


def _was(before: Content, after: Content) -> dict[str, Any]:
    texts = {
        name: dict(before[name])
        for name in TEXTS
        if any(after[name].get(tag) != text for tag, text in before[name].items())
    }
    return texts | {name: before[name] for name in _TRACED if before[name] != after[name]}
