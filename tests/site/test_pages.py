"""Languages, help, statements and error pages."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.council.rules import Compliance
from portal.languages.locales import LANGUAGES
from tests.accounts.factories import account, sign_in
from tests.council.factories import council

PAGES = (
    "",
    "languages",
    "help",
    "help/card",
    "privacy",
    "cookies",
    "accessibility",
    "no-such-page",
)


@pytest.mark.parametrize("tag", [*LANGUAGES])
def test_every_page_has_one_heading_a_title_and_its_language(
    browser: TestClient, session: Session, tag: str
) -> None:
    council(session)
    for page in (browser.get(f"/{tag}/{path}").text for path in PAGES):
        assert len(re.findall(r"<h1[ >]", page)) == 1
        assert re.search(r"<title>\S.{3,}</title>", page)
        assert f'lang="{tag}" dir="{LANGUAGES[tag].direction}"' in page


def test_languages_are_named_as_their_speakers_do_and_lead_home(browser: TestClient) -> None:
    page = browser.get("/en/languages").text
    for tag, language in LANGUAGES.items():
        assert re.search(rf'lang="{tag}" dir="{language.direction}"><a [^>]*href="/{tag}/"', page)
        assert language.endonym in page
        assert f"<small>{language.english}</small>" in page


def test_help_lists_the_telephone_and_hours_of_each_language(
    browser: TestClient, session: Session
) -> None:
    council(session)
    page = browser.get("/en/help").text
    assert "01632 960001" in page
    assert "01632 960004" in page
    assert "Mondays" in page
    assert "British Sign Language" in page
    assert "access@cwmteg.example" in page


def test_help_without_telephones_does_not_invent_one(browser: TestClient) -> None:
    page = browser.get("/en/help").text
    assert "has not published a telephone number" in page


def test_the_card_speaks_english_and_the_readers_language(
    browser: TestClient, session: Session
) -> None:
    council(session)
    page = browser.get("/ur/help/card").text
    assert '<div lang="en" dir="ltr">' in page
    assert "I speak Urdu" in page
    assert "اردو" in page
    assert 'class="write-lines"' in page


def test_the_english_card_leaves_a_line_for_the_language(browser: TestClient) -> None:
    page = browser.get("/en/help/card").text
    assert "I speak English" not in page
    assert page.count('class="write-lines"') == 3


def test_privacy_says_who_receives_answers_and_promises_nothing_that_a_court_can_undo(
    browser: TestClient, session: Session
) -> None:
    council(session, written_months=7)
    page = browser.get("/en/privacy").text
    assert "Two officers of the equality team." in page
    assert "To whom we do not send your answers" in page
    assert "The police and the Home Office." in page
    assert "A court can order us to hand over what we keep." in page
    assert "Your answers together can still show who you are" in page
    assert "7 months" in page
    assert "data@cwmteg.example" in page


def test_a_text_missing_in_a_language_is_shown_in_another_and_says_so(
    browser: TestClient, session: Session
) -> None:
    council(session)
    page = browser.get("/ur/privacy").text
    assert '<bdi lang="en" dir="ltr">Two officers of the equality team.</bdi>' in page


def test_the_cookies_are_listed_by_their_exact_names(browser: TestClient) -> None:
    page = browser.get("/en/cookies").text
    assert "__Host-answer" in page
    assert "__Host-visit" in page
    assert "__Host-session" in page
    assert "__Host-half-way" in page


def test_the_statement_follows_the_model_and_the_councils_facts(
    browser: TestClient, session: Session
) -> None:
    faults = {"en": "The chart of ages cannot be enlarged."}
    council(session, accessibility_faults=faults, accessibility_reply_days=5)
    page = browser.get("/en/accessibility").text
    assert "The chart of ages cannot be enlarged." in page
    assert "within 5 working days" in page
    assert "partially compliant" in page
    assert "last tested on Friday 27 March 2026" in page
    assert "Disproportionate burden" in page
    assert "https://www.equalityadvisoryservice.com/" in page


def test_a_council_that_has_not_tested_does_not_claim_to(
    browser: TestClient, session: Session
) -> None:
    council(session, accessibility_tested="", accessibility_status=Compliance.NOT)
    page = browser.get("/en/accessibility").text
    assert "has not been tested" in page
    assert "is not compliant" in page


def test_a_page_that_is_not_there_shows_a_way_on(browser: TestClient, session: Session) -> None:
    council(session)
    browser.get("/ur/")
    answer = browser.get("/ur/nowhere")
    assert answer.status_code == 404
    for way in ("/ur/", "/ur/help", "tel:01632960004"):
        assert f'href="{way}"' in answer.text


def test_what_a_page_does_not_take_is_refused_in_words(browser: TestClient) -> None:
    answer = browser.post("/en/privacy", data={"a": "b"})
    assert answer.status_code == 405
    assert "This page does not take what you sent" in answer.text


def test_what_is_too_large_is_refused_in_words(browser: TestClient) -> None:
    answer = browser.post("/en/receipt", data={"receipt_code": "x" * 600_000})
    assert answer.status_code == 413
    assert "What you sent is too large" in answer.text


def test_a_page_that_is_not_yours_is_refused_in_words(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, account(session, Role.AUDITOR))
    answer = browser.get("/en/staff/settings")
    assert answer.status_code == 403
    assert "You cannot open this page" in answer.text
