"""Nobody is called like the council or the chair, wherever somebody says what they are called."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Membership
from portal.bodies.rules import Office
from tests.bodies.factories import HERE, body, holder, in_body, rows
from tests.joining.test_joining import SAID
from tests.members.factories import member, sign_in

NAMES = ("The Council", "\u0421ouncil", "th\u0435 chair", "Moderator Ali", "Al\u202ei")


@pytest.mark.parametrize("name", NAMES)
def test_an_applicant_is_not_called_like_the_council_or_the_chair(
    browser: TestClient, session: Session, name: str
) -> None:
    body(session)
    sign_in(browser, session, member(session))
    page = browser.post(f"{HERE}/join/apply", data=SAID | {"called": name})
    assert page.status_code == 422
    assert rows(session, Membership) == []


@pytest.mark.parametrize("name", ["Race equality forum", "ʀᴀᴄᴇ Equality Forum team"])
def test_nobody_is_called_like_a_body(browser: TestClient, session: Session, name: str) -> None:
    body(session, name={"en": "Race equality forum"})
    sign_in(browser, session, member(session))
    sent = {"name": name, "name_shown": "yes", "language": "en"}
    assert browser.post("/en/member/name", data=sent).status_code == 422
    page = browser.post(f"{HERE}/join/apply", data=SAID | {"called": name})
    assert "looks like that of somebody who speaks for the council" in page.text
    assert rows(session, Membership) == []


@pytest.mark.parametrize("name", ["Dr Amina Yusuf", "Yusuf Amina", "Аміпа Yusuf", "Ɑmina Yusuf"])
def test_nobody_writes_under_a_name_like_the_chairs(
    browser: TestClient, session: Session, name: str
) -> None:
    made = body(session)
    holder(session, made, Office.CHAIR, member(session), shown="Amina Yusuf")
    in_body(browser, session, made, name="Amina Khan", name_shown=True)
    assert 'value="named"' in browser.get(f"{HERE}/rooms/public/new").text
    in_body(browser, session, made, name=name, name_shown=True)
    assert 'value="named"' not in browser.get(f"{HERE}/rooms/public/new").text


@pytest.mark.parametrize("name", ["Shanice", "أمينة", "陈伟", "Mrs Chairul Anwar"])
def test_a_name_in_any_script_is_taken(browser: TestClient, session: Session, name: str) -> None:
    body(session)
    sign_in(browser, session, member(session))
    browser.post(f"{HERE}/join/apply", data=SAID | {"called": name})
    assert [one.called for one in rows(session, Membership)] == [name]
