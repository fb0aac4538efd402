"""A minute that ends a term: of each member one waits, which they can take back."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies import acts
from portal.bodies.models import Body, Ending, OfficeHolder
from portal.bodies.rules import Office
from portal.members.models import Member
from portal.store.db import now
from tests.bodies.factories import HERE, body, holder, in_body, only, rows
from tests.bodies.test_terms import TERMS, minute
from tests.members.factories import member, sign_in
from tests.order.test_blocking import block


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


@pytest.fixture
def whose(session: Session, made: Body) -> OfficeHolder:
    return holder(session, made, Office.CHAIR, member(session))


@pytest.fixture
def writer(browser: TestClient, session: Session, made: Body, whose: OfficeHolder) -> Member:
    person: Member = in_body(browser, session, made)
    assert browser.post(TERMS, data=minute(whose)).status_code == 200
    return person


def way(session: Session) -> str:
    return f"{TERMS}/{only(session, Ending).id}/take-back"


@pytest.mark.both
@pytest.mark.usefixtures("writer")
def test_the_same_minute_sent_twice_is_kept_once(
    browser: TestClient, session: Session, whose: OfficeHolder
) -> None:
    assert browser.post(TERMS, data=minute(whose)).status_code == 200
    only(session, Ending)


def test_whoever_is_blocked_fills_no_page_with_minutes(
    browser: TestClient, session: Session, made: Body, whose: OfficeHolder, writer: Member
) -> None:
    block(session, made, writer)
    sign_in(browser, session, writer)
    page = browser.post(TERMS, data=minute(whose, words="Other words."))
    assert page.status_code == 422
    assert "Take it back to write another." in page.text
    assert "Other words." in page.text
    only(session, Ending)
    deputy = holder(session, made, Office.DEPUTY, member(session))
    assert browser.post(TERMS, data=minute(deputy)).status_code == 200
    assert len(rows(session, Ending)) == 2


@pytest.mark.usefixtures("writer")
def test_nobody_takes_back_what_another_wrote_nor_what_ended_a_term(
    browser: TestClient, session: Session, made: Body, whose: OfficeHolder, writer: Member
) -> None:
    in_body(browser, session, made)
    assert browser.post(way(session)).status_code == 403
    sign_in(browser, session, _person(session, whose))
    assert browser.post(way(session)).status_code == 403
    kept = only(session, Ending)
    kept.counted = now()
    session.add(kept)
    session.commit()
    sign_in(browser, session, writer)
    browser.post(way(session))
    only(session, Ending)


def test_whoever_wrote_a_minute_takes_it_back_and_writes_another(
    browser: TestClient, session: Session, whose: OfficeHolder, writer: Member
) -> None:
    assert "Take it back" in browser.get(TERMS).text
    assert browser.post(way(session)).url.path == TERMS
    assert rows(session, Ending) == []
    browser.post(TERMS, data=minute(whose, words="Other words."))
    browser.post(f"{HERE}/join/leave", data={"sure": "yes"})
    assert browser.post(way(session)).url.path == HERE
    assert rows(session, Ending) == []


@pytest.mark.both
@pytest.mark.usefixtures("writer")
def test_a_minute_that_nobody_confirms_is_forgotten_after_four_weeks(session: Session) -> None:
    assert acts.JOB.run
    for days, left in ((27, 1), (29, 0)):
        session.rollback()
        acts.JOB.run(session, now() + timedelta(days=days))
        session.commit()
        assert len(rows(session, Ending)) == left


def _person(session: Session, whose: OfficeHolder) -> Member:
    session.rollback()
    session.refresh(whose)
    return session.get_one(Member, whose.member_id)
