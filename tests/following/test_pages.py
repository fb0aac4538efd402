"""Choosing what one follows and how often, and saying that a body is not for one."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Membership
from portal.following.models import FollowedBody, FollowedTopic
from portal.following.rules import Pace
from portal.forum.topics.rules import Room
from portal.languages.i18n import today
from portal.members.models import MailChoice
from portal.members.rules import MailKind, month_of, months_before
from portal.store.db import now
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.bodies.factories import HERE, body, in_body, joined, only, rows
from tests.following.factories import Mailing, reply
from tests.forum.factories import at, topic
from tests.members.factories import member, sign_in

OWN = "/en/member/following"
KINDS = [kind.value for kind in MailKind]
TICKED = re.compile(r'name="untitled"[^>]* checked')
HELD = "titles of closed rooms are left out of your mails"
LONG_AGO = months_before(month_of(today()), 3)


def test_only_who_is_signed_in_follows_anything(browser: TestClient, session: Session) -> None:
    one = topic(session, body(session))
    sign_staff_in(browser, session, account(session))
    for path in (f"{HERE}/follow", at(one, "/follow"), OWN):
        assert "/member/sign-in" in browser.get(path, follow_redirects=False).headers["location"]
        assert browser.post(path, data={"pace": "weekly"}).status_code == 403
    assert rows(session, FollowedBody) + rows(session, FollowedTopic) == []


def test_a_closed_room_is_not_followed_from_outside(browser: TestClient, session: Session) -> None:
    one = topic(session, body(session), room=Room.MEMBERS)
    sign_in(browser, session, member(session))
    assert browser.get(at(one, "/follow")).status_code == 403
    assert browser.post(at(one, "/follow"), data={"pace": "weekly"}).status_code == 403
    assert rows(session, FollowedTopic) == []


@pytest.mark.parametrize("pace", ["", "daily", "x" * 60_000])
def test_what_is_not_listed_is_refused(browser: TestClient, session: Session, pace: str) -> None:
    in_body(browser, session, body(session))
    assert browser.post(f"{HERE}/follow", data={"pace": pace}).status_code == 422
    assert rows(session, FollowedBody) == []


def test_who_has_no_address_reads_that_no_mail_comes_and_where_to_add_one(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session))
    sign_in(browser, session, member(session, email=None))
    for path in (at(one, "/follow"), f"{HERE}/follow", OWN):
        page = browser.get(path).text
        assert "no mail comes to you" in page
        assert 'href="/en/member#address"' in page
    assert 'id="address"' in browser.get("/en/member").text
    sign_in(browser, session, member(session))
    assert "no mail comes to you" not in browser.get(at(one, "/follow")).text


@pytest.mark.both
def test_a_member_follows_a_topic_and_a_body(browser: TestClient, session: Session) -> None:
    made = body(session)
    one = topic(session, made)
    sign_in(browser, session, member(session))
    assert "follow" in browser.get(at(one)).text
    for _ in range(2):
        browser.post(at(one, "/follow"), data={"pace": "at_once"})
        browser.post(f"{HERE}/follow", data={"pace": "weekly"})
    assert only(session, FollowedTopic).pace is Pace.AT_ONCE
    assert only(session, FollowedBody).pace is Pace.WEEKLY
    assert not only(session, FollowedBody).belongs


def test_who_joined_follows_weekly_and_says_otherwise_on_their_page(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    page = browser.get(OWN).text
    assert "Race equality forum" in page
    assert re.search(r'<option value="weekly" selected', page)
    browser.post(OWN, data={f"body-{made.id}": "never", "wanted": KINDS})
    assert only(session, FollowedBody).pace is Pace.NEVER
    assert only(session, FollowedBody).belongs
    assert only(session, MailChoice).stopped == []


def test_a_wrong_choice_is_refused_and_the_others_are_kept_in_the_page(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = in_body(browser, session, made)
    one = topic(session, made)
    session.add(FollowedTopic(member_id=person.id, topic_id=one.id, pace=Pace.WEEKLY))
    session.commit()
    sent = {f"body-{made.id}": "hourly", f"topic-{one.id}": "at_once", "wanted": KINDS}
    page = browser.post(OWN, data=sent)
    assert page.status_code == 422
    assert re.search(r'<option value="at_once" selected', page.text)
    assert only(session, FollowedTopic).pace is Pace.WEEKLY


def test_titles_of_closed_rooms_are_left_out_of_mails_by_one_tick_which_can_be_taken_back(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    in_body(browser, session, made)
    sent = {f"body-{made.id}": "weekly", "wanted": KINDS}
    page = browser.get(OWN).text
    assert "Leave out titles of closed rooms" in page
    assert not TICKED.search(page)
    browser.post(OWN, data=sent | {"untitled": "yes"})
    assert only(session, MailChoice).untitled
    assert only(session, MailChoice).stopped == []
    assert TICKED.search(browser.get(OWN).text)
    kept = browser.post(OWN, data=sent | {f"body-{made.id}": "hourly"})
    assert kept.status_code == 422
    assert not TICKED.search(kept.text)
    assert only(session, MailChoice).untitled
    assert json.loads(browser.get("/en/member/held").text)[HELD] is True
    browser.post(OWN, data=sent)
    assert not only(session, MailChoice).untitled


def test_nobody_chooses_for_another(browser: TestClient, session: Session) -> None:
    made, other = body(session), member(session)
    session.add(FollowedBody(member_id=other.id, body_id=made.id or 0, pace=Pace.WEEKLY))
    session.commit()
    sign_in(browser, session, member(session))
    browser.post(OWN, data={f"body-{made.id}": "never", "wanted": KINDS})
    assert only(session, FollowedBody).pace is Pace.WEEKLY


def test_one_button_stops_all_and_remembers_what_is_followed(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    made = body(session)
    person = in_body(browser, session, made)
    browser.post(f"{HERE}/follow", data={"pace": "at_once"})
    assert "It is stopped." in browser.post(f"{OWN}/stop").text
    assert only(session, MailChoice).stopped == KINDS
    assert only(session, FollowedBody).pace is Pace.AT_ONCE
    reply(session, topic(session, made, person))
    assert mailing.at_once() + mailing.weekly() == []


def test_the_title_of_a_topic_that_cannot_be_read_any_more_is_not_shown(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = in_body(browser, session, made)
    one = topic(session, made, room=Room.MEMBERS, title="Among us")
    browser.post(at(one, "/follow"), data={"pace": "weekly"})
    assert "Among us" in browser.get(OWN).text
    session.delete(only(session, Membership))
    session.commit()
    assert person.id
    page = browser.get(OWN).text
    assert "Among us" not in page
    assert "A topic that you cannot read any more" in page


def test_what_is_followed_is_handed_out(browser: TestClient, session: Session) -> None:
    made = body(session)
    in_body(browser, session, made)
    browser.post(f"{HERE}/follow", data={"pace": "at_once"})
    browser.post(at(topic(session, made), "/follow"), data={"pace": "never"})
    held = browser.get("/en/member/held").json()
    assert held["bodies that you follow, and how often you hear of them"] == [
        {"body": "race-equality", "how often": "at_once"}
    ]
    assert held["topics that you follow, and how often you hear of them"] == [
        {"topic": "Street lights", "how often": "never"}
    ]


def declining(session: Session, mailing: Mailing, **changes: Any) -> str:
    """Accept somebody who was not here since, and take the address from their weekly mail."""
    made = body(session)
    joined(session, made, member(session, here=LONG_AGO), **changes)
    topic(session, made)
    (mail,) = mailing.weekly()
    (found,) = re.findall(r"^https://voices\.example(/en/mails/not-\S+)$", mail.body, re.MULTILINE)
    assert f"https://voices.example{found}" in mail.html
    return str(found)


def test_who_never_came_gets_the_mail_and_says_that_it_is_not_for_them(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    path = declining(session, mailing)
    assert "Is this for you?" in browser.get(path).text
    assert len(rows(session, Membership)) == 1
    assert "You have left" in browser.post(path, data={"_do": "leave"}).text
    assert rows(session, Membership) == []
    assert browser.get(path).status_code == 410
    assert browser.post(path).status_code == 410


def test_who_never_came_can_say_that_they_stay(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    path = declining(session, mailing)
    assert "You stay" in browser.post(path, data={"_do": "stay"}).text
    assert only(session, FollowedBody).pace is Pace.WEEKLY
    assert browser.post(path).status_code == 410
    assert len(rows(session, Membership)) == 1


def test_whoever_has_been_here_since_is_not_thrown_out_by_an_old_mail(
    browser: TestClient, session: Session, mailing: Mailing
) -> None:
    path = declining(session, mailing, joined=now() - timedelta(days=70))
    mine = only(session, Membership)
    person = session.get_one(type(member(session)), mine.member_id)
    person.here = month_of(today())
    session.add(person)
    session.commit()
    assert browser.post(path).status_code == 410
    assert len(rows(session, Membership)) == 1


def test_who_never_came_is_written_to_for_three_months(session: Session, mailing: Mailing) -> None:
    made = body(session)
    long_ago = now() - timedelta(days=100)
    joined(session, made, member(session, here=months_before(LONG_AGO, 2)), joined=long_ago)
    topic(session, made)
    assert mailing.weekly() == []
