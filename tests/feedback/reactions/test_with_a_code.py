"""Whoever comes back with a receipt code reads what came of it and says once what they think."""

import re

import pytest
from httpx2 import Response as Page
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Response
from portal.consultations.rules import ResponseState
from portal.feedback.models import Entry, ReportBack
from portal.feedback.reactions.models import Reaction
from portal.sealing import crypto
from tests.bodies.factories import only, rows
from tests.consultations import factories as consultations
from tests.feedback.reactions.factories import SAID, address, answered, published


@pytest.fixture
def entry(session: Session) -> Entry:
    (row,) = published(session)
    return row


@pytest.fixture
def code(session: Session, entry: Entry) -> str:
    return answered(session, session.get_one(ReportBack, entry.report_back_id).consultation_id)


def say(browser: TestClient, entry: Entry, code: str, **changes: str) -> Page:
    sent = SAID | {"receipt_code": code} | changes
    return browser.post(address(entry), data=sent, follow_redirects=False)


def opened(browser: TestClient, code: str, tag: str = "en") -> str:
    return browser.post(f"/{tag}/receipt", data={"receipt_code": code}).text


def assert_is_asked_again(reply: Page) -> None:
    """See that nothing was kept of it and nothing typed is lost: it is sent as by everybody."""
    assert reply.status_code == 422
    assert "Your code opens no answers any more." in reply.text
    assert SAID["because"] in reply.text
    assert 'name="receipt_code"' not in reply.text


@pytest.mark.parametrize("typed", ["", "nonsense", crypto.code_of(7)])
def test_a_code_of_nothing_says_nothing(
    browser: TestClient, session: Session, entry: Entry, typed: str
) -> None:
    reply = say(browser, entry, typed)
    assert_is_asked_again(reply)
    assert rows(session, Reaction) == []


def test_a_code_of_another_consultation_says_nothing(
    browser: TestClient, session: Session, entry: Entry
) -> None:
    other = consultations.consultation(session, slug="roads")
    reply = say(browser, entry, answered(session, other.id or 0))
    assert_is_asked_again(reply)
    assert rows(session, Reaction) == []


def test_who_withdrew_their_answers_says_nothing_with_their_code(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    row = only(session, Response)
    row.state = ResponseState.WITHDRAWN
    session.commit()
    assert_is_asked_again(say(browser, entry, code))
    text = opened(browser, code)
    assert "We mend them in May." in text
    assert "Say whether this answers it" not in text


def test_what_everybody_cannot_read_yet_is_not_on_the_receipt(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    entry.shown, entry.shown_outcome = {}, None
    session.add(entry)
    session.commit()
    assert "What came of it" not in opened(browser, code)


def test_the_receipt_shows_what_came_of_it_in_the_language_of_the_page(
    browser: TestClient, code: str
) -> None:
    assert "We mend them in May." in opened(browser, code)
    assert "ہم مئی میں مرمت کریں گے۔" in opened(browser, code, "ur")


def test_the_code_is_in_no_address_and_in_no_cookie(
    browser: TestClient, entry: Entry, code: str
) -> None:
    page = opened(browser, code)
    form = re.search(rf'<form[^>]*action="({re.escape(address(entry))})"', page)
    assert form
    reply = browser.post(form[1], data={"receipt_code": code, "_open": "yes"})
    assert reply.status_code == 200
    assert code not in str(reply.url)
    assert f'name="receipt_code" value="{code}"' in reply.text
    thanks = say(browser, entry, code)
    assert code not in thanks.headers["location"]
    assert all(code not in (one.value or "") for one in browser.cookies.jar)


def test_opening_the_form_says_nothing_yet(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    browser.post(address(entry), data={"receipt_code": code, "_open": "yes"})
    assert rows(session, Reaction) == []


def test_all_languages_come_once_somebody_asks_for_them_and_the_code_stays(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    sent = SAID | {"receipt_code": code, "_switch": ""}
    assert '<option value="wo">' not in browser.post(address(entry), data=sent).text
    page = browser.post(f"{address(entry)}?all=languages", data=sent).text
    assert '<option value="wo">' in page
    assert SAID["because"] in page
    assert f'name="receipt_code" value="{code}"' in page
    assert rows(session, Reaction) == []


def test_it_works_without_cookies(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    browser.cookies.clear()
    browser.post(address(entry), data={"receipt_code": code, "_open": "yes"})
    browser.cookies.clear()
    assert say(browser, entry, code).status_code == 303
    assert only(session, Reaction).answered


@pytest.mark.both
def test_a_second_time_is_refused_with_a_clear_message(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    assert say(browser, entry, code).status_code == 303
    again = say(browser, entry, code, verdict="answers", because="Now it is light.")
    assert again.status_code == 409
    assert "With your code something was already said of this." in again.text
    assert "Now it is light." in again.text
    form = browser.post(address(entry), data={"receipt_code": code, "_open": "yes"})
    assert "You have said this before, and it counts once." in form.text
    assert only(session, Reaction).because == SAID["because"]
    assert "You have said whether this answers it." in opened(browser, code)


def test_two_taps_on_one_button_are_harmless(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    assert say(browser, entry, code).status_code == 303
    assert say(browser, entry, code).status_code == 303
    assert only(session, Reaction)


def test_two_people_may_give_the_same_reason(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    report = session.get_one(ReportBack, entry.report_back_id)
    other = answered(session, report.consultation_id)
    assert say(browser, entry, code).status_code == 303
    assert say(browser, entry, other).status_code == 303
    assert len(rows(session, Reaction)) == 2


def test_nothing_leads_from_what_is_kept_to_the_answers(
    browser: TestClient, session: Session, entry: Entry, code: str
) -> None:
    say(browser, entry, code)
    row, response = only(session, Reaction), session.exec(select(Response)).one()
    kept = [str(value) for value in row.model_dump().values()]
    assert response.receipt not in kept
    assert response.id not in kept
    assert code not in kept
    assert row.mark != crypto.keyed_name(b"", f"{code} {entry.key}", "reaction by code")


def test_each_entry_has_a_mark_of_its_own(browser: TestClient, session: Session) -> None:
    first, second = published(session, "lamps", "paths")
    code = answered(session, session.get_one(ReportBack, first.report_back_id).consultation_id)
    assert say(browser, first, code).status_code == 303
    assert say(browser, second, code).status_code == 303
    assert len({one.mark for one in rows(session, Reaction)}) == 2
