"""A change of address: both mailboxes have to agree, and nobody learns who else is known."""

from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.members import new_addresses, staying
from portal.members.models import AddressChange, Member, MemberCard
from portal.store.db import now
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as staff_in
from tests.members.factories import (
    all_of,
    ask,
    asked_link,
    card,
    link_in,
    mails,
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
    new_addresses.look(session, now())
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


def test_nobody_learns_by_way_of_a_change_who_asks_for_links(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    member(session, email="theirs@mail.example")
    for _ in range(4):
        ask(browser, "theirs@mail.example")
    mails(session)
    assert want(browser, "theirs@mail.example").status_code == 200
    assert len(outbox(session)) == 2


def test_several_who_want_one_address_do_not_flood_it_and_are_not_told(
    browser: TestClient, session: Session
) -> None:
    for number in range(5):
        sign_in(browser, session, member(session, email=f"one{number}@other.example"))
        assert want(browser).status_code == 200
    assert [one.recipient for one in outbox(session)].count(NEW) == 3


def carded(browser: TestClient, session: Session) -> str:
    """Sign in with a card alone, want an address and agree to it in its mailbox; give the link."""
    person = member(session, email=None)
    card(session, person)
    sign_in(browser, session, person)
    want(browser)
    (mail,) = outbox(session)
    path = link_in(mail)
    assert "This mailbox has agreed" in browser.post(path).text
    return path


def days_go_by(session: Session, days: int) -> None:
    """Let days go by, and do the work that is due then."""
    session.rollback()
    staying.look((), session, now() + timedelta(days=days))
    session.commit()


def test_a_card_alone_changes_nothing_for_a_week_and_its_owner_reads_what_is_to_come(
    browser: TestClient, session: Session
) -> None:
    path = carded(browser, session)
    assert browser.post(path).status_code == 200
    days_go_by(session, 6)
    assert address(session) is None
    page = browser.get("/en/member").text
    assert "new@mail.example" in page
    assert "If it was not you" in page


@pytest.mark.parametrize("button", ["sign-out-everywhere", "address/stop"])
def test_its_owner_ends_what_another_wanted_with_a_card(
    browser: TestClient, session: Session, button: str
) -> None:
    path = carded(browser, session)
    browser.post(f"/en/member/{button}")
    assert browser.post(path).status_code == 410
    days_go_by(session, 8)
    assert address(session) is None


@pytest.mark.parametrize("button", [{}, {"revoke": "yes"}])
def test_whoever_stole_a_card_gets_no_address_once_it_is_revoked_or_replaced(
    browser: TestClient, session: Session, button: dict[str, str]
) -> None:
    path = carded(browser, session)
    (stolen,) = all_of(session, MemberCard)
    staff_in(browser, session, account(session, Role.OFFICER))
    browser.post("/en/staff/cards/end", data={"number": stolen.number, "_key": "k"} | button)
    assert browser.post(path).status_code == 410
    days_go_by(session, 8)
    assert address(session) is None


def test_with_a_card_one_is_led_to_what_is_to_come_before_anything_else(
    browser: TestClient, session: Session
) -> None:
    carded(browser, session)
    (person,) = all_of(session, Member)
    _, code = card(session, person)
    answer = browser.post(
        "/en/member/card", data={"code": code, "next": "/en/forum"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/en/member"


def test_signing_out_everywhere_ends_a_change_that_waits_for_the_old_mailbox(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    new, old = asked(browser, session)
    browser.post("/en/member/sign-out-everywhere")
    assert browser.post(new).status_code == browser.post(old).status_code == 410


@pytest.mark.both
def test_whoever_has_a_card_only_needs_the_new_mailbox_and_a_week(
    browser: TestClient, session: Session
) -> None:
    carded(browser, session)
    days_go_by(session, 8)
    assert address(session) == NEW
    assert all_of(session, AddressChange) == []


def test_an_address_that_became_anothers_within_the_week_is_not_taken(
    browser: TestClient, session: Session
) -> None:
    carded(browser, session)
    member(session, email=NEW)
    days_go_by(session, 8)
    assert sorted(one.email or "" for one in all_of(session, Member)) == ["", NEW]
