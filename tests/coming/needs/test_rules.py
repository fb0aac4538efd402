"""What is counted of what people need, and as what."""

import pytest

from portal.coming.needs import rules
from portal.coming.needs.rules import Needed, State
from portal.language_support.rules import Answer, Kind, Outcome, Why

HEALTH = {Needed.STEP_FREE, Needed.HEARING_LOOP, Needed.CHILDREN, Needed.OTHER}


def test_language_support_is_counted_and_health_is_not() -> None:
    assert {one for one in Needed if rules.counts(one) is None} == HEALTH
    assert rules.counts(Needed.INTERPRETER) is Kind.INTERPRETER


@pytest.mark.parametrize(
    ("state", "why", "answer"),
    [
        (State.BOOKED, Why.NONE, Answer(Outcome.PROVIDED)),
        (State.BOOKED, Why.COST, Answer(Outcome.PROVIDED)),
        (State.IMPOSSIBLE, Why.NOBODY, Answer(Outcome.NOT_PROVIDED, Why.NOBODY)),
        (State.WAITING, Why.NONE, Answer(Outcome.NOT_PROVIDED, Why.EXPIRED)),
    ],
)
def test_what_nobody_answered_was_not_provided(state: State, why: Why, answer: Answer) -> None:
    assert rules.answer(state, why) == answer
