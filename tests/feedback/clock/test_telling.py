"""Officers are reminded three times, the champion and the chair are told once."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Office
from portal.feedback import arrangements, keeping
from portal.feedback.arrangements import Arrangements
from portal.feedback.clock import staff_due
from portal.feedback.models import ReportBack
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import HERE, body, chair, holder, in_office, read, rows
from tests.feedback import factories as made
from tests.feedback.clock.test_in_public import DONE, closed
from tests.members.factories import member, outbox

SETTINGS = "/en/staff/feedback/settings/late"
CHAMPION = {"champion": "Ms Head", "champion_email": "head@council.example", "email": ""}


def begun(session: Session, left: int) -> ReportBack:
    report = keeping.draft(session, closed(session, left))
    session.commit()
    return report


def later(days: int) -> datetime:
    return now() + timedelta(days=days)


def run(session: Session, days: int = 0) -> list[str]:
    staff_due.remind(session, later(days))
    staff_due.tell(session, later(days))
    session.commit()
    return [one.recipient for one in outbox(session)]


def named(session: Session) -> None:
    arrangements.save(session, Arrangements(**CHAMPION))
    session.commit()


def test_nobody_is_reminded_before_the_time(session: Session) -> None:
    account(session, Role.OFFICER)
    begun(session, 40)
    assert run(session) == []


def test_only_officers_are_reminded(session: Session) -> None:
    for role in Role:
        account(session, role, email=f"{role.value}@council.example")
    begun(session, 28)
    assert run(session) == ["officer@council.example"]


@pytest.mark.both
def test_each_reminder_comes_once(session: Session) -> None:
    account(session, Role.OFFICER)
    begun(session, 40)
    counted = [len(run(session, day)) for day in range(41)]
    assert [40 - day for day, number in enumerate(counted) if number] == [28, 7, 1]
    assert sum(counted) == 3


def test_a_reminder_leads_to_the_report_and_names_the_day(session: Session) -> None:
    account(session, Role.OFFICER)
    begun(session, 7)
    staff_due.remind(session, now())
    session.commit()
    (mail,) = outbox(session)
    assert "https://voices.example/staff/feedback/parks" in mail.body
    assert "“Parks”" in mail.body
    assert mail.subject.startswith("A report back is due on")


def test_whom_the_council_named_is_reminded_in_place_of_all(session: Session) -> None:
    account(session, Role.OFFICER)
    arrangements.save(session, Arrangements(email="engagement@council.example"))
    begun(session, 7)
    assert run(session) == ["engagement@council.example"]


def test_nobody_is_reminded_of_what_is_done(session: Session) -> None:
    account(session, Role.OFFICER)
    report = begun(session, 7)
    made.written(session, report, **DONE)
    made.published(session, report, "en", "ur")
    session.commit()
    named(session)
    assert run(session) == []
    assert run(session, 60) == []


@pytest.mark.both
def test_the_champion_and_the_chair_are_told_once_after_two_weeks(session: Session) -> None:
    person = member(session, email="chair@forum.example")
    forum = body(session)
    holder(session, forum, Office.CHAIR, person)
    named(session)
    report = begun(session, -13)
    assert run(session) == []
    assert run(session, 1) == ["chair@forum.example", "head@council.example"]
    assert run(session, 2) == []
    assert read(session, report).told is not None
    assert [one.action for one in rows(session, AuditEntry)].count("feedback.late") == 1


def test_who_is_named_later_hears_of_it_then(session: Session) -> None:
    begun(session, -40)
    assert run(session) == []
    named(session)
    assert run(session) == ["head@council.example"]


def test_the_chair_reads_what_is_late_and_a_moderator_does_not(
    browser: TestClient, session: Session
) -> None:
    forum = body(session)
    begun(session, -20)
    in_office(browser, session, forum, Office.MODERATOR)
    assert "Reports back that are late" not in browser.get(f"{HERE}/today").text
    chair(browser, session, forum)
    for page in ("today", "join/mine"):
        text = browser.get(f"{HERE}/{page}").text
        assert "Reports back that are late" in text
        assert "Overdue by 20 days" in text, page


def test_the_chair_of_another_body_does_not_read_it(browser: TestClient, session: Session) -> None:
    body(session)
    other = body(session, slug="other", kind="board")
    begun(session, -20)
    chair(browser, session, other)
    assert "Reports back" not in browser.get("/en/forum/other/today").text


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.ADMINISTRATOR])
def test_only_an_administrator_names_the_champion(
    browser: TestClient, session: Session, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert browser.post(SETTINGS, data=CHAMPION).status_code == 403
    assert arrangements.current(session) == Arrangements()


def test_the_champion_is_named_in_the_settings(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    shown = browser.get(SETTINGS).text
    sent = {"_version": shown.partition('name="_version" value="')[2].partition('"')[0]} | CHAMPION
    wrong = browser.post(SETTINGS, data=sent | {"champion_email": "no"})
    assert wrong.status_code == 422
    assert browser.post(SETTINGS, data=sent, follow_redirects=False).status_code == 303
    session.rollback()
    assert arrangements.current(session) == Arrangements(**CHAMPION)
