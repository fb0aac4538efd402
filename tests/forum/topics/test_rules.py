"""Who reads and writes where, what waits, and what can be done with what is written."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.forum.topics import rules
from portal.forum.topics.rules import Question, Reader, Room, Standing, Voice

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ANYBODY = Reader()
MEMBER = Reader(since=NOW - 10 * DAY)
MODERATOR = Reader(since=NOW - 10 * DAY, office=True)

rooms, voices, standings = (st.sampled_from(kind) for kind in (Room, Voice, Standing))
moments = st.integers(-60, 0).map(lambda days: NOW + days * DAY)
readers = st.builds(Reader, since=st.none() | moments, office=st.booleans())


@pytest.mark.parametrize(
    ("room", "days", "reads"),
    [
        (Room.PUBLIC, 20, {"anybody", "member", "moderator"}),
        (Room.MEMBERS, 20, {"moderator"}),
        (Room.MEMBERS, 10, {"member", "moderator"}),
        (Room.MEMBERS, 1, {"member", "moderator"}),
        (Room.CHAIR, 1, {"moderator"}),
        (Room.CHAIR, 20, {"moderator"}),
    ],
)
def test_members_read_closed_rooms_from_joining_on_and_nobody_else_does(
    room: Room, days: int, reads: set[str]
) -> None:
    readers = {"anybody": ANYBODY, "member": MEMBER, "moderator": MODERATOR}
    made = NOW - days * DAY
    assert {n for n, one in readers.items() if rules.may_read(room, made, one)} == reads


@given(rooms, moments, readers)
def test_nobody_reads_or_writes_in_a_room_that_they_may_not_see(
    room: Room, made: datetime, reader: Reader
) -> None:
    if not rules.may_enter(room, reader):
        assert not rules.may_read(room, made, reader)
        assert not rules.may_write(room, reader)


@given(moments)
def test_whoever_is_no_member_writes_nowhere(made: datetime) -> None:
    assert not any(rules.may_write(room, ANYBODY) for room in Room)
    assert rules.may_read(Room.PUBLIC, made, ANYBODY)


@pytest.mark.parametrize(
    ("voice", "room", "topic", "before", "trusted", "waits"),
    [
        (Voice.COUNCIL, Room.PUBLIC, True, 99, False, True),
        (Voice.COUNCIL, Room.PUBLIC, False, 0, False, False),
        (Voice.RESIDENT, Room.PUBLIC, True, 99, False, True),
        (Voice.MEMBER, Room.PUBLIC, True, 2, False, True),
        (Voice.MEMBER, Room.PUBLIC, False, 2, False, True),
        (Voice.MEMBER, Room.PUBLIC, False, 3, False, False),
        (Voice.GROUP, Room.PUBLIC, False, 0, False, True),
        (Voice.MEMBER, Room.PUBLIC, False, 0, True, False),
        (Voice.CHAIR, Room.PUBLIC, True, 0, False, False),
        (Voice.MEMBER, Room.MEMBERS, True, 0, False, False),
    ],
)
def test_topics_of_the_council_and_first_public_posts_wait(
    voice: Voice, room: Room, before: int, *, topic: bool, trusted: bool, waits: bool
) -> None:
    begins = rules.begins(voice, room, topic=topic, before=before, trusted=trusted)
    assert (begins is Standing.WAITING) is waits


@given(standings, st.booleans(), st.booleans())
def test_editing_anothers_post_is_impossible(
    standing: Standing,
    own: bool,
    locked: bool,
) -> None:
    assert not rules.may_edit(standing, own=False, locked=locked)
    assert not rules.may_edit(standing, own=own, locked=True)
    if standing in (
        Standing.HIDDEN,
        Standing.REDACTED,
        Standing.TAKEN_BACK,
        Standing.NOT_PUT,
        Standing.REMOVED,
    ):
        assert not rules.may_edit(standing, own=own, locked=locked)


@given(standings)
def test_an_author_takes_back_what_others_hid_and_nothing_comes_back(standing: Standing) -> None:
    gone = standing in rules.GONE
    assert rules.may_move(standing, Standing.TAKEN_BACK) is not gone
    assert not rules.may_move(Standing.TAKEN_BACK, standing)
    assert not rules.may_move(Standing.REMOVED, standing)
    assert rules.may_move(standing, Standing.REMOVED) is not gone
    assert not rules.may_move(standing, standing)


@given(standings, st.booleans(), st.booleans())
def test_only_what_is_shown_is_read_by_everybody_and_what_is_gone_by_nobody(
    standing: Standing,
    own: bool,
    moderates: bool,
) -> None:
    reads = rules.is_read(standing, own=own, moderates=moderates)
    if standing in rules.GONE:
        assert not reads
    elif standing not in (Standing.SHOWN, Standing.REDACTED):
        assert reads is (own or moderates)
    else:
        assert reads


@pytest.mark.parametrize(
    ("posts", "topics", "topic", "refused"),
    [
        (0, 0, True, False),
        (19, 2, True, False),
        (20, 0, False, True),
        (5, 3, True, True),
        (5, 3, False, False),
    ],
)
def test_nobody_fills_a_forum_alone(posts: int, topics: int, *, topic: bool, refused: bool) -> None:
    assert (rules.too_many(posts, topics, topic=topic) is not None) is refused


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (Question.RECEIVED, Question.READ, True),
        (Question.RECEIVED, Question.PUT, True),
        (Question.READ, Question.NOT_PUT, True),
        (Question.READ, Question.RECEIVED, False),
        (Question.RECEIVED, Question.RECEIVED, False),
        (Question.PUT, Question.NOT_PUT, False),
        (Question.NOT_PUT, Question.PUT, False),
    ],
)
def test_a_question_goes_on_and_never_back(before: Question, after: Question, *, may: bool) -> None:
    assert rules.question_may_move(before, after) is may


@pytest.mark.parametrize(
    ("last", "quiet"), [(None, True), (NOW - DAY, False), (NOW - 14 * DAY, True)]
)
def test_a_body_in_which_nobody_writes_for_a_fortnight_is_quiet(
    last: datetime | None, *, quiet: bool
) -> None:
    assert rules.is_quiet(last, NOW) is quiet
