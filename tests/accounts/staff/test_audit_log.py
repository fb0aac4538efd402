"""The audit log as an auditor reads it."""

import re

import pytest
from sqlalchemy import text
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.store import audit
from tests.accounts.factories import account, sign_in
from tests.walking import walked

pytestmark = pytest.mark.both


def record(session: Session, count: int, action: str = "topic.closed", actor: str = "job") -> None:
    for number in range(count):
        audit.record(session, actor, action, f"subject {number}")
    session.commit()
    audit.publish_head(session, session.info["settings"].anchor)


def test_an_administrator_does_not_read_the_log(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    assert browser.get("/en/staff/audit").status_code == 403


def test_an_altered_row_is_reported_on_the_page(browser: TestClient, session: Session) -> None:
    record(session, 3)
    sign_in(browser, session, account(session, Role.AUDITOR))
    assert "The log is not intact" not in browser.get("/en/staff/audit").text
    session.execute(text("UPDATE audit_entry SET subject = 'forged' WHERE id = 2"))
    session.commit()
    page = browser.get("/en/staff/audit").text
    assert "The log is not intact" in page
    assert "this row was altered" in page


def test_the_log_is_read_in_pages_the_newest_first(browser: TestClient, session: Session) -> None:
    record(session, 51)
    sign_in(browser, session, account(session, Role.AUDITOR))
    first, second = walked(browser, "/en/staff/audit")
    assert "subject 50" in first
    assert "subject 0<" not in first
    assert "subject 0<" in second
    for odd in ("page=99", "after=-1", "after=2~3", "after=" + "9" * 5000):
        assert "subject 50" in browser.get(f"/en/staff/audit?{odd}").text


def test_the_log_is_narrowed_by_action_and_by_who(browser: TestClient, session: Session) -> None:
    auditor = account(session, Role.AUDITOR, name="Aniela Auditor")
    record(session, 1, "account.changed", str(auditor.id))
    record(session, 1, "consultation.published")
    sign_in(browser, session, auditor)
    by_action = browser.get("/en/staff/audit?action=account.").text
    by_actor = browser.get("/en/staff/audit?actor=job").text
    wildcard = browser.get("/en/staff/audit?action=%25").text
    assert ">account.changed<" in by_action
    assert ">consultation.published<" not in by_action
    assert ">Aniela Auditor<" in by_action
    assert ">account.changed<" not in by_actor
    assert "There is nothing here yet." in wildcard


def test_what_analysts_once_wrote_about_people_is_not_read_out(
    browser: TestClient, session: Session
) -> None:
    for action in ("response.set_aside", "responses.restored", "written_answer.hidden"):
        told = {"number": 3, "reason": "Names Zofia", "why": "spam: Zofia"}
        audit.record(session, 1, action, "parks", **told)
    audit.record(session, 1, "consultation.published", "parks", reason="The Welsh comes later")
    session.commit()
    sign_in(browser, session, account(session, Role.AUDITOR))
    page = browser.get("/en/staff/audit").text
    assert "Zofia" not in page
    assert re.sub(r"<[^>]+>", "", page).count("number: 3") == 3
    assert "The Welsh comes later" in page
