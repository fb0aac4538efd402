"""Of whoever is quoted one thing is said at most, and only what ten people or more told."""

from typing import Any

import pytest
from sqlmodel import Session, select

from portal.consultations.models import Consultation
from portal.consultations.rules import Respondent, ResponseState
from portal.feedback.models import Entry
from portal.feedback.quotes import forgetting, may_name, naming, public, unname
from portal.store.db import now
from tests.analysis.factories import response
from tests.feedback import factories as made
from tests.feedback.quotes.quoting import entry, quoted, report_of, sender, told

pytestmark = pytest.mark.both


@pytest.fixture
def parks(session: Session) -> Consultation:
    entry(session)
    return session.exec(select(Consultation)).one()


def others(session: Session, to: Consultation, number: int, **changes: Any) -> None:
    for _ in range(number):
        response(session, to, **({"equality": {"sex": "female"}} | changes))


def test_nine_alike_are_too_few_and_ten_are_enough(session: Session, parks: Consultation) -> None:
    others(session, parks, 9)
    assert not may_name(session, parks, "sex", "female")
    others(session, parks, 1)
    assert may_name(session, parks, "sex", "female")
    assert not may_name(session, parks, "sex", "male")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": ResponseState.SET_ASIDE},
        {"state": ResponseState.WITHDRAWN},
        {"respondent": Respondent.ORGANISATION},
        {"equality": {"sex": ""}},
        {"equality": {"religion": "muslim"}},
        {"equality": None},
    ],
)
def test_only_people_who_count_and_told_it_are_counted(
    session: Session, parks: Consultation, changes: dict[str, Any]
) -> None:
    others(session, parks, 9)
    others(session, parks, 5, **changes)
    assert not may_name(session, parks, "sex", "female")


def test_those_who_answered_something_else_are_not_counted(
    session: Session, parks: Consultation
) -> None:
    elsewhere = Consultation(slug="buses", edition=1)
    session.add(elsewhere)
    session.commit()
    others(session, elsewhere, 20)
    assert not may_name(session, parks, "sex", "female")


@pytest.mark.parametrize(
    ("characteristic", "option"), [("", ""), ("shoes", "red"), ("sex", "nothing"), ("'", "\0")]
)
def test_what_nobody_asks_is_never_said(
    session: Session, parks: Consultation, characteristic: str, option: str
) -> None:
    others(session, parks, 20)
    assert not may_name(session, parks, characteristic, option)


def test_a_group_is_named_where_what_belongs_to_it_is_too_rare(
    session: Session, parks: Consultation
) -> None:
    others(session, parks, 6, equality={"ethnic_group": "indian"})
    others(session, parks, 5, equality={"ethnic_group": "chinese"})
    writer = told(session, equality={"ethnic_group": "indian", "sex": "female"})
    offered = naming.offered(session, parks, writer.response_id)
    assert [one.code for one in offered] == ["ethnic_group/asian"]
    assert not may_name(session, parks, "ethnic_group", "indian")


def test_of_somebody_who_told_nothing_nothing_is_offered(
    session: Session, parks: Consultation
) -> None:
    others(session, parks, 20)
    assert naming.offered(session, parks, told(session).response_id) == []


def test_it_is_counted_again_when_it_is_signed_off(session: Session, parks: Consultation) -> None:
    one = session.exec(select(Entry)).first()
    assert one
    others(session, parks, 10)
    answer = told(session, equality={"sex": "male"})
    rare = quoted(session, one, answer, characteristic="sex", option="male")
    often = quoted(session, one, answer, characteristic="sex", option="female")
    assert [lost.id for lost in unname(session, parks)] == [rare.id]
    session.refresh(rare)
    session.refresh(often)
    assert (rare.characteristic, rare.option) == ("", "")
    assert (often.characteristic, often.option) == ("sex", "female")


def test_of_one_writer_all_quotes_say_the_same_thing(session: Session, parks: Consultation) -> None:
    one = session.exec(select(Entry)).first()
    assert one
    others(session, parks, 10, equality={"sex": "female", "religion": "muslim"})
    answer = told(session, equality={"sex": "female", "religion": "muslim"})
    before = naming.offered(session, parks, answer.response_id)
    assert {who.code for who in before} == {"sex/female", "religion/muslim"}
    first = quoted(session, one, answer, characteristic="sex", option="female")
    offered = naming.offered(session, parks, answer.response_id)
    assert [who.code for who in offered] == ["sex/female"]
    assert naming.offered(session, parks, answer.response_id, first.id) == before


def test_what_fewer_than_ten_have_told_by_now_is_said_on_no_page_and_gone_within_the_hour(
    session: Session, parks: Consultation
) -> None:
    one = session.exec(select(Entry)).first()
    assert one
    others(session, parks, 8)
    leaving = told(session, "It is cold.", equality={"sex": "female"})
    answer = told(session, equality={"sex": "female"})
    quote = quoted(session, one, answer, characteristic="sex", option="female")
    made.published(session, report_of(session, one))
    assert public(session, [quote.id])[quote.id].who["en"] == "Female"
    forgetting.forget(session, now())
    assert quote.characteristic == "sex"
    sender(session, leaving).state = ResponseState.WITHDRAWN
    session.flush()
    assert public(session, [quote.id])[quote.id].who == {}
    forgetting.forget(session, now())
    session.refresh(quote)
    assert (quote.characteristic, quote.option) == ("", "")
