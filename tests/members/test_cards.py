"""Signing in with a printed card: guessed, mistyped and revoked codes, and the right one."""

from dataclasses import replace

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.app import create_app
from portal.members import cards, demo_people
from portal.members.models import MemberCard, MemberSession
from portal.sealing import crypto
from portal.settings import Settings
from tests.members.factories import all_of, asked_link, card, is_signed_in, member


def enter(browser: TestClient, code: str, **more: str) -> Response:
    return browser.post("/en/member/card", data={"code": code} | more, follow_redirects=False)


def test_a_code_that_nobody_drew_opens_nothing(browser: TestClient, session: Session) -> None:
    card(session, member(session))
    answer = enter(browser, crypto.format_code(crypto.new_code()))
    assert answer.status_code == 422
    assert "No card with this code opens anything." in answer.text
    assert not is_signed_in(browser)


@pytest.mark.parametrize("typed", ["", "ABCD", "x" * 60_000, "-----", "\u202eABCD-EFGH"])
def test_a_code_that_is_none_is_refused(browser: TestClient, session: Session, typed: str) -> None:
    card(session, member(session))
    assert enter(browser, typed).status_code == 422


def test_a_code_with_a_mistake_is_found_out_before_anybody_looks_for_it(
    browser: TestClient, session: Session
) -> None:
    _, code = card(session, member(session))
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    answer = enter(browser, wrong)
    assert "has a mistake in it" in answer.text
    assert f'value="{wrong}"' in answer.text


def test_a_card_that_was_revoked_opens_nothing(browser: TestClient, session: Session) -> None:
    number, code = card(session, member(session))
    session.commit()
    found = cards.by_number(session, number)
    assert found
    cards.revoke(session, found)
    session.commit()
    assert enter(browser, code).status_code == 422
    assert not is_signed_in(browser)


@pytest.mark.both
def test_a_new_card_ends_the_one_before(browser: TestClient, session: Session) -> None:
    person = member(session)
    (_, old), (_, new) = card(session, person), card(session, person)
    assert enter(browser, old).status_code == 422
    assert enter(browser, new).status_code == 303
    assert len(all_of(session, MemberCard)) == 1


def test_a_network_that_guesses_has_to_wait(settings: Settings, session: Session) -> None:
    _, code = card(session, member(session))
    app = create_app(replace(settings, source_header="x-network"))
    with TestClient(app, base_url="https://voices.example") as guesser:
        guesser.headers.update({"sec-fetch-site": "same-origin", "x-network": "203.0.113.0"})
        guesses = [enter(guesser, crypto.new_code()).status_code for _ in range(11)]
        assert guesses == [422] * 10 + [429]
        waits = enter(guesser, code)
        assert waits.status_code == 429
        assert f'value="{code}"' in waits.text
        guesser.headers["x-network"] = "198.51.100.0"
        assert enter(guesser, code).status_code == 303


def test_nobody_who_only_mistypes_has_to_wait(browser: TestClient, session: Session) -> None:
    _, code = card(session, member(session))
    assert {enter(browser, code[:-1] + "?").status_code for _ in range(20)} == {422}
    assert enter(browser, code).status_code == 303


@pytest.mark.parametrize("spoiled", [str.lower, lambda code: code.replace("-", " ")])
def test_the_right_code_signs_in_however_it_is_typed(
    browser: TestClient, session: Session, spoiled: object
) -> None:
    person = member(session, email=None)
    _, code = card(session, person)
    typed = spoiled(code)  # type: ignore[operator]
    answer = enter(browser, typed, next="/en/member/leave", own_device="yes")
    assert answer.headers["location"] == "/en/member/leave"
    (kept,) = all_of(session, MemberSession)
    assert kept.member_id == person.id
    assert kept.own_device


def test_wherever_a_card_is_spoken_of_it_says_who_makes_another_one(
    browser: TestClient, session: Session
) -> None:
    _, code = card(session, member(session, email=None))
    before = browser.get("/en/member/card").text
    enter(browser, code)
    for page in (before, browser.get("/en/member").text):
        assert "call the council and say its number" in page.lower()


def test_a_hidden_page_signs_nobody_in_and_a_silent_browser_does(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    _, code = card(session, person)
    path = asked_link(browser, session, person)
    del browser.headers["sec-fetch-site"]
    browser.headers["origin"] = "null"
    assert enter(browser, code).status_code == 403
    assert browser.post(path).status_code == 403
    assert all_of(session, MemberSession) == []
    del browser.headers["origin"]
    assert enter(browser, code).status_code == 303


def test_who_is_asked_who_they_are_reads_why(browser: TestClient) -> None:
    said = "The page that you opened is for members."
    assert said in browser.get("/en/member/following").text
    assert said not in browser.get("/en/member/sign-in").text


def test_of_a_code_only_a_hash_is_kept(browser: TestClient, session: Session) -> None:
    _, code = card(session, member(session))
    (kept,) = all_of(session, MemberCard)
    assert code.replace("-", "") not in str(kept.model_dump())
    assert kept.issued.day == 1


def test_an_address_with_a_code_fills_in_nothing_but_in_the_demonstration(
    browser: TestClient, settings: Settings, seeded: Session
) -> None:
    code = crypto.format_code(demo_people.code(settings, 1))
    assert code not in browser.get(f"/en/member/card?code={code}").text
    assert code not in browser.get("/en/account/sign-in").text
    app = create_app(replace(settings, demo=True))
    with TestClient(app, base_url="https://voices.example") as demo:
        demo.headers["sec-fetch-site"] = "same-origin"
        for address in ("/en/account/sign-in", "/en/member/sign-in"):
            assert f"/en/member/card?code={code}" in demo.get(address).text
        assert f'value="{code}"' in demo.get(f"/en/member/card?code={code}").text
        assert enter(demo, code).status_code == 303
        assert "فاطمہ بی بی" in demo.get("/en/member").text
