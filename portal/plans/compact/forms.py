"""What a side fills in for each duty of its own, and what an officer does to draw a compact."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal import lengths
from portal.forms.fields import LISTED, Choice, Prose
from portal.forms.form import Fields
from portal.plans import vocabulary
from portal.plans.compact.rules import Duty, Mark
from portal.problems import Problem, mark

_IS_MET = mark("Was it met?")
_COMMENT = mark("Why, or what is missing?")
UNMARKED = Problem(mark("Not every duty of both sides is marked yet."))
CHANGED = Problem(mark("It was changed meanwhile. Read it again before you agree."))
AGREED = Problem(mark("Both sides have agreed. It stays as it is."))


def of_side(duties: Sequence[Duty]) -> Fields:
    """List what is asked of the duties of one side."""
    return [field for duty in duties for field in of_duty(duty)]


def of_duty(duty: Duty) -> tuple[Choice, Prose]:
    """List what is asked of one duty."""
    met = Choice(
        f"met.{duty.id}", _IS_MET, options=tuple(vocabulary.ASSESSMENTS.items()), wrong=LISTED
    )
    return met, Prose(f"comment.{duty.id}", _COMMENT, most=lengths.PARAGRAPH)


def stored(duties: Sequence[Duty], marks: Mapping[int, Mark]) -> dict[str, Any]:
    """Give what is kept of the duties of one side, by the names of their fields."""
    return dict(_stored(duties, marks))


def _stored(duties: Sequence[Duty], marks: Mapping[int, Mark]) -> Iterator[tuple[str, Any]]:
    for duty in duties:
        said = marks.get(duty.id, Mark())
        yield f"met.{duty.id}", said.assessment
        yield f"comment.{duty.id}", said.comment
