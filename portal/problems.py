"""What may be wrong with what a visitor sent, before anyone translates it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Ours(str):
    """A value of a message that is words of ours: it is translated where the message is."""

    __slots__ = ()


@dataclass(frozen=True)
class Problem:
    """One thing to fix: an untranslated message and the values it mentions."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


Problems = dict[str, Problem]
"""The problem of each field that has one, in the order of the page."""


def mark(message: str) -> str:
    """Mark a message for extraction; it is translated where it is shown."""
    return message


def too_long(most: int) -> Problem:
    """Say how many characters fit."""
    return Problem(mark("Write at most %(limit)s characters."), {"limit": most})


def too_short(least: int) -> Problem:
    """Say how many characters it takes."""
    return Problem(mark("Write at least %(limit)s characters."), {"limit": least})
