"""An item as it stood on a day, worked out from what was kept of each change. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

TOLD = ("status", "assessment", "due", "text")
"""What of an item is compared between two days."""


class Change(NamedTuple):
    """On which day an item was changed, and what of it was otherwise before, by its fields."""

    on: date
    was: Mapping[str, Any]


class Period(NamedTuple):
    """From one day to another, both of them counted."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return self.since <= day <= self.until


def as_it_stood(
    now: Mapping[str, Any], changes: Iterable[Change], first_after: date
) -> dict[str, Any]:
    """Give what an item said before a day, by what it says now and how it was changed since.

    Of a text in languages a change tells only the words that went.
    """
    stood = {name: now[name] for name in TOLD}
    since = (one for one in changes if one.on >= first_after)
    for change in sorted(since, key=lambda one: one.on, reverse=True):
        for name in TOLD:
            if name in change.was:
                stood[name] = _before(name, change.was[name], stood[name])
    return stood


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was otherwise before, by its field; words that were only added change nothing."""
    return {
        name: value
        for name, value in before.items()
        if value != after[name] and not (name == "text" and _is_within(value, after[name]))
    }


def _before(name: str, was: Any, stood: Any) -> Any:
    if name == "text":
        return {**stood, **was}
    if name == "due" and isinstance(was, str):
        return date.fromisoformat(was) if was else None
    return was


def _is_within(words: Mapping[str, str], others: Mapping[str, str]) -> bool:
    return all(others.get(tag) == text for tag, text in words.items())
