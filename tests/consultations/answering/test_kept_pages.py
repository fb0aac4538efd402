"""A first page that looks the same to everybody is drawn once, and never out of date."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Consultation, Draft, Edition
from portal.council import queries as council_queries
from portal.store.db import begin, now
from tests.consultations.factories import consultation, content, question

pytestmark = pytest.mark.both

HOME = "/en/consultations/parks"
S1 = f"{HOME}/respond/s1"
NAME = re.compile(r"_page:[0-9a-f]{8} ")


def stored(session: Session) -> Consultation:
    return session.exec(select(Consultation)).one()


def test_what_somebody_answered_is_not_shown_to_the_next(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Very private words"})
    assert "Very private words" in browser.get(S1).text
    browser.cookies.clear()
    assert "Very private words" not in browser.get(S1).text
    assert "Very private words" not in browser.get(S1).text


def test_a_correction_is_shown_at_once(browser: TestClient, session: Session) -> None:
    item = consultation(session)
    assert "Section 1" in browser.get(S1).text
    fresh = content([question("idea", label={"en": "Better words"})])
    session.add(Edition(consultation_id=item.id or 0, number=2, content=fresh))
    item.edition = 2
    session.commit()
    assert "Better words" in browser.get(S1).text


def test_a_change_of_the_council_is_shown_at_once(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.get(S1)
    council = replace(council_queries.stored(session), wordmark="Speak out")
    council_queries.save(session, council)
    session.commit()
    assert "Speak out" in browser.get(S1).text


def test_a_closed_consultation_shows_no_page_that_was_kept(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session)
    assert browser.get(S1).status_code == 200
    item.closes = now() - timedelta(minutes=1)
    session.commit()
    assert browser.get(S1, follow_redirects=False).headers["location"] == HOME


def test_each_language_and_each_way_has_a_page_of_its_own(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    plain, checked = browser.get(S1).text, browser.get(f"{S1}?from=check").text
    assert f'action="{S1}"' in plain
    assert f'action="{S1}?from=check"' in checked
    assert 'dir="rtl"' in browser.get(S1.replace("/en/", "/ur/")).text
    again = browser.get(S1).text
    assert NAME.sub("", again) == NAME.sub("", plain)


def test_who_finds_another_writing_waits_and_loses_nothing(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    begin(session, writes=True)
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(browser.post, S1, data={"idea": "Trees"})
        assert browser.get("/en/consultations").status_code == 200
        session.rollback()
    assert sent.result().status_code == 200
    assert len(session.exec(select(Draft)).all()) == 1
    assert "Trees" in browser.get(S1).text
