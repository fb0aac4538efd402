"""A list is read by the key of the row beside it, whatever came or went, and from any address."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from portal.analysis.staff.reading import queries
from portal.consultations.models import Consultation, Response
from portal.store import keyset
from portal.store.keyset import Order, Place, Slice
from portal.web.lists import address
from tests.analysis.factories import QUESTIONS, response
from tests.consultations.factories import consultation
from tests.query_plans import asked, plan

ORDER = Order([col(Response.day), col(Response.id)], newest_first=True, size=3)


@pytest.fixture
def parks(session: Session) -> Consultation:
    """Give a consultation with ten responses."""
    parks = consultation(session, QUESTIONS)
    for number in range(10):
        response(session, parks, use="yes", texts={"why": f"Text {number}"})
    return parks


def listed(session: Session, place: Place | None = None) -> Slice[str]:
    return keyset.read(session, select(Response), ORDER, place).each(lambda row: row[0].id)


def walked(session: Session) -> list[Slice[str]]:
    parts = [listed(session)]
    while parts[-1].after:
        parts.append(listed(session, Place(parts[-1].after)))
    return parts


@pytest.mark.parametrize(
    "key", ["", "x", "~", "x~y", "2026-02-31~y", "2026-01-01", "1~2~3", "2026-01-01~\x00"]
)
def test_a_place_that_makes_no_sense_is_the_first_page(
    session: Session, parks: Consultation, key: str
) -> None:
    assert listed(session, Place(key)) == listed(session)
    assert listed(session, Place(key, back=True)) == listed(session)


def test_a_place_behind_which_nothing_is_left_is_the_first_page(
    session: Session, parks: Consultation
) -> None:
    assert listed(session, Place("1900-01-01~a")) == listed(session)


def test_every_row_stands_on_one_page_forwards_and_backwards(
    session: Session, parks: Consultation
) -> None:
    parts = walked(session)
    order = select(Response.id).order_by(col(Response.day).desc(), col(Response.id).desc())
    assert [row for part in parts for row in part.rows] == list(session.exec(order))
    assert [len(part.rows) for part in parts] == [3, 3, 3, 1]
    assert not parts[0].before
    back = listed(session, Place(parts[3].before, back=True))
    assert back == parts[2]
    assert listed(session, Place(parts[1].before, back=True)) == parts[0]


def test_rows_that_go_or_come_move_nothing_on_the_next_page(
    session: Session, parks: Consultation
) -> None:
    first, second, *_ = walked(session)
    for number in first.rows:
        session.delete(session.get(Response, number))
    session.flush()
    assert listed(session, Place(first.after)).rows == second.rows
    assert listed(session, Place(second.before, back=True)) == listed(session)


def test_the_database_goes_to_a_place_without_sorting(session: Session, engine: Engine) -> None:
    parks = consultation(session, QUESTIONS)
    of: dict[str, Any] = {"consultation_id": parks.id, "edition": 1, "language": "en"}
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(600)]
    session.add_all(Response(**of, day=day, receipt=f"{day}") for day in days)
    session.commit()
    with asked(engine) as statements:
        queries.responses(session, parks, queries.Batch(), Place("2027-01-01~m"))
    session.rollback()
    found_by = plan(engine, *statements[-1])
    assert "ix_response_listed" in found_by
    assert not re.search(r"temp b-tree|\bsort\b", found_by, re.IGNORECASE), found_by


def shown(rows: Sequence[int], place: Place | None = None) -> Slice[int]:
    return keyset.among(rows, place, str, size=3)


def test_a_list_read_whole_is_walked_the_same_way() -> None:
    rows = list(range(100, 108))
    first = shown(rows)
    second = shown(rows, Place(first.after))
    third = shown(rows, Place(second.after))
    assert [first.rows, second.rows, third.rows] == [rows[:3], rows[3:6], rows[6:]]
    assert shown(rows, Place(third.before, back=True)) == second
    assert shown(rows, Place(second.before, back=True)) == first
    assert not third.after


@pytest.mark.parametrize("key", ["", "x", "²~1", "~", "9" * 5000, "99~102", "-1~102"])
def test_an_odd_place_in_such_a_list_is_the_first_page(key: str) -> None:
    rows = [1, 2, 3, 4]
    assert shown(rows, Place(key)) == shown(rows)


def test_no_row_is_passed_unseen_when_another_moves_or_goes() -> None:
    rows = list(range(100, 108))
    after = shown(rows).after
    without, moved = [*rows[:2], *rows[3:]], [*rows[:2], *rows[3:], rows[2]]
    assert shown(without, Place(after)).rows[0] == rows[3]
    assert rows[4] in shown(moved, Place(after)).rows


def test_what_was_not_chosen_does_not_stand_in_the_address() -> None:
    assert address("/en/list", {"state": "", "q": "a b"}) == "/en/list?q=a+b"
    assert address("/en/list", {"state": ""}) == "/en/list"
