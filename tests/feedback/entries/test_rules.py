"""How late a promise is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.feedback.entries import rules, wording
from portal.feedback.rules import OWED, Outcome, Reason

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("outcome", "left", "late"),
    [
        (Outcome.PROMISED, 1, 0),
        (Outcome.PROMISED, 0, 0),
        (Outcome.PROMISED, -1, 1),
        (Outcome.UNDER_WAY, -40, 40),
        (Outcome.DONE, -40, 0),
        (Outcome.NOT_POSSIBLE, -40, 0),
    ],
)
def test_only_what_is_owed_is_late_from_the_day_after(
    outcome: Outcome, left: int, late: int
) -> None:
    assert rules.days_late(outcome, DAY + timedelta(days=left), DAY) == late


@given(st.sampled_from(Outcome), st.none() | st.dates(), st.dates())
def test_without_a_day_nothing_is_late(outcome: Outcome, due: date | None, today: date) -> None:
    late = rules.days_late(outcome, due, today)
    assert (late > 0) is (outcome in OWED and due is not None and due < today)


@given(st.sampled_from(Outcome), st.sampled_from(Reason))
def test_every_outcome_has_a_heading_in_words(outcome: Outcome, reason: Reason) -> None:
    message, values = wording.head(outcome, reason)
    assert message % values
    assert "%" not in message % values
