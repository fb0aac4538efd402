"""What was taken back, or deleted as promised, is soon gone from every file of the database."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, delete, func, select
from starlette.testclient import TestClient

from portal.consultations.models import Draft, EqualityAnswers, Response, WrittenAnswer
from portal.features import JOBS
from portal.incidents.models import Reply, Report, ReportKey
from portal.incidents.records import replies
from portal.settings import Settings
from portal.store import jobs
from portal.store.db import now, random_id
from tests.cli.conftest import Portal, environment, portal, unchanged_process
from tests.consultations.answering.test_responding import S1, code_in, send
from tests.consultations.factories import consultation
from tests.erasing import files, left, work
from tests.incidents.factories import TODAY, team
from tests.incidents.reporter import Reporter

pytestmark = pytest.mark.both

__all__ = ["environment", "portal", "unchanged_process"]

WORDS = "Quokka-7731 waits at the bus stop"
OTHERS = "Ibex-4409 likes the benches"
LONG = [secrets.token_hex(1_250 + secrets.randbelow(1_200)) for _ in range(120)]
NINE = range(9)
MANY = ["Benches " * 40] * 1_000


def answer(browser: TestClient, words: str) -> str:
    """Answer, and give the receipt's code."""
    browser.cookies.clear()
    browser.post(S1, data={"idea": words, "_shown": "idea"})
    return code_in(send(browser))


def withdraw(browser: TestClient, code: str) -> str:
    form = {"receipt_code": code, "sure": "yes"}
    return browser.post("/en/receipt/withdraw", data=form).text


def add(session: Session, answers: list[str]) -> None:
    """Add responses like the first one, each with an answer of its own, at once."""
    alike = session.exec(select(Response).limit(1)).one().model_dump(exclude={"id", "receipt"})
    for words in answers:
        response = Response(**alike, receipt=random_id())
        session.add(response)
        session.add(
            WrittenAnswer(response_id=response.id, question="idea", text=words, language="en")
        )
    session.commit()


def vacuum(engine: Engine) -> None:
    """Have PostgreSQL free the room of deleted rows, as it does by itself every minute."""
    engine.dispose()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))


@contextmanager
def reading(engine: Engine) -> Iterator[None]:
    """Read in a transaction that takes its time."""
    with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
        connection.execute(select(func.count()).select_from(Response))
        yield


@pytest.fixture
def withdrawn(browser: TestClient, session: Session, engine: Engine) -> str:
    """Have two people answer, the second of whom withdraws; give the page that says so."""
    consultation(session)
    answer(browser, OTHERS)
    code = answer(browser, WORDS)
    assert WORDS.encode() in files(engine)
    return withdraw(browser, code)


def test_answers_that_were_withdrawn_are_gone_from_the_files_a_minute_later(
    withdrawn: str, engine: Engine, settings: Settings
) -> None:
    assert "After a few minutes nothing of them is left on the disk" in withdrawn
    assert WORDS.encode() in files(engine)
    work(engine, settings, now())
    assert WORDS.encode() not in files(engine)
    assert OTHERS.encode() in files(engine)


def test_they_are_gone_as_well_if_the_database_was_tidied_up_before(
    browser: TestClient, session: Session, engine: Engine, settings: Settings
) -> None:
    consultation(session)
    codes = {
        f"{WORDS}, says number {n}": answer(browser, f"{WORDS}, says number {n}") for n in NINE
    }
    gone = list(codes)[::3]
    for words in gone:
        withdraw(browser, codes[words])
    vacuum(engine)
    work(engine, settings, now())
    assert [words for words in codes if words.encode() not in files(engine)] == gone


def test_one_answer_among_very_many_is_gone_as_well(
    browser: TestClient, session: Session, engine: Engine, settings: Settings
) -> None:
    consultation(session)
    answer(browser, OTHERS)
    add(session, MANY)
    code = answer(browser, WORDS)
    add(session, MANY)
    withdraw(browser, code)
    work(engine, settings, now())
    assert left([WORDS.encode(), OTHERS.encode()], engine) == [OTHERS.encode()]


