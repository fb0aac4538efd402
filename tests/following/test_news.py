"""What is new is found by its moment, and not by reading all that was ever written."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.rules import Office
from portal.features import FEATURES
from portal.following import gathering
from portal.forum.topics.models import Post
from portal.forum.topics.rules import Standing, Voice
from portal.news import Window
from portal.store.db import now, random_id
from tests.bodies.factories import body, in_office
from tests.following.factories import Mailing, reply
from tests.forum.factories import topic, written
from tests.members.factories import member
from tests.query_plans import asked, plan

A_WEEK = timedelta(days=7)


def test_nothing_is_news_before_or_after_its_time(session: Session) -> None:
    topic(session, body(session))
    moment = now()
    for since, until in ((moment, moment + A_WEEK), (moment - A_WEEK, moment - A_WEEK / 2)):
        assert gathering.news(FEATURES, session, Window(since, until)) == []
    assert len(gathering.news(FEATURES, session, Window(moment - A_WEEK, moment))) == 1


def test_it_can_be_asked_for_one_body(session: Session) -> None:
    one, other = body(session), body(session, slug="another")
    topic(session, one, title="Of the one")
    topic(session, other, title="Of the other")
    window = Window(now() - A_WEEK, now(), other.id)
    assert [new.title for new in gathering.news(FEATURES, session, window)] == ["Of the other"]


def test_a_post_is_news_when_a_moderator_shows_it(session: Session, browser: TestClient) -> None:
    made, person = body(session), member(session)
    one = topic(session, made, days=20)
    waits = reply(session, one, person)
    waits.standing, waits.appeared = Standing.WAITING, None
    session.add(waits)
    session.commit()
    assert len(gathering.news(FEATURES, session, Window(now() - A_WEEK, now()))) == 1
    session.rollback()
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(f"/en/forum/race-equality/waiting/{one.id}/{waits.id}", data={"_do": "show"})
    shown = written(session, one)[-1]
    assert shown.standing is Standing.SHOWN
    assert shown.appeared


@pytest.mark.both
def test_what_is_new_is_found_among_thousands_by_its_moment(
    session: Session, engine: Engine
) -> None:
    one = topic(session, body(session))
    long_ago = now() - timedelta(days=400)
    session.rollback()
    session.add_all(
        Post(
            topic_id=one.id,
            standing=Standing.SHOWN,
            voice=Voice.COUNCIL,
            text="Long ago.",
            language="en",
            key=random_id(),
            made=long_ago,
            appeared=long_ago,
        )
        for _ in range(3_000)
    )
    session.commit()
    with asked(engine) as statements:
        new = gathering.news(FEATURES, session, Window(now() - A_WEEK, now()))
    session.rollback()
    assert len(new) == 1
    found_by = plan(engine, *next(one for one in statements if "appeared" in one[0]))
    assert "ix_forum_post_appeared" in found_by, found_by


def test_of_a_topic_with_many_posts_only_those_around_are_read(
    session: Session, mailing: Mailing
) -> None:
    first, last = member(session), member(session)
    one = topic(session, body(session), first)
    reply(session, one, last)
    reply(session, one)
    (new,) = gathering.news(FEATURES, session, Window(now() - A_WEEK, now()))[2:]
    assert new.concerns == {first.id, last.id}
