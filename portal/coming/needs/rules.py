"""What people need to take part, what comes of it, and what of that is counted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.language_support.rules import UNNEEDED as UNNEEDED
from portal.language_support.rules import Answer, Booking, Kind, Why, came_of

WORDS = 300
"""How much somebody writes about what they need."""


class Needed(StrEnum):
    """What somebody needs to take part; the first ones are language support."""

    INTERPRETER = "interpreter"
    BSL = "bsl"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    AUDIO = "audio"
    EASY_READ = "easy_read"
    STEP_FREE = "step_free"
    HEARING_LOOP = "hearing_loop"
    CHILDREN = "children"
    OTHER = "other"


IN_A_LANGUAGE = frozenset(
    {
        Needed.INTERPRETER,
        Needed.LARGE_PRINT,
        Needed.BRAILLE,
        Needed.AUDIO,
        Needed.EASY_READ,
    }
)
"""What is needed in one language, and not in another."""


INTERPRETED = frozenset({Needed.INTERPRETER, Needed.BSL})
"""What makes a meeting one that is held in more languages."""

State = Booking
"""Whether what somebody needs is seen to."""


@dataclass(frozen=True)
class Line:
    """How many people need the same for one meeting, how it stands, and what one of them wrote.

    `key` names the first of them, and through it all that are alike.
    """

    key: str
    needed: Needed
    language: str
    number: int
    state: State
    why: Why
    words: str = ""


def wanted(said: Mapping[str, Any]) -> Iterator[tuple[Needed, str, str]]:
    """Give each thing that somebody said they need, in which language, and their words on it.

    `languages` are those they named, with their own name for what we do not know.
    """
    for needed in map(Needed, said["needed"]):
        languages = said["languages"] if needed in IN_A_LANGUAGE else said["languages"][:1]
        for tag, named in languages:
            other = said["words"] if needed is Needed.OTHER else ""
            yield needed, tag, other or (named if needed in IN_A_LANGUAGE else "")


def counts(needed: Needed) -> Kind | None:
    """Say as which kind of language support a need is counted; others are health, and are not."""
    known = {one.value for one in Kind}
    return Kind(needed.value) if needed.value in known else None


def answer(state: State, why: Why) -> Answer:
    """Say what came of a need once the meeting is over; what nobody answered was not provided."""
    return came_of(state, why)
