"""What is told at once: answers to somebody, meetings, and what they want to hear of at once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlmodel import Session

from portal.features import FEATURES
from portal.following import at_once
from portal.following.models import FollowedBody, FollowedTopic
from portal.following.rules import Pace
from portal.forum.topics import posts
from portal.forum.topics.authorship import Author
from portal.forum.topics.models import Ask, Support
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Room, Standing, Voice
from portal.languages.i18n import today
from portal.members import wanted_mails
from portal.members.rules import MailKind
from portal.news import News, Window
from portal.store import jobs
from portal.store.db import now, random_id
from portal.web.feature import Feature
from tests.bodies.factories import body, joined
from tests.following.factories import A_DAY, SHORTLY, Mailing, earlier, reply, stand
from tests.forum.factories import topic
from tests.members.factories import member, outbox


def test_what_is_followed_weekly_or_not_at_all_is_not_told_at_once(
    session: Session, mailing: Mailing
) -> None:
    made, never = body(session), member(session)
    joined(session, made, member(session))
    follow(session, never.id, made.id or 0, Pace.NEVER)
    topic(session, made)
    assert mailing.at_once() == []


def test_a_reply_is_told_to_whose_topic_it_is_and_to_who_wrote_before(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    first, second, third = member(session), member(session), member(session)
    one = topic(session, made, first)
    reply(session, one, second)
    assert [mail.recipient for mail in mailing.at_once()] == [first.email]
    earlier(session, reply(session, one, third, text="The third one."), -1)
    mails = mailing.at_once(now() + A_DAY)
    assert {mail.recipient for mail in mails} == {first.email, second.email}
    assert all("The third one." in mail.body for mail in mails)
    assert all("So is ours." not in mail.body for mail in mails)
    assert mailing.at_once(now() + A_DAY + SHORTLY) == []


def test_an_answer_to_oneself_is_none(session: Session, mailing: Mailing) -> None:
    person = member(session)
    one = topic(session, body(session), person)
    reply(session, one, person)
    assert mailing.at_once() == []


def test_the_council_s_answer_is_told_to_who_wanted_it_asked(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    one = topic(session, made)
    ask = Ask(body_id=made.id or 0, topic_id=one.id, state=Owed.OPEN, due=today())
    session.add(ask)
    session.flush()
    session.add(Support(ask_id=ask.id or 0, member_id=person.id))
    council = Author(Voice.COUNCIL, trusted=True)
    said = {"text": "We mend them.", "language": "en"}
    posts.reply(session, one, council, said, random_id(), answers=True)
    session.commit()
    (mail,) = mailing.at_once()
    assert mail.recipient == person.email
    assert "We mend them." in mail.body
    assert "The council" in mail.body


@pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.TAKEN_BACK])
def test_what_was_taken_away_meanwhile_is_told_to_nobody(
    session: Session, mailing: Mailing, standing: Standing
) -> None:
    one = topic(session, body(session), member(session))
    stand(session, one, standing, reply(session, one, text="Gone."))
    assert mailing.at_once() == []


def test_what_came_this_very_minute_waits(session: Session, mailing: Mailing) -> None:
    one = topic(session, body(session), member(session))
    reply(session, one)
    assert mailing.at_once(now()) == []
    assert len(mailing.at_once()) == 1


def test_of_an_answer_in_a_closed_room_only_the_title_of_its_topic_is_told(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    one = topic(session, made, person, Room.MEMBERS, title="Among us")
    reply(session, one, text="Secret words.")
    (mail,) = mailing.at_once()
    assert "Room of the members" in mail.body
    assert "Among us" not in mail.subject
    assert "Among us" in mail.body
    assert "Among us" in mail.html
    assert "Secret words." not in mail.body + mail.html


def test_who_is_no_member_any_more_hears_nothing_of_their_own_topic_in_a_closed_room(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    one = topic(session, made, person, Room.MEMBERS)
    reply(session, one)
    assert mailing.at_once() == []


def test_a_topic_and_a_body_can_be_followed_at_once_and_are_not_told_weekly_then(
    session: Session, mailing: Mailing
) -> None:
    made, of_body, of_topic = body(session), member(session), member(session)
    one, other = topic(session, made, title="One"), topic(session, made, title="Other")
    follow(session, of_body.id, made.id or 0, Pace.AT_ONCE)
    session.add(FollowedTopic(member_id=of_topic.id, topic_id=one.id, pace=Pace.AT_ONCE))
    session.commit()
    mails = {mail.recipient: mail.body for mail in mailing.at_once()}
    assert set(mails) == {of_body.email, of_topic.email}
    assert "Other" in mails[of_body.email or ""]
    assert "Other" not in mails[of_topic.email or ""]
    assert other.title == "Other"
    assert mailing.weekly() == []


def test_who_stopped_what_comes_at_once_hears_of_it_weekly(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    choice = wanted_mails.choices(session, [person.id])[person.id]
    wanted_mails.stop(session, choice, MailKind.AT_ONCE)
    session.commit()
    reply(session, topic(session, made, person))
    assert mailing.at_once() == []
    (mail,) = mailing.weekly()
    assert "So is ours." in mail.body


def test_each_mail_names_nothing_in_its_subject_and_can_be_stopped(
    session: Session, mailing: Mailing
) -> None:
    reply(session, topic(session, body(session), member(session, language="cy")))
    (mail,) = mailing.at_once()
    assert mail.subject == "Mae rhywbeth i chi ei ddarllen"
    assert mail.stop.startswith("https://voices.example/cy/mails/")
    assert mail.stop in mail.body
    assert mail.stop in mail.html


def test_what_a_feature_tells_at_once_comes_to_everybody_who_follows_the_body(
    session: Session, mailing: Mailing
) -> None:
    made, weekly, never, stopped = body(session), *(member(session) for _ in range(3))
    for one in (weekly, never, stopped):
        joined(session, made, one)
    follow(session, never.id, made.id or 0, Pace.NEVER)
    choice = wanted_mails.choices(session, [stopped.id])[stopped.id]
    wanted_mails.stop(session, choice, MailKind.MEETINGS)
    session.commit()
    moment, number = now(), made.id or 0

    def meetings(_session: Session, _window: Window) -> Iterator[News]:
        yield News(
            "meeting-1", number, "public", "A meeting", "en", "On 3 March.", moment, moment,
            "forum_body", {"body": made.slug}, at_once=True,
        )  # fmt: skip

    features = [*FEATURES, Feature(news=meetings)]
    session.rollback()
    with jobs.transaction(mailing.engine, mailing.settings) as beside:
        at_once.run(features, beside, now() + SHORTLY)
    (mail,) = outbox(session)
    assert mail.recipient == weekly.email
    assert "On 3 March." in mail.body


def test_without_a_mail_server_nothing_is_written(session: Session, mailing: Mailing) -> None:
    reply(session, topic(session, body(session), member(session)))
    mailing.settings = replace(mailing.settings, smtp_url="")
    assert mailing.at_once() == []
    assert mailing.weekly() == []


def follow(session: Session, person: str, number: int, pace: Pace) -> None:
    session.rollback()
    session.add(FollowedBody(member_id=person, body_id=number, pace=pace))
    session.commit()
