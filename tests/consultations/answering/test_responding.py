"""A resident answers a consultation, and nothing they typed is ever lost."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Draft, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.rules import ResponseState
from portal.store.db import now
from tests.consultations.factories import consultation, question

HOME = "/en/consultations/parks"
S1, S2, CHECK = f"{HOME}/respond/s1", f"{HOME}/respond/s2", f"{HOME}/respond/check"
HIDDEN = re.compile(r'<input type="hidden"[^>]* name="(\w+)" value="([^"]*)">')
CODE = re.compile(r'class="code"[^>]*>([0-9A-Z*~$=-]{29})<')


def send(browser: TestClient, url: str = CHECK) -> str:
    """Send what was answered, and give the page that comes back."""
    return browser.post(url, data=carried(browser.get(url).text)).text


def carried(page: str) -> dict[str, str]:
    """Read what a page carries in its form without showing it."""
    return dict(HIDDEN.findall(page))


def code_in(page: str) -> str:
    """Read the code that a page shows."""
    found = CODE.search(page)
    assert found, page
    return found[1]


def test_before_it_opens_nobody_can_answer(browser: TestClient, session: Session) -> None:
    consultation(session, opens=now() + timedelta(days=1))
    page = browser.post(S1, data={"idea": "Trees"}, follow_redirects=False)
    assert page.headers["location"] == HOME
    assert session.exec(select(Draft)).all() == []


def test_a_closed_consultation_keeps_nothing(browser: TestClient, session: Session) -> None:
    consultation(session, closes=now() - timedelta(minutes=1))
    assert browser.get(S1, follow_redirects=False).headers["location"] == HOME
    assert "Closed" in browser.get(HOME).text


def test_another_site_cannot_answer(browser: TestClient, session: Session) -> None:
    consultation(session)
    answer = browser.post(S1, data={"idea": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert session.exec(select(Draft)).all() == []


def test_an_unpublished_consultation_is_not_found(browser: TestClient, session: Session) -> None:
    consultation(session, stage="draft")
    assert browser.get(HOME).status_code == 404
    assert browser.get(S1).status_code == 404


def test_reading_leaves_no_cookie(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.get(HOME)
    browser.get(S1)
    assert not browser.cookies


def test_a_required_question_without_an_answer_comes_back(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea", required=True), question("more")])
    page = browser.post(S1, data={"more": "Benches", "_shown": ["idea", "more"]})
    assert page.status_code == 422
    assert "Answer this question." in page.text
    assert "<title>Error:" in page.text
    assert 'value="Benches"' in browser.get(S1).text


def test_a_wrong_number_is_shown_again_as_it_was_typed(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("age", "number", maximum=120)])
    page = browser.post(S1, data={"age": "twelve", "_shown": "age"})
    assert page.status_code == 422
    assert 'value="twelve"' in page.text
    assert 'value="twelve"' in browser.get(S1).text


def test_a_resident_answers_and_gets_a_receipt(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "More trees", "_shown": "idea"})
    page = send(browser)
    assert "Your answers have been sent" in page
    response = session.exec(select(Response)).one()
    written = session.exec(select(WrittenAnswer)).one()
    assert (response.answers, response.language, response.day) == ({}, "en", now().date())
    assert (written.question, written.text) == ("idea", "More trees")
    assert browser.get(S1).url.path == f"{HOME}/respond/done"
    assert code_in(page) == code_in(browser.get(f"{HOME}/respond/done").text)


def test_sending_twice_makes_one_response_and_says_so(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    form = carried(browser.get(CHECK).text)
    for _ in range(2):
        page = browser.post(CHECK, data=form)
    assert "already sent" in page.text
    assert "not kept" not in page.text
    for same in (browser.get(CHECK), browser.get(S1), browser.post(S1, data={"idea": "Trees "})):
        assert "already sent" in same.text
        assert "not kept" not in same.text
    changed = browser.post(S1, data={"idea": "Lakes", "_shown": "idea"})
    assert "not kept" in changed.text
    assert session.exec(select(WrittenAnswer.text)).all() == ["Trees"]


def test_an_old_page_sent_again_by_the_next_person_keeps_both_apart(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "First", "_shown": "idea"})
    form = carried(browser.get(CHECK).text)
    browser.post(CHECK, data=form)
    browser.post(f"{HOME}/respond/another")
    browser.post(S1, data={"idea": "Second", "_shown": "idea"})
    page = browser.post(CHECK, data=form, follow_redirects=False)
    assert page.headers["location"].endswith("sent=other")
    send(browser)
    assert sorted(session.exec(select(WrittenAnswer.text))) == ["First", "Second"]


def test_switching_language_keeps_what_is_typed(browser: TestClient, session: Session) -> None:
    consultation(session, [question("idea"), question("age", "number")])
    page = browser.post(S1, data={"idea": "Trees", "age": "old", "_switch": "ur"})
    assert page.url.path == "/ur/consultations/parks/respond/s1"
    assert '<html class="govuk-template" lang="ur" dir="rtl">' in page.text
    assert "idea کا عنوان" in page.text
    assert 'value="Trees"' in page.text
    assert 'value="old"' in page.text


def test_a_changed_answer_drops_what_no_longer_applies_and_says_so(
    browser: TestClient, session: Session
) -> None:
    only_yes = {"question": "group", "options": ["yes"]}
    consultation(
        session,
        [question("group", "single")],
        [question("name", show_if=only_yes), question("rest")],
    )
    browser.post(S1, data={"group": "yes", "_shown": "group"})
    browser.post(S2, data={"name": "Cricket club", "rest": "x", "_shown": ["name", "rest"]})
    page = browser.post(S1, data=carried(browser.get(S1).text) | {"group": "no"})
    assert "no longer apply" in page.text
    assert "Label of name" in page.text
    assert "Cricket club" not in browser.get(CHECK).text
    send(browser)
    assert session.exec(select(WrittenAnswer.question)).all() == ["rest"]


def test_an_answer_that_opens_a_question_on_the_same_page_shows_it(
    browser: TestClient, session: Session
) -> None:
    only_yes = {"question": "group", "options": ["yes"]}
    consultation(
        session,
        [question("group", "single"), question("name", show_if=only_yes)],
        [question("rest")],
    )
    assert "Label of name" not in browser.get(S1).text
    page = browser.post(S1, data={"group": "yes", "_shown": "group"})
    assert page.url.path == S1
    assert "now has another question" in page.text
    assert "Label of name" in page.text


def test_saved_answers_come_back_with_the_code_on_another_device(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    page = browser.post(S1, data={"idea": "Half an id", "_save": "yes"})
    code = code_in(page.text)
    browser.post(f"{HOME}/respond/clear")
    assert not browser.cookies
    assert "Half an id" not in browser.get(S1).text
    wrong = browser.post(f"{HOME}/respond/resume", data={"resume_code": "AAAA"})
    assert wrong.status_code == 422
    browser.post(f"{HOME}/respond/resume", data={"resume_code": code.lower().replace("-", " ")})
    assert "Half an id" in browser.get(S1).text


def test_a_draft_cannot_be_read_from_the_database(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Very private words", "_shown": "idea"})
    draft = session.exec(select(Draft)).one()
    assert b"private" not in draft.sealed


def test_a_draft_begun_after_the_close_cannot_be_sent(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session)
    browser.post(S1, data={"idea": "Just in time", "_shown": "idea"})
    item.closes = now() - timedelta(minutes=1)
    session.add(item)
    session.commit()
    # It began after that moment, so it is too late.
    assert browser.get(CHECK, follow_redirects=False).headers["location"] == HOME


def test_a_resident_withdraws_with_the_receipt_code(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    wrong = browser.post("/ur/receipt", data={"receipt_code": "0" * 25})
    assert wrong.status_code == 422
    opened = browser.post("/en/receipt", data={"receipt_code": code})
    assert "Trees" in opened.text
    unsure = browser.post("/en/receipt/withdraw", data={"receipt_code": code})
    assert unsure.status_code == 422
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    assert session.exec(select(WrittenAnswer)).all() == []
    assert session.exec(select(Response)).one().state is ResponseState.WITHDRAWN


def test_an_organisation_answers_apart(browser: TestClient, session: Session) -> None:
    consultation(session)
    bad = browser.post(
        f"{HOME}/respond/organisation", data={"name": "Cricket club", "asked": "many"}
    )
    assert bad.status_code == 422
    assert 'value="Cricket club"' in bad.text
    right = carried(bad.text) | {"name": "Cricket club", "asked": "40"}
    browser.post(f"{HOME}/respond/organisation", data=right)
    browser.post(S1, data={"idea": "Nets", "_shown": "idea"})
    page = send(browser)
    assert "Thank you. Your answers have been received." in page
    response = session.exec(select(Response)).one()
    assert response.respondent == "organisation"
    assert response.organisation["name"] == "Cricket club"


def test_equality_questions_come_after_and_can_be_skipped(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    equality = f"{HOME}/respond/equality"
    assert browser.get(equality, follow_redirects=False).headers["location"] == HOME
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    page = browser.post(equality, data={"_skip": "yes", "_step": "1"})
    assert "Thank you. Your answers have been received." in page.text
    kept = session.exec(select(EqualityAnswers)).one()
    assert {answer["state"] for answer in kept.answers.values()} == {"skipped"}


def test_the_ethnic_group_is_asked_in_two_steps_and_kept_once(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    equality = f"{HOME}/respond/equality"
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    second = browser.post(equality, data={"ethnic_group": "asian", "_step": "1"})
    assert 'name="ethnic_group.detail"' in second.text
    urdu = browser.post(equality, data={"ethnic_group": "asian", "_step": "2", "_switch": "ur"})
    assert urdu.url.path.startswith("/ur/")
    assert 'name="ethnic_group.detail"' in urdu.text
    detail = {"ethnic_group": "asian", "ethnic_group.detail": "indian", "_step": "2"}
    browser.post(equality, data=detail)
    kept = session.exec(select(EqualityAnswers)).one()
    assert kept.answers["ethnic_group"] == {"state": "answered", "codes": ["indian"]}
    again = browser.post(equality, data={"_skip": "yes"}, follow_redirects=False)
    assert again.headers["location"].endswith("/done?sent=before")


@pytest.mark.parametrize("tag", ["en", "cy", "pl", "ur", "ar"])
def test_every_page_of_the_journey_opens_in_every_language(
    browser: TestClient, session: Session, tag: str
) -> None:
    consultation(session)
    here = f"/{tag}/consultations/parks"
    pages = ["", "/respond", "/respond/s1", "/respond/organisation", "/respond/resume"]
    for path in pages:
        assert browser.get(here + path).status_code == 200, path
    browser.post(f"{here}/respond/s1", data={"idea": "x", "_shown": "idea"})
    for path in ["/respond/saved", "/respond/check", "/respond"]:
        page = browser.get(here + path)
        assert page.status_code == 200, path
        assert f'lang="{tag}"' in page.text
    assert send(browser, f"{here}/respond/check")
