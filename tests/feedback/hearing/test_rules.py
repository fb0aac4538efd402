"""Whoever left an address hears when all is answered, or when the promised day has passed."""

from datetime import date, timedelta

import pytest

from portal.feedback.hearing import rules
from portal.feedback.hearing.rules import Word

DAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("closed", "promised", "today", "said"),
    [
        (None, None, DAY, None),
        (None, DAY, DAY - timedelta(days=1), None),
        (None, DAY, DAY, None),
        (None, DAY, DAY + timedelta(days=1), Word.LATE),
        (DAY, DAY, DAY, Word.ANSWERED),
        (DAY, DAY, DAY + timedelta(days=90), Word.ANSWERED),
        (DAY, None, DAY, Word.ANSWERED),
    ],
)
def test_what_there_is_to_tell(
    closed: date | None, promised: date | None, today: date, said: Word | None
) -> None:
    assert rules.word(closed, promised, today) is said


@pytest.mark.parametrize(
    ("closed", "promised", "awaited"),
    [
        (None, None, False),
        (DAY, DAY, False),
        (None, DAY - timedelta(days=1), False),
        (None, DAY, True),
    ],
)
def test_an_address_is_asked_for_only_while_something_is_to_come(
    closed: date | None, promised: date | None, *, awaited: bool
) -> None:
    assert rules.is_awaited(closed, promised, DAY) is awaited
