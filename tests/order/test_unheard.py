"""Somebody with a card or a seat falls silent: the chair hears of it in time, and asks them."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body
from portal.bodies.rules import Joining, Office, Stage
from portal.features import FEATURES
from portal.members import staying
from portal.members.models import Member
from portal.store.audit import AuditEntry
from portal.store.outgoing import OutgoingMail
from tests.bodies.factories import (
    HERE,
    body,
    chair,
    holder,
    in_body,
    in_office,
    joined,
    only,
    read,
    rows,
    seat,
)
from tests.members.factories import member

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
YEAR_AGO, NEARLY_TWO, TWO_YEARS_AGO = date(2025, 11, 1), date(2025, 1, 1), date(2024, 11, 1)
HEADING = "Not heard of for a long time"


def look(session: Session, at: datetime = NOW) -> list[str]:
    """Do the work that is due; tell to whom mails went."""
    session.commit()
    staying.look(FEATURES, session, at)
    session.commit()
    return [one.recipient for one in rows(session, OutgoingMail)]


def silent(session: Session, made: Body, **changes: object) -> tuple[Member, str]:
    """Have somebody with a card take part of whom nothing was heard; give the path for them."""
    values = {"email": None, "here": NEARLY_TWO, "warned": date(2026, 11, 1)} | changes
    person = member(session, **values)
    mine = joined(session, made, person, called="Auntie Blessing", telephone="01632 960007")
    return person, f"{HERE}/unheard/{mine.id}"


@pytest.mark.parametrize("office", [Office.DEPUTY, Office.MODERATOR])
def test_nobody_but_whoever_presides_reads_who_fell_silent_or_answers_for_them(
    browser: TestClient, session: Session, office: Office
) -> None:
    made = body(session)
    holder(session, made, Office.CHAIR, member(session))
    person, path = silent(session, made)
    in_office(browser, session, made, office)
    assert HEADING not in browser.get(f"{HERE}/today").text
    assert browser.post(path).status_code == 403
    in_body(browser, session, made)
    assert browser.post(path).status_code == 403
    assert read(session, person).warned


def test_nobody_answers_for_a_member_of_another_body_or_one_whom_a_mail_asks(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    board = body(session, slug="board", answers_id=None)
    elsewhere, there = silent(session, board)
    mailed, path = silent(session, made, email="blessing@mail.example")
    chair(browser, session, made)
    assert HEADING not in browser.get(f"{HERE}/today").text
    for one in (there, path, f"{HERE}/unheard/x"):
        assert browser.post(one).status_code == 404
    assert read(session, elsewhere).warned
    assert read(session, mailed).warned


@pytest.mark.both
def test_the_chair_is_mailed_once_two_months_before_and_reads_whom_to_ask(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person, _ = silent(session, made, warned=None)
    presides = chair(browser, session, made)
    assert look(session) == [presides.email]
    assert look(session) == [presides.email]
    (mail,) = rows(session, OutgoingMail)
    assert "Blessing" not in mail.subject + mail.body
    assert "Race" not in mail.subject + mail.body
    page = browser.get(f"{HERE}/today").text
    assert HEADING in page
    assert "Auntie Blessing" in page
    assert read(session, person).warned == date(2026, 11, 1)


def test_the_chair_is_told_of_a_silent_seat_whose_owner_is_mailed_as_well(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person, _ = silent(session, made, email="blessing@mail.example", here=YEAR_AGO, warned=None)
    seat(session, made, member_id=person.id)
    presides = chair(browser, session, made)
    assert set(look(session)) == {presides.email, "blessing@mail.example"}
    assert "Auntie Blessing" in browser.get(f"{HERE}/today").text


@pytest.mark.parametrize(
    ("stage", "state"), [(Stage.CLOSED, Joining.ACCEPTED), (Stage.OPEN, Joining.WAITING)]
)
def test_nobody_is_told_of_whoever_takes_part_no_more_or_not_yet(
    session: Session, stage: Stage, state: Joining
) -> None:
    made = body(session, stage=stage)
    holder(session, made, Office.CHAIR, member(session))
    joined(session, made, member(session, email=None, here=NEARLY_TWO), state=state)
    assert look(session) == []


@pytest.mark.both
def test_whoever_stays_is_kept_and_whoever_says_nothing_goes(
    browser: TestClient, session: Session
) -> None:
    made = body(session)
    person, path = silent(session, made, here=TWO_YEARS_AGO, warned=date(2026, 9, 1))
    gone, _ = silent(session, made, here=TWO_YEARS_AGO, warned=date(2026, 9, 1))
    stays, goes = person.id, gone.id
    chair(browser, session, made)
    assert "They stay" in browser.get(f"{HERE}/today").text
    assert browser.post(path).status_code == 200
    look(session)
    left = {one.id for one in rows(session, Member)}
    assert stays in left
    assert goes not in left
    assert HEADING not in browser.get(f"{HERE}/today").text
    (logged,) = (one for one in rows(session, AuditEntry) if one.action == "body.member_stays")
    assert stays not in str(logged.model_dump())


def test_a_card_is_not_erased_before_its_time_to_answer_is_over(session: Session) -> None:
    made = body(session)
    silent(session, made, here=date(2020, 1, 1), warned=None)
    look(session)
    assert only(session, Member).warned == date(2026, 11, 1)
    look(session, datetime(2026, 12, 31, tzinfo=UTC))
    assert len(rows(session, Member)) == 1
    look(session, datetime(2027, 1, 2, tzinfo=UTC))
    assert rows(session, Member) == []
