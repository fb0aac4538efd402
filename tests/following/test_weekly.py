"""The weekly mail: to whom it goes, what stands in it, and what never does."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from portal.bodies.rules import Office
from portal.features import FEATURES
from portal.following import desk, gathering
from portal.following.models import FollowedBody, FollowedTopic, WeeklyMail, WeeklyMailTo
from portal.following.rules import Follower, Pace
from portal.forum.topics.models import Ask
from portal.forum.topics.owed import Owed
from portal.forum.topics.rules import Room, Standing
from portal.joining import memberships
from portal.languages.i18n import today
from portal.members import arrangements, wanted_mails
from portal.members.arrangements import Arrangements
from portal.members.models import MailChoice, Member
from portal.members.rules import MailKind
from portal.news import Window
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from portal.translations import keeping
from portal.translations.models import Translation
from portal.translations.rules import State
from tests.bodies.factories import body, holder, joined, only, rows
from tests.following.factories import A_WEEK, Mailing, earlier, reply, stand
from tests.forum.factories import at, topic
from tests.forum.test_translating import translated
from tests.groups.factories import group
from tests.members.factories import member

URDU: dict[str, Any] = {
    "title": "سڑک کی بتیاں",
    "text": "رات کو اندھیرا ہوتا ہے۔",
    "language": "ur",
}


def test_who_is_in_no_body_gets_nothing(session: Session, mailing: Mailing) -> None:
    member(session)
    topic(session, body(session))
    assert mailing.weekly() == []


def test_nothing_new_is_no_mail(session: Session, mailing: Mailing) -> None:
    joined(session, body(session), member(session))
    assert mailing.weekly() == []
    assert only(session, WeeklyMail).done


def test_ones_own_words_are_no_news(session: Session, mailing: Mailing) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    topic(session, made, person)
    assert mailing.weekly() == []


def test_who_has_no_address_gets_none(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session, email=None))
    topic(session, made)
    assert mailing.weekly() == []


@pytest.mark.parametrize("standing", [Standing.HIDDEN, Standing.TAKEN_BACK, Standing.REDACTED])
def test_what_was_taken_away_stands_in_no_mail(
    session: Session, mailing: Mailing, standing: Standing
) -> None:
    made = body(session)
    joined(session, made, member(session))
    one = topic(session, made, title="Shown", text="What is shown.")
    gone = reply(session, one, text="What was taken away.")
    stand(session, one, standing, gone)
    other = topic(session, made, title="Whole topic", text="Gone, too.")
    stand(session, other, standing)
    (mail,) = mailing.weekly()
    for part in (mail.body, mail.html):
        assert "What is shown." in part
        assert "What was taken away." not in part
        assert "Whole topic" not in part
        assert "Gone, too." not in part


def test_the_title_of_a_topic_whose_first_post_was_hidden_stands_in_no_mail(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    joined(session, made, member(session))
    one = topic(session, made, title="Hateful title", text="Hateful words.")
    reply(session, one, text="I do not agree.")
    stand(session, one, Standing.HIDDEN)
    (mail,) = mailing.weekly()
    assert "I do not agree." in mail.body
    assert "Hateful" not in mail.body + mail.html
    assert "The first post is gone" in mail.body
    assert "The first post is gone" in mail.html


def test_closed_rooms_stand_in_it_by_title_and_no_word_nor_who_wrote(
    session: Session, mailing: Mailing
) -> None:
    made, other = body(session), member(session, name="Zainab Example")
    joined(session, made, member(session))
    one = topic(session, made, room=Room.MEMBERS, title="Among us", text="Secret words.")
    reply(session, one, other, text="Words in reply.")
    topic(session, made, room=Room.CHAIR, title="Chairs only", text="Chair words.")
    (mail,) = mailing.weekly()
    assert "Among us" not in mail.subject
    for part in (mail.body, mail.html):
        assert "There is something new in a room of yours:" in part
        assert "Room of the members" in part
        assert part.count("Among us") == 1
        assert f"{at(one)}#post-" in part
        for secret in ("Secret words.", "Words in reply.", "A member", "Zainab"):
            assert secret not in part
        for secret in ("Chairs only", "Chair words.", "of the chair"):
            assert secret not in part


def test_titles_of_closed_rooms_are_left_out_for_who_wants_that_and_for_nobody_else(
    session: Session, mailing: Mailing
) -> None:
    made, person, other = body(session), member(session), member(session)
    joined(session, made, person)
    joined(session, made, other)
    untitled(session, person)
    topic(session, made, room=Room.MEMBERS, title="Among us")
    topic(session, made, title="For everybody")
    mails = {mail.recipient: mail.body + mail.html for mail in mailing.weekly()}
    for who, shown in ((person, 0), (other, 2)):
        written = mails[who.email or ""]
        assert "Room of the members" in written
        assert "For everybody" in written
        assert written.count("Among us") == shown


def test_a_title_of_a_closed_room_stands_in_its_own_direction_or_translated(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    joined(session, made, member(session))
    joined(session, made, member(session, language="pl"))
    one = topic(session, made, room=Room.MEMBERS, **URDU)
    translated(session, one, **(IN_POLISH | {"state": State.CHECKED}))
    english, polish = sorted(mailing.weekly(), key=lambda mail: 'lang="pl"' in mail.html)
    assert f'<bdi lang="ur" dir="rtl">{URDU["title"]}</bdi>' in english.html
    for written in (polish.body, polish.html):
        assert "Lampy uliczne" in written
        assert URDU["title"] in written
        assert "W nocy jest ciemno." not in written


def test_the_title_of_a_closed_topic_whose_first_post_was_hidden_is_not_told(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    joined(session, made, member(session))
    one = topic(session, made, room=Room.MEMBERS, title="Hateful title")
    reply(session, one)
    stand(session, one, Standing.HIDDEN)
    (mail,) = mailing.weekly()
    for part in (mail.body, mail.html):
        assert "Hateful" not in part
        assert "The first post is gone" in part


def test_of_a_busy_closed_room_some_titles_are_told_and_how_many_more(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    joined(session, made, member(session))
    for number in range(12):
        topic(session, made, room=Room.MEMBERS, title=f"Topic {number}.")
    (mail,) = mailing.weekly()
    for part in (mail.body, mail.html):
        assert "There is news in 2 more topics." in part
        assert "Topic 11." in part
        assert "Topic 1." not in part


def test_who_holds_an_office_hears_of_the_room_of_the_chair(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    holder(session, made, Office.CHAIR, person)
    topic(session, made, room=Room.CHAIR, title="Chairs only")
    (mail,) = mailing.weekly()
    assert "Room of the chair" in mail.body
    assert "Chairs only" in mail.body


def test_a_former_member_hears_nothing_of_closed_rooms_nor_of_the_body(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    mine = joined(session, made, person)
    follow(session, person.id, made.id or 0, Pace.WEEKLY, belongs=True)
    memberships.leave(session, made, mine)
    session.commit()
    topic(session, made, room=Room.MEMBERS)
    topic(session, made)
    assert mailing.weekly() == []


def test_who_follows_a_body_from_outside_hears_of_the_public_room_only(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    follow(session, person.id, made.id or 0, Pace.WEEKLY)
    topic(session, made, room=Room.MEMBERS, title="Among us")
    topic(session, made, title="For everybody")
    (mail,) = mailing.weekly()
    assert "For everybody" in mail.body
    assert "room of yours" not in mail.body


def test_what_was_said_before_somebody_joined_is_no_news(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    topic(session, made)
    joined(session, made, member(session), joined=now())
    assert mailing.weekly() == []


def test_a_post_that_waited_is_news_once_it_is_shown(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session))
    one = topic(session, made, days=30)
    late = reply(session, one, text="Long looked at.")
    late.made -= timedelta(days=20)
    session.add(late)
    session.commit()
    (mail,) = mailing.weekly()
    assert "Long looked at." in mail.body


def test_it_goes_out_on_the_day_of_the_council_and_once(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session))
    topic(session, made)
    assert mailing.weekly(mailing.due - timedelta(days=1)) == []
    assert mailing.weekly(mailing.due - timedelta(hours=4)) == []
    assert len(mailing.weekly()) == 1
    assert mailing.weekly() == []
    assert mailing.weekly(mailing.due + timedelta(hours=5)) == []
    assert mailing.weekly(mailing.due + A_WEEK) == []


def test_another_day_of_the_week_loses_and_doubles_nothing(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    joined(session, made, member(session))
    topic(session, made, title="First")
    assert len(mailing.weekly()) == 1
    next_day = (mailing.due + timedelta(days=1)).strftime("%A").lower()
    arrangements.save(session, Arrangements(weekly_day=next_day))
    session.commit()
    second = reply(session, topic(session, made, title="Second", days=1))
    earlier(session, second, -2)
    assert mailing.weekly(mailing.due + timedelta(days=1)) == []
    (mail,) = mailing.weekly(mailing.due + timedelta(days=8))
    assert "So is ours." in mail.body
    assert "First" not in mail.body


@pytest.mark.both
def test_words_stand_in_it_in_their_own_language_and_direction(
    session: Session, mailing: Mailing
) -> None:
    made = body(session)
    joined(session, made, member(session, language="ar"))
    one = topic(session, made, **URDU)
    reply(session, one, text="Where is that?")
    (mail,) = mailing.weekly()
    assert '<html lang="ar" dir="rtl">' in mail.html
    assert '<h3 lang="ur" dir="rtl">' in mail.html
    assert f'<p lang="ur" dir="rtl">{URDU["text"]}</p>' in mail.html
    assert '<p lang="en" dir="ltr">Where is that?</p>' in mail.html
    assert URDU["text"] in mail.body
    assert f"https://voices.example/ar/forum/race-equality/topics/{one.id}" in mail.body


def test_nothing_in_it_is_loaded_from_anywhere(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session))
    topic(session, made, text='<img src="https://spy.example/x.gif"><script>x</script>\u202e evil')
    (mail,) = mailing.weekly()
    for loaded in ("<img", "src=", "<script", "<link", "url(", "@import"):
        assert loaded not in mail.html.replace("&lt;img src=&#34;", "")
    assert len(mail.html.encode()) < 30_000


def test_what_the_council_owes_stands_in_it_and_is_no_news_by_itself(
    session: Session, mailing: Mailing
) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    one = topic(session, made, title="Where are the lights?")
    late = today() - timedelta(days=3)
    session.add(Ask(body_id=made.id or 0, topic_id=one.id, state=Owed.OPEN, due=late))
    session.commit()
    (mail,) = mailing.weekly()
    for part in (mail.body, mail.html):
        assert "Answers that the council owes" in part
        assert "Overdue by 4 days" in part
    assert mailing.weekly(mailing.due + A_WEEK) == []


def test_its_subject_names_nothing(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session))
    topic(session, made)
    (mail,) = mailing.weekly()
    assert mail.subject == "What is new this week"


def test_it_says_who_wrote_in_a_word_and_never_by_name(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session))
    named = member(session, name="Zainab Example", name_shown=True)
    one = topic(session, made, named)
    said = reply(session, one, named)
    said.shown, said.group_id = "Zainab Example", group(session, name="Kitchen group").id
    session.add(said)
    session.commit()
    (mail,) = mailing.weekly()
    assert "A member of Kitchen group" in mail.body
    assert "Zainab" not in mail.body + mail.html


def test_a_busy_body_makes_a_short_mail(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session))
    many = [topic(session, made, title=f"Topic {number}.") for number in range(12)]
    for number in range(5):
        reply(session, many[11], text=f"Reply {number}. " + "word " * 200)
    (mail,) = mailing.weekly()
    assert "There is news in 2 more topics." in mail.body
    assert "And 3 more posts." in mail.html
    assert "Topic 0." not in mail.body
    assert "Reply 4." in mail.body
    assert "Reply 1." not in mail.body
    assert len(mail.body) < 6_000


def test_a_topic_that_is_not_wanted_is_left_out(session: Session, mailing: Mailing) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    one = topic(session, made)
    session.add(FollowedTopic(member_id=person.id, topic_id=one.id, pace=Pace.NEVER))
    session.commit()
    assert mailing.weekly() == []


def test_one_topic_of_a_body_can_be_followed_alone(session: Session, mailing: Mailing) -> None:
    made, person = body(session), member(session)
    one = topic(session, made, title="This one")
    topic(session, made, title="The other")
    session.add(FollowedTopic(member_id=person.id, topic_id=one.id, pace=Pace.WEEKLY))
    session.commit()
    (mail,) = mailing.weekly()
    assert "This one" in mail.body
    assert "The other" not in mail.body


def test_who_stopped_it_gets_none(session: Session, mailing: Mailing) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    topic(session, made)
    choice = wanted_mails.choices(session, [person.id])[person.id]
    wanted_mails.stop(session, choice, MailKind.WEEKLY)
    session.commit()
    assert mailing.weekly() == []


def test_whoever_leaves_the_portal_leaves_nothing(session: Session, mailing: Mailing) -> None:
    made, person = body(session), member(session)
    joined(session, made, person)
    one = topic(session, made)
    follow(session, person.id, made.id or 0, Pace.WEEKLY, belongs=True)
    session.add(FollowedTopic(member_id=person.id, topic_id=one.id, pace=Pace.WEEKLY))
    session.commit()
    assert len(mailing.weekly()) == 1
    session.delete(person)
    session.commit()
    for table in (FollowedBody, FollowedTopic, MailChoice, WeeklyMailTo):
        assert rows(session, table) == []


def untitled(session: Session, person: Member) -> None:
    """Have a member want no titles of closed rooms."""
    session.rollback()
    choice = wanted_mails.choices(session, [person.id])[person.id]
    wanted_mails.leave_titles_out(session, choice, sure=True)
    session.commit()


def follow(
    session: Session, person: str, number: int, pace: Pace, *, belongs: bool = False
) -> None:
    session.rollback()
    row = FollowedBody(member_id=person, body_id=number, pace=pace, belongs=belongs)
    row.since -= A_WEEK
    session.add(row)
    session.commit()


IN_POLISH: dict[str, Any] = {
    "language": "pl",
    "words": {"title": "Lampy uliczne", "text": "W nocy jest ciemno."},
}


def read_in(session: Session, mailing: Mailing, tag: str, **row: Any) -> OutgoingMail:
    """Write the weekly mail about a topic in Urdu, translated, to a member who reads a language."""
    made = body(session)
    joined(session, made, member(session, language=tag))
    one = topic(session, made, **URDU)
    translated(session, one, **(IN_POLISH | row))
    (mail,) = mailing.weekly()
    return mail


@pytest.mark.both
def test_what_was_translated_and_checked_is_read_in_ones_own_language_with_its_title_beside(
    session: Session, mailing: Mailing
) -> None:
    mail = read_in(session, mailing, "pl", state=State.CHECKED)
    for written in (mail.body, mail.html):
        for words in ("Lampy uliczne", "W nocy jest ciemno.", URDU["title"], "Tłumaczenie"):
            assert words in written
        assert URDU["text"] not in written


@pytest.mark.parametrize("row", [{}, {"state": State.STALE}, {"state": State.CHECKED}])
def test_a_draft_what_fits_no_more_and_another_language_leave_the_original(
    session: Session, mailing: Mailing, row: dict[str, Any]
) -> None:
    mail = read_in(session, mailing, "ar" if row.get("state") is State.CHECKED else "pl", **row)
    for written in (mail.body, mail.html):
        assert URDU["text"] in written
        assert "Lampy" not in written


def test_a_translation_that_is_taken_away_stands_in_no_further_mail(
    session: Session, mailing: Mailing
) -> None:
    laid = desk.laid(session, now())
    assert laid is None or laid.drawn == {}
    made = body(session)
    one = topic(session, made, **URDU)
    translated(session, one, **(IN_POLISH | {"state": State.CHECKED}))
    session.info["settings"] = mailing.settings
    laid = desk.laid(session, now())
    assert laid
    person = member(session, language="pl")
    to = (person, Follower(person.id), MailChoice(member_id=person.id))
    written = []
    for _ in range(2):
        news = gathering.news(FEATURES, session, Window(now() - A_WEEK, now() + A_WEEK))
        written.append(laid.letter(to, MailKind.WEEKLY, news, now())["body"])
        keeping.take_away(session, rows(session, Translation)[0])
    assert ["Lampy" in one for one in written] == [True, False]


def test_an_owed_answer_is_named_in_ones_own_language(session: Session, mailing: Mailing) -> None:
    made = body(session)
    joined(session, made, member(session, language="pl"))
    one = topic(session, made, days=30, **URDU)
    reply(session, one)
    translated(session, one, **(IN_POLISH | {"state": State.CHECKED}))
    session.add(Ask(body_id=made.id or 0, topic_id=one.id, state=Owed.OPEN, due=today()))
    session.commit()
    (mail,) = mailing.weekly()
    assert mail.body.count("Lampy uliczne") == 2
