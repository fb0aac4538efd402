"""Everybody sees how many days the council has left or is late; nobody hides it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import Consultation, DateChange
from portal.consultations.rules import Stage, Told
from portal.feedback import keeping
from portal.feedback.rules import Outcome, Reason
from portal.languages.i18n import today
from portal.store.db import now
from tests.consultations import factories as consultations
from tests.feedback import factories as made
from tests.query_plans import asked

URDU = '<bdi dir="ltr">Urdu</bdi>'
PLACES = ("/en/", "/en/consultations", "/en/consultations/parks")
DONE = {"outcome": Outcome.NOT_POSSIBLE, "reason": Reason.COSTS, "owner": "unsaid", "due": None}


def days(number: int) -> date:
    return today() + timedelta(days=number)


def closed(session: Session, left: int, **changes: Any) -> Consultation:
    values = {"closes": now() - timedelta(days=100), "opens": now() - timedelta(days=130)}
    return made.closed(session, report_back=days(left), **(values | changes))


def moved(session: Session, one: Consultation, before: int, on: int) -> None:
    moment = now() + timedelta(days=on)
    row = DateChange(consultation_id=one.id or 0, which=Told.REPORT_BACK, made=moment)
    row.day_before, row.day_now, row.reason = days(before), one.report_back, {"en": "Elections."}
    session.add(row)
    session.commit()


def texts(browser: TestClient) -> list[str]:
    return [" ".join(browser.get(place).text.split()) for place in PLACES]


def test_who_promised_nothing_has_no_clock(browser: TestClient, session: Session) -> None:
    made.closed(session, report_back=None)
    for text in texts(browser):
        assert "days left" not in text
        assert "Overdue" not in text


@pytest.mark.both
@pytest.mark.parametrize(
    ("left", "said"),
    [
        (12, "12 days left"),
        (1, "1 day left"),
        (0, "Due today"),
        (-1, "Overdue by 1 day"),
        (-9, "Overdue by 9 days"),
    ],
)
def test_the_home_page_the_list_and_the_page_count_the_days(
    browser: TestClient, session: Session, left: int, said: str
) -> None:
    closed(session, left)
    assert all(said in text for text in texts(browser))


def test_what_is_late_says_that_we_promised_and_have_not(
    browser: TestClient, session: Session
) -> None:
    closed(session, -9)
    assert "We promised to report back, and have not done so." in texts(browser)[2]


def test_archiving_hides_nothing_that_is_late(browser: TestClient, session: Session) -> None:
    closed(session, -9, stage=Stage.ARCHIVED)
    assert all("Overdue by 9 days" in text for text in texts(browser))


def test_what_is_kept_is_archived_from_the_home_page(browser: TestClient, session: Session) -> None:
    closed(session, 9, stage=Stage.ARCHIVED)
    assert "/en/consultations/parks" not in browser.get("/en/").text


def test_a_later_day_does_not_hide_that_the_first_passed(
    browser: TestClient, session: Session
) -> None:
    moved(session, closed(session, 30), before=-9, on=-2)
    for text in texts(browser):
        assert "Overdue by 9 days" in text
        assert "That day passed before we chose a new one." in text


def test_a_day_that_was_moved_in_time_is_the_promise(browser: TestClient, session: Session) -> None:
    moved(session, closed(session, 30), before=-9, on=-20)
    for text in texts(browser):
        assert "30 days left" in text
        assert "Overdue" not in text


def reported(session: Session, left: int, *languages: str, on: int = 0, **changes: Any) -> None:
    report = keeping.draft(session, closed(session, left, **changes))
    urdu = {"said": {"en": "Dark.", "ur": "اندھیرا"}, "did": {}}
    made.written(session, report, **DONE, **urdu)
    made.published(session, report, *languages, on=days(on))
    session.commit()


def test_each_language_that_is_missing_is_late(browser: TestClient, session: Session) -> None:
    reported(session, -9)
    for text in texts(browser):
        assert f"Overdue in {URDU} by 9 days" in text
        assert "have not done so" not in text


def test_a_language_that_is_not_owed_yet_is_to_come(browser: TestClient, session: Session) -> None:
    reported(session, 9)
    assert all(f"Still to come in {URDU}" in text for text in texts(browser))


@pytest.mark.both
@pytest.mark.parametrize(
    ("on", "said"),
    [
        (0, "9 days after the promised day."),
        (-9, "the promised day."),
        (-10, "1 day before the promised day."),
    ],
)
def test_once_closed_it_says_how_early_or_late_it_was(
    browser: TestClient, session: Session, on: int, said: str
) -> None:
    reported(session, -9, "en", "ur", on=on)
    for text in texts(browser):
        assert "Reported back on" in text
        assert said in text
        assert "Overdue" not in text


def test_a_question_without_an_answer_keeps_the_clock_going(
    browser: TestClient, session: Session
) -> None:
    report = keeping.draft(session, closed(session, -9))
    rows = made.written(session, report, **DONE)
    rows[0].questions = []
    made.published(session, report, "en", "ur")
    session.commit()
    for text in texts(browser):
        assert "Overdue by 9 days" in text
        assert "Some questions have no answer yet." in text


def test_many_consultations_cost_no_more_questions_than_one(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    closed(session, -9)
    browser.get("/en/")
    with asked(engine) as before:
        browser.get("/en/")
    for number in range(5):
        closed(session, -9, slug=f"park-{number}")
        consultations.consultation(session, slug=f"open-{number}")
    browser.get("/en/")
    with asked(engine) as after:
        browser.get("/en/")
    assert len(after) == len(before)


@pytest.mark.both
def test_a_list_reads_all_words_that_are_not_at_hand_at_once(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    for number in range(5):
        consultations.consultation(session, slug=f"open-{number}")
    with asked(engine) as statements:
        browser.get("/en/")
    assert sum("FROM edition" in one for one, _ in statements) == 1
