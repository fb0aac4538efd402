from datetime import date, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.rules import Stage
from portal.languages.i18n import moment
from portal.store.db import now
from tests.consultations.factories import consultation
from tests.council.factories import council

pytestmark = pytest.mark.both


def test_a_draft_is_not_shown(browser: TestClient, session: Session) -> None:
    consultation(session, stage=Stage.DRAFT)
    assert "Parks" not in browser.get("/en/").text


def test_what_is_open_stands_first_with_its_closing_day_and_languages(
    browser: TestClient, session: Session
) -> None:
    closes = now() + timedelta(days=30)
    consultation(session, closes=closes)
    page = browser.get("/en/").text
    assert "Closes on " + moment(closes) in page
    assert '<bdi lang="ur" dir="rtl">اردو</bdi>' in page
    assert "/en/consultations/parks" in page


def test_what_opens_later_says_when(browser: TestClient, session: Session) -> None:
    consultation(session, opens=now() + timedelta(days=2))
    page = browser.get("/en/").text
    assert "Opening soon" in page
    assert "Opens on" in page


def test_what_closed_says_when_we_promised_to_report_back(
    browser: TestClient, session: Session
) -> None:
    consultation(session, closes=now() - timedelta(hours=1), report_back=date(2027, 3, 5))
    page = browser.get("/en/").text
    assert "We promised to say what came of it by Friday 5 March 2027" in page


def test_with_nothing_open_residents_are_still_told_whom_to_call(
    browser: TestClient, session: Session
) -> None:
    council(session)
    page = browser.get("/en/").text
    assert "Nothing is open today" in page
    assert 'href="tel:999"' in page
    assert 'href="tel:101"' in page
    assert 'href="tel:01632960001"' in page


def test_the_telephone_is_the_one_of_the_readers_language(
    browser: TestClient, session: Session
) -> None:
    council(session)
    page = browser.get("/ur/").text
    assert 'href="tel:01632960004"' in page
    assert 'href="tel:01632960001"' not in page


def test_the_bare_address_leads_to_the_language_the_browser_asks_for(
    browser: TestClient,
) -> None:
    headers = {"accept-language": "de, ar-EG;q=0.8, en;q=0.5"}
    answer = browser.get("/", headers=headers, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ar/")
    assert "accept-language" in answer.headers["vary"].lower()


def test_the_bare_address_leads_to_the_councils_first_language_otherwise(
    browser: TestClient, session: Session
) -> None:
    council(session, languages=("cy", "en"))
    answer = browser.get("/", headers={"accept-language": "ar"}, follow_redirects=False)
    assert answer.headers["location"] == "/cy/"


def test_a_language_in_the_address_is_never_replaced(browser: TestClient) -> None:
    answer = browser.get("/ur/", headers={"accept-language": "en"}, follow_redirects=False)
    assert answer.status_code == 200
    assert '<html class="govuk-template" lang="ur" dir="rtl">' in answer.text


def test_reading_sets_no_cookie(browser: TestClient) -> None:
    for path in ("/", "/en/", "/en/languages", "/en/help", "/en/privacy"):
        assert "set-cookie" not in browser.get(path).headers
