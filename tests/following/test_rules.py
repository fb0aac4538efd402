"""When the weekly mail goes, for whom something is new, and how words are cut."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.following import rules
from portal.following.rules import Follower, Pace, Stand
from portal.forum.topics.rules import Reader
from portal.members.rules import MailKind
from portal.news import News

THURSDAY = date(2026, 12, 3)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
JOINED = NOW - timedelta(days=30)
NEW = News(
    key="post-1",
    body=1,
    room="public",
    title="Lights",
    language="en",
    words="…",
    moment=NOW,
    begun=NOW,
    name="forum_topic",
    topic="lights",
)
MEMBER = Stand(Reader(JOINED), Pace.WEEKLY, JOINED)


@pytest.mark.parametrize(
    ("day", "last", "now", "goes"),
    [
        (THURSDAY, None, datetime(2026, 12, 3, 6, 59, tzinfo=UTC), False),
        (THURSDAY, None, datetime(2026, 12, 3, 7, 0, tzinfo=UTC), True),
        (THURSDAY, None, datetime(2026, 12, 4, 9, 0, tzinfo=UTC), False),
        (THURSDAY, date(2026, 11, 26), datetime(2026, 12, 3, 6, 59, tzinfo=UTC), False),
        (THURSDAY, date(2026, 11, 26), datetime(2026, 12, 5, 1, 0, tzinfo=UTC), True),
        (THURSDAY, THURSDAY, datetime(2026, 12, 9, 9, 0, tzinfo=UTC), False),
        (date(2026, 12, 4), THURSDAY, datetime(2026, 12, 4, 9, 0, tzinfo=UTC), False),
        (date(2026, 12, 7), THURSDAY, datetime(2026, 12, 7, 9, 0, tzinfo=UTC), True),
    ],
)
def test_the_weekly_mail_goes_on_its_day_and_is_made_up_for(
    day: date, last: date | None, now: datetime, *, goes: bool
) -> None:
    assert rules.goes_out(day, last, now) is goes


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (THURSDAY, THURSDAY),
        (date(2026, 12, 9), THURSDAY),
        (date(2026, 12, 2), date(2026, 11, 26)),
        (date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_its_day_is_the_last_such_day_of_a_week(today: date, day: date) -> None:
    assert rules.weekly_day(today, 3) == day


@pytest.mark.parametrize("room", ["members", "chair"])
def test_nobody_from_outside_is_told_of_a_closed_room(room: str) -> None:
    closed = replace(NEW, room=room, at_once=True, concerns=frozenset({"ann"}))
    outside = Stand(Reader(), Pace.AT_ONCE, JOINED)
    for stands in ({}, {1: outside}):
        for pace in Pace:
            ann = Follower("ann", stands, {"lights": pace})
            assert rules.told_at_once(closed, ann) is None
            assert not rules.told_weekly(closed, ann)


def test_a_meeting_is_told_at_once_whatever_the_pace_unless_it_is_none() -> None:
    meeting = replace(NEW, topic=None, at_once=True)
    for pace in (Pace.WEEKLY, Pace.AT_ONCE):
        ann = Follower("ann", {1: replace(MEMBER, pace=pace, silent=True)})
        assert rules.told_at_once(meeting, ann) is MailKind.MEETINGS
        assert not rules.told_weekly(meeting, ann)
    never = Follower("ann", {1: replace(MEMBER, pace=Pace.NEVER)})
    assert rules.told_at_once(meeting, never) is None
    without = Follower("ann", {1: MEMBER}, stopped=frozenset({"meetings"}))
    assert rules.told_at_once(meeting, without) is None
    assert rules.told_weekly(meeting, without)


def test_what_nobody_was_told_at_once_stands_in_the_weekly_mail() -> None:
    halt = [(NOW - timedelta(days=1), NOW + timedelta(seconds=1))]
    meeting = replace(NEW, topic=None, at_once=True)
    answer = replace(NEW, concerns=frozenset({"ann"}))
    at_once = Follower("ann", {1: replace(MEMBER, pace=Pace.AT_ONCE)})
    weekly = Follower("ann", {1: MEMBER})
    for missed, ann in ((meeting, weekly), (answer, weekly), (NEW, at_once), (answer, at_once)):
        assert rules.told_weekly(missed, ann, halt)
        assert not rules.told_weekly(missed, ann)
        assert not rules.told_weekly(missed, ann, [(NOW + timedelta(days=1), NOW)])
        assert not rules.told_weekly(replace(missed, own="ann"), ann, halt)
    assert not rules.told_weekly(replace(meeting, know=frozenset({"ann"})), weekly, halt)
    stopped = replace(at_once, stopped=frozenset({"at_once"}))
    assert not rules.told_weekly(NEW, stopped, halt)


def test_what_somebody_chose_of_a_topic_goes_before_what_they_chose_of_its_body() -> None:
    ann = Follower("ann", {1: MEMBER}, {"lights": Pace.AT_ONCE})
    assert rules.told_at_once(NEW, ann) is MailKind.AT_ONCE
    muted = Follower("ann", {1: replace(MEMBER, pace=Pace.AT_ONCE)}, {"lights": Pace.NEVER})
    concerned = replace(NEW, concerns=frozenset({"ann"}))
    assert rules.told_at_once(concerned, muted) is None
    assert not rules.told_weekly(concerned, muted)


@pytest.mark.parametrize(
    ("here", "joined", "silent"),
    [
        (date(2026, 9, 1), date(2026, 9, 20), True),
        (date(2026, 8, 1), date(2026, 9, 20), True),
        (date(2026, 10, 1), date(2026, 9, 20), False),
    ],
)
def test_who_was_not_here_since_is_known_by_the_month(
    here: date, joined: date, *, silent: bool
) -> None:
    assert rules.is_silent(here, joined) is silent


def test_whoever_never_came_is_written_to_for_three_months() -> None:
    joined = date(2026, 11, 30)
    assert rules.is_welcomed(joined, date(2027, 2, 27))
    assert not rules.is_welcomed(joined, date(2027, 2, 28))


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("Short.\n\nAnd  more.", "Short. And more."),
        ("word " * 100, ("word " * 60).rstrip() + " …"),
        ("x" * 400, "x" * 300 + " …"),
        ("", ""),
    ],
)
def test_words_are_cut_between_two_of_them(words: str, begins: str) -> None:
    assert rules.excerpt(words) == begins
