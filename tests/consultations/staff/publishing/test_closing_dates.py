"""The closing date moves once, from a form that still fits, and says how dates are put right."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from httpx2 import Response as Page
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import DateChange, Draft
from portal.consultations.rules import Stage
from portal.store.db import now
from tests.consultations import building_pages as pages
from tests.consultations import factories as make
from tests.consultations.building_pages import BASE

pytestmark = pytest.mark.both

Form = dict[str, str]
DAY = timedelta(days=1)
TODAY = now().date()
LATER = TODAY + timedelta(days=40)
EXTEND = f"{BASE}/parks/extend"
CLOSE = f"{BASE}/parks/close"
stored = partial(pages.stored, slug="parks")


@pytest.fixture(autouse=True)
def _open(browser: TestClient, session: Session) -> None:
    pages.officer(browser, session)
    make.consultation(session, delete_written=TODAY + 300 * DAY)
    session.rollback()


def filled(browser: TestClient, address: str, day: date = LATER, reason: str = "Why") -> Form:
    parts = {f"closes.{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    typed = {"reason.en": reason} | (parts if address == EXTEND else {})
    return pages.form(browser.get(address), address) | typed


def send(browser: TestClient, address: str, form: Form) -> Page:
    return browser.post(address, data=form, follow_redirects=False)


def moves(session: Session) -> list[datetime | None]:
    session.rollback()
    return [one.closes_now for one in session.exec(select(DateChange))]


@pytest.mark.parametrize("address", [EXTEND, CLOSE])
def test_the_second_of_two_taps_is_told_that_it_is_done(
    browser: TestClient, session: Session, address: str
) -> None:
    form = filled(browser, address)
    for _ in range(2):
        assert send(browser, address, form).headers["location"].startswith(f"{BASE}/parks?done=")
    assert len(moves(session)) == 1


def test_a_form_from_before_a_colleague_extended_it_extends_nothing_unasked(
    browser: TestClient, session: Session
) -> None:
    mine = filled(browser, EXTEND, LATER + 9 * DAY, "Mine")
    assert send(browser, EXTEND, filled(browser, EXTEND)).status_code == 303
    answer = send(browser, EXTEND, mine)
    assert answer.status_code == 409
    assert "Somebody else saved this" in answer.text
    assert pages.form(answer, EXTEND)["reason.en"] == "Mine"
    assert len(moves(session)) == 1
    assert send(browser, EXTEND, pages.form(answer, EXTEND)).status_code == 303
    assert len(moves(session)) == 2


def test_who_would_close_what_was_extended_meanwhile_looks_again(
    browser: TestClient, session: Session
) -> None:
    mine = filled(browser, CLOSE, reason="Mine")
    assert send(browser, EXTEND, filled(browser, EXTEND)).status_code == 303
    answer = send(browser, CLOSE, mine)
    assert answer.status_code == 409
    assert "Look at the dates again before you close it." in answer.text
    assert f"{LATER.day} {LATER:%B}" in answer.text
    assert stored(session).stage is Stage.PUBLISHED
    assert send(browser, CLOSE, pages.form(answer, CLOSE)).status_code == 303


def test_whoever_closes_it_second_is_told_that_their_reason_is_not_the_one(
    browser: TestClient, session: Session
) -> None:
    mine = filled(browser, CLOSE, reason="Mine")
    assert send(browser, CLOSE, filled(browser, CLOSE)).status_code == 303
    answer = send(browser, CLOSE, mine)
    assert answer.status_code == 409
    assert "Mine" in answer.text


def test_dates_out_of_order_are_put_right_on_their_own_page_first(
    browser: TestClient, session: Session
) -> None:
    parks = stored(session)
    parks.delete_written = TODAY + 2 * DAY
    session.add(Draft(id="d", consultation_id=parks.id or 0, sealed=b"", expires=now() + DAY))
    session.commit()
    answer = send(browser, EXTEND, filled(browser, EXTEND))
    assert answer.status_code == 422
    assert "Put the days of reporting back and of deletion right first." in answer.text
    assert "choose an earlier closing date" not in answer.text
    assert f'href="{BASE}/parks/dates"' in answer.text
