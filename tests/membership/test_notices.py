"""Who speaks for a group writes to its members; the mail is neutral, and nobody sees addresses."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.features import FEATURES
from portal.groups.models import Group
from portal.groups.rules import State
from portal.members import wanted_mails
from portal.members.models import Member
from portal.members.rules import MailKind
from portal.membership import renewing
from portal.membership.models import Notice
from portal.membership.rules import Role
from portal.store.db import now
from tests.bodies.factories import only
from tests.members.factories import all_of, member, outbox, sign_in
from tests.membership.factories import HERE, belongs, held, verified

SAID = {"notice": "Nos yfory am saith.", "notice_in": "cy"}


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session)


@pytest.fixture
def leader(browser: TestClient, session: Session, group: Group) -> Member:
    made = belongs(session, group, Role.REPRESENTATIVE, email="lead@mail.example")
    sign_in(browser, session, made)
    return made


def write(browser: TestClient, **changes: str) -> int:
    return browser.post(f"{HERE}/write", data=SAID | changes).status_code


def sheet(session: Session) -> str:
    return f"{HERE}/notices/{only(session, Notice).id}"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.HELPER])
def test_nobody_else_writes_to_the_members(
    browser: TestClient, session: Session, group: Group, role: Role
) -> None:
    sign_in(browser, session, belongs(session, group, role))
    assert write(browser) == 403
    assert "What you write to the members" not in browser.get(HERE).text
    assert all_of(session, Notice) == []


@pytest.mark.parametrize(
    "wrong", [{"notice": ""}, {"notice": "x" * 60_000}, {"notice_in": "nonsense"}]
)
def test_what_cannot_be_sent_is_not(
    browser: TestClient, session: Session, leader: Member, wrong: dict[str, str]
) -> None:
    assert write(browser, **wrong) == 422
    assert all_of(session, Notice) == []


def test_nobody_reads_a_notice_who_is_no_member_or_while_the_group_rests(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    write(browser)
    there = sheet(session)
    sign_in(browser, session, member(session))
    assert browser.get(there).status_code == 404
    other = verified(session, name="Other group")
    sign_in(browser, session, belongs(session, other))
    assert browser.get(there.replace("valley-women", other.slug)).status_code == 404
    paused = held(session)
    paused.state = State.PAUSED
    session.add(paused)
    session.commit()
    sign_in(browser, session, leader)
    assert browser.get(there).status_code == 409
    assert SAID["notice"] not in browser.get(HERE).text
    assert write(browser, notice="More.") == 409


@pytest.mark.both
def test_members_are_mailed_in_their_language_and_read_it_on_the_page_and_the_sheet(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    reader = belongs(session, group, email="ur@mail.example", language="ur")
    belongs(session, group, email=None)
    assert write(browser) == 200
    assert write(browser) == 200
    (mail,) = outbox(session)
    assert mail.recipient == "ur@mail.example"
    assert "/ur/member/groups" in mail.body
    assert "/ur/mails/" in mail.stop
    for secret in ("Valley", SAID["notice"]):
        assert secret not in mail.subject + mail.body
    sign_in(browser, session, reader)
    for page in (browser.get(HERE).text, browser.get(sheet(session)).text):
        assert '<div class="govuk-body user-text" dir="ltr" lang="cy">Nos yfory' in page
    assert only(session, Notice).words == SAID["notice"]


def test_who_stopped_such_mails_gets_none(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    person = belongs(session, group, email="quiet@mail.example")
    wanted_mails.stop(
        session, wanted_mails.choices(session, [person.id])[person.id], MailKind.GROUPS
    )
    session.commit()
    write(browser)
    assert outbox(session) == []


def test_somebody_writes_a_few_times_a_week_also_if_they_take_it_back(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    for number in range(3):
        assert write(browser, notice=f"Number {number}.") == 200
        last = all_of(session, Notice)
        (one,) = [row.id for row in last if row.words == f"Number {number}."]
        browser.post(f"{HERE}/take-back", data={"notice": one})
    assert write(browser, notice="Once more.") == 422
    assert "Number" not in browser.get(HERE).text
    assert {one.words for one in all_of(session, Notice)} == {""}


def test_a_notice_is_forgotten_after_three_months(
    browser: TestClient, session: Session, leader: Member
) -> None:
    write(browser)
    for days, left in ((90, 1), (91, 0)):
        session.rollback()
        renewing.look(FEATURES, session, now() + timedelta(days=days))
        session.commit()
        assert len(all_of(session, Notice)) == left
