"""Two of one group stay two of one group, also if one leaves it just before they act."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies import queries
from portal.bodies.models import Body
from portal.forum.topics.models import Ask
from portal.forum.topics.owed import Owed
from portal.languages.i18n import today
from portal.membership import renewing
from portal.membership.models import Left
from portal.store.db import now
from tests.bodies.factories import body, in_body, joined, only, rows
from tests.forum.factories import at, topic
from tests.members.factories import sign_in
from tests.membership.factories import belongs, verified


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def look(session: Session, days: int) -> None:
    session.rollback()
    renewing.look((), session, now() + timedelta(days=days))
    session.commit()


@pytest.mark.both
def test_who_left_just_now_shares_the_group_with_the_others(
    browser: TestClient, session: Session, made: Body
) -> None:
    women = verified(session, name="Women")
    one = topic(session, made)
    two = [belongs(session, women) for _ in range(2)]
    for person in two:
        joined(session, made, person)
    leaver = two[0]
    sign_in(browser, session, leaver)
    for _ in range(2):
        browser.post(f"/en/member/groups/{women.slug}/leave", data={"sure": "yes"})
    assert only(session, Left).day == today()
    assert "Women" in browser.get("/en/member/held").text
    for person in two:
        sign_in(browser, session, person)
        browser.post(at(one, "/ask"))
    assert only(session, Ask).state is Owed.SUPPORTED
    in_body(browser, session, made)
    browser.post(at(one, "/ask"))
    assert only(session, Ask).state is Owed.OPEN


def test_after_four_weeks_nobody_knows_that_somebody_left(
    browser: TestClient, session: Session, made: Body
) -> None:
    women = verified(session, name="Women")
    person = belongs(session, women)
    joined(session, made, person)
    sign_in(browser, session, person)
    browser.post(f"/en/member/groups/{women.slug}/leave", data={"sure": "yes"})
    look(session, 28)
    assert queries.belongs_to(session, made, [person.id]) == [{str(women.id)}]
    look(session, 29)
    assert rows(session, Left) == []
    assert queries.belongs_to(session, made, [person.id]) == [set()]
