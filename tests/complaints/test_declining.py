"""What is not for the council: nothing vanishes, and whoever sent it reads why by their code."""

import re
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.complaints import queries
from portal.complaints.rules import State
from portal.store.audit import AuditEntry
from tests.complaints.factories import (
    CODE,
    EMAIL,
    STAFF,
    comment,
    comments,
    moved,
    officer,
    steps,
)
from tests.council.factories import council
from tests.groups.factories import mails

CONTEST = "/en/complaints/contest"
DECLINE = {
    "why": "others",
    "reason": "The health board runs that clinic. Call 01632 960055.",
    "reason_in": "en",
}
DECLINED = [State.RECEIVED, State.READ, State.DECLINED]


def opened(browser: TestClient, session: Session, **said: Any) -> str:
    """Have an officer read something; give the address where it is acted on."""
    one = comment(session, code=CODE, **said)
    officer(browser, session)
    browser.get(f"{STAFF}/{one.id}")
    return f"{STAFF}/{one.id}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"why": ""}, "why"),
        ({"why": "because"}, "why"),
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 4001}, "reason"),
        ({"reason_in": "nonsense"}, "reason_in"),
    ],
)
def test_nothing_is_turned_away_without_a_reason(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    here = opened(browser, session)
    page = browser.post(f"{here}/decline", data=DECLINE | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert steps(session) == [State.RECEIVED, State.READ]


@pytest.mark.parametrize("state", [State.ANSWERED, State.PASSED, State.ESCALATED])
def test_what_somebody_took_on_is_not_turned_away_any_more(
    browser: TestClient, session: Session, state: State
) -> None:
    one = comment(session, "complaint")
    moved(session, one, State.READ, state)
    officer(browser, session)
    assert "/decline" not in browser.get(f"{STAFF}/{one.id}").text
    assert browser.post(f"{STAFF}/{one.id}/decline", data=DECLINE).status_code == 422
    assert State.DECLINED not in steps(session)


def test_who_sent_a_card_reads_by_the_code_why_it_is_not_answered(
    browser: TestClient, session: Session
) -> None:
    here = opened(browser, session)
    page = browser.post(f"{here}/decline", data=DECLINE)
    assert page.status_code == 200
    shown = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert "Not for the council to answer" in shown
    assert "Somebody else is responsible, not the council" in shown
    assert DECLINE["reason"] in shown
    assert "It was late." in shown
    assert "I am not content" not in shown
    assert "We answer by" not in shown
    (kept,) = comments(session)
    assert (kept.state, kept.due, kept.wrong) == (State.DECLINED, None, "It was late.")


def test_nothing_is_deleted_and_it_stands_among_what_is_settled(
    browser: TestClient, session: Session
) -> None:
    here = opened(browser, session)
    browser.post(f"{here}/decline", data=DECLINE)
    assert here not in browser.get(STAFF).text
    assert here in browser.get(f"{STAFF}?view=settled").text
    session.rollback()
    entry = session.exec(select(AuditEntry).where(col(AuditEntry.action).like("%declined"))).one()
    assert entry.details == {"kind": "card", "why": "others"}


def test_turned_away_twice_it_is_so_once_and_for_another_reason_it_is_not(
    browser: TestClient, session: Session
) -> None:
    here = opened(browser, session)
    for _ in range(2):
        assert browser.post(f"{here}/decline", data=DECLINE).status_code == 200
    page = browser.post(f"{here}/decline", data=DECLINE | {"why": "spam", "reason": "Just spam."})
    assert page.status_code == 409
    assert "Just spam." in page.text
    assert steps(session) == DECLINED


def test_who_answers_what_a_colleague_turned_away_meanwhile_is_told_first(
    browser: TestClient, session: Session
) -> None:
    here = opened(browser, session)
    seen = re.search(r'name="_seen" value="([^"]+)"', browser.get(here).text)
    assert seen
    browser.post(f"{here}/decline", data=DECLINE)
    said = {"answer": "We look into it.", "answer_in": "en", "who": "Parks team"}
    page = browser.post(f"{here}/answer", data=said | {"_seen": seen[1]})
    assert page.status_code == 409
    assert "We look into it." in page.text
    assert DECLINE["reason"] in page.text
    assert steps(session) == DECLINED
    now = re.search(r'name="_seen" value="([^"]+)"', page.text)
    assert now
    assert browser.post(f"{here}/answer", data=said | {"_seen": now[1]}).status_code == 200
    assert steps(session) == [*DECLINED, State.ANSWERED]


@pytest.mark.both
def test_who_wanted_a_mail_is_mailed_the_reason_and_how_to_reach_them_is_gone(
    browser: TestClient, session: Session
) -> None:
    council(session)
    here = opened(browser, session, kind="complaint", how="email", told={"email": EMAIL})
    browser.post(f"{here}/decline", data=DECLINE)
    (mail,) = mails(session)
    assert mail.recipient == EMAIL
    assert DECLINE["reason"] in mail.body
    (kept,) = comments(session)
    assert kept.told == b""


def test_the_reason_is_said_in_another_language_too(browser: TestClient, session: Session) -> None:
    here = opened(browser, session)
    browser.post(f"{here}/decline", data=DECLINE)
    welsh = {"translation": "Y bwrdd iechyd sy’n rhedeg y clinig.", "translation_in": "cy"}
    assert browser.post(f"{here}/translate", data=welsh).status_code == 200
    shown = browser.post("/cy/receipt", data={"receipt_code": CODE}).text
    assert welsh["translation"] in shown
    assert DECLINE["reason"] in shown


def test_who_complained_can_object_and_say_why(browser: TestClient, session: Session) -> None:
    here = opened(browser, session, kind="complaint")
    browser.post(f"{here}/decline", data=DECLINE)
    shown = browser.post("/en/receipt", data={"receipt_code": CODE}).text
    assert "I am not content with the answer" in shown
    why = "It <b>was</b> the council’s desk."
    shown = browser.post(CONTEST, data={"receipt_code": CODE, "unmet": why}).text
    assert "It &lt;b&gt;was&lt;/b&gt; the council’s desk." in shown
    assert steps(session) == [*DECLINED, State.CONTESTED]
    (kept,) = comments(session)
    assert kept.due
    assert "It &lt;b&gt;was&lt;/b&gt;" in browser.get(here).text


def test_objecting_at_too_great_length_loses_no_word(browser: TestClient, session: Session) -> None:
    moved(session, comment(session, "complaint", code=CODE), State.READ, State.ANSWERED)
    page = browser.post(CONTEST, data={"receipt_code": CODE, "unmet": "x" * 4001})
    assert page.status_code == 422
    assert "x" * 4001 in page.text
    assert State.CONTESTED not in steps(session)


def test_who_goes_back_and_objects_in_other_words_is_handed_them_back(
    browser: TestClient, session: Session
) -> None:
    one = comment(session, "complaint", code=CODE)
    moved(session, one, State.READ, State.ANSWERED)
    sent = {"receipt_code": CODE, "unmet": "Nobody called."}
    for _ in range(2):
        assert browser.post(CONTEST, data=sent).status_code == 200
    page = browser.post(CONTEST, data=sent | {"unmet": "Nobody called on Monday."})
    assert page.status_code == 409
    assert "Nobody called on Monday." in page.text
    session.rollback()
    last = queries.steps(session, one)[-1]
    assert (last.state, last.words) == (State.CONTESTED, {"en": "Nobody called."})


def test_an_objection_is_no_answer_that_could_be_translated(
    browser: TestClient, session: Session
) -> None:
    one = comment(session, "complaint", code=CODE)
    moved(session, one, State.READ, State.ANSWERED)
    browser.post(CONTEST, data={"receipt_code": CODE, "unmet": "Nobody called."})
    officer(browser, session)
    sent = {"translation": "Mae’n ddrwg gennym.", "translation_in": "cy"}
    browser.post(f"{STAFF}/{one.id}/translate", data=sent)
    session.rollback()
    kept = queries.steps(session, one)
    assert kept[-1].words == {"en": "Nobody called."}
    assert kept[-2].words == {"en": "We are sorry.", "cy": "Mae’n ddrwg gennym."}
