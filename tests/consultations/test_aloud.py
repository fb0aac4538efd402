"""What a consultation asks as a sheet to read aloud, for whoever has no telephone of their own."""

from datetime import timedelta

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.rules import Stage
from portal.store.db import now
from tests.consultations.factories import consultation, question

SHEET = "/en/consultations/parks/aloud"


def test_nobody_reads_aloud_what_is_not_published(browser: TestClient, session: Session) -> None:
    assert browser.get(SHEET).status_code == 404
    consultation(session, stage=Stage.DRAFT)
    assert browser.get(SHEET).status_code == 404


def test_nobody_is_asked_to_answer_what_has_closed(browser: TestClient, session: Session) -> None:
    parks = consultation(session)
    parks.closes = now() - timedelta(days=2)
    session.add(parks)
    session.commit()
    page = browser.get(SHEET).text
    assert "Closed: " in page
    assert "Tell us by" not in page


def test_the_questions_are_numbered_and_the_code_leads_to_the_consultation(
    browser: TestClient, session: Session
) -> None:
    asked = [question("use", "single"), question("note", "panel"), question("why", "long")]
    consultation(session, asked)
    page = browser.get(SHEET.replace("/en/", "/ur/")).text
    sheet = page[page.index("<ol>") : page.index("</ol>")]
    assert sheet.count("<li>") == 2
    assert 'dir="rtl"' in page
    assert "https://voices.example/ur/consultations/parks</bdi>" in page
    assert "Tell us by" in browser.get(SHEET).text
    assert 'src="data:image/svg+xml' in page
    assert f'href="{SHEET}"' in browser.get("/en/consultations/parks").text
