"""The texts that a feature owns, in one shape: where each stands, its words, whether it is needed.

Whoever looks after languages asks every feature for its texts in this shape, and knows no feature.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True)
class Place:
    """Where a text stands: in which part of what the feature owns, named by its code, and field."""

    part: str
    code: str = ""
    field: str = ""


class Text(NamedTuple):
    """A text by language; one that is not needed may be missing, but not in some languages only."""

    place: Place
    words: Mapping[str, str]
    needed: bool = False


def missing(texts: Iterable[Text], language: str) -> list[Place]:
    """List where something is to be written in a language: what is needed, or stands in another."""
    return [
        text.place
        for text in texts
        if not text.words.get(language) and (text.needed or any(text.words.values()))
    ]
