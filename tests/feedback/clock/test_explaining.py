"""An officer explains a delay in public, and promises a later day in public; that is all."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Consultation, DateChange
from portal.feedback import keeping, queries
from portal.feedback.models import ReportBack
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body, chair, only, read, rows
from tests.consultations import building_pages as pages
from tests.feedback.clock.test_in_public import closed, days, texts

PAGE = "/en/staff/feedback/parks/explain"
WHY = {"explained.en": "The <b>cabinet</b> met late.", "explained.ur": "کابینہ دیر سے ملی۔"}


@pytest.fixture
def late(session: Session) -> ReportBack:
    report = keeping.draft(session, closed(session, -9))
    session.commit()
    return report


def officer(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))


def send(browser: TestClient, report: ReportBack, **changes: str) -> int:
    sent = WHY | {"_version": str(report.revision)} | changes
    return browser.post(PAGE, data=sent, follow_redirects=False).status_code


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.OFFICER])
def test_other_staff_explain_nothing(
    browser: TestClient, session: Session, late: ReportBack, role: Role
) -> None:
    sign_in(browser, session, account(session, role))
    assert send(browser, late) == 403
    assert read(session, late).explained == {}


def test_the_chair_explains_nothing(
    browser: TestClient, session: Session, late: ReportBack
) -> None:
    chair(browser, session, body(session))
    assert send(browser, late) == 403


def test_a_report_that_is_not_begun_has_no_delay(browser: TestClient, session: Session) -> None:
    closed(session, 40)
    officer(browser, session)
    assert browser.get(PAGE).status_code == 404


def test_an_empty_or_endless_explanation_is_refused(
    browser: TestClient, session: Session, late: ReportBack
) -> None:
    officer(browser, session)
    assert send(browser, late, **{"explained.en": ""}) == 422
    assert send(browser, late, **{"explained.en": "x" * 1501}) == 422
    assert read(session, late).explained == {}


@pytest.mark.both
def test_everybody_reads_at_once_why_and_that_it_is_late(
    browser: TestClient, session: Session, late: ReportBack
) -> None:
    officer(browser, session)
    assert send(browser, late) == 303
    stored = read(session, late)
    assert (stored.explained_in, stored.explained_on) == ("en", today())
    browser.cookies.clear()
    text = texts(browser)[2]
    assert "The &lt;b&gt;cabinet&lt;/b&gt; met late." in text
    assert "Overdue by 9 days" in text
    urdu = browser.get("/ur/consultations/parks").text
    assert "کابینہ دیر سے ملی۔" in urdu
    assert [one.action for one in rows(session, AuditEntry)][-1] == "feedback.explained"


def test_what_a_colleague_wrote_meanwhile_stays(
    browser: TestClient, session: Session, late: ReportBack
) -> None:
    officer(browser, session)
    version = str(late.revision)
    assert send(browser, late) == 303
    mine = WHY | {"_version": version, "explained.en": "It snowed."}
    page = browser.post(PAGE, data=mine)
    assert page.status_code == 409
    assert "It snowed." in page.text
    assert "met late" in page.text
    assert browser.post(PAGE, data=WHY | {"_version": version}).status_code == 200


def test_officers_alone_are_led_to_it_from_the_consultation(
    browser: TestClient, session: Session, late: ReportBack
) -> None:
    where = "/en/staff/consultations/parks"
    sign_in(browser, session, account(session, Role.ANALYST))
    assert PAGE not in browser.get(where).text
    officer(browser, session)
    text = browser.get(where).text
    assert PAGE in text
    assert "Overdue by 9 days" in text


def test_a_passed_day_is_moved_in_public_after_closing(
    browser: TestClient, session: Session, late: ReportBack
) -> None:
    officer(browser, session)
    where, day = "/en/staff/consultations/parks/dates", days(20)
    changes = {f"report_back__{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    page = pages.change(browser, where, **changes, reason__en="Elections.")
    assert page.status_code == 303
    assert only(session, DateChange).day_before == days(-9)
    assert read(session, session.get_one(Consultation, late.consultation_id)).report_back == day
    text = texts(browser)[2]
    assert "Elections." in text
    assert "That day passed before we chose a new one." in text
    assert "Overdue by 9 days" in text


def test_a_day_that_has_passed_is_no_new_promise(
    browser: TestClient, session: Session, late: ReportBack
) -> None:
    officer(browser, session)
    where, day = "/en/staff/consultations/parks/dates", today() - timedelta(days=1)
    changes = {f"report_back__{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    page = pages.change(browser, where, **changes, reason__en="Elections.")
    assert page.status_code == 422
    assert rows(session, DateChange) == []
    assert queries.by_slug(session, "parks") is not None
