"""A page of a topic shows as much of each post as it has room for, and each alone as a whole."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.forum.topics.models import Topic
from portal.forum.topics.rules import Room, Standing
from tests.bodies.factories import body, in_body
from tests.following.factories import reply, stand
from tests.forum.factories import at, topic, written

LONG = f"First words. {'Many more words. ' * 500}The last ones."


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def long(session: Session, made: Body) -> Topic:
    one = topic(session, made, text=LONG)
    reply(session, one, text=LONG)
    return one


def alone(session: Session, one: Topic, number: int = 0) -> str:
    return at(one, f"?post={written(session, one)[number].id}")


@pytest.mark.parametrize("named", ["99", "nothing", "-1", "1' OR 1=1"])
def test_no_such_post_is_not_there(browser: TestClient, long: Topic, named: str) -> None:
    assert browser.get(at(long), params={"post": named}).status_code == 404


def test_a_post_of_another_topic_or_a_closed_room_or_one_that_waits_is_not_shown_alone(
    browser: TestClient, session: Session, made: Body, long: Topic
) -> None:
    other, closed = topic(session, made), topic(session, made, room=Room.MEMBERS)
    number = written(session, other)[0].id
    assert browser.get(at(long, f"?post={number}")).status_code == 404
    stand(session, long, Standing.HIDDEN, written(session, long)[1])
    assert "The last ones." not in browser.get(alone(session, long, 1)).text
    refused = browser.get(alone(session, closed), follow_redirects=False)
    assert refused.status_code == 303


def test_long_posts_share_the_page_and_short_ones_stand_whole(
    browser: TestClient, session: Session, long: Topic
) -> None:
    reply(session, long, text="A short one.")
    page = browser.get(at(long)).text
    assert page.count("First words.") == 2
    assert "The last ones." not in page
    assert "A short one." in page
    assert page.count("Read all of it") == 2


def test_a_long_post_alone_is_shown_whole(
    browser: TestClient, session: Session, long: Topic
) -> None:
    page = browser.get(alone(session, long)).text
    assert page.count("The last ones.") == 1
    assert "Read all of it" not in page
    assert f"{at(long)}?after=" in page


def test_a_reply_is_written_in_any_language_though_few_are_offered_at_first(
    browser: TestClient, session: Session, made: Body, long: Topic
) -> None:
    in_body(browser, session, made)
    assert 'value="to"' not in browser.get(at(long)).text
    assert 'value="to"' in browser.get(at(long, "?all=languages")).text
    refused = browser.post(at(long, "/reply"), data={"text": "", "language": "to"})
    assert refused.status_code == 422
    assert '<option value="to" selected>' in refused.text
    assert f'href="{at(long)}?all=languages#reply"' in refused.text
