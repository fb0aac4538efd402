"""Who speaks for a group invites, removes, and agrees on who else does, and sees nobody else."""

import re
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.groups.models import Group
from portal.members.models import Member
from portal.membership import queries
from portal.membership.models import Invitation, Membership
from portal.membership.rules import Role, rounded
from portal.settings import Settings
from tests.members.factories import all_of, link_in, member, outbox, sign_in
from tests.membership.factories import HERE, belongs, invited, join, path, role_of, roles, verified

KEY = re.compile(r'name="_key" value="[^"]+"')
NEW = {"role": "helper", "days": "7", "uses": "3"}


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session)


@pytest.fixture
def leader(browser: TestClient, session: Session, group: Group) -> Member:
    made = belongs(session, group, Role.REPRESENTATIVE, email="lead@mail.example")
    sign_in(browser, session, made)
    return made


def person(session: Session, group: Group, who: Member) -> dict[str, str]:
    """Name somebody as their button does."""
    session.rollback()
    found = queries.one(session, group, who.id)
    assert found
    return {"person": found.id}


def do(browser: TestClient, act: str, **said: Any) -> Any:
    return browser.post(f"{HERE}/{act}", data=said)


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "representative"},
        {"role": ""},
        {"days": "3650"},
        {"uses": "0"},
        {"uses": "101"},
        {"uses": "x" * 60_000},
    ],
)
def test_an_invitation_out_of_bounds_is_refused(
    browser: TestClient, session: Session, leader: Member, wrong: dict[str, str]
) -> None:
    assert do(browser, "invite", **NEW | wrong).status_code == 422
    assert all_of(session, Invitation) == []


