"""What staff write to a reporter, and what they are warned of."""

import re
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Reply, Report
from portal.incidents.records import codes, replies, take_in
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from tests.incidents.factories import open_vault, report, team


def address(case: Report, form: str = "") -> str:
    return f"/en/staff/cases/{case.reference}{form}"


def write(browser: TestClient, case: Report, text: str) -> Any:
    data = {"_version": str(case.version), "reply": text}
    return browser.post(address(case, "/reply"), data=data)


def fresh(session: Session, case: Report) -> Report:
    """Read a case again after the portal may have changed it."""
    session.rollback()
    session.refresh(case)
    return case


@pytest.mark.parametrize(
    ("text", "message"), [("", "Write something first"), ("x" * 5001, "at most")]
)
def test_an_empty_or_endless_reply_is_refused(
    browser: TestClient, session: Session, text: str, message: str
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    reply = write(browser, case, text)
    assert reply.status_code == 422
    assert message in reply.text
    assert fresh(session, case).acknowledged is None
    assert session.exec(select(Reply)).all() == []


def test_a_reply_to_somebody_who_ended_their_access_is_refused_and_not_lost(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    take_in.close_way_back(session, case)
    session.commit()
    open_vault(browser, session, someone)
    html = browser.get(address(case)).text
    assert "Nobody would read a reply." in html
    assert 'name="reply"' not in html
    reply = write(browser, fresh(session, case), "Are you safe?")
    assert reply.status_code == 422
    assert "Are you safe?</textarea>" in reply.text
    session.rollback()
    assert session.exec(select(Reply)).all() == []


@pytest.mark.parametrize(
    ("way", "warning"),
    [
        ("none", "The reporter wants no reply."),
        ("contact", "The reporter wants to be contacted in another way."),
    ],
)
def test_the_page_warns_when_a_reply_is_not_what_the_reporter_wants(
    browser: TestClient, session: Session, way: str, warning: str
) -> None:
    someone, _ = team(session)
    case = report(session, report={"what": "They spat at me.", "reply": way})
    open_vault(browser, session, someone)
    assert warning in browser.get(address(case)).text


def test_of_two_who_reply_at_once_only_the_first_is_sent(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    write(browser, case, "We will call the landlord.")
    late = write(browser, case, "Nobody will call the landlord.")
    assert late.status_code == 409
    assert "Nobody will call the landlord.</textarea>" in late.text
    session.rollback()
    assert len(session.exec(select(Reply)).all()) == 1


def test_the_first_reply_acknowledges_the_report_and_only_the_code_opens_it(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    code = codes.new()
    case = report(session, code=code)
    open_vault(browser, session, someone)
    html = write(browser, case, "Thank you.\nWe read it today.").text
    assert "Your reply is waiting for the reporter." in html
    assert "The reporter has not been here since the last reply." in html
    assert fresh(session, case).acknowledged == case.last_contact == today()
    (read,) = replies.for_reporter(session, case, code)
    assert read.text.splitlines() == ["Thank you.", "We read it today."]
    assert replies.for_reporter(session, case, codes.new()) == []


def test_the_language_of_the_reporter_is_said_beside_the_reply(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session, report={"what": "Sarhad", "reply": "code", "language": "cy"})
    open_vault(browser, session, someone)
    html = browser.get(address(case)).text
    read = re.sub(r"<[^>]+>", "", html)
    assert "in this language: Welsh · Cymraeg." in read.replace("\u2068", "").replace("\u2069", "")


def test_a_reply_that_the_reporter_deleted_stays_with_the_case(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    write(browser, case, "Thank you.")
    replies.delete_for_reporter(session, fresh(session, case))
    session.commit()
    html = browser.get(address(case)).text
    assert "Thank you." in html
    assert "The reporter deleted it or ended their access." in html


def test_the_log_says_that_somebody_replied_and_not_what(
    browser: TestClient, session: Session
) -> None:
    someone, _ = team(session)
    case = report(session)
    open_vault(browser, session, someone)
    write(browser, case, "Thank you.")
    session.rollback()
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "case.replied")).one()
    assert (entry.subject, entry.details) == (case.reference, {})
