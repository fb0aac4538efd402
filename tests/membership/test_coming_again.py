"""Everybody in a group is asked to come again by a new invitation, and who does not is out."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.features import FEATURES
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.members.models import MailsAsked, Member
from portal.membership import renewing
from portal.membership.models import Invitation, Membership
from portal.membership.rules import ASKED_LASTS, RENEWED_EACH, Role
from portal.settings import Settings
from portal.store.db import now
from tests.bodies.factories import body, joined, only, seat
from tests.members.factories import all_of, outbox, sign_in
from tests.membership.factories import HERE, belongs, invited, join, path, role_of, roles, verified

YOU = "Everybody is asked to come to this group again"


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session)


@pytest.fixture
def leader(browser: TestClient, session: Session, group: Group) -> Member:
    made = belongs(session, group, Role.REPRESENTATIVE)
    sign_in(browser, session, made)
    return made


def ask(browser: TestClient, do: str = "ask") -> int:
    return browser.post(f"{HERE}/renew", data={"_do": do}).status_code


def pass_days(session: Session, days: int) -> None:
    session.rollback()
    renewing.look(FEATURES, session, now() + timedelta(days=days))
    session.commit()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.HELPER])
def test_nobody_else_asks(browser: TestClient, session: Session, group: Group, role: Role) -> None:
    sign_in(browser, session, belongs(session, group, role))
    assert ask(browser) == 403
    assert only(session, Membership).asked is None


@pytest.mark.both
def test_who_has_not_come_within_a_month_is_out_and_nobody_who_is_named_is(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    quiet = belongs(session, group, email="quiet@mail.example")
    belongs(session, group, Role.HELPER)
    invited(session, group)
    ask(browser)
    assert all_of(session, Invitation) == []
    (mail,) = outbox(session)
    assert (mail.recipient, "Valley" in mail.subject + mail.body) == ("quiet@mail.example", False)
    pass_days(session, ASKED_LASTS.days - 1)
    assert role_of(session, group, quiet) is Role.MEMBER
    pass_days(session, ASKED_LASTS.days)
    assert roles(session) == ["helper", "representative"]


@pytest.mark.both
def test_who_comes_by_a_new_invitation_stays_what_they_were(
    browser: TestClient, session: Session, settings: Settings, group: Group, leader: Member
) -> None:
    person = belongs(session, group)
    ask(browser)
    made, _ = invited(session, group, uses=2)
    sign_in(browser, session, person)
    assert YOU in browser.get(HERE).text
    assert "You are asked to come again" in browser.get("/en/member/groups").text
    for _ in range(2):
        join(browser, path(settings, made))
    assert YOU not in browser.get(HERE).text
    assert all_of(session, Invitation)[0].uses_left == 1
    pass_days(session, 40)
    assert role_of(session, group, person) is Role.MEMBER


def test_asking_again_gives_no_more_time_and_writes_no_more_mails(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    belongs(session, group, email="quiet@mail.example")
    ask(browser)
    outbox(session)
    made, _ = invited(session, group)
    ask(browser)
    assert outbox(session) == []
    assert [one.id for one in all_of(session, Invitation)] == [made.id]
    ask(browser, "stop")
    pass_days(session, 40)
    assert roles(session) == ["member", "representative"]


def test_to_ask_and_stop_in_turn_floods_nobody_and_leaves_invitations_alone(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    belongs(session, group, email="quiet@mail.example")
    ask(browser)
    ask(browser, "stop")
    made, _ = invited(session, group)
    page = browser.post(f"{HERE}/renew", data={"_do": "ask"})
    assert page.status_code == 422
    assert "asked lately" in page.text
    assert len(outbox(session)) == 1
    assert [one.id for one in all_of(session, Invitation)] == [made.id]


@pytest.mark.both
def test_a_week_later_everybody_can_be_asked_again(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    belongs(session, group, email="quiet@mail.example")
    ask(browser)
    ask(browser, "stop")
    session.rollback()
    for one in session.exec(select(MailsAsked)):
        one.due -= RENEWED_EACH
    session.commit()
    assert ask(browser) == 200
    assert len(outbox(session)) == 2


def test_who_speaks_for_the_group_does_not_read_who_came(
    browser: TestClient, session: Session, settings: Settings, group: Group, leader: Member
) -> None:
    person = belongs(session, group, name="Hidden Name")
    belongs(session, group)
    ask(browser)
    before = browser.get(HERE).text
    made, _ = invited(session, group, uses=2)
    sign_in(browser, session, person)
    join(browser, path(settings, made))
    sign_in(browser, session, leader)
    after = browser.get(HERE).text
    assert "Ask no more" in before
    assert "Ask no more" in after
    assert "Hidden Name" not in after


def test_who_is_out_speaks_for_the_group_nowhere(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    made, person = body(session), belongs(session, group)
    joined(session, made, person, group)
    one = seat(session, made, member_id=person.id, group_id=group.id, until=today())
    ask(browser)
    pass_days(session, 40)
    session.refresh(one)
    assert one.is_free
