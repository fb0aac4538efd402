"""Whoever follows a body reads in the weekly mail what came of consultations, once."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.feedback.entries import brought
from portal.languages.i18n import calendar, today
from portal.news import OF_COUNCIL, OF_FEEDBACK, Window
from portal.store.db import now
from tests.bodies.factories import body, joined
from tests.feedback import factories as made
from tests.feedback.entries.factories import BOTH, REFUSED, again, read
from tests.following.factories import A_WEEK, Mailing
from tests.members.factories import member

pytestmark = pytest.mark.both


def test_of_what_nobody_signed_off_no_mail_tells(session: Session, mailing: Mailing) -> None:
    joined(session, body(session), member(session))
    report = made.report(session)
    made.written(session, report)
    made.frozen(session, report)
    session.commit()
    assert mailing.weekly() == []


def test_the_feeds_of_events_and_of_bodies_do_not_tell_of_it(
    browser: TestClient, session: Session
) -> None:
    body(session)
    read(session, on=today())
    for path in ("/data/events/en.atom", "/data/forum/race-equality/en.atom"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "We mend them" not in answer.text


def test_whoever_follows_a_body_is_told_once_in_their_language(
    session: Session, mailing: Mailing
) -> None:
    joined(session, body(session), member(session, language="ur"))
    read(session, "en", "ur", on=today(), **BOTH)
    (mail,) = mailing.weekly()
    assert "ہم مئی میں مرمت کریں گے۔" in mail.body
    assert "/ur/feedback/parks#entry-" in mail.body
    assert "/ur/feedback" in mail.html
    assert mailing.weekly(mailing.due + A_WEEK) == []


def test_a_refusal_is_told_with_its_reason(session: Session, mailing: Mailing) -> None:
    joined(session, body(session), member(session))
    read(session, on=today(), **REFUSED)
    (mail,) = mailing.weekly()
    assert "We could not, because it costs too much." in mail.body
    assert "You said, we did" in mail.body


def test_what_was_changed_is_told_again(session: Session, mailing: Mailing) -> None:
    joined(session, body(session), member(session))
    report = read(session, on=today() - timedelta(days=40))
    assert mailing.weekly() == []
    again(session, report, on=today() + timedelta(days=1), reason="", did={"en": "We try."})
    (mail,) = mailing.weekly(mailing.due + A_WEEK)
    assert "We try." in mail.body


def moments(session: Session, *cuts: datetime) -> list[int]:
    """Say how many entries each of the windows between these moments tells of."""
    pairs = pairwise(cuts)
    return [len([*brought.news(session, Window(one, two))]) for one, two in pairs]


def test_each_day_is_told_in_one_window_and_never_before_it_is_over(session: Session) -> None:
    read(session, on=date(2026, 11, 3))
    noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    midnight = datetime(2026, 11, 4, tzinfo=UTC)
    late = midnight + timedelta(hours=8)
    assert moments(session, noon, midnight, late) == [0, 1]
    assert moments(session, noon, late, late + A_WEEK) == [1, 0]
    assert moments(session, noon - A_WEEK, noon, late) == [0, 1]


def test_news_of_a_body_or_of_the_councils_events_is_something_else(session: Session) -> None:
    read(session, on=today())
    wide = (now() - A_WEEK, now() + A_WEEK)
    assert [*brought.news(session, Window(*wide, 1))] == []
    assert [*brought.news(session, Window(*wide, OF_COUNCIL))] == []
    assert len([*brought.news(session, Window(*wide, OF_FEEDBACK))]) == 1


@given(st.integers(0, 2 * 366 * 24 * 60))
def test_a_day_is_named_once_by_the_moments_around_it(minutes: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    first = brought.ends_from(moment)
    assert calendar().end(first) >= moment
    assert calendar().end(first - timedelta(days=1)) < moment
