"""Somebody who is no member yet applies: a mailed link takes them in, once, and nobody else."""

import time
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Membership
from portal.bodies.rules import Office, Stage
from portal.members.models import Member
from portal.members.signing_in import limits
from portal.sealing.crypto import fingerprint
from portal.store.db import now
from tests.bodies.factories import HERE, body, holder, only, rows
from tests.members.factories import asked_link, is_signed_in, link_in, member, outbox

ENTER = "/en/forum/enter"
APPLY = f"{HERE}/join/apply"
EMAIL = "New.Person@mail.example"


def mailed(browser: TestClient, session: Session, next_: str = APPLY, email: str = EMAIL) -> str:
    """Ask for a link; give its path."""
    assert browser.post(ENTER, data={"email": email, "next": next_}).status_code == 200
    (mail,) = outbox(session)
    return link_in(mail)


@pytest.mark.parametrize("next_", ["", "/en/staff", "//evil.example/forum/x/join/apply", f"{HERE}"])
def test_no_link_leads_anywhere_but_into_a_body(
    browser: TestClient, session: Session, next_: str
) -> None:
    body(session)
    page = browser.post(ENTER, data={"email": EMAIL, "next": next_}, follow_redirects=False)
    assert outbox(session) == []
    # They choose a body first.
    assert page.headers["location"] == "/en/forum"


def test_what_is_no_address_is_refused_and_kept(browser: TestClient, session: Session) -> None:
    body(session)
    page = browser.post(ENTER, data={"email": "no address", "next": APPLY})
    assert page.status_code == 422
    assert 'value="no address"' in page.text


def test_a_closed_body_takes_nobody_in(browser: TestClient, session: Session) -> None:
    made = body(session)
    path = mailed(browser, session)
    made.stage = Stage.CLOSED
    session.add(made)
    session.commit()
    assert browser.post(path).status_code == 410
    assert rows(session, Member) == []


def test_a_page_that_is_fetched_takes_nobody_in_and_its_button_does(
    browser: TestClient, session: Session
) -> None:
    body(session)
    path = mailed(browser, session)
    assert "n…@mail.example" in browser.get(path).text
    assert rows(session, Member) == []
    page = browser.post(path)
    assert page.url.path == APPLY
    person = only(session, Member)
    assert person.email == EMAIL.lower()
    browser.post(
        APPLY,
        data={
            "as_": "person",
            "why": "To be heard.",
            "language": "en",
            "contact": "email",
            "_do": "confirm",
        },
    )
    assert only(session, Membership).member_id == person.id


def test_a_link_takes_in_once_and_signs_no_member_in(browser: TestClient, session: Session) -> None:
    body(session)
    path = mailed(browser, session)
    browser.post(path)
    browser.cookies.clear()
    page = browser.post(path, follow_redirects=False)
    assert page.headers["location"].startswith("/en/member/sign-in?next=")
    assert not is_signed_in(browser)
    known = member(session, email="known@mail.example")
    browser.post(mailed(browser, session, email=known.email or ""))
    assert not is_signed_in(browser)


def test_nobody_keeps_a_member_from_signing_in_with_links_to_enter(
    browser: TestClient, session: Session
) -> None:
    body(session)
    person = member(session, email="victim@mail.example")
    for _ in range(4):
        browser.post(ENTER, data={"email": person.email, "next": APPLY})
    outbox(session)
    assert "/member/link/" in asked_link(browser, session, person)


def test_some_mails_go_to_one_address_then_one_an_hour_and_the_page_does_not_tell(
    browser: TestClient, session: Session
) -> None:
    body(session)
    pages = {browser.post(ENTER, data={"email": EMAIL, "next": APPLY}).text for _ in range(5)}
    assert len(pages) == 1
    sent = outbox(session)
    assert len(sent) == 3
    assert all("within an hour" in mail.body for mail in sent)
    almost, later = (now() + timedelta(minutes=one) for one in (55, 61))
    assert not limits.may_mail(session, limits.Mail.ENTER, EMAIL.lower(), almost)
    assert limits.may_mail(session, limits.Mail.ENTER, EMAIL.lower(), later)


def test_the_newest_link_opens_for_as_long_as_no_other_may_be_sent(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    body(session)
    path = mailed(browser, session)
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 59 * 60)
    assert browser.get(path).status_code == 200
    monkeypatch.setattr(time, "time", lambda: clock() + 62 * 60)
    assert browser.get(path).status_code == 410


def test_the_page_and_the_mail_say_the_same_whether_or_not_somebody_is_known(
    browser: TestClient, session: Session
) -> None:
    body(session)
    member(session, email="known@mail.example")
    pages = [
        browser.post(ENTER, data={"email": email, "next": APPLY}).text.replace(email, "")
        for email in ("known@mail.example", "other@mail.example")
    ]
    assert pages[0] == pages[1]
    assert len({mail.subject for mail in outbox(session)}) == 1


def test_whoever_is_offered_an_office_is_taken_in_by_its_link(
    browser: TestClient, session: Session
) -> None:
    made = body(session, stage=Stage.DRAFT)
    holder(
        session,
        made,
        Office.CHAIR,
        member(session),
        member_id=None,
        since=None,
        invited=fingerprint("a-token"),
        expires=now() + timedelta(days=1),
    )
    office = "/en/forum/office/a-token"
    assert "/en/forum/enter?next=" in browser.get(office).text
    page = browser.post(mailed(browser, session, office))
    assert "I accept" in page.text


def test_the_link_of_a_mail_says_nothing_to_whoever_finds_its_address(
    browser: TestClient, session: Session
) -> None:
    body(session)
    token = mailed(browser, session).rpartition("/")[2]
    padded = token.partition(".")[0] + "=="
    assert b"forum" not in urlsafe_b64decode(padded)
    assert b"mail.example" not in urlsafe_b64decode(padded)


def test_the_mail_says_for_how_long_its_link_counts_and_that_it_is_for_nobody_else(
    browser: TestClient, session: Session
) -> None:
    body(session)
    browser.post(ENTER, data={"email": EMAIL, "next": APPLY})
    (mail,) = outbox(session)
    assert "within an hour" in mail.body
    assert "Give this link to nobody" in mail.body


def test_another_address_is_written_on_the_page_for_newcomers(
    browser: TestClient, session: Session
) -> None:
    body(session)
    page = browser.post(ENTER, data={"email": EMAIL, "next": APPLY}).text
    assert f'href="{ENTER}?next={APPLY}"' in page


def test_the_page_that_a_mail_is_sent_speaks_every_language_and_sends_no_second_one(
    browser: TestClient, session: Session
) -> None:
    body(session)
    sent = {"email": EMAIL, "next": APPLY, "_sent": "yes", "_switch": "ur"}
    page = browser.post(ENTER, data=sent)
    assert page.url.path == "/ur/forum/enter"
    assert EMAIL in page.text
    assert outbox(session) == []
