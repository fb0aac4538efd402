"""What the council agreed to do reaches officers, who are told once when it is late."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.languages.i18n import today
from portal.meetings import acts
from portal.meetings.rules import Owner
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import HERE, body, chair, only, read, rows
from tests.meetings.factories import at, meeting, shows
from tests.meetings.test_records import noted

START, FORUM = "/en/staff", "/en/staff/forum/race-equality/topics"


def told(session: Session, days: int = 0) -> int:
    """Have what is late be looked at, some days from now; count all mails by then."""
    session.rollback()
    acts.remind(session, now() + timedelta(days=days))
    session.commit()
    return len(rows(session, OutgoingMail))


def test_officers_see_on_their_pages_what_the_council_does_and_by_when(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over, soon = meeting(session, made, days=-20), meeting(session, made)
    noted(session, over, words="Mend the lights", due=today() - timedelta(days=1))
    noted(session, over, words="Ring the school", owner=Owner.CHAIR)
    noted(session, over, words="Paint the hall", done=today())
    noted(session, soon, words="Not agreed yet")
    sign_in(browser, session, account(session, Role.OFFICER))
    for path in (START, FORUM):
        page = browser.get(path).text
        assert "What the council agreed to do" in page
        assert "Mend the lights" in page
        assert "Overdue" in page
        assert at(over) in page
        for other in ("Ring the school", "Paint the hall", "Not agreed yet"):
            assert other not in page
    sign_in(browser, session, account(session, Role.ANALYST))
    assert not shows(browser, START, "Mend the lights")


@pytest.mark.both
def test_the_officer_of_a_body_is_told_once_that_something_is_late(session: Session) -> None:
    made, late = body(session), today() - timedelta(days=1)
    over = meeting(session, made, days=-20)
    one = noted(session, over, due=today())
    noted(session, over, due=late, owner=Owner.CHAIR)
    noted(session, over, due=late, done=today())
    assert told(session) == 0
    assert [told(session, days) for days in (1, 1, 9)] == [1, 1, 1]
    mail = only(session, OutgoingMail)
    assert at(over) in mail.body
    assert "Mend the lights" not in mail.subject + mail.body
    read(session, one).due = today() + timedelta(days=20)
    session.add(one)
    session.commit()
    assert [told(session, days) for days in (9, 21, 22)] == [1, 2, 2]


def test_the_chair_reads_on_today_what_is_late_whoever_does_it(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    over = meeting(session, made, days=-20)
    noted(session, over, due=today() - timedelta(days=1), owner=Owner.CHAIR)
    noted(session, over, words="Ring the school")
    chair(browser, session, made)
    page = browser.get(f"{HERE}/today").text
    assert "Mend the lights" in page.partition("Late actions")[2]
    assert "Ring the school" not in page
