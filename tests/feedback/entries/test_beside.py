"""What came of it stands where people are: home, the consultation, their receipt, the topic."""

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.rules import Stage
from portal.feedback import keeping
from portal.feedback.models import ReportBack
from tests.bodies.factories import body
from tests.consultations.answering.test_responding import S1, code_in, send
from tests.consultations.factories import consultation
from tests.feedback import factories as made
from tests.feedback.entries.factories import (
    BOTH,
    REFUSED,
    entry,
    published,
    read,
    resting,
)
from tests.forum.factories import at, topic
from tests.query_plans import asked

HOME = "/en"
CONSULTATION = f"/en/consultations/{made.SLUG}"


def answered(browser: TestClient, session: Session) -> tuple[ReportBack, str]:
    """Have somebody answer without a name, then say what came of it; give their code."""
    one = consultation(session)
    browser.post(S1, data={"idea": "Very private words", "_shown": "idea"})
    code = code_in(send(browser))
    one.stage = Stage.CLOSED
    session.add(one)
    session.commit()
    return published(session, one, "en", "ur", **BOTH), code


def test_nothing_is_said_to_have_changed_before_anything_was_signed_off(
    browser: TestClient, session: Session
) -> None:
    report = made.report(session)
    made.written(session, report)
    session.commit()
    assert "What changed" not in browser.get(HOME).text
    assert "You said, we did</h2>" not in browser.get(CONSULTATION).text


def test_home_names_the_three_entries_that_changed_last(
    browser: TestClient, session: Session
) -> None:
    for n in range(4):
        read(session, slug=f"c{n}", said={"en": f"Said {n}"}, on=date(2026, 11, 1 + n))
    page = browser.get(HOME).text
    assert [n for n in range(4) if f"Said {n}" in page] == [1, 2, 3]
    assert page.index("Said 3") < page.index("Said 1")


def test_the_page_of_a_consultation_says_what_came_of_it(
    browser: TestClient, session: Session
) -> None:
    report = read(session, **REFUSED)
    page = browser.get(CONSULTATION).text
    assert "We could not, because it costs too much." in page
    assert f"/en/feedback/parks#entry-{entry(session, report).key}" in page


def test_the_page_of_a_consultation_names_what_else_rests_on_it(
    browser: TestClient, session: Session
) -> None:
    consultation(session, slug="buses", stage=Stage.CLOSED)
    resting(session, "consultation/buses")
    page = browser.get("/en/consultations/buses").text
    assert "What also came of this" in page
    assert "We mend them in May." in page
    assert "What also came of this" not in browser.get(CONSULTATION).text


@pytest.mark.both
def test_the_page_of_a_consultation_reads_what_came_of_it_once(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    published(session, made.closed(session, "lamps", report_back=date(2027, 1, 1)))
    with asked(engine) as statements:
        browser.get(CONSULTATION)
    read_from = [one for one, _ in statements]
    for table in ("report_back", "feedback_entry"):
        assert sum(one.startswith(f"SELECT {table}.") for one in read_from) == 1
    assert sum("report_back_edition" in one for one in read_from) == 1


def test_the_page_of_a_topic_names_what_rests_on_it(browser: TestClient, session: Session) -> None:
    one = topic(session, body(session))
    assert "What also came of this" not in browser.get(at(one)).text
    resting(session, f"topic/{one.id}")
    assert "We mend them in May." in browser.get(at(one)).text


def test_a_code_that_is_none_tells_nothing(browser: TestClient, session: Session) -> None:
    answered(browser, session)
    page = browser.post("/en/receipt", data={"receipt_code": "0" * 25})
    assert page.status_code == 422
    assert "We mend them" not in page.text


def test_whoever_comes_back_with_their_code_reads_in_their_language_what_came_of_it(
    browser: TestClient, session: Session
) -> None:
    report, code = answered(browser, session)
    for tag, said in (("en", "We mend them in May."), ("ur", "ہم مئی میں مرمت کریں گے۔")):
        page = browser.post(f"/{tag}/receipt", data={"receipt_code": code}).text
        assert said in page
        assert BOTH["said"][tag] in page
        assert f'id="entry-{entry(session, report).key}"' in page
    polish = browser.post("/pl/receipt", data={"receipt_code": code}).text
    assert "We mend them in May." in polish
    assert "govuk-hint" in polish


def test_whoever_withdrew_their_answers_still_reads_what_came_of_it(
    browser: TestClient, session: Session
) -> None:
    _, code = answered(browser, session)
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    page = browser.post("/en/receipt", data={"receipt_code": code}).text
    assert "We mend them in May." in page
    assert "Very private words" not in page


def test_before_it_is_signed_off_a_code_tells_nothing_of_what_is_written(
    browser: TestClient, session: Session
) -> None:
    one = consultation(session)
    browser.post(S1, data={"idea": "Very private words", "_shown": "idea"})
    code = code_in(send(browser))
    report = keeping.draft(session, one)
    made.written(session, report)
    session.commit()
    page = browser.post("/en/receipt", data={"receipt_code": code}).text
    assert "Very private words" in page
    assert "We mend them" not in page
