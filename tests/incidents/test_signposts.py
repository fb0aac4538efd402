"""Who is named for which need, and when somebody answers there."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from portal.incidents import signposts, vocabulary
from portal.incidents.signposts import NAMES, Support
from portal.languages.calendar import Calendar

CHRISTMAS = frozenset({date(2026, 12, 25)})
PHONE = "01632 960100"
NIGHT = Support("Night", PHONE, hours={"4": "22:00-02:00"})


def clocks(day: date, clock: str) -> datetime:
    """Tell when the clocks of the council show a time."""
    calendar = Calendar()
    return calendar.local(calendar.moment(day, time.fromisoformat(clock)))


MONDAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "wrong",
    ["nine to five", "09:00", "09:00-", "-17:00", "09:00-17:00;", "25:00-26:00", "1-2", ","],
)
def test_times_that_nobody_can_read_are_no_times(wrong: str) -> None:
    assert signposts.spans(wrong) is None


def test_times_are_read_as_people_write_them() -> None:
    day = [(time(9), time(12, 30)), (time(13), time(17))]
    assert signposts.spans("09:00-12:30, 13:00-17:00") == day
    assert signposts.spans("9.00 \u2013 12.30,1pm - 5pm") == day
    assert signposts.spans("") == []


@pytest.mark.parametrize(
    ("hours", "clock", "expected"),
    [
        ({"0": "09:00-17:00"}, "10:00", True),
        ({"0": "09:00-17:00"}, "17:00", False),
        ({"0": "09:00-17:00"}, "08:59", False),
        ({"1": "09:00-17:00"}, "10:00", False),
        ({"0": "08:00-09:00, 10:00-11:00"}, "10:00", True),
        ({"6": "22:00-10:30"}, "10:00", True),
        ({"6": "22:00-10:00"}, "10:00", False),
        ({"0": "00:00-00:00"}, "23:59", True),
        ({}, "10:00", None),
        ({"0": ""}, "10:00", None),
    ],
)
def test_somebody_answers_within_their_hours(
    hours: dict[str, str], clock: str, expected: bool | None
) -> None:
    one = Support("A", PHONE, hours=hours)
    assert signposts.answers(one, clocks(MONDAY, clock), CHRISTMAS) is expected


def test_on_a_closed_day_only_those_answer_who_always_do() -> None:
    friday = date(2026, 12, 25)
    always = Support("A", PHONE, always=True)
    before, after = friday - timedelta(days=7), friday + timedelta(days=1)
    assert signposts.answers(NIGHT, clocks(before, "23:00"), CHRISTMAS) is True
    assert signposts.answers(NIGHT, clocks(friday, "23:00"), CHRISTMAS) is False
    assert signposts.answers(NIGHT, clocks(after, "01:00"), CHRISTMAS) is False
    assert signposts.answers(always, clocks(friday, "23:00"), CHRISTMAS) is True


@given(some.integers(1, 28), some.times(), some.times(), some.times())
def test_every_moment_is_within_hours_or_within_their_opposite(
    day: int, begins: time, ends: time, clock: time
) -> None:
    opens, closes = f"{begins:%H:%M}", f"{ends:%H:%M}"
    assume(opens != closes)
    found = [
        signposts.answers(
            Support("A", PHONE, hours=dict.fromkeys("0123456", hours)),
            clocks(date(2026, 11, day), f"{clock:%H:%M}"),
            frozenset(),
        )
        for hours in (f"{opens}-{closes}", f"{closes}-{opens}")
    ]
    assert sorted(found, key=bool) == [False, True]


def test_who_cannot_be_reached_is_named_for_nothing() -> None:
    assert not any(signposts.helping(NAMES, one.code) for one in vocabulary.NEEDS)
    assert signposts.helping(NAMES) == []


def test_in_danger_nobody_helps_by_the_way() -> None:
    general, own = Support("General", PHONE), Support("Danger", PHONE, needs=("danger",))
    assert signposts.helping((general, own), "danger") == [own]
    assert signposts.helping((general, own), "legal") == [general]
    assert {*map(str, signposts.helping((general, own)))} == {str(general), str(own)}


def test_who_helps_after_all_hate_helps_after_each_kind_of_it() -> None:
    each = Support("Each", PHONE, needs=("hate",))
    one = Support("One", PHONE, needs=("religion",))
    assert signposts.helping((each, one), "religion") == [one, each]
    assert signposts.helping((each, one), "disability") == [each]
    assert signposts.helping((each, one), "hate") == [each]


def test_a_language_is_spoken_or_interpreted() -> None:
    urdu = Support("Urdu", PHONE, languages=("ur",))
    interpreted = Support("All", PHONE, interpreters=True)
    english = Support("English", PHONE)
    assert signposts.helping((english, urdu, interpreted), language="ur") == [urdu, interpreted]
    assert signposts.helping((english, urdu), language="pl") == []


def test_those_come_first_who_answer_now_and_last_those_who_do_not() -> None:
    unknown, now = Support("Unknown", PHONE), Support("Now", PHONE, always=True)
    found = signposts.in_turn((NIGHT, unknown, now), clocks(MONDAY, "10:00"), CHRISTMAS)
    assert [one.support.name for one in found] == ["Now", "Unknown", "Night"]


def test_weekdays_that_are_alike_are_told_together() -> None:
    hours = {"0": "9-5", "1": "9-5", "2": "9-4", "4": "9-4", "5": "", "6": "9-4"}
    told = [(0, 1, "9-5"), (2, 2, "9-4"), (4, 4, "9-4"), (6, 6, "9-4")]
    assert Support("A", hours=hours).week == told
    assert Support("A").week == []


def test_who_helps_after_all_hate_leaves_no_kind_of_it_unmet() -> None:
    assert not {*signposts.unmet([Support("A", PHONE, needs=("hate",))])} & vocabulary.HATE
    assert {*signposts.unmet(NAMES)} == {one.code for one in vocabulary.NEEDS}


def test_every_name_is_of_a_need_that_is_known() -> None:
    known = {one.code for one in vocabulary.NEEDS}
    assert {need for one in NAMES for need in one.needs} <= known
    assert known >= vocabulary.HATE == {one.code for one in vocabulary.STRANDS}


@pytest.mark.parametrize(
    ("rung", "due"),
    [("", True), ("2026-05-31", True), ("2026-06-01", False), ("2026-11-30", False)],
)
def test_a_number_is_due_after_the_months_that_are_set(rung: str, due: bool) -> None:
    one = Support("A", PHONE, rung=rung)
    assert bool(signposts.to_ring((one, Support("B")), MONDAY, 6)) is due
