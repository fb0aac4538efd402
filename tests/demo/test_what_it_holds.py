"""The demonstration holds what it promises: groups, a forum that talks, and what comes of it."""

from collections import Counter

import pytest
from sqlmodel import Session, col, func, select
from starlette.testclient import TestClient

from portal.bodies import queries as bodies
from portal.bodies.models import Body, Membership, Seat
from portal.bodies.rules import Joining
from portal.forum.topics import owed, queries
from portal.forum.topics.models import Post, Topic
from portal.forum.topics.rules import Room, Standing
from portal.groups.models import Group
from portal.groups.rules import State as GroupState
from portal.languages.calendar import Calendar
from portal.meetings.models import Meeting, Record
from portal.meetings.rules import Kind, State, What
from portal.members import demo_people
from portal.moderation import queries as moderated
from portal.moderation.rules import Act
from portal.promises import Standing as Due
from portal.settings import Settings
from portal.statements.models import Statement
from portal.translations.models import Translation
from portal.translations.rules import State as Translated
from tests.demonstration import SEEDED

FORUM = "/en/forum/race-equality-forum"


@pytest.fixture
def forum(seeded: Session) -> Body:
    (body,) = bodies.public(seeded)
    return body


def test_of_14_groups_two_are_only_listed_and_one_is_paused(
    browser: TestClient, seeded: Session
) -> None:
    groups = seeded.exec(select(Group)).all()
    assert Counter(one.state for one in groups) == {
        GroupState.VERIFIED: 11,
        GroupState.LISTED: 2,
        GroupState.PAUSED: 1,
    }
    assert all(one.synthetic for one in groups)
    assert len({code for one in groups for code in one.communities}) >= 14
    page = browser.get(f"/en/groups/{groups[0].slug}").text
    assert "This group is invented." in page


def test_the_forum_has_40_members_and_its_page_says_so(
    browser: TestClient, seeded: Session, forum: Body
) -> None:
    accepted = select(Membership.member_id).where(Membership.body_id == forum.id)
    accepted = accepted.where(Membership.state == Joining.ACCEPTED)
    members = seeded.exec(accepted).all()
    assert (len(members), len({*members})) == (40, 40)
    assert bodies.count_members(seeded, forum) == 40
    assert "It has 40 members." in browser.get(FORUM).text


def test_two_people_wait_to_join(seeded: Session, forum: Body) -> None:
    assert len(bodies.memberships(seeded, forum, Joining.WAITING)) == 2


def test_25_topics_are_in_eight_languages_and_each_has_replies(seeded: Session) -> None:
    topics = seeded.exec(select(Topic)).all()
    assert (len(topics), len({one.language for one in topics})) == (25, 8)
    replied = select(Post.topic_id).group_by(col(Post.topic_id)).having(func.count() > 1)
    assert len(seeded.exec(replied).all()) == 25
    written = set(seeded.exec(select(Post.language)).all())
    assert written >= {one.language for one in topics}


def test_some_is_translated_and_of_that_some_is_checked_and_some_waits(seeded: Session) -> None:
    kept = seeded.exec(select(Translation)).all()
    assert {one.state for one in kept} == set(Translated)
    assert {one.language for one in kept} == {"en", "cy", "pl", "ur", "ar"}
    assert sum(one.waits for one in kept) == 1


def test_the_council_owes_one_answer_beyond_its_day_and_everybody_sees_it(
    browser: TestClient, seeded: Session, forum: Body
) -> None:
    ((ask, topic, _),) = queries.owed(seeded, forum)
    assert ask.due
    assert owed.countdown(ask.due, SEEDED, Calendar()).standing is Due.OVERDUE
    assert topic.room is Room.PUBLIC
    page = browser.get(f"{FORUM}/answers").text
    assert topic.title in page.partition("Not answered yet")[2].partition("Answered, or")[0]


def test_one_post_is_hidden_and_the_forum_reads_of_it_in_its_log(
    browser: TestClient, seeded: Session, settings: Settings
) -> None:
    hidden = seeded.exec(select(Post).where(Post.standing == Standing.HIDDEN)).one()
    decided = moderated.decided(seeded, [hidden.id])[hidden.id or 0]
    assert [one.act for one, _ in decided] == [Act.REPORTED, Act.HIDDEN]
    browser.post("/en/member/card", data={"code": demo_people.code(settings, 1)})
    log = browser.get(f"{FORUM}/log").text
    assert "Hidden after two reports" in log
    topic = browser.get(f"{FORUM}/topics/{hidden.topic_id}").text
    assert "Parking at the community hall" in topic
    assert hidden.text not in topic


def test_of_three_meetings_one_has_agreed_minutes_one_a_draft_and_one_is_to_come(
    seeded: Session, forum: Body
) -> None:
    held = select(Meeting).where(Meeting.body_id == forum.id, Meeting.kind == Kind.MEETING)
    first, second, third = seeded.exec(held.order_by(col(Meeting.starts))).all()
    states = [(one.state, one.agreed_at) for one in (first, second, third)]
    assert states == [(State.HELD, second.id), (State.HELD, None), (State.PLANNED, None)]
    minutes = select(Record.meeting_id).where(Record.what == What.MINUTES)
    assert set(seeded.exec(minutes).all()) == {first.id, second.id}
    assert second.ends < SEEDED < third.starts


def test_one_seat_is_vacant(seeded: Session, forum: Body) -> None:
    seats = seeded.exec(select(Seat).where(Seat.body_id == forum.id)).all()
    assert [one.title["en"] for one in seats if one.member_id is None] == [
        "A group of Gypsies and Travellers"
    ]
    assert len(seats) == 4


def test_the_chair_made_a_statement_that_the_public_reads(
    browser: TestClient, seeded: Session, forum: Body
) -> None:
    standing = select(Statement).where(Statement.body_id == forum.id)
    stands = seeded.exec(standing.where(col(Statement.withdrawn).is_(None))).one()
    assert stands.title["en"] in browser.get(FORUM).text
