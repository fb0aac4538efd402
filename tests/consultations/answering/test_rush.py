"""Answers that come in a rush are taken, counted and marked; of their network nothing is kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.consultations.answering import rushes
from portal.consultations.models import Response
from portal.consultations.retention import deleting
from portal.consultations.rules import ResponseState
from portal.store.db import now
from portal.store.memory import Memory
from portal.web.networks import Networks
from tests.consultations.answering.test_responding import HOME, S1, code_in, send
from tests.consultations.factories import consultation
from tests.query_plans import asked, plan

pytestmark = pytest.mark.both


def answer(browser: TestClient) -> str:
    """Answer on a device of one's own, and give the page that comes after."""
    browser.cookies.clear()
    browser.post(S1, data={"idea": "Trees"})
    return send(browser)


def marks(session: Session) -> list[bool]:
    session.rollback()
    return sorted(session.exec(select(Response.rushed)))


def fill(memory: Memory) -> None:
    """Let all the other tables of a library send their answers."""
    here = memory.of(rushes.Answering)
    for _ in range(rushes.USUAL):
        here.rise(here.source_of("testclient"), rushes.SECONDS_EACH)


def test_nobody_is_refused_and_only_what_is_above_the_usual_is_marked(
    browser: TestClient, session: Session
) -> None:
    consultation(session, ask_equality=False)
    pages = [answer(browser) for _ in range(rushes.USUAL + 2)]
    assert len({code_in(page) for page in pages}) == len(pages)
    assert marks(session) == [False] * rushes.USUAL + [True, True]


def test_a_marked_answer_counts(browser: TestClient, session: Session, memory: Memory) -> None:
    consultation(session)
    fill(memory)
    answer(browser)
    assert marks(session) == [True]
    assert session.exec(select(Response.state)).one() is ResponseState.COUNTED


def test_another_network_is_not_marked(
    browser: TestClient, session: Session, memory: Memory
) -> None:
    consultation(session)
    here = memory.of(rushes.Answering)
    for _ in range(rushes.USUAL):
        here.rise(here.source_of("192.0.2.0"), rushes.SECONDS_EACH)
    answer(browser)
    assert marks(session) == [False]


def test_an_hour_later_it_is_no_rush_any_more() -> None:
    moment = [0.0]
    here = Networks(lambda: moment[0])
    for _ in range(rushes.USUAL):
        here.rise(b"library", rushes.SECONDS_EACH)
    assert here.rise(b"library", rushes.SECONDS_EACH) > rushes.USUAL
    moment[0] += 3600
    assert here.rise(b"library", rushes.SECONDS_EACH) == 1 + 1


def test_whoever_withdraws_takes_the_mark_with_them(
    browser: TestClient, session: Session, memory: Memory
) -> None:
    consultation(session, ask_equality=False)
    fill(memory)
    code = code_in(answer(browser))
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    assert marks(session) == [False]


def test_the_mark_goes_with_what_was_written(
    browser: TestClient, session: Session, memory: Memory
) -> None:
    parks = consultation(
        session, report_back=None, delete_written=now().date() + timedelta(days=40)
    )
    fill(memory)
    answer(browser)
    session.refresh(parks)
    deleting.keep_promises(session, now() + timedelta(days=41))
    session.commit()
    assert marks(session) == [False]


def test_residents_see_no_mark(browser: TestClient, session: Session, memory: Memory) -> None:
    consultation(session, ask_equality=False)
    usual = answer(browser)
    fill(memory)
    marked = answer(browser)
    assert _without_codes(marked) == _without_codes(usual)
    assert "rush" not in browser.get(HOME).text


def test_marks_are_found_without_reading_all_responses(session: Session, engine: Engine) -> None:
    parks = consultation(session)
    today = now().date()
    of: dict[str, Any] = {"consultation_id": parks.id, "edition": 1, "language": "en", "day": today}
    session.add_all(Response(**of, receipt=str(one), rushed=not one) for one in range(600))
    session.commit()
    with asked(engine) as read:
        found = select(Response.id).where(
            Response.consultation_id == parks.id, col(Response.rushed)
        )
        assert len(session.exec(found).all()) == 1
    assert "ix_response_rushed" in plan(engine, *read[-1])


def _without_codes(page: str) -> str:
    return re.sub(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){5}|[0-9a-f]{64}", "", page)
