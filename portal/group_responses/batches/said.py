"""What stands in a batch, written out to be read through before it is sent."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from portal.consultations.answering import answers_shown
from portal.group_responses.batches.keeping import Here
from portal.questions import answers
from portal.questions.answers import Sent


class Said(NamedTuple):
    """What stands in the row of a person; number 0 is what all said together."""

    person: int
    lines: Sequence[tuple[Any, Any]]


def rows(here: Here) -> list[Said]:
    """Write out each row in which something stands, as it was typed."""
    filled = [(number, here.filled.rows[number - 1]) for number in here.filled.people]
    filled += [(0, here.filled.together)] if here.filled.together else []
    return [Said(number, _lines(here, row)) for number, row in filled]


def _lines(here: Here, row: Sent) -> list[tuple[Any, Any]]:
    given = answers.by_question(here.asked.questions, row)
    return [
        (one.label, answers_shown.as_typed(one, given[one.code], here.draft.language))
        for one in here.asked.questions
        if given[one.code]
    ]
