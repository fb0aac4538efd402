"""Meetings and statements of the chair are told to whoever follows a body, once, and not where."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.coming.reminding import due
from portal.following import people
from portal.following.rules import Pace
from portal.languages.i18n import today
from portal.meetings import acts
from portal.meetings.models import Meeting
from portal.meetings.rules import Kind, What
from portal.members import wanted_mails
from portal.members.models import Member
from portal.members.rules import MailKind
from portal.statements.models import Statement
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.bodies.factories import HERE, body, chair, joined
from tests.following.factories import Mailing
from tests.following.test_feeds import entries, read, text
from tests.meetings.factories import PLACE, kept, meeting, written
from tests.members.factories import member, outbox

pytestmark = pytest.mark.both

WHERE = (PLACE, "calls.example")
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def sitting(session: Session, made: Body, **changes: Any) -> Member:
    person = member(session, **changes)
    joined(session, made, person)
    return person


def following(session: Session, made: Body) -> Member:
    """Keep somebody who follows a body and does not belong to it."""
    person = member(session)
    session.refresh(made)
    people.choose_body(session, person, made, Pace.WEEKLY, belongs=False, now=now())
    session.commit()
    return person


def stop(session: Session, person: Member, kind: MailKind) -> None:
    session.rollback()
    session.refresh(person)
    wanted_mails.keep(session, wanted_mails.choices(session, [person.id])[person.id], [kind])
    session.commit()


def reminded(session: Session) -> list[OutgoingMail]:
    session.rollback()
    due.tell(session, now())
    session.commit()
    return outbox(session)


def to(mails: list[OutgoingMail]) -> list[str]:
    return sorted(one.recipient for one in mails)


def earlier(session: Session, one: Meeting) -> None:
    """Have a meeting be planned long ago, of which everybody who comes knows."""
    session.rollback()
    session.refresh(one)
    one.made = one.changed = now() - timedelta(days=20)
    kept(session, one)
    reminded(session)


def moved(session: Session, one: Meeting, **changes: Any) -> None:
    session.rollback()
    session.refresh(one)
    acts.change(session, one, acts.stored(one) | changes)
    session.commit()


def statement(session: Session, made: Body, **changes: Any) -> Statement:
    session.rollback()
    session.refresh(made)
    values: dict[str, Any] = {"id": "statement", "body_id": made.id, "language": "en"}
    values |= {"title": {"en": "We go on", "ur": "ہم جاری رکھیں گے"}, "day": today()}
    values |= {"words": {"en": "We meet again.", "ur": "ہم پھر ملیں گے۔"}}
    one: Statement = kept(session, Statement(**(values | changes)))
    return one


def test_a_meeting_that_is_planned_is_told_at_once_and_once(
    session: Session, mailing: Mailing, made: Body
) -> None:
    person, other = sitting(session, made, language="ur"), following(session, made)
    planned = meeting(session, made, days=30, title={"en": "Spring meeting"})
    clock = f"{planned.starts.astimezone(LONDON):%H:%M}"
    mails = mailing.at_once()
    assert to(mails) == sorted([person.email or "", other.email or ""])
    for mail in mails:
        assert "Spring meeting" in mail.body
        assert clock in mail.body
        assert not any(word in mail.body + mail.html + mail.subject for word in WHERE)
        assert mail.stop
    assert reminded(session) == mailing.at_once(now() + timedelta(minutes=9)) == []
    assert mailing.weekly() == []


def test_whoever_stopped_these_mails_reads_of_it_in_the_weekly_one(
    session: Session, mailing: Mailing, made: Body
) -> None:
    person = sitting(session, made)
    stop(session, person, MailKind.MEETINGS)
    one = meeting(session, made, days=2)
    assert mailing.at_once() == reminded(session) == []
    moved(session, one, area="Library")
    assert reminded(session) == []
    (mail,) = mailing.weekly()
    assert "Meeting" in mail.body
    assert not any(word in mail.body + mail.html for word in WHERE)


def test_what_comes_soon_is_told_to_its_body_in_one_mail(
    session: Session, mailing: Mailing, made: Body
) -> None:
    person, other = sitting(session, made), following(session, made)
    meeting(session, made, days=2)
    assert to(reminded(session)) == [person.email]
    assert to(mailing.at_once()) == [other.email]
    assert mailing.weekly() == []


@pytest.mark.parametrize("cancelled", [True, False])
def test_what_is_moved_or_cancelled_nobody_is_told_twice(
    session: Session, mailing: Mailing, made: Body, cancelled: bool
) -> None:
    person, other = sitting(session, made), following(session, made)
    one = meeting(session, made, days=30)
    earlier(session, one)
    if cancelled:
        session.refresh(one)
        acts.cancel(session, one)
        session.commit()
    else:
        moved(session, one, starts=one.starts + timedelta(days=2))
    first, second = reminded(session), mailing.at_once()
    assert (to(first), to(second)) == ([person.email], [other.email])
    assert ("cancelled" in second[0].body) is cancelled
    assert not any(word in mail.body for mail in (*first, *second) for word in WHERE)
    assert first[0].stop
    assert mailing.weekly() == []


def test_a_summary_and_agreed_minutes_are_told_and_drafts_are_not(
    session: Session, mailing: Mailing, made: Body
) -> None:
    sitting(session, made)
    one = meeting(session, made, days=-9, made=now() - timedelta(days=30), changed=now())
    written(session, one, What.MINUTES, text="Ann Jones spoke.")
    assert mailing.at_once() == []
    written(session, one, What.SUMMARY, text="Ann Jones agreed.")
    session.refresh(one)
    one.agreed = now()
    kept(session, one)
    (mail,) = mailing.weekly()
    assert "The summary of the meeting" in mail.body
    assert "The agreed minutes of the meeting" in mail.body
    assert "#minutes" in mail.body
    # What was written is read where it can be taken away.
    assert "Ann Jones" not in mail.body + mail.html


def test_a_statement_is_told_in_the_language_of_whoever_reads_it_while_it_stands(
    session: Session, mailing: Mailing, made: Body
) -> None:
    sitting(session, made, language="ur")
    statement(session, made)
    statement(session, made, id="gone", title={"en": "Gone"}, withdrawn=today(), words={})
    assert mailing.at_once() == []
    (mail,) = mailing.weekly()
    assert "ہم پھر ملیں گے۔" in mail.body
    assert "Gone" not in mail.body
    assert mailing.weekly(mailing.due + timedelta(days=7)) == []


def test_a_meeting_that_is_entered_after_it_was_held_is_told_to_nobody(
    session: Session, mailing: Mailing, made: Body
) -> None:
    sitting(session, made)
    following(session, made)
    meeting(session, made, days=-3, title={"en": "Winter meeting"})
    assert mailing.at_once() == mailing.weekly() == []


def test_a_feed_has_meetings_and_statements_and_not_where(
    browser: TestClient, session: Session, made: Body
) -> None:
    one = meeting(session, made, days=30, title={"en": "Spring meeting"})
    meeting(session, made, days=9, kind=Kind.CASE_REVIEW)
    meeting(session, None, days=30)
    statement(session, made)
    feed = read(browser)
    titles = {text(entry, "title"): text(entry, "summary") for entry in entries(feed)}
    assert set(titles) == {"Spring meeting", "Case review group", "We go on"}
    assert titles["Spring meeting"].startswith("A meeting is planned:")
    page = browser.get("/data/forum/race-equality/en.atom").text
    assert not any(word in page for word in WHERE)
    moved(session, one, title="Summer meeting", language="en")
    assert "Summer meeting" in {text(entry, "title") for entry in entries(read(browser))}
    chair(browser, session, made)
    browser.post(f"{HERE}/statements/statement/withdraw", data={"sure": "yes"})
    assert "We go on" not in {text(entry, "title") for entry in entries(read(browser))}
