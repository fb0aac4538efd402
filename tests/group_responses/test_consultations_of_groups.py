"""What a group answers: the consultations that are open to it, and how much it brought."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import Consultation, DateChange, Response
from portal.consultations.rules import Channel, ResponseState, Told
from portal.group_responses import queries
from portal.groups.models import Group
from portal.groups.rules import State
from portal.languages.i18n import day, today
from portal.sealing import crypto
from portal.store.db import now
from tests.consultations.factories import consultation
from tests.members.factories import all_of, sign_in
from tests.membership.factories import HERE, belongs, verified

PAGE = f"{HERE}/consultations"


def brought(
    session: Session, group: Group, item: Consultation, channel: Channel, number: int = 1
) -> None:
    """Keep responses that a group brought."""
    for _ in range(number):
        made = Response(
            consultation_id=item.id or 0,
            edition=1,
            receipt=crypto.new_code(),
            language="en",
            channel=channel,
            day=today(),
        )
        session.add(made)
        session.flush()
        queries.credit(session, group, made.id)
    session.commit()


def test_only_members_of_the_group_find_it(browser: TestClient, session: Session) -> None:
    verified(session)
    assert browser.get(PAGE, follow_redirects=False).status_code != 200
    other = verified(session, name="Other group")
    sign_in(browser, session, belongs(session, other))
    assert browser.get(PAGE).status_code == 404


def test_a_group_that_is_not_verified_answers_nothing(
    browser: TestClient, session: Session
) -> None:
    group = verified(session, state=State.LISTED)
    sign_in(browser, session, belongs(session, group))
    assert browser.get(PAGE).status_code == 409


def test_a_member_finds_what_is_open_from_the_page_of_the_group(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    sign_in(browser, session, belongs(session, verified(session)))
    assert PAGE in browser.get(HERE).text
    page = browser.get(PAGE).text
    assert "Parks" in page
    assert "What your group sent" not in page


def test_what_was_sent_says_by_when_the_council_reports_back(
    browser: TestClient, session: Session
) -> None:
    group, parks = verified(session), consultation(session)
    sign_in(browser, session, belongs(session, group))
    parks.report_back = today() + timedelta(days=40)
    for channel in (Channel.HELPED, Channel.SLIP):
        brought(session, group, parks, channel)
    promise = f"We promise to say by {day(parks.report_back)}"
    assert browser.get(PAGE).text.count(promise) == 1
    parks.closes = now() - timedelta(days=2)
    before = DateChange(
        consultation_id=parks.id or 0,
        which=Told.REPORT_BACK,
        day_before=today(),
        day_now=parks.report_back,
    )
    session.add_all([parks, before])
    session.commit()
    moved = f"We now promise to report back by {day(parks.report_back)} instead of {day(today())}."
    assert moved in browser.get(PAGE).text


@pytest.mark.both
def test_returns_are_counted_in_fives_without_those_withdrawn(
    browser: TestClient, session: Session
) -> None:
    group, item = verified(session), consultation(session)
    brought(session, group, item, Channel.GROUP)
    brought(session, group, item, Channel.HELPED, 4)
    brought(session, group, item, Channel.SLIP, 11)
    brought(session, verified(session, name="Other group"), item, Channel.SLIP, 20)
    one, helped, slips = queries.returns(session, group)
    assert [(row.way, row.number) for row in (one, helped, slips)] == [
        (Channel.GROUP, 0),
        (Channel.HELPED, 0),
        (Channel.SLIP, 10),
    ]
    session.rollback()
    sign_in(browser, session, belongs(session, group))
    page = browser.get(PAGE).text
    assert "fewer than 5" in page
    assert ">11<" not in page
    for response in all_of(session, Response):
        response.state = ResponseState.WITHDRAWN
    session.flush()
    assert queries.returns(session, group) == []
