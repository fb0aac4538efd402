"""Officers issue cards that they know by their number alone, and see nobody's name."""

import re

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.members.models import Member, MemberCard, MemberSession
from portal.store.audit import AuditEntry
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.council.factories import council
from tests.members.factories import all_of, card, is_signed_in, member, sign_in

CARDS = "/en/staff/cards"


@pytest.fixture
def officer(browser: TestClient, session: Session) -> Account:
    made = account(session, Role.OFFICER)
    sign_staff_in(browser, session, made)
    return made


def keys(browser: TestClient) -> list[str]:
    return re.findall(r'name="_key" value="([^"]+)"', browser.get(CARDS).text)


def issue(browser: TestClient, key: str = "", tag: str = "ur") -> Response:
    key = key or keys(browser)[0]
    return browser.post(f"{CARDS}/issue", data={"language": tag, "_key": key})


def named(browser: TestClient, act: str, number: str) -> Response:
    sent = {"number": number, "_key": keys(browser)[1]} | ({act: "yes"} if act == "revoke" else {})
    return browser.post(f"{CARDS}/end", data=sent)


def code_on(page: Response) -> str:
    (code,) = re.findall(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b", page.text)
    return str(code)


@pytest.mark.parametrize("number", ["", "1234 5678", "x", "12345678901", "1" * 60_000])
@pytest.mark.parametrize("act", ["replace", "revoke"])
def test_a_number_that_no_card_has_does_nothing(
    browser: TestClient, session: Session, officer: Account, number: str, act: str
) -> None:
    card(session, member(session))
    before = all_of(session, MemberCard)[0].code_hash
    assert named(browser, act, number).status_code == 422
    (kept,) = all_of(session, MemberCard)
    assert (kept.code_hash, kept.revoked) == (before, False)


def test_whoever_guesses_numbers_has_to_wait(
    browser: TestClient, session: Session, officer: Account
) -> None:
    number, _ = card(session, member(session))
    for guess in range(10):
        named(browser, "revoke", f"{guess}")
    assert "Try again in an hour" in named(browser, "revoke", number).text
    assert not all_of(session, MemberCard)[0].revoked


def test_a_card_needs_a_language(browser: TestClient, session: Session, officer: Account) -> None:
    for tag in ("", "xx", "en-XA"):
        assert issue(browser, tag=tag).status_code == 422
    assert all_of(session, Member) == []


def test_a_form_that_comes_twice_makes_one_card(
    browser: TestClient, session: Session, officer: Account
) -> None:
    key = keys(browser)[0]
    assert issue(browser, key).status_code == 200
    again = issue(browser, key)
    assert again.status_code == 422
    assert "Its code is shown once only" in again.text
    assert len(all_of(session, Member)) == len(all_of(session, MemberCard)) == 1


@pytest.mark.both
def test_a_card_is_printed_in_its_language_and_opens_a_new_page(
    browser: TestClient, session: Session, officer: Account
) -> None:
    page = issue(browser)
    assert '<section class="sheet" lang="ur" dir="rtl"' in page.text
    assert "https://voices.example/ur/member/card" in page.text
    browser.cookies.clear()
    browser.post("/en/member/card", data={"code": code_on(page)})
    assert is_signed_in(browser)
    (made,) = all_of(session, Member)
    assert (made.email, made.name, made.language) == (None, "", "ur")


def test_what_is_printed_says_nothing_of_what_it_opens(
    browser: TestClient, session: Session, officer: Account
) -> None:
    page = issue(browser, tag="en").text
    sheet = page[page.index('<section class="sheet"') : page.index("</section>")].lower()
    telling = ("race", "forum", "bme", "ethnic", "minority", "equality", "hate", "member of")
    assert [word for word in telling if word in sheet] == []


def test_what_is_printed_says_whom_to_call_if_it_is_lost(
    browser: TestClient, session: Session, officer: Account
) -> None:
    council(session)
    page = issue(browser, tag="ur").text
    sheet = page[page.index('<section class="sheet"') : page.index("</section>")]
    assert 'href="tel:01632960004"' in sheet
    page = issue(browser, tag="en").text
    sheet = page[page.index('<section class="sheet"') : page.index("</section>")]
    assert "If the card is lost, call the council" in sheet


def test_a_new_card_ends_the_old_one_and_signs_its_owner_out(
    browser: TestClient, session: Session, officer: Account
) -> None:
    person = member(session, name="Zainab Aubergine", email=None)
    number, old = card(session, person)
    sign_in(browser, session, person)
    page = named(browser, "replace", f" {number[:4]}-{number[4:]} ")
    assert page.status_code == 200
    assert "Aubergine" not in page.text
    assert all_of(session, MemberSession) == []
    for code, status in ((old, 422), (code_on(page), 303)):
        sent = browser.post("/en/member/card", data={"code": code}, follow_redirects=False)
        assert sent.status_code == status


def test_a_revoked_card_can_be_replaced(
    browser: TestClient, session: Session, officer: Account
) -> None:
    number, code = card(session, member(session))
    assert named(browser, "revoke", number).status_code == 200
    sent = browser.post("/en/member/card", data={"code": code}, follow_redirects=False)
    assert sent.status_code == 422
    assert code_on(named(browser, "replace", number))


def test_the_log_tells_who_did_it_and_not_which_card(
    browser: TestClient, session: Session, officer: Account
) -> None:
    issue(browser)
    (kept,) = all_of(session, MemberCard)
    named(browser, "revoke", kept.number)
    logged = [one for one in all_of(session, AuditEntry) if one.action.startswith("card.")]
    assert [one.action for one in logged] == ["card.issued", "card.revoked"]
    assert {one.actor for one in logged} == {str(officer.id)}
    told = str([one.model_dump() for one in logged])
    assert kept.number not in told
    assert kept.member_id not in told
