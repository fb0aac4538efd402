"""Whoever goes back after saying something finds the page again, and it still counts once."""

import re
from datetime import datetime, timedelta

import pytest
from httpx2 import Response as Page
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import Response
from portal.consultations.rules import ResponseState
from portal.feedback.models import Entry, ReportBack
from portal.feedback.reactions.models import Reaction
from portal.store import db
from portal.web import kept_forms
from tests.bodies.factories import only, rows
from tests.feedback.reactions.factories import SAID, address, answered, published, say


@pytest.fixture
def entry(session: Session) -> Entry:
    (row,) = published(session)
    return row


@pytest.fixture
def code(session: Session, entry: Entry) -> str:
    return answered(session, session.get_one(ReportBack, entry.report_back_id).consultation_id)


def opened(browser: TestClient, entry: Entry, code: str, **changes: str) -> Page:
    """Open the form from the page of a receipt, whose key the browser holds."""
    browser.post("/en/receipt", data={"receipt_code": code})
    sent = {"receipt_code": code, "_open": "yes"} | changes
    return browser.post(address(entry), data=sent, follow_redirects=False)


def there(reply: Page) -> str:
    assert reply.status_code == 303
    return str(reply.headers["location"])


def test_the_address_of_the_form_opens_it_in_this_browser_alone(
    browser: TestClient, entry: Entry, code: str
) -> None:
    path = there(opened(browser, entry, code))
    assert code not in path
    for _ in range(2):
        assert f'name="receipt_code" value="{code}"' in browser.get(path).text
    browser.cookies.clear()
    text = browser.get(path).text
    assert code not in text
    assert 'name="receipt_code"' not in text


def test_the_address_opens_the_form_for_an_hour(
    browser: TestClient, entry: Entry, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = there(opened(browser, entry, code))
    late: datetime = db.now() + timedelta(hours=1, minutes=1)
    monkeypatch.setattr(kept_forms, "now", lambda: late)
    assert code not in browser.get(path).text


def test_the_address_opens_nothing_once_the_answers_were_withdrawn(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    path = there(opened(browser, entry, code))
    only(session, Response).state = ResponseState.WITHDRAWN
    session.commit()
    text = browser.get(path).text
    assert code not in text
    assert 'name="_key"' in text


@pytest.mark.parametrize("changed", ["x", "", "AAAA"])
def test_an_address_that_somebody_made_up_opens_the_form_of_everybody(
    browser: TestClient, entry: Entry, changed: str
) -> None:
    page = browser.get(f"{address(entry)}?kept={changed}")
    assert page.status_code == 200
    assert 'name="_key"' in page.text


def test_the_address_of_one_entry_opens_no_other(browser: TestClient, session: Session) -> None:
    first, second = published(session, "lamps", "paths")
    code = answered(session, session.get_one(ReportBack, first.report_back_id).consultation_id)
    path = there(opened(browser, first, code))
    assert code not in browser.get(path.replace(first.key, second.key)).text


def test_whoever_goes_back_with_a_code_reads_that_it_was_said(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    path = there(opened(browser, entry, code))
    sent = SAID | {"receipt_code": code}
    browser.post(address(entry), data=sent)
    text = browser.get(path).text
    assert "You have said this before, and it counts once." in text
    assert 'id="say"' not in text
    assert only(session, Reaction).answered


def test_another_language_keeps_what_was_typed_with_a_code_at_an_address_of_its_own(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    browser.post("/en/receipt", data={"receipt_code": code})
    sent = SAID | {"receipt_code": code, "_switch": "ur"}
    page = browser.post(address(entry), data=sent)
    assert page.request.method == "GET"
    assert str(page.url.path) == address(entry, tag="ur")
    assert SAID["because"] not in str(page.url)
    assert SAID["because"] in page.text
    assert f'name="receipt_code" value="{code}"' in page.text
    assert rows(session, Reaction) == []


def test_what_is_wrong_with_a_code_is_said_at_an_address_of_its_own(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    browser.post("/en/receipt", data={"receipt_code": code})
    page = browser.post(address(entry), data=SAID | {"receipt_code": code, "verdict": ""})
    assert (page.request.method, page.status_code) == ("GET", 422)
    assert 'href="#verdict' in page.text
    assert SAID["because"] in page.text
    assert code not in str(page.url)
    assert rows(session, Reaction) == []


def test_another_language_keeps_what_was_typed_and_the_page_counts_once(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    page = browser.post(address(entry), data=SAID | {"_key": "of-this-page", "_switch": "ur"})
    assert page.request.method == "GET"
    assert SAID["because"] in page.text
    assert 'name="_key" value="of-this-page"' in page.text
    assert "set-cookie" not in page.headers
    assert say(browser, entry, _key="of-this-page").status_code == 303
    assert say(browser, entry, _key="of-this-page").status_code == 303
    assert only(session, Reaction)


def test_the_browser_keeps_the_page_so_that_it_is_the_same_after_going_back(
    browser: TestClient, entry: Entry, code: str
) -> None:
    page = browser.get(address(entry))
    assert page.headers["cache-control"] == "private, no-cache"
    key = re.search(r'name="_key" value="([^"]+)"', page.text)
    assert key
    assert say(browser, entry, _key=key[1], because="").status_code == 303
    again = say(browser, entry, _key=key[1], because="", verdict="answers")
    assert again.status_code == 409


def test_a_page_with_a_code_or_with_words_is_kept_by_no_browser(
    browser: TestClient, entry: Entry, code: str
) -> None:
    assert browser.get(there(opened(browser, entry, code))).headers["cache-control"] == "no-store"
    page = browser.post(address(entry), data=SAID | {"_switch": "ur"})
    assert page.headers["cache-control"] == "no-store"
    assert say(browser, entry, verdict="").headers["cache-control"] == "no-store"
