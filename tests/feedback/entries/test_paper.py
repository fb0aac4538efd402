"""What came of it on paper: a sheet to read aloud and a poster, in every language."""

import html
import re
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from tests.everywhere.weights import prose
from tests.feedback import factories as made
from tests.feedback.entries.factories import BOTH, PAGE, REFUSED, published, read

SHEET, POSTER = f"{PAGE}/sheet", f"{PAGE}/poster"


@pytest.mark.parametrize("path", [SHEET, POSTER])
def test_paper_leads_to_the_report_by_a_code_and_by_its_address(
    browser: TestClient, session: Session, path: str
) -> None:
    read(session, "en", "ur", **BOTH)
    page = browser.get(path).text
    assert "data:image/svg+xml" in page
    assert f'<bdi dir="ltr">https://voices.example{PAGE}</bdi>' in page
    assert "We mend them in May." in page
    assert 'name="robots" content="noindex"' in page
    urdu = browser.get(path.replace("/en", "/ur")).text
    assert "ہم مئی میں مرمت کریں گے۔" in urdu
    assert f"https://voices.example{PAGE.replace('/en', '/ur')}" in urdu


def test_a_sheet_numbers_all_entries_and_says_what_is_refused(
    browser: TestClient, session: Session
) -> None:
    published(session, made.closed(session, "lamps", "paths", "shops"), **REFUSED)
    page = browser.get(SHEET).text
    (numbered,) = re.findall(r"<ol>.*?</ol>", page, re.DOTALL)
    assert numbered.count("<li>") == 3
    assert numbered.count("We could not, because it costs too much.") == 3


def test_a_sheet_cuts_what_is_too_long_for_a_page(browser: TestClient, session: Session) -> None:
    long: dict[str, Any] = {"said": {"en": prose("en", 390)}, "did": {"en": prose("en", 390, 500)}}
    published(session, made.closed(session, *(f"q{n}" for n in range(10))), **long)
    page = html.unescape(browser.get(SHEET).text)
    assert page.count("…</bdi>") == 20
    assert long["did"]["en"] not in page
    assert long["did"]["en"][:60] in page


def test_a_poster_has_room_for_three_entries(browser: TestClient, session: Session) -> None:
    published(session, made.closed(session, *(f"q{n}" for n in range(5))))
    page = browser.get(POSTER).text
    assert page.count("<dt>") == 3
    assert "There are 2 more answers to what people said." in page


@pytest.mark.parametrize(("number", "said"), [(3, ""), (4, "There is 1 more answer")])
def test_a_poster_says_how_many_more_there_are_and_where(
    browser: TestClient, session: Session, number: int, said: str
) -> None:
    published(session, made.closed(session, *(f"q{n}" for n in range(number))))
    page = browser.get(POSTER).text
    assert ("Scan the code or open the address" in page) is bool(said)
    assert said in page


def test_a_poster_cuts_what_is_too_long_for_a_page(browser: TestClient, session: Session) -> None:
    long: dict[str, Any] = {"said": {"en": prose("en", 390)}, "did": {"en": prose("en", 390, 500)}}
    published(session, made.closed(session, "q1", "q2", "q3"), **long)
    assert html.unescape(browser.get(POSTER).text).count("…</bdi>") == 6
