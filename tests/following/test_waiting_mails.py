"""What is taken away goes from the mails, too, that no server has taken yet."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Office
from portal.features import FEATURES
from portal.following import gathering, weekly
from portal.forum.topics import posts
from portal.forum.topics.models import Ask, Post, Topic
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Law, Room, Standing
from portal.languages.i18n import today
from portal.moderation import redacting
from portal.news import Window
from portal.statements import acts
from portal.statements.models import Statement
from portal.store import jobs
from portal.store.db import now
from tests.bodies.factories import body, in_office, joined, read
from tests.following.factories import A_WEEK, Mailing, earlier, reply
from tests.forum.factories import topic, written
from tests.members.factories import member, outbox
from tests.moderation.factories import decide, way
from tests.statements.test_publishing import statement

pytestmark = pytest.mark.both

Gone = Callable[[Session, Topic, Post], object]


def redacted(session: Session, one: Topic, post: Post) -> None:
    redacting.redact(session, one, post, {"text": "[…]", "title": "[…]"})


def removed(session: Session, one: Topic, post: Post) -> None:
    assert posts.remove(session, one, post, Law.COURT, today())


def hidden(session: Session, one: Topic, post: Post) -> None:
    assert posts.stand(session, one, post, Standing.HIDDEN)


GONE = [hidden, redacted, posts.take_back, removed]


def write(mailing: Mailing) -> None:
    """Have the weekly mail wait in the outbox."""
    mailing.session.rollback()
    begun = partial(jobs.transaction, mailing.engine, mailing.settings)
    weekly.run(FEATURES, begun, mailing.due)


def take_away(session: Session, one: Topic, gone: Gone, number: int) -> None:
    post = written(session, one)[number]
    gone(session, read(session, one), post)
    session.commit()


@pytest.mark.parametrize("gone", GONE)
def test_a_post_that_is_taken_away_leaves_the_mails_that_wait_and_nothing_else_does(
    session: Session, mailing: Mailing, gone: Gone
) -> None:
    made = body(session)
    joined(session, made, member(session))
    joined(session, made, member(session, language="ur"))
    one = topic(session, made, title="Street lights", text="It is dark.")
    reply(session, one, text="Hateful words.")
    reply(session, one, text="So it is here.")
    write(mailing)
    take_away(session, one, gone, 1)
    mails = outbox(session)
    assert len(mails) == 2
    for mail in mails:
        for part in (mail.body, mail.html):
            assert "Hateful" not in part
            assert "[…]" in part
            for stays in ("Street lights", "It is dark.", "So it is here."):
                assert stays in part


@pytest.mark.parametrize("gone", GONE)
def test_a_title_of_a_closed_room_leaves_the_mails_that_wait(
    session: Session, mailing: Mailing, gone: Gone
) -> None:
    made = body(session)
    joined(session, made, member(session))
    one = topic(session, made, room=Room.MEMBERS, title="Hateful title")
    topic(session, made, room=Room.MEMBERS, title="Street lights")
    write(mailing)
    take_away(session, one, gone, 0)
    (mail,) = outbox(session)
    for part in (mail.body, mail.html):
        assert "Hateful" not in part
        assert "[…]" in part
        assert "Street lights" in part


@pytest.mark.parametrize("gone", GONE)
def test_with_the_post_that_opens_a_topic_its_title_goes_wherever_it_stands(
    session: Session, mailing: Mailing, gone: Gone
) -> None:
    made = body(session)
    joined(session, made, member(session))
    one = topic(session, made, title="Hateful title", text="Hateful words.")
    due = today() + timedelta(days=3)
    session.add(Ask(body_id=one.body_id, topic_id=one.id, state=Owed.OPEN, due=due))
    reply(session, one, text="I do not agree.")
    write(mailing)
    take_away(session, one, gone, 0)
    (mail,) = outbox(session)
    for part in (mail.body, mail.html):
        assert "Hateful" not in part
        assert "I do not agree." in part


def withdrawn(browser: TestClient, session: Session, made: Body, one: Statement) -> None:
    in_office(browser, session, made, Office.CHAIR)
    page = f"/en/forum/race-equality/statements/{one.id}/withdraw"
    assert browser.post(page, data={"sure": "yes"}, follow_redirects=False).status_code == 303


def forced_away(_browser: TestClient, session: Session, _made: Body, one: Statement) -> None:
    acts.forget(session, read(session, one))
    session.commit()


@pytest.mark.parametrize("gone", [withdrawn, forced_away])
def test_a_statement_that_is_gone_leaves_the_mails_that_wait(
    browser: TestClient,
    session: Session,
    mailing: Mailing,
    gone: Callable[[TestClient, Session, Body, Statement], None],
) -> None:
    made = body(session)
    joined(session, made, member(session))
    one = statement(session, made, title={"en": "Wrong title"}, words={"en": "Wrong words."})
    topic(session, made, title="Street lights")
    write(mailing)
    gone(browser, session, made, one)
    (mail,) = outbox(session)
    for part in (mail.body, mail.html):
        assert "Wrong" not in part
        assert "Street lights" in part


def test_what_was_hidden_when_mails_told_of_it_is_new_once_it_is_shown_again(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    made, author = body(session), member(session)
    joined(session, made, member(session))
    one = topic(session, made, author, text="It is dark.")
    earlier(session, written(session, one)[0], days=9)
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="hidden", reason="insult") == 303
    outbox(session)
    assert mailing.weekly(mailing.due - A_WEEK) == []
    in_office(browser, session, made, Office.DEPUTY)
    assert decide(browser, way(session, one, "look"), act="shown") == 303
    outbox(session)
    mails = mailing.weekly()
    assert all("It is dark." in mail.body for mail in mails)
    assert mails


def test_what_was_cut_and_put_back_is_new_then(session: Session) -> None:
    one = topic(session, body(session), text="It is dark.")
    earlier(session, written(session, one)[0], days=9)
    take_away(session, one, redacted, 0)
    post = written(session, one)[0]
    assert redacting.put_back(session, read(session, one), post, still_cut=False)
    session.commit()
    news = gathering.news(FEATURES, session, Window(now() - A_WEEK, now()))
    assert [new.words for new in news] == ["It is dark."]


def test_a_feed_has_the_words_as_they_are(browser: TestClient, session: Session) -> None:
    topic(session, body(session), title="Street lights", text="It is dark.")
    feed = browser.get("/data/forum/race-equality/en.atom").text
    assert ">Street lights</title>" in feed
    assert not any(sign in feed for sign in "\x02\x03\x1f")
