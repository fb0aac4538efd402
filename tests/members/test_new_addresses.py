"""A change of address: both mailboxes have to agree, and nobody learns who else is known."""

from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.members import new_addresses
from portal.members.models import AddressChange, Member
from portal.store.db import now
from tests.members.factories import (
    all_of,
    asked_link,
    card,
    link_in,
    member,
    outbox,
    sign_in,
)

NEW = "new@mail.example"


@pytest.fixture
def zainab(browser: TestClient, session: Session) -> Member:
    made = member(session, email="old@mail.example")
    sign_in(browser, session, made)
    return made


def want(browser: TestClient, email: str = NEW) -> Response:
    return browser.post("/en/member/address", data={"email": email})


def asked(browser: TestClient, session: Session) -> tuple[str, str]:
    """Ask for the change; give the link in the new mailbox and that in the old one."""
    want(browser)
    new, old = outbox(session)
    assert (new.recipient, old.recipient) == (NEW, "old@mail.example")
    return link_in(new), link_in(old)


def address(session: Session) -> str | None:
    found: list[Member] = all_of(session, Member)
    return found[0].email


@pytest.mark.parametrize("typed", ["", "x", "old@mail.example", "OLD@mail.example", "a" * 60_000])
def test_what_is_no_other_address_is_refused(
    browser: TestClient, session: Session, zainab: Member, typed: str
) -> None:
    assert want(browser, typed).status_code == 422
    assert all_of(session, AddressChange) == outbox(session) == []


@pytest.mark.parametrize("first", [0, 1])
def test_one_mailbox_alone_changes_nothing(
    browser: TestClient, session: Session, zainab: Member, first: int
) -> None:
    path = asked(browser, session)[first]
    for _ in range(2):
        assert "This mailbox has agreed" in browser.post(path).text
    assert address(session) == "old@mail.example"


def test_fetching_the_links_changes_nothing(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    for path in asked(browser, session):
        assert "n…@mail.example" in browser.get(path).text
        browser.head(path)
    assert address(session) == "old@mail.example"


@pytest.mark.both
def test_both_mailboxes_change_it_from_anywhere_and_older_links_end(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    old_link = asked_link(browser, session, zainab)
    new, old = asked(browser, session)
    browser.cookies.clear()
    browser.post(old)
    assert "The address is changed" in browser.post(new).text
    assert address(session) == NEW
    assert browser.post(old_link).status_code == 410
    assert browser.post(new).status_code == 410


def test_two_days_later_nothing_can_be_agreed_to(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    new, _ = asked(browser, session)
    session.rollback()
    for one in session.exec(select(AddressChange)):
        one.expires -= timedelta(days=2)
    session.commit()
    assert browser.get(new).status_code == browser.post(new).status_code == 410
    new_addresses.forget_old(session, now())
    session.commit()
    assert all_of(session, AddressChange) == []


def test_what_was_wanted_before_counts_no_more(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    new, old = asked(browser, session)
    want(browser, "third@mail.example")
    assert browser.post(new).status_code == browser.post(old).status_code == 410
    browser.post("/en/member/address/stop")
    assert all_of(session, AddressChange) == []


def test_an_address_that_is_known_is_answered_like_any_other_and_never_taken(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    member(session, email="theirs@mail.example")
    unknown = want(browser, "unknown@mail.example").text
    outbox(session)
    known = want(browser, "theirs@mail.example").text
    assert known.replace("theirs@", "unknown@") == unknown
    old, theirs = outbox(session)
    assert theirs.recipient == "theirs@mail.example"
    assert "https://voices.example/en/" not in theirs.body
    assert "This mailbox has agreed" in browser.post(link_in(old)).text
    assert address(session) in ("old@mail.example", "theirs@mail.example")


def test_of_two_who_want_one_address_the_first_gets_it(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    new, old = asked(browser, session)
    browser.post(old)
    browser.post(new)
    session.commit()
    other = member(session, email="other@mail.example")
    session.commit()
    new_addresses.want(session, other, "late@mail.example", "en", now())
    session.commit()
    late, theirs = outbox(session)
    session.commit()
    member(session, email="late@mail.example")
    browser.post(link_in(theirs))
    assert browser.post(link_in(late)).status_code == 410
    emails = sorted(one.email for one in all_of(session, Member))
    assert emails == ["late@mail.example", NEW, "other@mail.example"]


def test_nobody_is_flooded_by_way_of_a_change(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    answers = [want(browser).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 422]


def test_whoever_has_a_card_only_needs_the_new_mailbox(
    browser: TestClient, session: Session
) -> None:
    person = member(session, email=None)
    card(session, person)
    sign_in(browser, session, person)
    want(browser)
    (mail,) = outbox(session)
    assert "The address is changed" in browser.post(link_in(mail)).text
    assert address(session) == NEW