def test_a_long_answer_leaves_no_piece_behind(
    browser: TestClient, session: Session, engine: Engine, settings: Settings
) -> None:
    consultation(session)
    answer(browser, OTHERS)
    withdraw(browser, answer(browser, LONG[0]))
    work(engine, settings, now())
    assert left([LONG[0].encode(), OTHERS.encode()], engine) == [OTHERS.encode()]


def test_long_answers_among_others_leave_no_piece_behind(
    browser: TestClient, session: Session, engine: Engine, settings: Settings
) -> None:
    consultation(session)
    answer(browser, OTHERS)
    add(session, LONG)
    session.exec(delete(WrittenAnswer).where(col(WrittenAnswer.text).in_(LONG[::4])))
    session.commit()
    work(engine, settings, now())
    assert left([words.encode() for words in LONG[::4]], engine) == []
    assert left([LONG[1].encode()], engine)


def test_a_reader_who_is_in_the_way_delays_it_and_it_is_tried_again(
    withdrawn: str, engine: Engine, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    start = now()
    with reading(engine), caplog.at_level(logging.WARNING):
        jobs.run_due(JOBS, engine, settings, start)
        if engine.dialect.name == "sqlite":
            assert "It is tried again in a minute" in caplog.text
            assert WORDS.encode() in files(engine)
    work(engine, settings, start + timedelta(minutes=1))
    assert WORDS.encode() not in files(engine)


def test_keys_of_a_report_that_was_taken_back_are_gone_at_once_and_replies_some_days_later(
    browser: TestClient, session: Session, engine: Engine, settings: Settings
) -> None:
    team(session)
    reporter = Reporter(browser)
    reporter.report("They shouted at me.")
    kept = session.exec(select(Report)).one()
    replies.write(session, kept, "We will telephone you.", TODAY)
    session.commit()
    opened = [key.sealed_key for key in session.exec(select(ReportKey))]
    told = [reply.for_team for reply in session.exec(select(Reply))]
    session.rollback()
    assert left(opened + told, engine) == opened + told
    reporter.post("sent", end=reporter.code[-6:])
    assert "After a few minutes" in reporter.post("withdraw", sure="yes").text
    work(engine, settings, now())
    assert left(opened, engine) == []
    locked = [key.sealed_key for key in session.exec(select(ReportKey))]
    session.rollback()
    work(engine, settings, now() + timedelta(days=5))
    assert left(locked + told, engine) == []


@pytest.mark.parametrize("act", ["delete_replies", "end"])
def test_replies_that_a_reporter_deletes_are_gone_with_the_way_to_them(
    browser: TestClient, session: Session, engine: Engine, settings: Settings, act: str
) -> None:
    team(session)
    reporter = Reporter(browser)
    reporter.report("They shouted at me.")
    replies.write(session, session.exec(select(Report)).one(), "We will call.", TODAY)
    session.commit()
    sealed = session.exec(select(Reply.for_reporter)).one() or b""
    session.rollback()
    reporter.post("sent", end=reporter.code[-6:])
    reporter.post(act, sure="yes")
    assert left([sealed], engine)
    work(engine, settings, now())
    assert left([sealed], engine) == []


def test_answers_that_the_calendar_deletes_are_gone_as_well(
    browser: TestClient, session: Session, engine: Engine, settings: Settings
) -> None:
    due = now() + timedelta(days=40)
    consultation(session, delete_written=due.date(), delete_equality=due.date())
    answer(browser, WORDS)
    response = session.exec(select(Response.id)).one()
    told = {"ethnic_group": {"state": "answered", "codes": ["african"], "write_in": OTHERS}}
    session.add(EqualityAnswers(response_id=response, nation="wales", answers=told))
    session.commit()
    browser.cookies.clear()
    browser.post(S1, data={"idea": "Trees", "_shown": "idea", "_save": "yes"})
    drafts = session.exec(select(Draft.sealed)).all()
    session.rollback()
    work(engine, settings, due + timedelta(days=60))
    assert left([WORDS.encode(), OTHERS.encode(), *drafts], engine) == []


def test_the_command_that_works_does_it_too(withdrawn: str, engine: Engine, portal: Portal) -> None:
    engine.dispose()
    assert portal("work").exit_code == 0
    assert WORDS.encode() not in files(engine)
