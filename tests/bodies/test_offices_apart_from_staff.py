"""Whoever works for the council holds no office in a body: its chair is independent."""

import json

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.models import Body, OfficeHolder
from portal.bodies.rules import Office, Stage
from portal.languages.i18n import day, today
from portal.sealing import crypto
from portal.store.db import now
from tests.accounts.factories import account
from tests.bodies.factories import HERE, NO_POST, YEAR, body, holder, in_body, read
from tests.bodies.test_founding import UNTIL
from tests.members.factories import member, sign_in


def offer_to(
    session: Session, made: Body, office: Office, whose: OfficeHolder | None = None
) -> tuple[str, OfficeHolder]:
    """Make a link to an office, or a new way in to one; give its path and the office."""
    session.commit()
    token = f"{office}-{made.id}"
    offer = whose or OfficeHolder(body_id=made.id or 0, office=office, until=UNTIL, invited="")
    offer.invited, offer.expires = crypto.fingerprint(token), now() + YEAR
    session.add(offer)
    session.commit()
    return f"/en/forum/office/{token}", offer


@pytest.mark.parametrize("office", list(Office))
def test_nobody_accepts_an_office_with_the_address_of_a_council_account(
    browser: TestClient, session: Session, office: Office
) -> None:
    made = body(session, stage=Stage.DRAFT)
    staff = account(session, Role.ADMINISTRATOR)
    path, offer = offer_to(session, made, office)
    sign_in(browser, session, member(session, email=staff.email))
    page = browser.post(f"{path}/accept", data=NO_POST)
    assert page.status_code == 422
    assert "This is the address of an account of the council." in page.text
    assert read(session, offer).member_id is None


def test_whoever_left_the_council_may_hold_an_office(browser: TestClient, session: Session) -> None:
    made = body(session, stage=Stage.DRAFT)
    path, offer = offer_to(session, made, Office.CHAIR)
    left = account(session, Role.OFFICER, disabled=True)
    person = member(session, email=left.email)
    sign_in(browser, session, person)
    browser.post(f"{path}/accept", data=NO_POST)
    assert read(session, offer).member_id == person.id


def test_a_new_way_in_leads_no_council_account_to_an_office(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    chair = holder(session, made, Office.CHAIR, member(session))
    path, _ = offer_to(session, made, Office.CHAIR, chair)
    sign_in(browser, session, member(session, email=account(session, Role.OFFICER).email))
    assert browser.post(f"{path}/accept", data=NO_POST).status_code == 422


@pytest.mark.parametrize("sent", [{}, {"no_post": "no"}, {"named": "yes"}])
def test_nobody_accepts_an_office_who_does_not_declare_that_they_hold_no_post(
    browser: TestClient, session: Session, sent: dict[str, str]
) -> None:
    made = body(session, stage=Stage.DRAFT)
    path, offer = offer_to(session, made, Office.CHAIR)
    sign_in(browser, session, member(session, name="Ann Example", name_shown=True))
    page = browser.post(f"{path}/accept", data=sent)
    assert page.status_code == 422
    assert "Who does cannot accept." in page.text
    assert ('name="named" type="checkbox" value="yes" checked' in page.text) is ("named" in sent)
    kept = read(session, offer)
    assert (kept.member_id, kept.no_post) == (None, None)


def test_what_they_declared_is_kept_and_shown_to_the_members(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person = member(session)
    for office in (Office.CHAIR, Office.MODERATOR):
        path, offer = offer_to(session, made, office)
        sign_in(browser, session, person if office is Office.CHAIR else member(session))
        assert "I hold no post at this council" in browser.get(path).text
        browser.post(f"{path}/accept", data=NO_POST)
        assert read(session, offer).no_post == today()
    in_body(browser, session, made)
    said = f"Declared on {day(today())} that they hold no post at this council."
    assert browser.get(f"{HERE}/terms").text.count(said) == 2
    assert said in browser.get("/en/forum/race-equality/join").text
    sign_in(browser, session, person)
    (held,) = json.loads(browser.get("/en/member/held").text)["your offices"]
    assert held["declared that you hold no post at this council"] == today().isoformat()


def test_whoever_gets_a_new_way_in_declares_it_anew(browser: TestClient, session: Session) -> None:
    made = body(session)
    chair = holder(session, made, Office.CHAIR, member(session))
    path, offer = offer_to(session, made, Office.CHAIR, chair)
    sign_in(browser, session, member(session))
    browser.post(f"{path}/accept", data=NO_POST)
    assert read(session, offer).no_post == today()
