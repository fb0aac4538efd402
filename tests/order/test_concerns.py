"""What is wrong in a group reaches whoever presides where it sits, unless they are of it."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Joining, Office
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.membership import keeping
from portal.membership.rules import Role
from portal.order import concerns
from portal.store.db import now
from tests.bodies.factories import HERE, body, chair, holder, in_office, joined, seat
from tests.members.factories import member, outbox, sign_in
from tests.membership.factories import belongs, verified

WORDS = "The money is gone."


@pytest.fixture
def group(session: Session) -> Group:
    made = verified(session)
    keeping.say_wrong(session, made, WORDS, today())
    session.commit()
    session.refresh(made)
    session.commit()
    return made


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def tell(session: Session) -> list[str]:
    session.rollback()
    concerns.tell(session, now())
    session.commit()
    return [one.recipient for one in outbox(session)]


def test_it_is_no_matter_of_a_body_in_which_the_group_does_not_sit(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    joined(session, made, member(session), group, Joining.WAITING)
    chair(browser, session, made)
    assert WORDS not in browser.get(f"{HERE}/today").text
    assert tell(session) == []


def test_the_chair_reads_it_and_is_mailed_once_without_what_or_of_whom(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    seat(session, made, group_id=group.id)
    joined(session, made, member(session), group)
    in_office(browser, session, made, Office.MODERATOR)
    assert WORDS not in browser.get(f"{HERE}/today").text
    boss = chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    assert WORDS in page
    assert "Valley Women" in page
    session.rollback()
    concerns.tell(session, now())
    session.commit()
    (mail,) = outbox(session)
    assert mail.recipient == boss.email
    assert "Valley Women" not in mail.subject + mail.body
    assert WORDS not in mail.body
    assert tell(session) == []


@pytest.mark.parametrize("way", ["membership", "seat"])
def test_a_chair_of_the_same_group_does_not_learn_of_it(
    browser: TestClient, session: Session, made: Body, group: Group, way: str
) -> None:
    seat(session, made, group_id=group.id)
    if way == "membership":
        boss = belongs(session, group, Role.MEMBER)
    else:
        boss = member(session)
        joined(session, made, boss, group)
    holder(session, made, Office.CHAIR, boss)
    sign_in(browser, session, boss)
    assert WORDS not in browser.get(f"{HERE}/today").text
    assert tell(session) == []


def test_with_the_chair_away_the_deputy_reads_it(
    browser: TestClient, session: Session, made: Body, group: Group
) -> None:
    seat(session, made, group_id=group.id)
    holder(session, made, Office.CHAIR, member(session), seen=today() - timedelta(days=20))
    deputy = in_office(browser, session, made, Office.DEPUTY)
    assert tell(session) == [deputy.email]
    assert WORDS in browser.get(f"{HERE}/today").text
