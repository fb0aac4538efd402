"""What stays is numbers: rounded, in a file without words, and still there once all is deleted."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.complaints import keeping, queries
from portal.complaints.models import Comment
from portal.complaints.rules import State
from portal.complaints.staff import due
from portal.languages.calendar import add_months
from portal.languages.i18n import today
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.complaints.factories import (
    STAFF,
    comment,
    comments,
    decide,
    moved,
    officer,
    steps,
    told,
)
from tests.council.factories import council
from tests.groups.factories import mails

FIGURES = f"{STAFF}/figures"
SETTINGS = f"{STAFF}/settings/terms"


def working_day() -> datetime:
    """Give a Monday on which the council is open."""
    return now() + timedelta(days=7 - today().weekday())


def several(session: Session, number: int, **said: Any) -> list[Comment]:
    return [comment(session, **said) for _ in range(number)]


def test_an_officer_changes_no_promise(browser: TestClient, session: Session) -> None:
    officer(browser, session)
    assert browser.get(SETTINGS).status_code == 403
    assert browser.post(SETTINGS, data={"card_days": "1"}).status_code == 403


@pytest.mark.parametrize("days", ["0", "61", "soon", ""])
def test_a_promise_has_its_limits(browser: TestClient, session: Session, days: str) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    shown = browser.get(SETTINGS).text
    version = shown.partition('name="_version" value="')[2].partition('"')[0]
    answer = browser.post(SETTINGS, data={"_version": version, "card_days": days})
    assert answer.status_code == 422


def test_few_are_not_told_and_no_word_leaves_the_portal(
    browser: TestClient, session: Session
) -> None:
    council(session)
    several(session, 6, language="ur", wrong="A secret")
    several(session, 2, language="so")
    officer(browser, session)
    page = browser.get(FIGURES).text
    assert "fewer than 5" in page
    assert "A secret" not in page
    file = browser.get(f"{FIGURES}.csv")
    assert "attachment" in file.headers["content-disposition"]
    rows = file.text.lstrip("\ufeff").splitlines()
    assert ",language,so,Somali,<5,0,0" in rows
    assert ",language,ur,Urdu,5,0,0" in rows
    assert ",state,received,Received by the council,10,0,0" in rows
    assert "A secret" not in file.text


def test_a_year_in_which_nothing_came_is_no_choice(browser: TestClient, session: Session) -> None:
    several(session, 5)
    officer(browser, session)
    assert browser.get(f"{FIGURES}?year={today().year}").status_code == 200
    assert f'value="{today().year}"' in browser.get(f"{FIGURES}?year=1066").text
    assert 'value="1066"' not in browser.get(f"{FIGURES}?year=1066").text


@pytest.mark.both
def test_what_was_answered_long_ago_is_deleted_and_still_counted(session: Session) -> None:
    decide(session, keep_months=3)
    old, day = add_months(today(), -3), add_months(today(), -4)
    days = (today() - day).days
    gone = comment(session, days_ago=days, language="ur")
    keeping.tell_equality(session, gone, "wales", {})
    moved(session, gone, State.READ, State.ANSWERED, day=old)
    waits = comment(session, days_ago=days, language="pl")
    fresh = comment(session, days_ago=days, language="cy")
    moved(session, fresh, State.READ, State.ANSWERED, day=today())
    due.forget(session, now())
    session.commit()
    assert {one.id for one in comments(session)} == {waits.id, fresh.id}
    assert told(session) == []
    assert len(steps(session)) == 4
    found = queries.counted(session, "language", 0)
    assert found == {("ur", "card"): 1, ("pl", "card"): 1, ("cy", "card"): 1}
    assert queries.counted(session, "language", day.year)["ur", "card"] == 1
    due.forget(session, now())
    assert queries.counted(session, "state", 0)["answered", "card"] == 2


@pytest.mark.parametrize(("email", "days_ago"), [("", 60), ("team@council.example", 0)])
def test_nobody_is_reminded_without_an_address_or_a_reason(
    session: Session, email: str, days_ago: int
) -> None:
    council(session)
    decide(session, email=email)
    comment(session, days_ago=days_ago)
    due.remind(session, working_day())
    session.commit()
    assert mails(session) == []


def test_nobody_is_reminded_on_a_sunday(session: Session) -> None:
    council(session)
    decide(session, email="team@council.example")
    comment(session, days_ago=60)
    due.remind(session, working_day() - timedelta(days=1))
    session.commit()
    assert mails(session) == []


def test_while_an_answer_is_late_one_mail_says_so_and_nothing_else(
    session: Session, engine: Engine, settings: Settings
) -> None:
    council(session)
    decide(session, email="team@council.example")
    comment(session, days_ago=60, wrong="The bins")
    for _ in range(2):
        jobs.run_due((due.REMINDING,), engine, settings, working_day())
    (mail,) = mails(session)
    assert mail.recipient == "team@council.example"
    assert "https://voices.example/staff/comments" in mail.body
    assert "bins" not in mail.body
