"""No way to reach anybody is kept for long, and whoever waits too long is not forgotten."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.features import JOBS
from portal.language_support import keeping
from portal.language_support.rules import Answer, Outcome, State
from portal.language_support.staff import due
from portal.languages.i18n import today
from portal.settings import Settings
from portal.store import jobs
from portal.store.audit import AuditEntry
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.council.factories import council
from tests.erasing import left, work
from tests.language_support.factories import asked, counts, requests

pytestmark = pytest.mark.both
MONDAY = 0


def mails(session: Session) -> list[OutgoingMail]:
    session.rollback()
    return list(session.exec(select(OutgoingMail)))


def test_what_is_younger_than_people_were_told_stays(session: Session) -> None:
    council(session, support_days=10)
    asked(session, days_ago=9)
    due.forget(session, now())
    session.commit()
    assert [one.state for one in requests(session)] == [State.WAITING]
    assert counts(session) == []


def test_a_request_that_nobody_answered_is_wiped_and_counted_as_such(session: Session) -> None:
    council(session, support_days=10)
    asked(session, days_ago=10)
    due.forget(session, now())
    due.forget(session, now())
    session.commit()
    assert [one.told for one in requests(session)] == [b""]
    assert counts(session) == [("ur", "interpreter", "meeting", "not_provided", "expired", "1")]
    (entry,) = session.exec(select(AuditEntry)).all()
    assert (entry.action, entry.details) == ("support.expired", {"number": 1})


def test_what_was_decided_can_be_seen_for_a_week(session: Session) -> None:
    council(session)
    request = asked(session)
    keeping.answer(session, request, Answer(Outcome.PROVIDED), today())
    session.commit()
    due.forget(session, now() + timedelta(days=6))
    session.commit()
    assert len(requests(session)) == 1
    due.forget(session, now() + timedelta(days=7))
    session.commit()
    assert requests(session) == []
    assert len(counts(session)) == 1


def test_no_file_of_the_database_holds_what_was_wiped(
    session: Session, engine: Engine, settings: Settings
) -> None:
    council(session)
    request = asked(session, about="x" * 300)
    sealed = request.told
    session.rollback()
    assert left([sealed], engine) == [sealed]
    keeping.answer(session, request, Answer(Outcome.PROVIDED), today())
    session.commit()
    session.close()
    work(engine, settings, now())
    assert left([sealed], engine) == []


def test_deletion_is_due_work_and_waits_while_the_clock_may_be_wrong() -> None:
    assert due.FORGETTING in JOBS
    assert due.FORGETTING.deletes
    assert due.REMINDING in JOBS


@pytest.mark.parametrize(("email", "days_ago"), [("", 30), ("support@cwmteg.example", 0)])
def test_nobody_is_reminded_without_an_address_or_a_reason(
    session: Session, email: str, days_ago: int
) -> None:
    council(session, support_email=email)
    asked(session, days_ago=days_ago)
    due.remind(session, working_day())
    session.commit()
    assert mails(session) == []


def test_nobody_is_reminded_on_a_sunday(session: Session) -> None:
    council(session, support_email="support@cwmteg.example")
    asked(session, days_ago=20)
    due.remind(session, working_day() - timedelta(days=1))
    session.commit()
    assert mails(session) == []


def test_while_somebody_waits_too_long_one_mail_says_so_and_nothing_else(
    session: Session, engine: Engine, settings: Settings
) -> None:
    council(session, support_email="support@cwmteg.example")
    asked(session, days_ago=20, about="A letter")
    for _ in range(2):
        jobs.run_due((due.REMINDING,), engine, settings, working_day())
    (mail,) = mails(session)
    assert mail.recipient == "support@cwmteg.example"
    assert mail.subject == "Requests for language support wait"
    assert "https://voices.example/staff/support" in mail.body
    assert "Urdu" not in mail.body
    assert "letter" not in mail.body.replace("listed", "")


def working_day() -> datetime:
    """Give a Monday, some time from now."""
    moment = now()
    return moment + timedelta(days=(MONDAY - moment.weekday()) % 7)
