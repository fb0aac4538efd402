"""A draft keeps what somebody may write; what is far too long comes back whole, to be shortened."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Draft
from tests.consultations.factories import consultation, question

HOME = "/en/consultations/parks"
S1 = f"{HOME}/respond/s1"
LONG = "x" * 100_000
QUESTIONS = [
    question("idea", "long"),
    question("name"),
    question("number", "number"),
    question("day", "date"),
    question("use", "single", options=[{"code": "o", "label": {"en": "O"}, "other": True}]),
    question("order", "ranking"),
    question("lines", "matrix", rows=[{"code": "r", "label": {"en": "R"}}]),
]

FIELDS = ["idea", "name", "number", "day.year", "use", "use.other", "order.yes", "lines.r"]


def kept(session: Session) -> int:
    """Count the bytes that drafts take."""
    session.rollback()
    return sum(len(sealed) for sealed in session.exec(select(Draft.sealed)))


def test_what_is_far_too_long_is_shown_again_and_not_kept(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    for name in FIELDS:
        page = browser.post(S1, data={"idea": "Trees", name: LONG})
        assert page.status_code == 422, name
        assert "Write at most" in page.text, name
    assert kept(session) == 0


@pytest.mark.parametrize("pressed", ["_save", "_switch"])
def test_no_button_leads_on_from_what_is_far_too_long(
    browser: TestClient, session: Session, pressed: str
) -> None:
    consultation(session, QUESTIONS)
    page = browser.post(S1, data={"idea": f"{LONG} end", pressed: "en"})
    assert page.status_code == 422
    assert f"{LONG} end</textarea>" in page.text
    assert "Write at most 5000 characters." in page.text
    assert kept(session) == 0


def test_what_was_kept_before_stays(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    browser.post(S1, data={"idea": "Trees"})
    browser.post(S1, data={"idea": LONG})
    assert "Trees</textarea>" in browser.get(S1).text


def test_fields_that_no_question_has_are_not_kept(browser: TestClient, session: Session) -> None:
    consultation(session, QUESTIONS)
    stuffed = {f"idea.{number}": "x" * 100 for number in range(1000)}
    browser.post(S1, data={"idea": "Trees", "name": ["a"] * 500} | stuffed)
    assert kept(session) < 1000


def test_what_is_a_little_too_long_is_kept_until_it_is_shortened(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    shown = [one["code"] for one in QUESTIONS]
    page = browser.post(S1, data={"idea": "x" * 6000, "_shown": shown})
    assert "Write at most 5000 characters." in page.text
    assert "x" * 6000 in browser.get(S1).text


def test_an_organisation_that_writes_far_too_much_is_asked_again(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    for name in ("name", "asked", "how"):
        sent = {"name": "Friends", "asked": "12", "how": "We met"} | {name: LONG}
        page = browser.post(f"{HOME}/respond/organisation", data=sent)
        assert page.status_code == 422, name
        assert LONG in page.text, name
    assert kept(session) == 0
