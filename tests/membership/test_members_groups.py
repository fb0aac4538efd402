"""A member's groups: what they are there, leaving unseen, and saying that something is wrong."""

import json

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.groups.rules import State
from portal.languages.i18n import today
from portal.members import keeping as members
from portal.members.models import Member
from portal.membership import held, keeping
from portal.membership.models import Concern, Membership
from portal.membership.rules import Role
from portal.store.outgoing import OutgoingMail
from tests.members.factories import all_of, member, sign_in
from tests.membership.factories import HERE, belongs, invited, role_of, roles, verified


def test_who_is_no_member_finds_nothing(browser: TestClient, session: Session) -> None:
    verified(session)
    stranger = belongs(session, verified(session, name="Other group"), Role.REPRESENTATIVE)
    sign_in(browser, session, stranger)
    assert browser.get(HERE).status_code == 404
    for act in ("leave", "wrong", "invite", "revoke", "remove", "remove-named", "propose"):
        assert browser.post(f"{HERE}/{act}", data={"words": "x", "name": "x"}).status_code == 404
    assert browser.get("/en/member/groups/no-such-group").status_code == 404


@pytest.mark.both
def test_leaving_leaves_no_trace_and_a_former_member_finds_nothing(
    browser: TestClient, session: Session
) -> None:
    group = verified(session)
    belongs(session, group, Role.REPRESENTATIVE)
    amina = belongs(session, group, name="Amina", name_shown=True)
    sign_in(browser, session, amina)
    assert "Valley Women" in browser.get("/en/member/groups").text
    assert "You have left the group." in browser.post(f"{HERE}/leave").text
    assert role_of(session, group, amina) is None
    assert browser.get(HERE).status_code == 404
    assert browser.post(f"{HERE}/leave").status_code == 404
    assert all_of(session, OutgoingMail) == []


def test_a_member_of_two_groups_has_a_role_in_each_and_leaves_one(
    browser: TestClient, session: Session
) -> None:
    women, elders = verified(session), verified(session, name="Elders")
    leader = belongs(session, women, Role.REPRESENTATIVE)
    amina = belongs(session, women)
    for one, person in ((elders, amina), (elders, leader)):
        keeping.add(session, one, person, today(), Role.HELPER)
    session.commit()
    sign_in(browser, session, amina)
    page = browser.get("/en/member/groups").text
    assert "Valley Women" in page
    assert "Elders" in page
    assert browser.post(f"{HERE}/invite", data={"role": "member"}).status_code == 403
    browser.post(f"{HERE}/leave")
    assert role_of(session, women, amina) is None
    assert role_of(session, elders, amina) is Role.HELPER
    assert browser.get(HERE).status_code == 404
    assert browser.get("/en/member/groups/elders").status_code == 200
    sign_in(browser, session, leader)
    assert browser.get(HERE).status_code == 200
    assert role_of(session, elders, leader) is Role.HELPER


def test_the_last_representative_says_that_nobody_speaks_for_the_group(
    browser: TestClient, session: Session
) -> None:
    group = verified(session)
    leader = belongs(session, group, Role.REPRESENTATIVE)
    made, _ = invited(session, group)
    sign_in(browser, session, leader)
    refused = browser.post(f"{HERE}/leave")
    assert refused.status_code == 422
    assert "Nobody else speaks for the group." in refused.text
    browser.post(f"{HERE}/leave", data={"sure": "yes"})
    assert roles(session) == []
    assert made.id


@pytest.mark.parametrize("state", [State.LISTED, State.PAUSED, State.CLOSED])
def test_in_a_group_that_rests_members_stay_and_can_leave_or_speak_up(
    browser: TestClient, session: Session, state: State
) -> None:
    group = verified(session, state=state)
    leader = belongs(session, group, Role.REPRESENTATIVE)
    belongs(session, group, Role.REPRESENTATIVE)
    sign_in(browser, session, leader)
    page = browser.get(HERE)
    assert "You stay a member" in page.text
    assert "Invite people to the group" not in page.text
    refused = browser.post(f"{HERE}/invite", data={"role": "member", "days": "7", "uses": "1"})
    assert (refused.status_code, "This group rests" in refused.text) == (409, True)
    assert browser.post(f"{HERE}/wrong", data={"words": "It stopped."}).status_code == 200
    browser.post(f"{HERE}/leave")
    assert roles(session) == ["representative"]


def test_what_is_wrong_is_kept_without_who_says_it_and_only_once(
    browser: TestClient, session: Session
) -> None:
    group = verified(session)
    amina = belongs(session, group)
    sign_in(browser, session, amina)
    for words in ("", "x" * 60_000, "turned\u202eround"):
        refused = browser.post(f"{HERE}/wrong", data={"words": words})
        assert refused.status_code == 422
        assert words in refused.text
    for _ in range(2):
        said = browser.post(f"{HERE}/wrong", data={"words": "The money is gone."})
        assert "Nobody in the group does." in said.text
    (concern,) = all_of(session, Concern)
    assert concern.words == "The money is gone."
    assert concern.month.day == 1
    assert amina.id not in str(concern)
    for number in range(25):
        browser.post(f"{HERE}/wrong", data={"words": f"More {number}."})
    assert len(all_of(session, Concern)) == 20


def test_a_member_reads_no_name_and_no_number_of_the_others(
    browser: TestClient, session: Session
) -> None:
    group = verified(session)
    belongs(session, group, Role.REPRESENTATIVE, name="Fatima", name_shown=True)
    for role in (Role.MEMBER, Role.HELPER):
        sign_in(browser, session, belongs(session, group, role))
        page = browser.get(HERE).text
        assert "Fatima" not in page
        assert "Who takes part" not in page
        assert browser.post(f"{HERE}/remove").status_code == 403


@pytest.mark.both
def test_what_somebody_is_in_groups_is_told_to_them_and_goes_with_them(
    browser: TestClient, session: Session
) -> None:
    group = verified(session)
    leader = belongs(session, group, Role.REPRESENTATIVE)
    other = belongs(session, group)
    sign_in(browser, session, leader)
    kept = json.loads(browser.get("/en/member/held").text)["groups"]
    assert [(one["name"], one["role"]) for one in kept] == [("Valley Women", "representative")]
    assert "Nobody speaks for “Valley Women” then." in browser.get("/en/member/leave").text
    assert held.needed(session, [leader.id, other.id]) == [leader.id]
    session.rollback()
    features = browser.app_state["features"]
    members.erase(features, session, session.get_one(Member, leader.id), stays=True)
    session.commit()
    assert roles(session) == ["member"]
    session.delete(group)
    session.commit()
    assert all_of(session, Membership) == []


def test_the_notice_says_what_is_kept(browser: TestClient) -> None:
    assert "the month in which you joined" in browser.get("/en/privacy").text


def test_who_has_no_group_is_told_how_to_come_to_one(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    assert "/en/member/groups" in browser.get("/en/member").text
    assert "You belong to no group here." in browser.get("/en/member/groups").text
    assert "/en/join" in browser.get("/en/member/sign-in").text
