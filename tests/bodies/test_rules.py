"""What a body needs to open, who presides over it, and how a term ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.bodies import rules
from portal.bodies.rules import Minute, Office

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)
ages = st.none() | st.timedeltas(timedelta(), 60 * DAY)


@pytest.mark.parametrize(
    ("away", "deputy", "decides"),
    [
        (None, False, None),
        (None, True, Office.DEPUTY),
        (1, False, Office.CHAIR),
        (13, True, Office.CHAIR),
        (14, True, Office.DEPUTY),
        (14, False, Office.CHAIR),
    ],
)
def test_the_deputy_acts_without_a_chair_and_after_a_fortnight(
    away: int | None, decides: Office | None, *, deputy: bool
) -> None:
    seen = None if away is None else TODAY - away * DAY
    assert rules.presides(seen, deputy=deputy, today=TODAY) is decides


@given(ages, st.booleans())
def test_somebody_decides_as_long_as_anybody_holds_an_office(
    away: timedelta | None, deputy: bool
) -> None:
    seen = None if away is None else TODAY - away
    decides = rules.presides(seen, deputy=deputy, today=TODAY)
    assert (decides is None) is (seen is None and not deputy)
    assert decides is not Office.DEPUTY or deputy


@pytest.mark.parametrize(
    ("since", "until", "ended", "runs"),
    [
        (-100, 265, None, True),
        (-400, -1, None, False),
        (1, 90, None, False),
        (-1, 0, None, False),
        (-9, 90, -1, False),
        (-9, 90, 1, True),
    ],
)
def test_a_term_runs_from_its_beginning_to_its_end_or_until_it_is_ended(
    since: int, until: int, ended: int | None, *, runs: bool
) -> None:
    over = None if ended is None else NOW + ended * DAY
    assert rules.runs(NOW + since * DAY, NOW + until * DAY, over, NOW) is runs


def test_a_body_without_chair_deputy_terms_or_an_officer_who_answers_does_not_open() -> None:
    none = {"terms": False, "answers": False, "represented": False, "house_rules": False}
    there = dict.fromkeys(none, True)
    nothing = rules.missing_to_open(**none, offices=())
    assert set(nothing) == {"terms", "represented", "answers", "house_rules", "chair", "deputy"}
    half = rules.missing_to_open(**there, offices=[Office.CHAIR, Office.MODERATOR])
    assert set(half) == {"deputy"}
    whole = [Office.CHAIR, Office.DEPUTY]
    assert not rules.missing_to_open(**there, offices=whole)


@pytest.mark.parametrize(
    ("until", "is_good"),
    [
        (TODAY, False),
        (TODAY + DAY, True),
        (date(2031, 11, 29), True),
        (date(2032, 11, 29), False),
        (date(2999, 1, 1), False),
    ],
)
def test_a_term_ends_after_today_and_within_five_years(until: date, *, is_good: bool) -> None:
    assert (rules.term_problem(until, TODAY) is None) is is_good


@pytest.mark.parametrize(
    ("minute", "members", "wrong"),
    [
        (Minute(TODAY, 5, 3, 2), 9, set()),
        (Minute(TODAY, 2, 2, 0), 2, set()),
        (Minute(TODAY + DAY, 5, 3, 2), 9, {"day"}),
        (Minute(TODAY, 2, 2, 0), 9, {"present"}),
        (Minute(TODAY, 1, 1, 0), 1, {"present"}),
        (Minute(TODAY, 5, 2, 2), 9, {"in_favour"}),
        (Minute(TODAY, 5, 4, 2), 9, {"in_favour"}),
        (Minute(TODAY + DAY, 1, 0, 2), 9, {"day", "present", "in_favour"}),
    ],
)
def test_a_minute_ends_a_term_only_after_a_meeting_that_decided_it(
    minute: Minute, members: int, wrong: set[str]
) -> None:
    assert set(rules.minute_problems(minute, members, TODAY)) == wrong


@pytest.mark.parametrize(
    ("confirmed", "others", "counts"),
    [(0, 40, False), (1, 40, False), (2, 40, True), (1, 1, True), (0, 1, False), (0, 0, False)],
)
def test_a_minute_counts_once_two_others_confirm_it_or_all_there_are(
    confirmed: int, others: int, *, counts: bool
) -> None:
    assert rules.is_confirmed(confirmed, others) is counts


@pytest.mark.parametrize(
    ("groups", "others", "shared"),
    [
        ((), [], False),
        ((), [()], False),
        (("a",), [("b",), ("c", "d")], False),
        (("a", "d"), [("b",), ("c", "d")], True),
    ],
)
def test_two_share_a_group_only_if_both_are_in_it(
    groups: tuple[str, ...], others: list[tuple[str, ...]], *, shared: bool
) -> None:
    assert rules.shares_group(groups, others) is shared


@pytest.mark.parametrize(
    ("asked", "counts"),
    [(None, False), (NOW, False), (NOW - 2 * DAY, False), (NOW - 3 * DAY, True)],
)
def test_a_reset_of_the_chairs_account_waits_three_days(
    asked: datetime | None, *, counts: bool
) -> None:
    assert rules.reset_counts(asked, NOW) is counts


def test_whoever_is_new_in_an_office_of_an_open_body_waits_as_long() -> None:
    assert rules.office_begins(NOW, is_open=False) == NOW
    assert rules.office_begins(NOW, is_open=True) == NOW + 3 * DAY


def test_the_balance_counts_groups_and_one_group_once_for_each_community() -> None:
    declared = [["somali", "somali"], ["roma", "somali"], [], ["polish"]]
    assert rules.balance(declared) == [("somali", 2), ("polish", 1), ("roma", 1)]


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=9))
def test_no_community_counts_more_groups_than_there_are(declared: list[list[str]]) -> None:
    counted = rules.balance(declared)
    assert all(0 < number <= len(declared) for _, number in counted)
    assert {name for name, _ in counted} == {name for group in declared for name in group}


@pytest.mark.parametrize(
    ("what", "days", "may"),
    [
        (rules.Change.CLOSED, 0, False),
        (rules.Change.CLOSED, 14, False),
        (rules.Change.CLOSED, 15, True),
        (rules.Change.OPENED, 0, True),
        (rules.Change.TERMS, 0, True),
    ],
)
def test_nobody_agrees_to_close_a_body_while_its_members_can_object(
    what: rules.Change, days: int, *, may: bool
) -> None:
    assert rules.may_be_agreed(what, TODAY, TODAY + days * DAY) is may
