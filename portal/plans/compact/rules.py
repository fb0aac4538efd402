"""Who marks what in a compact, when both agree, and which words that is about. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class Side(StrEnum):
    """Whose duties: the council's, or those of a group or body."""

    COUNCIL = "council"
    THEIRS = "theirs"


class Mark(NamedTuple):
    """What a side says of a duty of its own: whether it is met, and why, in a language."""

    assessment: str = ""
    comment: str = ""
    language: str = ""


class Duty(NamedTuple):
    """A duty as it stands in its plan: its number there, and its words by language."""

    id: int
    number: str
    text: Mapping[str, str]


def content(
    sections: Mapping[Side, tuple[Mapping[str, str], Sequence[Duty]]], marks: Mapping[int, Mark]
) -> dict[str, Any]:
    """Put together all that both sides agree on: their duties and what each says of its own."""
    return {
        side.value: {
            "title": dict(title),
            "duties": [_told(duty, marks.get(duty.id, Mark())) for duty in duties],
        }
        for side, (title, duties) in sections.items()
    }


def unmarked(told: Mapping[str, Any]) -> int:
    """Count the duties of which nothing is said yet, on both sides."""
    duties = (duty for side in Side for duty in told[side]["duties"])
    return sum(not duty["assessment"] for duty in duties)


def is_agreed(council: date | None, theirs: date | None) -> bool:
    """Tell whether both sides agreed; whatever changes takes both agreements away."""
    return council is not None and theirs is not None


def _told(duty: Duty, mark: Mark) -> dict[str, Any]:
    return {"number": duty.number, "text": dict(duty.text), **mark._asdict()}
