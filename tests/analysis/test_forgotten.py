"""What staff wrote about an answer goes with it, wherever it was written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select
from starlette.testclient import TestClient

from portal.consultations import hidden_texts
from portal.consultations.answering import drafts
from portal.consultations.models import Consultation, EqualityAnswers, Response, WrittenAnswer
from portal.consultations.retention import deleting
from portal.consultations.rules import Respondent, ResponseState
from portal.sealing.crypto import new_code
from portal.store.db import now
from tests.analysis.factories import QUESTIONS, analyst, response, why
from tests.consultations.factories import consultation

pytestmark = pytest.mark.both

PARKS = "/en/staff/consultations/parks"
GROUP = {"name": "Mothers of Ebbw Vale", "asked": 40, "how": "At a meeting"}
CANARY = "Canary Kowalska, 12, and her teacher"


@pytest.fixture
def parks(session: Session) -> Consultation:
    return consultation(session, QUESTIONS)


def everything(session: Session) -> str:
    """Read all that is kept, in every table."""
    session.rollback()
    tables = SQLModel.metadata.sorted_tables
    return str([row for table in tables for row in session.execute(sa.select(table)).all()])


def withdraw(browser: TestClient, code: str) -> None:
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})


@pytest.mark.parametrize("after", ["set aside", "counted again", "together", "together again"])
def test_no_words_about_a_response_stay_when_it_is_withdrawn(
    browser: TestClient, session: Session, parks: Consultation, after: str
) -> None:
    code, said = new_code(), {"kind": "spam", "reason": CANARY}
    group = {"respondent": Respondent.ORGANISATION, "organisation": GROUP}
    texts = {"why": "Shade"}
    one = response(session, parks, texts=texts, receipt=drafts.receipt_name(code), **group)
    text = session.exec(select(WrittenAnswer)).one().id
    here = f"{PARKS}/responses/{one.id}"
    analyst(browser, session)
    for place in (
        f"{here}/organisation/name",
        f"{here}/organisation/how",
        f"{PARKS}/written/{text}",
    ):
        browser.post(f"{place}/hide", data=said)
    all_of_a_day = said | {"day": one.day.isoformat(), "seen": "1"}
    together = f"{PARKS}/responses"
    for place, sent in {
        "set aside": [(f"{here}/set-aside", said)],
        "counted again": [(f"{here}/set-aside", said), (f"{here}/restore", said)],
        "together": [(f"{together}/set-aside", all_of_a_day)],
        "together again": [
            (f"{together}/set-aside", all_of_a_day),
            (f"{together}/restore", all_of_a_day | {"why": f"spam: {CANARY}"}),
        ],
    }[after]:
        browser.post(place, data=sent)
    assert everything(session).count(CANARY) == 4
    withdraw(browser, code)
    assert CANARY not in everything(session)
    session.refresh(one)
    assert one.state is ResponseState.WITHDRAWN


def test_what_is_deleted_as_promised_takes_along_what_was_said_about_it(
    session: Session, parks: Consultation
) -> None:
    told = {"religion": ""}
    spam = {"state": ResponseState.SET_ASIDE, "reason": f"spam: {CANARY}"}
    group = {"respondent": Respondent.ORGANISATION, "organisation": GROUP}
    aside = response(session, parks, texts={"why": "Buy"}, equality=told, **spam)
    again = response(session, parks, reason=f"restored: {CANARY}: again", **group)
    names = ("why", hidden_texts.organisation("how"), hidden_texts.told("religion"))
    for name in names:
        hidden_texts.hide(session, [aside.id], name, CANARY)
    hidden_texts.hide(session, [again.id], hidden_texts.organisation("name"), "Names a child")
    parks.closes = now() - timedelta(days=9)
    parks.report_back = parks.delete_written = parks.closes.date()
    session.commit()
    deleting.keep_promises(session, now())
    session.commit()
    assert why(session) == {"told:religion": CANARY, "organisation:name": "Names a child"}
    parks.delete_equality = parks.delete_written
    session.commit()
    deleting.keep_promises(session, now())
    session.commit()
    assert why(session) == {"organisation:name": "Names a child"}
    assert CANARY not in everything(session)
    reasons = session.exec(select(Response.reason).order_by(Response.reason)).all()
    assert reasons == ["restored", "spam"]


def test_a_kind_of_reason_without_words_is_still_shown(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    one = response(session, parks, state=ResponseState.SET_ASIDE, reason="spam")
    analyst(browser, session)
    assert (
        '<option value="spam">Spam</option>'
        in browser.get(f"{PARKS}/responses?state=set_aside").text
    )
    assert "Reason: Spam." in browser.get(f"{PARKS}/responses/{one.id}").text


def test_what_is_hidden_while_it_is_withdrawn_leaves_no_reason(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    analyst(browser, session)
    for _ in range(8):
        code = new_code()
        one = response(session, parks, receipt=drafts.receipt_name(code), organisation=GROUP)
        place = f"{PARKS}/responses/{one.id}/organisation/name/hide"
        session.rollback()
        with ThreadPoolExecutor(2) as pool:
            pool.submit(browser.post, place, data={"reason": CANARY})
            pool.submit(withdraw, browser, code)
        assert why(session) == {}


def test_a_person_who_withdraws_takes_along_why_words_on_equality_were_hidden(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    code = new_code()
    one = response(session, parks, receipt=drafts.receipt_name(code), equality={})
    row = session.get_one(EqualityAnswers, one.id)
    row.answers = {"religion": {"state": "answered", "codes": ["other"], "write_in": "Street"}}
    session.add(row)
    hidden_texts.hide(session, [one.id], hidden_texts.told("religion"), CANARY)
    session.commit()
    withdraw(browser, code)
    assert CANARY not in everything(session)
