"""Pages for members: who is asked, what they typed meanwhile, and that staff are nobody here."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response as StarletteResponse
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.app import create_app
from portal.features import FEATURES, LINKS
from portal.members import keeping
from portal.members.guards import open_to_all
from portal.members.models import Member, MemberSession
from portal.settings import Settings
from portal.store.db import now
from portal.web import links
from portal.web.feature import Feature
from portal.web.page import get, page, render
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.members.factories import (
    COOKIE,
    SIGN_IN,
    all_of,
    ask,
    asked_link,
    card,
    is_signed_in,
    link_in,
    mails,
    member,
    sign_in,
)

TYPED = {"name": "Zainab Aubergine", "name_shown": "yes", "language": "ur"}


def owner_on(page: Response) -> dict[str, str]:
    (owner,) = set(re.findall(r'name="_owner" value="([^"]+)"', page.text))
    return {"_owner": unescape(owner)}


def sealed_on(page: Response) -> str:
    found = re.search(r'name="_form" value="([^"]+)"', page.text)
    return unescape(found[1]) if found else ""


def filled_in(browser: TestClient, session: Session, person: Member) -> dict[str, str]:
    """Open the page and type until the session is over."""
    sign_in(browser, session, person)
    filled = TYPED | owner_on(browser.get("/en/member"))
    session.rollback()
    for one in session.exec(select(MemberSession)):
        one.expires = now() - timedelta(minutes=1)
    session.commit()
    return filled


def named(session: Session) -> list[str]:
    return [one.name for one in all_of(session, Member)]


def test_whoever_is_not_signed_in_is_asked_and_comes_back(
    browser: TestClient, session: Session
) -> None:
    asked = browser.get("/en/member/leave", follow_redirects=False)
    assert asked.headers["location"] == f"{SIGN_IN}?next=/en/member/leave"
    assert 'name="next" value="/en/member/leave"' in browser.get(asked.headers["location"]).text
    path = asked_link(browser, session, member(session), next="/en/member/leave")
    answer = browser.post(path, follow_redirects=False)
    assert answer.headers["location"] == "/en/member/leave"


def test_staff_are_nobody_on_pages_for_members(browser: TestClient, session: Session) -> None:
    sign_staff_in(browser, session, account(session, *Role))
    assert not is_signed_in(browser)
    assert browser.post("/en/member/name", data=TYPED).status_code == 403


def test_a_member_is_nobody_on_pages_for_staff(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    asked = browser.get("/en/staff", follow_redirects=False)
    assert asked.headers["location"].startswith("/en/account/sign-in")
    assert browser.post("/en/staff/cards/issue", data={"language": "en"}).status_code == 403


def test_neither_token_opens_the_others_pages(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    token = browser.cookies[COOKIE]
    browser.cookies.clear()
    browser.cookies.set("__Host-session", token, domain="voices.example", path="/")
    assert browser.get("/en/staff").url.path == "/en/account/sign-in"
    browser.cookies.clear()
    sign_staff_in(browser, session, account(session, *Role))
    staff = browser.cookies["__Host-session"]
    browser.cookies.clear()
    browser.cookies.set(COOKIE, staff, domain="voices.example", path="/")
    assert not is_signed_in(browser)


def test_both_may_be_signed_in_in_one_browser_and_sign_out_apart(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    sign_staff_in(browser, session, account(session, Role.OFFICER, name="Olwen Officer"))
    assert "Olwen Officer" in browser.get("/en/staff").text
    page = browser.get("/en/member").text
    assert "Olwen Officer" not in page
    browser.post("/en/member/sign-out")
    assert not is_signed_in(browser)
    assert browser.get("/en/staff").status_code == 200


def test_leaving_in_a_hurry_ends_the_session_for_whoever_copied_it(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    token = browser.cookies[COOKIE]
    left = browser.get("/exit", follow_redirects=False)
    assert f'{COOKIE}=""' in left.headers["set-cookie"]
    browser.cookies.clear()
    browser.cookies.set(COOKIE, token, domain="voices.example", path="/")
    assert not is_signed_in(browser)


def test_an_old_browser_that_says_nothing_is_not_believed_with_a_session(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    del browser.headers["sec-fetch-site"]
    assert browser.post("/en/member/sign-out", headers={"origin": "null"}).status_code == 403
    browser.cookies.set("remember", "me", domain="voices.example")
    browser.cookies.delete(COOKIE, domain="voices.example", path="/")
    assert ask(browser, "a@mail.example").status_code == 200


def test_the_session_of_somebody_who_was_erased_opens_nothing(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    sign_in(browser, session, person)
    session.commit()
    keeping.erase([], session, person, stays=True)
    session.commit()
    assert not is_signed_in(browser)
    assert all_of(session, MemberSession) == []


def test_a_session_from_a_clock_that_was_wrong_does_not_last(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    session.rollback()
    for one in session.exec(select(MemberSession)):
        one.expires = now() + timedelta(days=400)
    session.commit()
    assert not is_signed_in(browser)


def test_what_was_typed_is_kept_sealed_and_not_read_in_the_page(
    browser: TestClient, session: Session
) -> None:
    filled = filled_in(browser, session, member(session))
    asked = browser.post("/en/member/name", data=filled)
    assert asked.status_code == 403
    assert sealed_on(asked)
    assert "Aubergine" not in asked.text
    assert named(session) == [""]


def test_it_is_sent_on_once_its_member_signed_in_with_a_card(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    _, code = card(session, person)
    sealed = sealed_on(browser.post("/en/member/name", data=filled_in(browser, session, person)))
    shown = browser.post("/en/member/card", data={"_form": sealed})
    assert sealed_on(shown) == sealed
    done = browser.post("/en/member/card", data={"code": code, "_form": sealed})
    assert done.url.path == "/en/member"
    assert named(session) == ["Zainab Aubergine"]


def test_it_is_sent_on_once_its_member_signed_in_with_a_link_in_another_tab(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    sealed = sealed_on(browser.post("/en/member/name", data=filled_in(browser, session, person)))
    waits = browser.post(SIGN_IN, data={"email": person.email, "_form": sealed})
    assert sealed_on(waits) == sealed
    still = browser.post("/en/member/name", data={"_form": sealed})
    assert still.status_code == 403
    sealed = sealed_on(still)
    (mail,) = mails(session)
    browser.post(link_in(mail))
    assert browser.post("/en/member/name", data={"_form": sealed}).url.path == "/en/member"
    assert named(session) == ["Zainab Aubergine"]


@pytest.mark.parametrize("way", ["card", "name"])
def test_somebody_else_sends_nothing_of_it(browser: TestClient, session: Session, way: str) -> None:
    filled = filled_in(browser, session, member(session))
    sealed = sealed_on(browser.post("/en/member/name", data=filled))
    other = member(session)
    _, code = card(session, other)
    if way == "name":
        sign_in(browser, session, other)
    answer = browser.post(f"/en/member/{way}", data={"code": code, "_form": sealed})
    assert "Aubergine" not in answer.text
    assert named(session) == ["", ""]


def test_a_page_that_was_left_open_acts_for_nobody_else(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    left_open = TYPED | owner_on(browser.get("/en/member"))
    other = member(session)
    sign_in(browser, session, other)
    assert browser.post("/en/member/name", data=left_open).status_code == 403
    assert named(session) == ["", ""]


def test_a_form_of_staff_is_not_sent_on_for_a_member(browser: TestClient, session: Session) -> None:
    sign_staff_in(browser, session, account(session, Role.OFFICER))
    page = browser.get("/en/staff/cards")
    sealed_for_staff = {"language": "en"} | owner_on(page)
    browser.cookies.clear()
    sealed = sealed_on(browser.post("/en/staff/cards/issue", data=sealed_for_staff))
    assert sealed
    _, code = card(session, member(session))
    answer = browser.post("/en/member/card", data={"code": code, "_form": sealed})
    assert "belongs to somebody else" in answer.text


def test_another_language_keeps_what_is_typed(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, member(session))
    page = browser.get("/en/member")
    sent = TYPED | owner_on(page) | {"_switch": "cy", "_page": "/member"}
    switched = browser.post("/en/member/name", data=sent)
    assert switched.url.path == "/cy/member/name"
    assert 'value="Zainab Aubergine"' in switched.text
    assert named(session) == [""]


def test_a_form_for_anybody_does_not_say_who_is_signed_in(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session, name="Zainab Aubergine", name_shown=True))
    for path in ("/en/help/speak-up", "/en/receipt", "/en/consultations", "/en/"):
        page = browser.get(path).text
        assert "_owner" not in page
        assert "Aubergine" not in page
        assert "/member/sign-out" not in page


def _open_page(request: Request, session: Session, member: Member | None) -> StarletteResponse:
    """Show a public page with a form for members."""
    return render(request, "members/own/leave.html", told=(), shown={"words": member and "goes"})


OPEN = Feature(routes=[get("/groups/page/open", page(open_to_all(_open_page)), name="open_page")])


@pytest.fixture
def with_open_page(settings: Settings, browser: TestClient) -> Iterator[TestClient]:
    app = create_app(settings, (*FEATURES, OPEN))
    with TestClient(app, base_url="https://voices.example") as client:
        client.headers["sec-fetch-site"] = "same-origin"
        yield client
    links.use(LINKS)


def test_a_page_for_all_is_handed_the_member_or_nobody(
    with_open_page: TestClient, session: Session
) -> None:
    nobody = with_open_page.get("/en/groups/page/open")
    assert nobody.status_code == 200
    assert "_owner" not in nobody.text
    sign_staff_in(with_open_page, session, account(session, *Role))
    assert "_owner" not in with_open_page.get("/en/groups/page/open").text
    person = member(session)
    sign_in(with_open_page, session, person)
    shown = with_open_page.get("/en/groups/page/open")
    assert owner_on(shown)["_owner"].startswith(f"member:{person.id}:")
    assert 'value="goes" checked' in shown.text


def test_another_language_keeps_what_is_typed_on_a_page_for_all(
    with_open_page: TestClient, session: Session
) -> None:
    sign_in(with_open_page, session, member(session))
    typed = {"words": "stays", "_switch": "cy", "_page": "/groups/page/open"}
    typed |= owner_on(with_open_page.get("/en/groups/page/open"))
    switched = with_open_page.post("/en/member/leave", data=typed)
    assert 'lang="cy"' in switched.text
    assert re.search(r'value="stays"[^>]* checked', switched.text)
    assert 'value="goes" checked' not in switched.text
    assert len(all_of(session, Member)) == 1
