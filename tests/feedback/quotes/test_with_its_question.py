"""A quote stands beside the entry that answers its question, and goes where that goes."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.feedback import keeping, queries
from portal.feedback.models import Entry, Quote
from portal.feedback.quotes import public
from tests.feedback import factories as made
from tests.feedback.quotes.quoting import (
    DARK,
    address,
    entry,
    officer,
    quoted,
    report_of,
    told,
)
from tests.feedback.staff.factories import SAID, save

pytestmark = pytest.mark.both


def other(session: Session, one: Entry) -> Entry:
    """Find the entry on the paths."""
    return queries.entries(session, report_of(session, one))[1]


def asks(browser: TestClient, one: Entry, *codes: str) -> None:
    """Say which questions an entry answers."""
    sent: dict[str, Any] = SAID | {"questions": [*codes]}
    assert save(browser, one, sent).status_code == 200


def beside(session: Session, one: Entry) -> list[str]:
    """Name the quotes that stand beside an entry in what is signed off next."""
    session.rollback()
    content = keeping.content_of(session, queries.written(session, report_of(session, one)))
    assert content[one.key]["quotes"] == [*content[one.key]["quoted"]]
    return list(content[one.key]["quotes"])


@pytest.mark.parametrize("question", ["lamps", "lamps.other"])
@pytest.mark.parametrize("ticked_first", [True, False])
def test_it_moves_to_the_entry_to_which_its_question_is_moved(
    browser: TestClient, session: Session, question: str, ticked_first: bool
) -> None:
    one = entry(session)
    quote = quoted(session, one, told(session, question=question)).id
    officer(browser, session)
    moves = [(other(session, one), ("lamps", "paths")), (one, ())]
    for row, codes in moves if ticked_first else reversed(moves):
        asks(browser, row, *codes)
    assert beside(session, one) == []
    assert beside(session, other(session, one)) == [quote]
    assert DARK not in browser.get(address(one)).text
    assert DARK in browser.get(address(other(session, one))).text
    assert browser.get(address(other(session, one), quote)).status_code == 200


def test_it_stays_while_both_entries_answer_its_question(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    quote = quoted(session, one, told(session)).id
    officer(browser, session)
    asks(browser, other(session, one), "lamps", "paths")
    assert beside(session, one) == [quote]
    assert beside(session, other(session, one)) == []


def test_it_is_deleted_once_what_no_entry_answers_any_more_is_signed_off(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    quote = quoted(session, one, told(session)).id
    made.published(session, report_of(session, one))
    session.commit()
    officer(browser, session)
    asks(browser, one, "paths")
    assert beside(session, one) == []
    assert DARK in browser.get("/en/feedback/parks").text
    assert public(session, [quote])
    made.published(session, report_of(session, one), on=date(2026, 11, 2))
    session.commit()
    assert DARK not in browser.get("/en/feedback/parks").text
    assert session.exec(select(Quote)).all() == []


def test_it_goes_with_an_entry_that_is_taken_out_once_that_is_signed_off(
    session: Session,
) -> None:
    one = entry(session)
    quoted(session, one, told(session))
    made.published(session, report_of(session, one))
    one.taken_out = True
    session.add(one)
    session.flush()
    made.published(session, report_of(session, one), on=date(2026, 11, 2))
    assert session.exec(select(Quote)).all() == []


def test_it_moves_from_an_entry_that_is_taken_out_to_one_that_answers_its_question(
    browser: TestClient, session: Session
) -> None:
    one = entry(session)
    quote = quoted(session, one, told(session)).id
    officer(browser, session)
    asks(browser, other(session, one), "lamps", "paths")
    path = f"/en/staff/feedback/parks/entries/{one.key}/out"
    assert browser.post(path, data={"sure": "yes"}).status_code == 200
    session.rollback()
    report = queries.by_slug(session, made.SLUG)
    assert report
    assert beside(session, queries.entries(session, report)[0]) == [quote]
