"""Whoever erases themselves holds no office any more, and is handed all of it before."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.held import OF_MEMBERS
from portal.bodies.models import Block, Body, Confirmation, Duty, Ending, OfficeHolder
from portal.bodies.rules import BlockedFor, Office
from portal.features import FEATURES
from portal.languages.i18n import today
from portal.members import keeping
from portal.members.models import Member
from portal.sealing import crypto
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.bodies.factories import HERE, YEAR, body, holder, joined, read, rows
from tests.members.factories import member, sign_in

STAFF = "/en/staff/forum/race-equality"


def chairs(session: Session, made: Body, **changes: object) -> tuple[Member, OfficeHolder]:
    person = member(session, email="amina@mail.example")
    return person, holder(session, made, Office.CHAIR, person, shown="Amina Yusuf", **changes)


def erased(session: Session, person: Member) -> None:
    session.rollback()
    keeping.erase(FEATURES, session, session.get_one(Member, person.id), stays=True)
    session.commit()


@pytest.mark.both
def test_an_office_ends_and_is_nobodys_once_its_holder_is_erased(session: Session) -> None:
    made = body(session)
    person, whose = chairs(session, made, reset_asked=now(), expires=now() + YEAR)
    before = holder(session, made, Office.MODERATOR, person, shown="Amina Yusuf", ended=now())
    session.add(Duty(office_id=whose.id or 0, weekday=1, called="Amina"))
    session.commit()
    erased(session, person)
    for one in (read(session, whose), read(session, before)):
        assert one.ended
        assert (one.member_id, one.shown, one.reset_asked) == (None, "", None)
        assert one.expires <= now()
    assert rows(session, Duty) == []


def test_everybody_is_told_and_the_deputy_acts_at_once(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person, _ = chairs(session, made)
    deputy = member(session, email="deputy@mail.example")
    holder(session, made, Office.DEPUTY, deputy)
    joined(session, made, member(session, email="zainab@mail.example"))
    erased(session, person)
    mails = rows(session, OutgoingMail)
    assert {one.recipient for one in mails} == {deputy.email, "zainab@mail.example"}
    assert all("has changed" in one.body and "Amina" not in one.body for one in mails)
    sign_in(browser, session, deputy)
    assert browser.post(f"{HERE}/moderators", data={}).status_code == 422


def test_nobody_is_told_of_an_office_that_was_over(session: Session) -> None:
    made = body(session)
    person, _ = chairs(session, made, ended=now())
    joined(session, made, member(session))
    erased(session, person)
    assert rows(session, OutgoingMail) == []


def test_staff_give_nobody_a_way_in_to_the_office_of_nobody(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person, whose = chairs(session, made)
    gone = holder(session, made, Office.DEPUTY, member(session), member_id=None, shown="Left")
    erased(session, person)
    staff_in(browser, session, account(session, Role.OFFICER))
    page = browser.get(STAFF).text
    assert "accepted, until" not in page
    assert "They lost their way in" not in page
    for one in (whose, gone):
        browser.post(f"{STAFF}/offices/{one.id}/reset")
        assert read(session, one).reset_asked is None


def test_a_link_to_an_office_that_ended_leads_nowhere(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    holder(
        session,
        made,
        Office.CHAIR,
        member(session),
        invited=crypto.fingerprint("token"),
        expires=now() + YEAR,
        ended=now(),
    )
    sign_in(browser, session, member(session))
    assert browser.get("/en/forum/office/token").status_code == 404


def test_the_page_before_says_that_an_office_ends(browser: TestClient, session: Session) -> None:
    person, _ = chairs(session, body(session))
    sign_in(browser, session, person)
    page = browser.get("/en/member/leave").text
    assert "Your office in" in page
    assert "Race equality forum" in page


def test_who_holds_an_office_is_handed_all_of_it(session: Session) -> None:
    made = body(session)
    person, whose = chairs(session, made)
    other = member(session)
    number, name, theirs = whose.id or 0, person.id, other.id
    session.add(Duty(office_id=number, weekday=1, called="Sister Amina"))
    said: dict[str, Any] = {
        "day": today(),
        "present": 4,
        "in_favour": 3,
        "against": 1,
        "language": "en",
    }
    written = Ending(office_id=number, member_id=name, words="I wrote this.", **said)
    signed = Ending(office_id=number, member_id=theirs, words="They wrote this.", **said)
    blocked: dict[str, Any] = {
        "body_id": made.id or 0,
        "member_id": theirs,
        "reason": next(iter(BlockedFor)),
    }
    session.add_all([written, signed, Block(by_id=name, words="Rude.", asked=today(), **blocked)])
    session.flush()
    session.add(Confirmation(ending_id=signed.id or 0, member_id=name))
    session.commit()
    held = OF_MEMBERS.held(session, name)
    (office,) = held["your offices"]
    assert (office["office"], office["name shown"]) == ("chair", "Amina Yusuf")
    assert office["last day at work"] == today().isoformat()
    assert "Sister Amina" in str(office["days on duty"])
    assert "I wrote this." in str(held["minutes that you wrote to end a term"])
    assert "They wrote this." in str(held["minutes that you confirmed"])
    assert "Rude." in str(held["blocks that you asked for, or to which you said yes"])
    assert OF_MEMBERS.held(session, theirs)["your offices"] == []
