"""One mail goes out, once, and the address is gone with it; one press deletes it everywhere."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import Consultation
from portal.feedback.hearing import queries, telling
from portal.feedback.models import OutcomeAddress, ReportBack
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.feedback import factories as made
from tests.members.factories import all_of, outbox

pytestmark = pytest.mark.both

LINK = re.compile(r"^https://voices\.example(/\S+)$", re.MULTILINE)
TODAY = now().date()


def waiting(session: Session, *emails: str, **changes: Any) -> Consultation:
    """Keep a closed consultation of which these addresses wait to hear."""
    one = made.closed(session, **changes)
    for email in emails or ("amina@mail.example",):
        queries.keep(session, one.id or 0, email, "en")
    session.commit()
    return one


def answered(session: Session, one: Consultation, closed: date | None = TODAY) -> None:
    """Have everything answered that a consultation asked."""
    session.add(ReportBack(consultation_id=one.id or 0, language="en", closed=closed))
    session.commit()


def told(session: Session, days: int = 0) -> list[OutgoingMail]:
    """Do the work that is due after some days, and take what waits in the outbox."""
    telling.tell(session, now() + timedelta(days=days))
    session.commit()
    return outbox(session)


def test_nobody_hears_while_it_is_not_answered_and_the_day_is_to_come(session: Session) -> None:
    one = waiting(session, report_back=TODAY + timedelta(days=5))
    answered(session, one, closed=None)
    assert told(session) == told(session, 5) == []
    assert len(all_of(session, OutcomeAddress)) == 1


def test_the_first_entry_tells_nobody_only_the_last_does(session: Session) -> None:
    one = waiting(session, report_back=TODAY + timedelta(days=90))
    report = ReportBack(consultation_id=one.id or 0, language="en", published=TODAY)
    session.add(report)
    session.commit()
    assert told(session) == []
    report.closed = TODAY
    session.add(report)
    session.commit()
    assert len(told(session)) == 1


def test_they_hear_once_that_it_is_answered_and_the_address_is_gone(session: Session) -> None:
    one = waiting(session, report_back=TODAY + timedelta(days=90))
    answered(session, one)
    (mail,) = told(session)
    assert mail.recipient == "amina@mail.example"
    assert "Everything that was asked is answered now." in " ".join(mail.body.split())
    assert "https://voices.example/en/feedback/parks\n" in mail.body
    assert all_of(session, OutcomeAddress) == []
    assert told(session) == told(session, 400) == []
    (logged,) = [e for e in all_of(session, AuditEntry) if e.action == "feedback.outcome_told"]
    assert (logged.subject, logged.details) == ("parks", {"number": 1})


def test_once_the_day_has_passed_they_hear_honestly_that_it_is_late(session: Session) -> None:
    promised = TODAY + timedelta(days=1)
    waiting(session, report_back=promised)
    assert told(session, 1) == []
    (mail,) = told(session, 2)
    words = " ".join(mail.body.split())
    assert "has not answered everything yet" in words
    assert f"{promised.day} {promised:%B} {promised.year}" in words
    assert all_of(session, OutcomeAddress) == []


def test_the_mail_names_no_answer_and_no_consultation_in_its_subject(session: Session) -> None:
    one = waiting(session)
    answered(session, one)
    (mail,) = told(session)
    assert mail.subject == "What came of it"
    assert "Parks" not in mail.subject + mail.body
    assert "lamps" not in mail.body


def test_it_is_written_in_the_language_that_was_chosen(session: Session) -> None:
    one = made.closed(session)
    queries.keep(session, one.id or 0, "amina@mail.example", "ur")
    answered(session, one)
    (mail,) = told(session)
    assert "https://voices.example/ur/feedback/parks\n" in mail.body


def test_many_are_told_some_at_a_time_and_each_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "_AT_ONCE", 2)
    one = waiting(session, *(f"a{number}@mail.example" for number in range(5)))
    answered(session, one)
    rounds = [[mail.recipient for mail in told(session)] for _ in range(4)]
    assert [len(each) for each in rounds] == [2, 2, 1, 0]
    assert len({name for each in rounds for name in each}) == 5


def test_one_press_deletes_an_address_that_somebody_else_left_everywhere(
    browser: TestClient, session: Session
) -> None:
    one = waiting(session)
    waiting(session, "amina@mail.example", "other@mail.example", slug="buses")
    answered(session, one)
    (mail,) = told(session)
    assert "Was it somebody else who left your address?" in " ".join(mail.body.split())
    page, stop = LINK.findall(mail.body)
    assert "amina" not in stop
    assert page == "/en/feedback/parks"
    assert "Delete my address" in browser.get(stop).text
    assert len(all_of(session, OutcomeAddress)) == 2
    elsewhere = browser.post(stop, headers={"sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
    assert len(all_of(session, OutcomeAddress)) == 2
    pressed = browser.post(stop)
    assert "It is deleted." in pressed.text
    assert [one.email for one in all_of(session, OutcomeAddress)] == ["other@mail.example"]
    assert browser.post(stop).status_code == 200


@pytest.mark.parametrize("token", ["nothing", "a.b.c", "x" * 300])
def test_a_link_that_is_not_ours_deletes_nothing(
    browser: TestClient, session: Session, token: str
) -> None:
    waiting(session)
    for method in ("GET", "POST"):
        assert browser.request(method, f"/en/feedback/forget/{token}").status_code == 410
    assert len(all_of(session, OutcomeAddress)) == 1


def test_what_fails_on_the_way_to_the_outbox_keeps_the_address(session: Session) -> None:
    one = waiting(session)
    answered(session, one)
    telling.tell(session, now())
    session.rollback()
    assert all_of(session, OutgoingMail) == []
    assert len(all_of(session, OutcomeAddress)) == 1
