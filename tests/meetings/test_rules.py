"""What holds for meetings, as tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.meetings import rules
from portal.meetings.rules import Kind, Owner, State

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = NOON.date()


@pytest.mark.parametrize(
    ("starts", "right"),
    [
        (NOON, False),
        (NOON - HOUR, False),
        (NOON + HOUR, True),
        (NOON + timedelta(days=1000), True),
        (NOON + timedelta(days=1200), False),
    ],
)
def test_a_meeting_begins_later_and_within_three_years(starts: datetime, right: bool) -> None:
    assert (rules.time_problem(starts, NOON) is None) is right


@pytest.mark.parametrize(
    ("state", "ends", "over", "coming"),
    [
        (State.PLANNED, NOON + HOUR, False, True),
        (State.PLANNED, NOON - HOUR, True, False),
        (State.HELD, NOON - HOUR, True, False),
        (State.CANCELLED, NOON + HOUR, False, False),
        (State.CANCELLED, NOON - HOUR, False, False),
    ],
)
def test_a_meeting_is_over_also_before_anybody_noted_it(
    state: State, ends: datetime, over: bool, coming: bool
) -> None:
    assert rules.is_over(state, ends, NOON) is over
    assert rules.is_coming(state, ends, NOON) is coming


@pytest.mark.parametrize(
    ("name", "tells"),
    [(name, True) for name in rules.CALENDARS_SHOW] + [("people", False), ("places", False)],
)
def test_calendars_learn_what_they_show_and_nothing_else(name: str, tells: bool) -> None:
    before: dict[str, object] = dict.fromkeys((*rules.CALENDARS_SHOW, "people", "places"), 1)
    assert rules.tells_calendars(before, before | {name: 2}) is tells


@pytest.mark.parametrize(
    ("after", "days", "late"), [(0, 7, False), (6, 1, False), (7, 0, False), (9, 2, True)]
)
def test_a_summary_is_owed_within_a_week(after: int, days: int, late: bool) -> None:
    owed = rules.summary_owed(DAY, DAY + timedelta(days=after))
    assert (owed.day, owed.days, owed.late) == (date(2026, 3, 21), days, late)


@pytest.mark.parametrize(
    ("wanted", "taken", "places", "free"),
    [(1, 0, None, True), (3, 7, 10, True), (4, 7, 10, False), (1, 10, 10, False)],
)
def test_no_more_places_are_taken_than_there_are(
    wanted: int, taken: int, places: int | None, free: bool
) -> None:
    assert (rules.places_problem(wanted, taken, places) is None) is free


def test_an_action_of_a_group_names_it_and_is_done_after_the_meeting() -> None:
    assert rules.action_problems(Owner.COUNCIL, "", DAY, DAY) == {}
    assert rules.action_problems(Owner.GROUP, "3", DAY, DAY) == {}
    assert set(rules.action_problems(Owner.GROUP, "", DAY, DAY)) == {"group"}
    assert set(rules.action_problems(Owner.CHAIR, "", DAY - timedelta(days=1), DAY)) == {"due"}


def test_minutes_are_agreed_at_a_later_meeting() -> None:
    assert rules.agree_problem(drafted=True, later=True) is None
    assert rules.agree_problem(drafted=False, later=True)
    assert rules.agree_problem(drafted=True, later=False)


def test_of_a_case_review_there_are_dates_and_actions_alone() -> None:
    assert [rules.has_papers(kind) for kind in Kind] == [True, False, False, False]
    assert [rules.has_actions(kind) for kind in Kind] == [True, True, False, False]
