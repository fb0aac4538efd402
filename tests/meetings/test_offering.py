"""Events and training places are told to every group once, and to whoever follows a body weekly."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.following.models import FollowedBody
from portal.following.rules import Pace
from portal.groups.rules import State as Standing
from portal.meetings import acts, offering
from portal.meetings.rules import Kind, State
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.bodies.factories import body, joined
from tests.following.factories import A_WEEK, Mailing
from tests.groups.factories import group
from tests.meetings.factories import PLACE, meeting
from tests.members.factories import member, outbox

TITLE = {"en": "Interpreting in a day", "ur": "ایک دن میں ترجمانی"}
FEED = "/data/events/{}.atom"


def offered(session: Session) -> list[OutgoingMail]:
    session.rollback()
    offering.offer(session, now())
    session.commit()
    return outbox(session)


def test_what_is_over_or_cancelled_and_meetings_of_bodies_are_offered_to_nobody(
    session: Session,
) -> None:
    group(session)
    meeting(session, None, days=-3)
    meeting(session, None, state=State.CANCELLED)
    meeting(session, body(session))
    assert offered(session) == []


@pytest.mark.both
def test_every_group_is_told_once_in_its_own_language_and_not_of_what(session: Session) -> None:
    group(session, "One", email="one@groups.example")
    group(session, "Two", email="two@groups.example", mail_language="ur")
    group(session, "Resting", email="three@groups.example", state=Standing.PAUSED)
    for kind in (Kind.TRAINING, Kind.EVENT):
        meeting(session, None, kind=kind, title=TITLE)
    mails = {one.recipient: one.body for one in offered(session)}
    assert sorted(mails) == ["one@groups.example", "two@groups.example"]
    assert "/en/events\n" in mails["one@groups.example"]
    assert "/ur/events\n" in mails["two@groups.example"]
    assert not any(title in text for title in TITLE.values() for text in mails.values())
    assert offered(session) == []
    meeting(session, None, kind=Kind.TRAINING)
    assert len(offered(session)) == 2


@pytest.mark.both
def test_they_stand_in_the_weekly_mail_of_whoever_follows_a_body(
    session: Session, mailing: Mailing
) -> None:
    made, reader, never = body(session), member(session, language="ur"), member(session)
    for person in (reader, never):
        joined(session, made, person)
    session.add(FollowedBody(member_id=never.id, body_id=made.id or 0, pace=Pace.NEVER))
    member(session)
    one = meeting(session, None, kind=Kind.TRAINING, title=TITLE)
    (mail,) = mailing.weekly()
    assert mail.recipient == reader.email
    for written in (mail.body, mail.html):
        assert TITLE["ur"] in written
        assert f"/ur/events/{one.id}" in written
        assert PLACE not in written
    assert mailing.at_once() == []
    assert mailing.weekly(mailing.due + A_WEEK) == []


@pytest.mark.both
def test_they_have_a_feed_in_each_language_that_tells_when_one_is_moved(
    browser: TestClient, session: Session
) -> None:
    assert browser.get(FEED.format("xx")).status_code == 404
    assert "<entry>" not in browser.get(FEED.format("en")).text
    meeting(session, body(session), title={"en": "Not of the council"})
    one = meeting(session, None, title=TITLE)
    first = browser.get(FEED.format("ur"))
    assert TITLE["ur"] in first.text
    assert "Not of the council" not in first.text
    assert PLACE not in first.text
    assert ElementTree.fromstring(first.content).tag.endswith("feed")  # noqa: S314 - we wrote it
    session.refresh(one)
    acts.change(session, one, acts.stored(one) | {"starts": one.starts + timedelta(days=1)})
    session.commit()
    known = {"if-none-match": first.headers["etag"]}
    assert browser.get(FEED.format("ur"), headers=known).status_code == 200
    assert f"{FEED.format('en')}" in browser.get("/en/events").text
