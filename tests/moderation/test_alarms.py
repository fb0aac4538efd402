"""A report that somebody may come to harm is mailed at once, whatever was mailed that day."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Joining, Office
from portal.features import FEATURES
from portal.forum.topics import posts
from portal.forum.topics.models import Topic
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.order import duties
from portal.store.db import now
from tests.bodies.factories import HERE, body, chair, holder, in_office, joined, rows
from tests.forum.factories import topic
from tests.forum.test_danger import lead
from tests.groups.factories import group
from tests.members.factories import member, outbox
from tests.moderation.factories import decide, post, reported, way

ROTA = {"weekday": str(today().weekday()), "called": "Amina"}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def report(browser: TestClient, session: Session, made: Body, one: Topic, reason: str) -> None:
    reported(browser, session, made, one, of_one_group(session), reason=reason)


def of_one_group(session: Session) -> Group:
    """Have all who report be of one group, so that nothing is hidden by it."""
    session.rollback()
    found: list[Group] = rows(session, Group) or [group(session)]
    return found[0]


def mailed_today(session: Session, made: Body) -> None:
    """Have the mail of the day go, because somebody applied."""
    joined(session, made, member(session), state=Joining.WAITING)
    session.rollback()
    duties.tell(FEATURES, session, now())
    session.commit()
    assert outbox(session)


@pytest.mark.both
@pytest.mark.parametrize("reason", ["danger", "threat"])
def test_danger_is_mailed_at_once_to_who_is_on_duty_and_to_the_chair(
    browser: TestClient, session: Session, made: Body, reason: str
) -> None:
    boss = chair(browser, session, made)
    on_duty = in_office(browser, session, made, Office.MODERATOR)
    browser.post(f"{HERE}/rota", data=ROTA)
    in_office(browser, session, made, Office.MODERATOR)
    mailed_today(session, made)
    report(browser, session, made, topic(session, made, title="Knives"), reason)
    mails = outbox(session)
    assert {one.recipient for one in mails} == {on_duty.email, boss.email}
    for one in mails:
        said = one.subject + one.body
        assert not any(word in said.lower() for word in ("race", "knives", "danger", "threat"))
        assert "/en/forum/news/" in one.body


def test_a_chair_who_is_on_duty_is_mailed_once(
    browser: TestClient, session: Session, made: Body
) -> None:
    boss = chair(browser, session, made)
    browser.post(f"{HERE}/rota", data=ROTA)
    report(browser, session, made, topic(session, made), "danger")
    assert [one.recipient for one in outbox(session)] == [boss.email]


def test_what_harms_nobody_waits_for_the_mail_of_the_day(
    browser: TestClient, session: Session, made: Body
) -> None:
    chair(browser, session, made)
    report(browser, session, made, topic(session, made), "hate")
    assert outbox(session) == []


def test_one_post_is_mailed_once_until_it_reads_otherwise(
    browser: TestClient, session: Session, made: Body
) -> None:
    chair(browser, session, made)
    one, other = topic(session, made), topic(session, made)
    report(browser, session, made, one, "hate")
    report(browser, session, made, one, "danger")
    assert len(outbox(session)) == 1
    report(browser, session, made, one, "threat")
    assert outbox(session) == []
    report(browser, session, made, other, "threat")
    assert len(outbox(session)) == 1
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="left") == 303
    report(browser, session, made, one, "danger")
    assert outbox(session) == []
    in_office(browser, session, made, Office.MODERATOR)
    assert decide(browser, way(session, one, "look"), act="left") == 303
    first = post(session, one)
    posts.edit(session, one, first, {"title": "T", "text": "Worse.", "language": "en"})
    session.commit()
    report(browser, session, made, one, "danger")
    assert len(outbox(session)) == 1


def test_whoever_wrote_it_is_not_mailed_and_somebody_else_is(
    browser: TestClient, session: Session, made: Body
) -> None:
    boss, other = member(session), member(session)
    holder(session, made, Office.CHAIR, boss)
    holder(session, made, Office.MODERATOR, other)
    report(browser, session, made, topic(session, made, boss), "danger")
    assert [one.recipient for one in outbox(session)] == [other.email]


def test_the_numbers_and_the_safeguarding_lead_stand_where_it_is_decided_and_where_it_is_told(
    browser: TestClient, session: Session, made: Body
) -> None:
    lead(session)
    one = topic(session, made)
    path = way(session, one, "report")
    page = browser.post(path, data={"reason": "danger"}).text
    in_office(browser, session, made, Office.MODERATOR)
    grave = browser.get(way(session, one, "look")).text
    decide(browser, way(session, one, "look"), act="left")
    for shown in (page, grave, browser.get(way(session, one, "look")).text):
        assert "tel:999" in shown
        assert "tel:01632960123" in shown
