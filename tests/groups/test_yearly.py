"""Each year a group is asked whether its entry is still right; one that does not answer rests."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.groups import yearly
from portal.groups.models import Group, GroupEvent, GroupLink
from portal.groups.rules import State
from portal.languages.i18n import today
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.groups.factories import DIRECTORY, EMAIL, group, link_in, mails, read

pytestmark = pytest.mark.both


def ask(session: Session, days: int = 0) -> None:
    """Do what is due, so many days from now."""
    session.rollback()
    yearly.ask(session, now() + timedelta(days=days))
    session.commit()


def forget(session: Session, days: int) -> None:
    session.rollback()
    yearly.forget(session, now() + timedelta(days=days))
    session.commit()


def events(session: Session) -> list[str]:
    session.rollback()
    return list(session.exec(select(GroupEvent.what).order_by(col(GroupEvent.id))))


def test_a_group_is_asked_after_a_year_and_once(browser: TestClient, session: Session) -> None:
    group(session, confirmed=today() - timedelta(days=364))
    ask(session)
    assert mails(session) == []
    for _ in range(3):
        ask(session, days=1)
    (mail,) = mails(session)
    assert "still right" in mail.body
    assert mail.subject == "The directory of groups"


def test_a_group_that_does_not_answer_is_reminded_and_then_rests_and_reads_why(
    browser: TestClient, session: Session
) -> None:
    group(session, state=State.VERIFIED, confirmed=today() - timedelta(days=400))
    ask(session)
    ask(session, days=27)
    assert len(mails(session)) == 1
    ask(session, days=28)
    assert "not heard from you" in mails(session)[1].body
    ask(session, days=55)
    assert read(session).state is State.VERIFIED
    ask(session, days=56)
    assert read(session).state is State.PAUSED
    assert "not shown any more" in mails(session)[2].body
    assert events(session) == ["applied", "asked", "reminded", "pause"]
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "group.pause")).one()
    assert (entry.actor, entry.subject) == ("groups.yearly", "valley-women")
    assert browser.get(f"{DIRECTORY}/valley-women").status_code == 410


def test_one_button_says_that_it_is_still_right_also_when_the_entry_rests(
    browser: TestClient, session: Session
) -> None:
    group(session, state=State.VERIFIED, confirmed=today() - timedelta(days=400))
    for days in (0, 28, 56):
        ask(session, days)
    made = session.exec(select(GroupLink).order_by(col(GroupLink.made).desc())).first()
    assert made
    made.expires -= timedelta(days=56)
    session.commit()
    link = link_in(mails(session)[-1].body)
    for _ in range(2):
        assert "We noted that your entry is right" in browser.post(link).text
    kept = read(session)
    assert (kept.state, kept.confirmed) == (State.VERIFIED, today())
    assert (kept.renewal_asked, kept.reminded) == (None, None)


def test_what_an_officer_paused_does_not_come_back_by_a_link(
    browser: TestClient, session: Session
) -> None:
    made = group(session, confirmed=today() - timedelta(days=400))
    ask(session)
    link = link_in(mails(session)[-1].body)
    made.state = State.PAUSED
    session.add(made)
    session.commit()
    assert browser.post(link).status_code == 410
    assert read(session).state is State.PAUSED


def test_who_cannot_be_written_to_does_not_rest_because_nobody_rang(
    browser: TestClient, session: Session
) -> None:
    group(session, email="", confirmed=today() - timedelta(days=800))
    for days in (0, 28, 56, 84):
        ask(session, days)
    assert read(session).state is State.LISTED
    assert mails(session) == []


def test_who_waits_does_not_keep_others_from_being_asked(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yearly, "_AT_ONCE", 1)
    group(session, "First", confirmed=today() - timedelta(days=500))
    group(session, "Second", email="second@groups.example", confirmed=today() - timedelta(days=400))
    ask(session)
    ask(session)
    assert [one.recipient for one in mails(session)] == [EMAIL, "second@groups.example"]


def test_a_clock_that_was_wrong_for_a_moment_lets_no_entry_rest(
    browser: TestClient, session: Session
) -> None:
    group(session)
    ask(session, days=4000)
    ask(session)
    assert read(session).state is State.LISTED
    ask(session, days=340)
    assert len(mails(session)) == 2


@pytest.mark.parametrize(
    ("state", "confirmed", "days", "kept"),
    [
        (State.APPLIED, False, 27, True),
        (State.APPLIED, False, 28, False),
        (State.APPLIED, True, 400, True),
        (State.WAITING, False, 89, True),
        (State.WAITING, False, 90, False),
        (State.DECLINED, True, 364, True),
        (State.DECLINED, True, 366, False),
        (State.CLOSED, True, 366, False),
        (State.PAUSED, True, 4000, True),
        (State.LISTED, True, 4000, True),
    ],
)
def test_what_nobody_wants_is_deleted(
    browser: TestClient, session: Session, state: State, days: int, *, confirmed: bool, kept: bool
) -> None:
    day: datetime | None = now() if confirmed else None
    group(session, state=state, since=today(), confirmed=day.date() if day else None)
    forget(session, days)
    assert len(session.exec(select(Group)).all()) == kept
    assert len(session.exec(select(GroupEvent)).all()) == kept


def test_only_what_is_deleted_by_the_date_waits_for_the_clock() -> None:
    assert [job.deletes for job in yearly.JOBS] == [False, True]
