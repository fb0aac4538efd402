"""Who looks after a body on which day, read by office holders; a mail if anything waits."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies.models import Body, Duty
from portal.bodies.rules import Joining, Office
from portal.features import FEATURES
from portal.languages.i18n import today
from portal.order import duties
from portal.store.db import now
from portal.store.jobs import run_due
from tests.bodies.factories import HERE, body, chair, holder, in_body, in_office, joined, rows
from tests.members.factories import member, outbox, sign_in

ROTA = f"{HERE}/rota"
TODAYS = {"weekday": str(today().weekday()), "called": "Amina"}


@pytest.fixture
def made(session: Session) -> Body:
    return body(session)


def tell(session: Session, days: int = 0) -> list[str]:
    """Do the work that is due; give to whom a mail goes."""
    session.rollback()
    duties.tell(FEATURES, session, now() + timedelta(days=days))
    session.commit()
    return [one.recipient for one in outbox(session)]


def test_only_office_holders_read_the_rota(
    browser: TestClient, session: Session, made: Body
) -> None:
    person = member(session)
    office = holder(session, made, Office.MODERATOR, person)
    session.add(Duty(office_id=office.id or 0, weekday=1, called="Amina"))
    session.commit()
    in_body(browser, session, made)
    assert browser.get(ROTA).status_code == 403
    assert browser.post(ROTA, data=TODAYS).status_code == 403
    sign_in(browser, session, person)
    assert "Amina" in browser.get(ROTA).text
    assert "Amina" not in browser.get(HERE).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": ""},
        {"weekday": "9"},
        {"day.day": "1", "day.month": "1", "day.year": "2099"},
        {"weekday": "", "day.day": "1", "day.month": "1", "day.year": "2020"},
        {"called": ""},
        {"called": "The Council"},
        {"called": "Am\u202eina"},
        {"called": "/" * 60_000},
    ],
)
def test_a_day_that_is_none_and_a_name_that_misleads_are_refused(
    browser: TestClient, session: Session, made: Body, wrong: dict[str, str]
) -> None:
    in_office(browser, session, made, Office.MODERATOR)
    assert browser.post(ROTA, data=TODAYS | wrong).status_code == 422
    assert rows(session, Duty) == []


def test_a_day_is_taken_once_and_given_up_by_who_took_it_or_by_the_chair(
    browser: TestClient, session: Session, made: Body
) -> None:
    boss = chair(browser, session, made)
    mine = in_office(browser, session, made, Office.MODERATOR)
    for _ in range(2):
        browser.post(ROTA, data=TODAYS)
    (kept,) = rows(session, Duty)
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(ROTA, data={"away": str(kept.id)})
    assert len(rows(session, Duty)) == 1
    sign_in(browser, session, mine)
    browser.post(ROTA, data={"away": str(kept.id)})
    assert rows(session, Duty) == []
    browser.post(ROTA, data=TODAYS)
    sign_in(browser, session, boss)
    browser.post(ROTA, data={"away": str(rows(session, Duty)[0].id)})
    assert rows(session, Duty) == []


def test_nobody_is_mailed_while_nothing_waits(
    browser: TestClient, session: Session, made: Body
) -> None:
    in_office(browser, session, made, Office.MODERATOR)
    browser.post(ROTA, data=TODAYS)
    assert tell(session) == []


def test_whoever_is_on_duty_is_mailed_once_a_day_without_what_or_where(
    browser: TestClient, session: Session, made: Body
) -> None:
    chair(browser, session, made)
    on_duty = in_office(browser, session, made, Office.MODERATOR)
    browser.post(ROTA, data=TODAYS)
    joined(session, made, member(session), state=Joining.WAITING)
    session.rollback()
    duties.tell(FEATURES, session, now())
    session.commit()
    (mail,) = outbox(session)
    assert mail.recipient == on_duty.email
    assert "Race equality" not in mail.subject + mail.body
    assert "/en/forum/news/" in mail.body
    assert tell(session) == []
    assert tell(session, days=7) == [on_duty.email]


def test_a_day_of_its_own_comes_before_the_day_of_the_week(session: Session, made: Body) -> None:
    weekly, once = member(session), member(session)
    usual = holder(session, made, Office.MODERATOR, weekly)
    instead = holder(session, made, Office.MODERATOR, once)
    session.add(Duty(office_id=usual.id or 0, weekday=today().weekday(), called="A"))
    session.add(Duty(office_id=instead.id or 0, day=today(), called="B"))
    session.commit()
    joined(session, made, member(session), state=Joining.WAITING)
    assert tell(session) == [once.email]


def test_with_nobody_on_duty_it_goes_to_the_chair_and_once_away_to_the_deputy(
    session: Session, made: Body
) -> None:
    boss, deputy = member(session), member(session)
    holder(session, made, Office.CHAIR, boss)
    holder(session, made, Office.DEPUTY, deputy)
    joined(session, made, member(session), state=Joining.WAITING)
    assert tell(session) == [boss.email]
    assert tell(session, days=13) == [boss.email]
    assert tell(session, days=14) == [deputy.email]


def test_whose_office_ended_is_not_mailed_any_more(session: Session, made: Body) -> None:
    boss, former = member(session), member(session)
    holder(session, made, Office.CHAIR, boss)
    over = holder(session, made, Office.MODERATOR, former, ended=now())
    session.add(Duty(office_id=over.id or 0, day=today(), called="A"))
    session.commit()
    joined(session, made, member(session), state=Joining.WAITING)
    assert tell(session) == [boss.email]


@pytest.mark.both
def test_four_processes_write_one_mail(engine: Engine, session: Session, made: Body) -> None:
    boss = member(session)
    holder(session, made, Office.CHAIR, boss)
    joined(session, made, member(session), state=Joining.WAITING)
    session.commit()
    done = partial(run_due, [duties.job(FEATURES)], engine, session.info["settings"])
    processes = [copy_context() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: one.run(done, now()), processes))
    assert [one.recipient for one in outbox(session)] == [boss.email]
