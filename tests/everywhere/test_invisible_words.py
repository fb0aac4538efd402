"""Words that nobody sees are no words: no reason, and no answer. Inside words their signs stay."""

from collections.abc import Mapping

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import DateChange, Draft, WrittenAnswer
from tests.accounts import factories as accounts
from tests.consultations import building_pages as pages
from tests.consultations import factories as make
from tests.consultations.answering.test_responding import S1, send
from tests.consultations.building_pages import BASE
from tests.incidents.reporter import Reporter

UNSEEN = ["\u200b", "\u2060 \xad", "\u0301", "\u3164", "\u202e\ufeff"]
SEEN = "می\u200cخواهم 👩\u200d🌾"


@pytest.mark.parametrize("reason", UNSEEN)
@pytest.mark.parametrize("page", ["extend", "close", "dates"])
def test_an_unseen_reason_moves_no_date(
    browser: TestClient, session: Session, page: str, reason: str
) -> None:
    pages.officer(browser, session)
    make.consultation(session)
    address = f"{BASE}/parks/{page}"
    days: Mapping[str, str] = {"closes__day": "1", "closes__month": "6", "closes__year": "2035"}
    answer = pages.change(browser, address, **days, report_back__year="2035", reason__en=reason)
    assert answer.status_code == 422
    assert "Write the reason, for residents to read." in answer.text
    assert session.exec(select(DateChange)).all() == []


def test_an_unseen_reason_sets_no_answers_aside(browser: TestClient, session: Session) -> None:
    make.consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    accounts.sign_in(browser, session, accounts.account(session, Role.ANALYST))
    session.rollback()
    one = session.exec(select(WrittenAnswer.response_id)).one()
    address = f"{BASE}/parks/responses/{one}"
    sent = {"kind": "spam", "reason": "\u200b\u200b\u200b\u200b"}
    assert browser.post(f"{address}/set-aside", data=sent).status_code == 422


@pytest.mark.parametrize("typed", UNSEEN)
def test_an_unseen_text_answers_nothing(browser: TestClient, session: Session, typed: str) -> None:
    make.consultation(session)
    answer = browser.post(S1, data={"idea": typed, "_shown": "idea"})
    assert "Answer this question." in answer.text
    session.rollback()
    assert session.exec(select(Draft)).all() == []


def test_an_unseen_report_is_none(browser: TestClient) -> None:
    assert "Write what happened." in Reporter(browser).begin().tell("\u200b\u2060").text


def test_signs_inside_words_stay(browser: TestClient, session: Session) -> None:
    make.consultation(session)
    browser.post(S1, data={"idea": SEEN, "_shown": "idea"})
    send(browser)
    session.rollback()
    assert session.exec(select(WrittenAnswer.text)).one() == SEEN
