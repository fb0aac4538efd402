"""A member's own page: their name, their language, where they are signed in, what is held."""

import json

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.council import queries as council_queries
from portal.council.rules import Council
from portal.members.models import Member, MemberSession
from portal.web.feature import Feature, OfMembers
from tests.members.factories import (
    COOKIE,
    SIGN_IN,
    all_of,
    asked_link,
    card,
    is_signed_in,
    member,
    sign_in,
)


@pytest.fixture
def zainab(browser: TestClient, session: Session) -> Member:
    made = member(session, email="zainab@mail.example", name="Zainab")
    sign_in(browser, session, made)
    return made


def save(browser: TestClient, **changes: str) -> Response:
    return browser.post("/en/member/name", data={"name": "Zainab", "language": "en"} | changes)


@pytest.mark.parametrize(
    "name",
    [
        "evil\u202ename",
        "Zai\u200bnab",
        "The Council",
        "C0UNCIL",
        "C o u n c i l",
        "Chair of everything",
        "Moderator",
        "x" * 60_000,
        "Zаinab",  # one letter is Cyrillic
        "!!!",
    ],
)
def test_a_name_that_misleads_is_refused_and_what_was_typed_is_there(
    browser: TestClient, session: Session, zainab: Member, name: str
) -> None:
    answer = save(browser, name=name, language="cy")
    assert answer.status_code == 422
    assert f'value="{name}"' in answer.text
    assert [(one.name, one.language) for one in all_of(session, Member)] == [("Zainab", "en")]


def test_nobody_is_called_like_this_council(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    session.commit()
    council_queries.save(session, Council(name={"en": "Aberwen", "cy": "Cyngor Aberwen"}))
    session.commit()
    browser.app_state["memory"]._kept.clear()
    assert save(browser, name="ABERWEN officer").status_code == 422


def test_a_language_that_is_not_listed_is_refused(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    assert save(browser, language="xx").status_code == 422
    assert save(browser, language="").status_code == 422


@pytest.mark.parametrize(
    "name", ["زینب", "می‌خواهم", "陳美玲", "O’Neill-Jones", "Nguyễn Thị Hương", "சிவகாமி", ""]
)
def test_a_name_in_any_letters_is_kept_and_not_shown_unless_chosen(
    browser: TestClient, session: Session, zainab: Member, name: str
) -> None:
    assert "It is saved." in save(browser, name=f"  {name} ", language="ur").text
    (kept,) = all_of(session, Member)
    assert (kept.name, kept.public_name, kept.language) == (name, "", "ur")
    save(browser, name=name, name_shown="yes")
    assert all_of(session, Member)[0].public_name == name


def test_signing_out_everywhere_ends_links_and_sessions(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    sign_in(browser, session, zainab)
    path = asked_link(browser, session, zainab)
    assert browser.post("/en/member/sign-out-everywhere").url.path == SIGN_IN
    assert all_of(session, MemberSession) == []
    assert browser.post(path).status_code == 410


def test_signing_out_ends_this_session_only(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    sign_in(browser, session, zainab)
    browser.post("/en/member/sign-out")
    assert not is_signed_in(browser)
    assert len(all_of(session, MemberSession)) == 1


def test_everything_that_is_held_can_be_downloaded(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    card(session, zainab)
    posts = OfMembers(held=lambda _session, number: {"posts": [f"of {number == zainab.id}"]})
    browser.app_state["features"] = [*browser.app_state["features"], Feature(of_members=posts)]
    answer = browser.get("/en/member/held")
    assert answer.headers["content-disposition"] == 'attachment; filename="held.json"'
    assert answer.headers["cache-control"] == "no-store"
    held = json.loads(answer.text)
    assert held["e-mail address"] == "zainab@mail.example"
    assert held["posts"] == ["of True"]
    stored = set(Member.model_fields) - {"id"}
    assert len(stored) == 6, "say what else is held about a member"
    assert len(held["signed in, until"]) == 1


def test_the_page_is_for_its_member_alone(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    other = member(session, name="Somebody Else")
    page = browser.get("/en/member").text
    assert "zainab@mail.example" in page
    assert other.email
    assert other.email not in page
    assert zainab.id not in page.replace(f"member:{zainab.id}", "")


def test_what_is_kept_is_said_to_everybody_before(browser: TestClient, session: Session) -> None:
    notice = browser.get("/en/privacy").text
    assert "No page shows council staff who is a member." in notice
    assert "If we do not hear from you for 12 months" in notice
    assert "Without an answer within 2 months we erase you." in notice
    assert COOKIE in browser.get("/en/cookies").text
    assert "Members are 16 or older." in browser.get(SIGN_IN).text
