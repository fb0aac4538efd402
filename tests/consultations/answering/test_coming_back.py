"""A resident comes back: with a saved code, late, or after withdrawing."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Consultation, EqualityAnswers
from portal.store.db import now
from tests.consultations.answering.test_responding import CHECK, HOME, S1, code_in, send
from tests.consultations.factories import consultation, question

SAVED, RESUME, EQUALITY = (f"{HOME}/respond/{page}" for page in ("saved", "resume", "equality"))


def close(session: Session, item: Consultation, *, hours: int = 0) -> None:
    """Let the closing moment pass, so many hours ago."""
    item.closes = now() - timedelta(hours=hours)
    session.add(item)
    session.commit()


def test_answers_saved_in_time_can_be_fetched_and_sent_for_a_day(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea", "_save": "yes"})
    code = code_in(browser.get(SAVED).text)
    browser.cookies.clear()
    close(session, item)
    assert RESUME in browser.get(HOME).text
    browser.post(RESUME, data={"resume_code": code})
    assert "Trees" in browser.get(CHECK).text
    assert "Go on with these answers" in browser.get(HOME).text
    assert "Thank you" in send(browser)


def test_a_day_later_the_page_leads_nobody_to_saved_answers(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session)
    close(session, item, hours=25)
    assert RESUME not in browser.get(HOME).text
    assert browser.get(RESUME, follow_redirects=False).headers["location"] == HOME


def test_nothing_is_called_saved_that_was_not(browser: TestClient, session: Session) -> None:
    consultation(session)
    consultation(session, slug="roads")
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    page = browser.get("/en/consultations/roads/respond/saved")
    assert "Your answers are saved" not in page.text


def test_too_many_words_for_another_answer_are_named_before_sending(
    browser: TestClient, session: Session
) -> None:
    options = [{"code": "a", "label": {"en": "A"}, "other": True}]
    consultation(session, [question("q", "single", options=options)])
    browser.post(S1, data={"q": "a", "q.other": "x" * 201, "_shown": "q"})
    assert "Write at most 200 characters." in send(browser)


def test_who_withdrew_is_asked_nothing_about_themselves(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    browser.post(EQUALITY, data={"sex": "female", "_step": "2"})
    assert session.exec(select(EqualityAnswers)).all() == []


def test_a_consultation_without_equality_questions_keeps_no_answers_to_them(
    browser: TestClient, session: Session
) -> None:
    consultation(session, ask_equality=False)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    browser.post(EQUALITY, data={"sex": "female", "_step": "2"})
    assert session.exec(select(EqualityAnswers)).all() == []


def test_lists_and_receipts_show_no_words_before_they_are_published(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    item.title = item.summary = {"en": "Not published yet"}
    session.add(item)
    session.commit()
    pages = [browser.get(path) for path in ("/en/", "/en/consultations", f"{HOME}/respond/done")]
    pages.append(browser.post("/en/receipt", data={"receipt_code": code}))
    assert [page.url.path for page in pages if "Not published yet" in page.text] == []


def test_two_notices_on_one_page_have_names_of_their_own(
    browser: TestClient, session: Session
) -> None:
    shown = [
        question(code, show_if={"question": "a", "options": [option]})
        for code, option in (("b", "yes"), ("c", "no"))
    ]
    consultation(session, [question("a", "single"), *shown])
    browser.post(S1, data={"a": "yes", "b": "x", "_shown": ["a", "b"]})
    form = {"a": "no", "b": "x", "_shown": ["a", "b"]}
    page = browser.post(S1, data=form, headers={"referer": f"https://voices.example{S1}"}).text
    assert page.count("notification-banner__title") == 2
    assert 'id="opened-title"' in page
    assert page.count('id="banner-title"') == 1


def test_the_page_says_when_words_and_equality_answers_are_deleted(
    browser: TestClient, session: Session
) -> None:
    consultation(session, delete_written=date(2027, 3, 1), delete_equality=date(2027, 4, 1))
    page = browser.get(HOME).text
    assert "in your own words is deleted by Monday 1 March 2027" in page
    assert "about yourself is deleted by Thursday 1 April 2027" in page


def test_the_page_says_at_what_time_it_closes(browser: TestClient, session: Session) -> None:
    consultation(session, closes=datetime(2099, 6, 5, 16, 0, tzinfo=UTC))
    assert "Closes: 5 June 2099, 17:00" in browser.get(HOME).text
