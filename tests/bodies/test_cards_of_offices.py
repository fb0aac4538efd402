"""A card that opens an office is neither replaced nor revoked before everybody knew of it."""

import re
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body, OfficeHolder
from portal.bodies.rules import Office
from portal.languages.i18n import today
from portal.members.models import AddressChange, Member, MemberCard, MemberSession
from portal.members.rules import FIRST_WAITS
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, body, holder, joined, only, read, rows
from tests.members.factories import card, member

CARDS = "/en/staff/cards"
STAFF = "/en/staff/forum/race-equality"
WAITED = timedelta(days=3)


@pytest.fixture
def forum(browser: TestClient, session: Session) -> Body:
    staff_in(browser, session, account(session, Role.OFFICER))
    return body(session)


def seated(
    session: Session, forum: Body, office: Office = Office.CHAIR, **changes: object
) -> tuple[OfficeHolder, str, str]:
    """Give an office to somebody with a card; give its number and its code, too."""
    person = member(session, email=None)
    return holder(session, forum, office, person, **changes), *card(session, person)


def ended(browser: TestClient, number: str, act: str) -> Response:
    key = re.findall(r'name="_key" value="([^"]+)"', browser.get(CARDS).text)[1]
    sent = {"number": number, "_key": key} | ({"revoke": "yes"} if act == "revoke" else {})
    return browser.post(f"{CARDS}/end", data=sent)


def opens(browser: TestClient, code: str) -> bool:
    sent = browser.post("/en/member/card", data={"code": code}, follow_redirects=False)
    return sent.status_code == 303


@pytest.mark.parametrize("act", ["replace", "revoke"])
@pytest.mark.parametrize("office", list(Office))
def test_nobody_takes_an_office_over_or_closes_it_with_a_card(
    browser: TestClient, session: Session, forum: Body, office: Office, act: str
) -> None:
    _, number, code = seated(session, forum, office)
    refused = ended(browser, number, act)
    assert refused.status_code == 422
    assert "Its owner holds an office in a body." in refused.text
    assert 'href="/en/staff/forum"' in refused.text
    assert only(session, MemberCard).revoked is False
    assert opens(browser, code)


@pytest.mark.parametrize("act", ["replace", "revoke"])
def test_the_three_days_have_to_be_over(
    browser: TestClient, session: Session, forum: Body, act: str
) -> None:
    _, number, code = seated(session, forum, reset_asked=now() - WAITED + timedelta(minutes=5))
    assert ended(browser, number, act).status_code == 422
    assert opens(browser, code)


def test_each_office_of_whoever_holds_several_has_to_be_waited_for(
    browser: TestClient, session: Session, forum: Body
) -> None:
    chair, number, _ = seated(session, forum, reset_asked=now() - WAITED)
    person = session.get_one(Member, read(session, chair).member_id)
    holder(session, body(session, slug="board", answers_id=None), Office.DEPUTY, person)
    assert ended(browser, number, "replace").status_code == 422
    assert read(session, chair).reset_asked


def test_whoever_is_about_to_begin_is_as_safe_and_whose_term_is_over_needs_no_wait(
    browser: TestClient, session: Session, forum: Body
) -> None:
    _, coming, _ = seated(session, forum, since=now() + timedelta(days=1))
    _, over, _ = seated(session, forum, until=today() - timedelta(days=1))
    _, ended_early, _ = seated(session, forum, ended=now())
    found = [ended(browser, one, "replace").status_code for one in (coming, over, ended_early)]
    assert found == [422, 200, 200]


@pytest.mark.both
def test_everybody_is_told_then_a_new_card_opens_the_office_once(
    browser: TestClient, session: Session, forum: Body
) -> None:
    chair, number, old = seated(session, forum)
    joined(session, forum, member(session, email="zainab@mail.example"))
    browser.post(f"{STAFF}/offices/{chair.id}/reset")
    assert [one.recipient for one in rows(session, OutgoingMail)] == ["zainab@mail.example"]
    assert "a new way in to this office" in browser.get(HERE).text
    assert opens(browser, old)
    waited = read(session, chair)
    waited.reset_asked = now() - WAITED
    session.add(waited)
    session.commit()
    page = ended(browser, number, "replace")
    assert rows(session, MemberSession) == []
    assert read(session, chair).reset_asked is None
    (new,) = re.findall(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b", page.text)
    assert not opens(browser, old)
    assert opens(browser, new)
    assert browser.get(f"{HERE}/today").status_code == 200
    assert ended(browser, only(session, MemberCard).number, "replace").status_code == 422


def test_whoever_still_has_their_card_stops_it(
    browser: TestClient, session: Session, forum: Body
) -> None:
    _, number, code = seated(session, forum, reset_asked=now() - WAITED)
    assert opens(browser, code)
    assert "Stop it, I am here" in browser.get(f"{HERE}/today").text
    browser.post(f"{HERE}/stop-reset")
    assert ended(browser, number, "replace").status_code == 422


def test_a_member_without_an_office_gets_another_card_at_once(
    browser: TestClient, session: Session, forum: Body
) -> None:
    person = member(session, email=None)
    joined(session, forum, person)
    number, _ = card(session, person)
    assert ended(browser, number, "replace").status_code == 200


def test_an_address_wanted_with_the_card_of_an_office_ends_once_a_new_way_in_is_asked_for(
    browser: TestClient, session: Session, forum: Body
) -> None:
    chair, _, code = seated(session, forum)
    browser.post("/en/member/card", data={"code": code})
    browser.post("/en/member/address", data={"email": "thief@mail.example"})
    assert rows(session, AddressChange) != []
    browser.post(f"{STAFF}/offices/{chair.id}/reset")
    assert rows(session, AddressChange) == []
    assert FIRST_WAITS > WAITED