@pytest.mark.both
def test_an_invitation_is_shown_once_used_and_revoked(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    shown = do(browser, "invite", **NEW).text
    link = re.findall(r"https://voices\.example(/en/join/[\w.-]+)", shown)[0]
    assert "Valley" not in link
    assert "until" in browser.get(HERE).text
    other = member(session)
    sign_in(browser, session, other)
    browser.post(link.replace("/en/", "/en/member/"))
    assert role_of(session, group, other) is Role.HELPER
    (made,) = all_of(session, Invitation)
    assert made.uses_left == 2
    assert do(browser, "revoke", invitation=made.id).status_code == 403
    sign_in(browser, session, leader)
    do(browser, "revoke", invitation=made.id)
    assert all_of(session, Invitation) == []


def test_nobody_revokes_or_removes_in_another_group(
    browser: TestClient, session: Session, leader: Member
) -> None:
    other = verified(session, name="Other group")
    made, _ = invited(session, other)
    helper = belongs(session, other, Role.HELPER, name="Nasreen", name_shown=True)
    named = person(session, other, helper)
    do(browser, "revoke", invitation=made.id)
    for act in ("remove", "propose", "answer"):
        assert do(browser, act, **named).status_code == 422
    do(browser, "remove-named", name="Nasreen")
    assert role_of(session, other, helper) is Role.HELPER
    assert len(all_of(session, Invitation)) == 1


def test_only_so_many_invitations_are_open_at_once(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    for _ in range(20):
        invited(session, group)
    assert do(browser, "invite", **NEW).status_code == 422


def test_a_representative_reads_chosen_names_of_who_helps_and_a_rounded_number(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    belongs(session, group, Role.HELPER, name="Nasreen", name_shown=True, email="n@mail.example")
    belongs(session, group, Role.HELPER, name="Hidden Name", email="h@mail.example")
    for number in range(6):
        belongs(session, group, name=f"Zuhra {number}", name_shown=True)
    page = browser.get(HERE).text
    assert "Nasreen" in page
    assert "a member" in page
    assert "The group has 5 members or a few more." in page
    for secret in ("Hidden Name", "Zuhra", "@mail.example"):
        assert secret not in page.replace("lead@mail.example", "")
    assert [rounded(number) for number in (0, 4, 5, 9, 10)] == [0, 0, 5, 5, 10]


@pytest.mark.both
def test_a_helper_and_a_member_are_removed_and_their_invitations_end(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    helper = belongs(session, group, Role.HELPER)
    named = person(session, group, helper)
    invited(session, group, made_by=named["person"])
    plain = belongs(session, group, name="Zainab", name_shown=True)
    do(browser, "remove", **named)
    assert all_of(session, Invitation) == []
    known = do(browser, "remove-named", name="Zainab")
    unknown = do(browser, "remove-named", name="Nobody")
    assert KEY.sub("", known.text) == KEY.sub("", unknown.text)
    assert role_of(session, group, helper) is None
    assert role_of(session, group, plain) is None
    assert do(browser, "remove", **named).status_code == 422


def test_no_representative_is_removed_by_another(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    other = belongs(session, group, Role.REPRESENTATIVE, name="Huda", name_shown=True)
    assert do(browser, "remove", **person(session, group, other)).status_code == 422
    do(browser, "remove-named", name="Huda")
    assert role_of(session, group, other) is Role.REPRESENTATIVE


@pytest.mark.both
def test_a_new_representative_needs_the_yes_of_another(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    helper = belongs(session, group, Role.HELPER)
    named = person(session, group, helper)
    assert do(browser, "answer", **named, _do="yes").status_code == 422
    do(browser, "propose", **named)
    refused = do(browser, "answer", **named, _do="yes")
    assert refused.status_code == 422
    assert "Somebody else has to say yes" in refused.text
    assert role_of(session, group, helper) is Role.HELPER
    sign_in(browser, session, helper)
    assert do(browser, "answer", **named, _do="yes").status_code == 403
    other = belongs(session, group, Role.REPRESENTATIVE)
    sign_in(browser, session, other)
    unasked = do(browser, "answer", **named, _do="yes")
    assert unasked.status_code == 422
    assert "They have not said yet" in unasked.text
    sign_in(browser, session, helper)
    assert "Do you want to speak for the group?" in browser.get(HERE).text
    do(browser, "willing", _do="yes")
    assert role_of(session, group, helper) is Role.HELPER
    sign_in(browser, session, other)
    do(browser, "answer", **named, _do="yes")
    assert role_of(session, group, helper) is Role.REPRESENTATIVE


def test_one_is_proposed_at_a_time_and_only_a_helper(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    first, second = (belongs(session, group, Role.HELPER) for _ in range(2))
    plain = belongs(session, group)
    assert do(browser, "propose", **person(session, group, plain)).status_code == 422
    do(browser, "propose", **person(session, group, first))
    refused = do(browser, "propose", **person(session, group, second))
    assert refused.status_code == 422
    do(browser, "answer", **person(session, group, first), _do="no")
    assert roles(session).count("helper") == 2
    assert do(browser, "propose", **person(session, group, second)).status_code == 200


def test_to_propose_somebody_and_not_in_turn_floods_nobody(
    browser: TestClient, session: Session, group: Group, leader: Member
) -> None:
    helper = belongs(session, group, Role.HELPER, email="helper@mail.example")
    for _ in range(5):
        assert do(browser, "propose", **person(session, group, helper)).status_code == 200
        do(browser, "answer", **person(session, group, helper), _do="no")
    assert [one.recipient for one in outbox(session)] == ["helper@mail.example"] * 3


def test_what_somebody_proposed_who_left_is_proposed_no_more(
    browser: TestClient, session: Session, leader: Member, group: Group
) -> None:
    helper = belongs(session, group, Role.HELPER)
    do(browser, "propose", **person(session, group, helper))
    do(browser, "leave", sure="yes")
    assert [one.proposed_by for one in all_of(session, Membership)] == [None]


def test_somebody_without_email_gets_a_card_once_and_belongs_to_the_group(
    browser: TestClient, session: Session, leader: Member
) -> None:
    assert do(browser, "card", _key="a" * 22, language="xx").status_code == 422
    shown = do(browser, "card", _key="a" * 22, language="en").text
    (code,) = re.findall(r"\b(?:\w{4}-){5}\w{4}\b", shown)
    assert "Valley" not in shown.split('class="sheet"')[1].split("</section>")[0]
    assert do(browser, "card", _key="a" * 22, language="en").status_code == 422
    assert roles(session) == ["member", "representative"]
    browser.cookies.clear()
    browser.post("/en/member/card", data={"code": code})
    assert "Valley Women" in browser.get("/en/member/groups").text
    assert do(browser, "card", _key="b" * 22, language="en").status_code == 403


def test_the_form_of_a_card_begins_in_the_language_of_the_page_and_says_the_role(
    browser: TestClient, leader: Member
) -> None:
    page = browser.get(HERE.replace("/en/", "/ur/")).text
    assert '<option value="ur" selected' in page[page.index("/card") :]
    assert browser.get(HERE).text.count("What you are here") == 1
    assert "What they are here: Member" in browser.get(HERE).text


def test_a_group_gives_out_only_so_many_cards_at_once(
    browser: TestClient, session: Session, leader: Member
) -> None:
    for number in range(21):
        answer = do(browser, "card", _key=f"{number:022}", language="en")
    assert answer.status_code == 422
    assert len(roles(session)) == 21


@pytest.mark.both
def test_the_contact_of_a_group_invites_its_first_representative(
    browser: TestClient, session: Session, group: Group
) -> None:
    entry = entered(browser, session)
    inviting = f"{entry}/representative"
    assert "/representative" in browser.get(entry).text
    for wrong in ({}, {"way": "mail"}, {"way": "mail", "email": "x"}):
        assert browser.post(inviting, data=wrong).status_code == 422
    assert "is on its way" in browser.post(inviting, data=by_mail("first@mail.example")).text
    (mail,) = outbox(session)
    assert "Valley" not in mail.subject + mail.body
    shown = browser.post(inviting, data={"way": "code"}).text
    assert browser.post(link_in(mail)).status_code == 410, "a new one ends the one before"
    (code,) = re.findall(r"\b(?:\w{4}-){5}\w{4}\b", shown)
    chosen = member(session)
    sign_in(browser, session, chosen)
    page = browser.post("/en/join", data={"code": code})
    browser.post(page.url.path.replace("/en/", "/en/member/"))
    assert role_of(session, group, chosen) is Role.REPRESENTATIVE
    assert browser.post(inviting, data={"way": "code"}).status_code == 422


def test_a_first_representative_comes_in_only_while_there_is_none(
    browser: TestClient, session: Session, settings: Settings, group: Group
) -> None:
    made, _ = invited(session, group, Role.REPRESENTATIVE)
    belongs(session, group, Role.REPRESENTATIVE)
    sign_in(browser, session, member(session))
    assert join(browser, path(settings, made)).status_code == 410
    assert roles(session) == ["representative"]


def entered(browser: TestClient, session: Session) -> str:
    """Open the entry of the group as its contact does; give its path."""
    browser.post("/en/groups/own", data={"email": "circle@groups.example"})
    (mail,) = outbox(session)
    return str(browser.post(link_in(mail)).url.path)


def by_mail(email: str) -> dict[str, str]:
    return {"way": "mail", "email": email}
