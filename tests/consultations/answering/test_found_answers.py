"""Answers that somebody finds on a device: each page asks whose they are before more is added."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Draft
from tests.consultations.answering.test_responding import CHECK, S1, S2, code_in, send
from tests.consultations.answering.test_shared_device import (
    DONE,
    ORGANISATION,
    RESPOND,
    SAVED,
    SHARED,
    THEIRS,
    answer,
    read,
    start_afresh,
)
from tests.consultations.factories import consultation, question

ASKS = 'id="found-title"'


def from_page(browser: TestClient, page: str, came: str) -> str:
    """Follow a link from one page to another."""
    return browser.get(page, headers={"referer": f"https://voices.example{came}"}).text


@pytest.mark.parametrize("page", [S1, S2, CHECK, ORGANISATION])
def test_whoever_opens_a_page_of_answers_that_were_begun_is_asked_whose_they_are(
    browser: TestClient, session: Session, page: str
) -> None:
    consultation(session, [question("idea")], [question("more")])
    answer(browser, "Trees")
    shown = browser.get(page).text
    assert ASKS in shown
    assert f"1 answer was {SHARED}" in shown
    assert THEIRS in shown
    start_afresh(browser)
    assert SHARED not in browser.get(page).text
    assert "Trees" not in browser.get(page).text


@pytest.mark.parametrize("page", [S2, CHECK, ORGANISATION])
def test_whoever_goes_on_from_page_to_page_is_not_asked_again(
    browser: TestClient, session: Session, page: str
) -> None:
    consultation(session, [question("idea")], [question("more")])
    answer(browser, "Trees")
    for came in (S1, RESPOND, S1.replace("/en/", "/ur/"), CHECK):
        assert SHARED not in from_page(browser, page, came)
    assert ASKS in from_page(browser, page, "/en/consultations/other/respond/s1")


def test_once_a_code_was_shown_every_page_has_a_way_out_for_somebody_else(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more")])
    noted = code_in(answer(browser, "Trees", S2.replace("/s2", "/s1"), _save="yes"))
    assert ASKS in from_page(browser, S1, SAVED)
    left_open = from_page(browser, S1, RESPOND)
    assert ASKS not in left_open
    assert THEIRS in left_open
    start_afresh(browser)
    answer(browser, "Words of the next person")
    assert "next person" not in read(browser, noted)


def test_a_first_look_asks_nobody_anything(browser: TestClient, session: Session) -> None:
    consultation(session)
    assert SHARED not in browser.get(S1).text
    assert SHARED not in browser.get(ORGANISATION).text


@pytest.mark.parametrize("kind", ["single", "multiple", "matrix"])
def test_an_option_that_does_not_exist_is_no_answer(
    browser: TestClient, session: Session, kind: str
) -> None:
    rows = [{"code": "a", "label": {"en": "Row"}}] if kind == "matrix" else []
    consultation(session, [question("idea", kind, rows=rows)], [question("more")])
    sent = {"idea": "nosuch", "idea.a": "nosuch", "_shown": "idea", "_save": "yes"}
    page = browser.post(S1, data=sent)
    assert "nothing to save" in page.text
    assert session.exec(select(Draft)).all() == []
    assert not browser.cookies


@pytest.mark.parametrize("unseen", ["\u200b", "\u00a0\u200f", "\u2060\ufeff"])
def test_what_nobody_can_see_is_no_answer(
    browser: TestClient, session: Session, unseen: str
) -> None:
    consultation(session, [question("idea")], [question("more")])
    browser.post(S1, data={"idea": unseen, "_shown": "idea"})
    assert session.exec(select(Draft)).all() == []


def test_after_sending_the_page_with_the_code_leads_to_the_receipt(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    noted = code_in(answer(browser, "Trees", _save="yes"))
    receipt = code_in(send(browser))
    page = browser.get(SAVED)
    assert page.url.path == DONE
    assert receipt in page.text
    assert noted not in page.text
    assert "Your answers are saved" not in page.text
