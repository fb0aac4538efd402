"""A response is kept once, however many times and from however many sides it arrives."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from portal.consultations import queries
from portal.consultations.answering import sending
from portal.consultations.answering.sending import Arrival
from portal.consultations.models import EqualityAnswers, Response, WrittenAnswer
from portal.store.db import begin, now
from tests.consultations.factories import consultation

pytestmark = pytest.mark.both


def send(engine: Engine, text: str) -> str | None:
    """Send one answer under the same receipt, in a transaction of its own."""
    with Session(engine) as own:
        begin(own, writes=True)
        item = queries.by_slug(own, "parks")
        assert item
        asked = queries.edition(own, item)
        arrival = Arrival(receipt="r" * 64, language="en", day=now().date())
        kept = sending.keep_response(own, item, asked, {"idea": text}, arrival)
        own.commit()
        return kept


def test_the_second_arrival_of_a_receipt_keeps_nothing(engine: Engine, session: Session) -> None:
    consultation(session)
    assert send(engine, "Trees") is not None
    assert send(engine, "Lakes") is None
    assert session.exec(select(WrittenAnswer.text)).all() == ["Trees"]


def test_eight_arrivals_at_once_make_one_response(engine: Engine, session: Session) -> None:
    consultation(session)
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda n: send(engine, f"Answer {n}"), range(8)))
    assert len([one for one in kept if one]) == 1
    assert len(session.exec(select(Response)).all()) == 1
    assert len(session.exec(select(WrittenAnswer)).all()) == 1


def test_equality_answers_are_kept_once(engine: Engine, session: Session) -> None:
    consultation(session)
    response = send(engine, "Trees") or ""
    assert sending.keep_equality(session, response, "wales", {"sex": {"state": "skipped"}})
    assert not sending.keep_equality(session, response, "wales", {"sex": {"state": "answered"}})
    session.commit()
    kept = session.exec(select(EqualityAnswers)).one()
    assert kept.answers == {"sex": {"state": "skipped"}}
