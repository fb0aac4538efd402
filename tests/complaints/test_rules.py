"""How comments go on, by when the council has promised what, and which numbers are told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.complaints import rules
from portal.complaints.rules import SETTLED, Kind, Line, State, Terms
from portal.languages.calendar import Calendar

LONDON = Calendar("Europe/London")
FRIDAY = date(2026, 7, 10)
TERMS = Terms(card_days=3, read_days=1, answer_days=5, passed_days=10)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (Kind.COMPLAINT, State.RECEIVED, State.ANSWERED),
        (Kind.COMPLAINT, State.RECEIVED, State.PASSED),
        (Kind.COMPLAINT, State.READ, State.READ),
        (Kind.COMPLAINT, State.READ, State.RECEIVED),
        (Kind.COMPLAINT, State.ANSWERED, State.ANSWERED),
        (Kind.COMPLAINT, State.ESCALATED, State.PASSED),
        (Kind.COMPLAINT, State.READ, State.CONTESTED),
        (Kind.CARD, State.ANSWERED, State.CONTESTED),
        (Kind.CARD, State.READ, State.PASSED),
        (Kind.CARD, State.ANSWERED, State.ESCALATED),
        (Kind.COMPLIMENT, State.READ, State.ESCALATED),
    ],
)
def test_what_no_comment_becomes(kind: Kind, before: State, after: State) -> None:
    assert not rules.may_move(kind, before, after)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        *((kind, State.RECEIVED, State.READ) for kind in Kind),
        *((kind, State.READ, State.ANSWERED) for kind in Kind),
        (Kind.COMPLAINT, State.READ, State.PASSED),
        (Kind.COMPLAINT, State.ANSWERED, State.PASSED),
        (Kind.COMPLAINT, State.ANSWERED, State.CONTESTED),
        (Kind.COMPLAINT, State.CONTESTED, State.PASSED),
        (Kind.COMPLAINT, State.CONTESTED, State.ANSWERED),
        (Kind.COMPLAINT, State.PASSED, State.ANSWERED),
        (Kind.COMPLAINT, State.PASSED, State.ESCALATED),
        (Kind.COMPLAINT, State.ESCALATED, State.ANSWERED),
    ],
)
def test_what_a_comment_becomes(kind: Kind, before: State, after: State) -> None:
    assert rules.may_move(kind, before, after)


@pytest.mark.parametrize(
    ("kind", "state", "by"),
    [
        (Kind.CARD, State.RECEIVED, date(2026, 7, 15)),
        (Kind.COMPLIMENT, State.RECEIVED, date(2026, 7, 15)),
        (Kind.COMPLAINT, State.RECEIVED, date(2026, 7, 17)),
        (Kind.COMPLAINT, State.CONTESTED, date(2026, 7, 13)),
        (Kind.COMPLAINT, State.PASSED, date(2026, 7, 24)),
        (Kind.COMPLAINT, State.ANSWERED, None),
        (Kind.COMPLAINT, State.ESCALATED, None),
    ],
)
def test_working_days_are_counted_from_the_day_it_came_to_its_state(
    kind: Kind, state: State, by: date | None
) -> None:
    assert rules.due(kind, state, FRIDAY, TERMS, LONDON) == by


def test_only_a_complaint_is_promised_to_be_read_by_a_day() -> None:
    assert rules.read_by(Kind.COMPLAINT, FRIDAY, TERMS, LONDON) == date(2026, 7, 13)
    assert rules.read_by(Kind.CARD, FRIDAY, TERMS, LONDON) is None


@given(st.sampled_from(Kind), st.lists(st.sampled_from(State)), st.dates(date(2020, 1, 1)))
def test_however_it_goes_on_an_answer_is_owed_until_somebody_gave_one(
    kind: Kind, wished: list[State], day: date
) -> None:
    state = State.RECEIVED
    for after in wished:
        state = after if rules.may_move(kind, state, after) else state
    due = rules.due(kind, state, min(day, date(2200, 1, 1)), TERMS, LONDON)
    assert (due is None) is (state in SETTLED)


@pytest.mark.parametrize(
    ("how", "email", "telephone", "field"),
    [
        ("email", "", "01632 960001", "email"),
        ("call", "a@example.org", "", "telephone"),
        ("code", "", "", ""),
        ("email", "a@example.org", "", ""),
        ("", "", "", ""),
    ],
)
def test_whoever_wants_to_be_reached_says_how(
    how: str, email: str, telephone: str, field: str
) -> None:
    assert rules.not_told(how, email, telephone) == field


def test_few_are_not_told_and_all_others_are_rounded() -> None:
    counted = {("parks", "card"): 12, ("parks", "complaint"): 4, ("housing", "compliment"): 5}
    assert rules.lines(counted, ["parks"]) == [
        Line("parks", (10, None, 0)),
        Line("housing", (0, 0, 5)),
    ]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(Kind)), st.integers(0, 99)
    )
)
def test_no_number_between_nothing_and_five_is_ever_told(
    counted: dict[tuple[str, str], int],
) -> None:
    told = [number for line in rules.lines(counted) for number in line.numbers]
    assert all(number is None or number % 5 == 0 for number in told)
