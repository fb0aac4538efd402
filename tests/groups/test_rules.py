"""What may become of an entry, and when its group is asked again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.groups import rules
from portal.groups.rules import PUBLIC, Act, State, Step

TODAY = date(2026, 11, 29)
POSSIBLE = {
    State.APPLIED: {Act.LIST, Act.DECLINE},
    State.WAITING: {Act.AGREE, Act.REFUSE},
    State.LISTED: {Act.VERIFY, Act.PAUSE, Act.CLOSE},
    State.VERIFIED: {Act.UNVERIFY, Act.PAUSE, Act.CLOSE},
    State.PAUSED: {Act.RESUME, Act.CLOSE},
    State.CLOSED: {Act.RESUME},
    State.DECLINED: {Act.RECONSIDER},
}


@pytest.mark.parametrize(("state", "acts"), POSSIBLE.items())
def test_what_can_be_done_in_each_state(state: State, acts: set[Act]) -> None:
    assert {act for act in Act if rules.may(act, state)} == acts


@pytest.mark.parametrize(
    ("act", "before", "was", "state"),
    [
        (Act.LIST, State.APPLIED, None, State.LISTED),
        (Act.AGREE, State.WAITING, None, State.LISTED),
        (Act.REFUSE, State.WAITING, None, State.DECLINED),
        (Act.VERIFY, State.LISTED, None, State.VERIFIED),
        (Act.UNVERIFY, State.VERIFIED, None, State.LISTED),
        (Act.PAUSE, State.VERIFIED, None, State.PAUSED),
        (Act.RESUME, State.PAUSED, State.VERIFIED, State.VERIFIED),
        (Act.RESUME, State.PAUSED, State.LISTED, State.LISTED),
        (Act.RESUME, State.CLOSED, State.PAUSED, State.LISTED),
        (Act.CLOSE, State.PAUSED, None, State.CLOSED),
        (Act.DECLINE, State.APPLIED, None, State.DECLINED),
        (Act.RECONSIDER, State.DECLINED, None, State.APPLIED),
    ],
)
def test_what_follows(act: Act, before: State, was: State | None, state: State) -> None:
    assert rules.after(act, before, was) is state


@given(st.sampled_from(State), st.lists(st.sampled_from(Act), max_size=30))
def test_nothing_that_is_not_possible_changes_a_state(state: State, acts: list[Act]) -> None:
    was = None
    for act in acts:
        if rules.may(act, state):
            state, was = rules.after(act, state, was), state
        else:
            with pytest.raises(ValueError, match=str(act)):
                rules.after(act, state, was)


@given(st.lists(st.sampled_from(Act), max_size=30))
def test_nobody_is_shown_who_was_neither_listed_nor_said_yes(acts: list[Act]) -> None:
    for start in (State.APPLIED, State.WAITING):
        state, was, done = start, None, set()
        for act in acts:
            if rules.may(act, state):
                state, was = rules.after(act, state, was), state
                done.add(act)
        assert state not in PUBLIC or done & {Act.LIST, Act.AGREE}


@pytest.mark.parametrize(
    ("act", "confirmed", "agreed", "hindered"),
    [
        (Act.LIST, True, True, False),
        (Act.LIST, False, True, True),
        (Act.LIST, True, False, True),
        (Act.VERIFY, False, True, True),
        (Act.RESUME, False, False, True),
        (Act.RESUME, False, True, False),
        (Act.PAUSE, False, False, False),
        (Act.DECLINE, False, False, False),
    ],
)
def test_nothing_is_shown_before_contact_and_yes(
    act: Act, *, confirmed: bool, agreed: bool, hindered: bool
) -> None:
    assert bool(rules.hindrance(act, confirmed=confirmed, agreed=agreed)) is hindered


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("confirmed", "asked", "reminded", "step"),
    [
        (ago(364), None, None, Step.NOTHING),
        (ago(365), None, None, Step.ASK),
        (None, None, None, Step.ASK),
        (ago(400), ago(27), None, Step.NOTHING),
        (ago(400), ago(28), None, Step.REMIND),
        (ago(400), ago(60), ago(27), Step.NOTHING),
        (ago(400), ago(60), ago(28), Step.PAUSE),
        (ago(400), ago(-1), None, Step.ASK),
        (ago(400), ago(60), ago(-1), Step.REMIND),
        (ago(3), ago(60), ago(28), Step.NOTHING),
    ],
)
def test_a_group_is_asked_reminded_and_then_rests(
    confirmed: date | None, asked: date | None, reminded: date | None, step: Step
) -> None:
    assert rules.due(confirmed, asked, reminded, TODAY) is step


@given(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900))
def test_no_group_rests_that_was_not_asked_and_reminded_for_eight_weeks(
    confirmed: int, asked: int, reminded: int
) -> None:
    if rules.due(ago(confirmed), ago(asked), ago(reminded), TODAY) is Step.PAUSE:
        assert confirmed >= 365
        assert reminded >= 28


STORED = {
    "name": "A",
    "contact_name": "B",
    "email": "c@d.example",
    "telephone": "1",
    "website": "",
    "contact_name_public": False,
    "email_public": True,
    "telephone_public": False,
    "website_public": False,
    "centre_claimed": True,
}


@pytest.mark.parametrize(
    ("changes", "waiting"),
    [
        ({}, []),
        ({"name": "Z"}, ["name"]),
        ({"telephone": "2"}, ["telephone"]),
        ({"telephone": "2", "telephone_public": True}, ["telephone", "telephone_public"]),
        ({"telephone_public": True}, []),
        ({"email_public": False}, []),
        ({"email": "x@y.example", "email_public": False}, ["email"]),
        ({"contact_name": ""}, []),
        ({"telephone": "", "telephone_public": False}, []),
        ({"centre_claimed": False}, []),
    ],
)
def test_what_is_new_of_a_contact_waits_and_what_is_hidden_goes_at_once(
    changes: dict[str, object], waiting: list[str]
) -> None:
    assert rules.waits(STORED, STORED | changes) == waiting
