"""Officers read what came, answer it in a language, and pass it on; who sent it sees each step."""

import re
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.complaints import keeping, queries
from portal.complaints.rules import State
from portal.store.audit import AuditEntry
from tests.complaints.factories import (
    CODE,
    EMAIL,
    STAFF,
    comment,
    comments,
    decide,
    moved,
    officer,
    steps,
)
from tests.council.factories import council
from tests.groups.factories import mails

ANSWER = {"answer": "Mae’n ddrwg gennym.", "answer_in": "cy", "who": "Housing team"}
EMAILED: dict[str, Any] = {"how": "email", "told": {"email": EMAIL}}


def logged(session: Session) -> list[str]:
    session.rollback()
    query = select(AuditEntry.action).where(col(AuditEntry.action).startswith("complaints."))
    return list(session.exec(query.order_by(col(AuditEntry.id))))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.CASEWORKER, Role.ADMINISTRATOR])
def test_who_is_no_officer_reads_none_of_it(
    browser: TestClient, session: Session, role: Role
) -> None:
    one = comment(session)
    officer(browser, session, role)
    for address in (STAFF, f"{STAFF}/{one.id}", f"{STAFF}/figures", f"{STAFF}/figures.csv"):
        assert browser.get(address).status_code == 403
    assert browser.post(f"{STAFF}/{one.id}/answer", data=ANSWER).status_code == 403
    assert steps(session) == [State.RECEIVED]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answer": ""}, "answer"),
        ({"answer": "x" * 4001}, "answer"),
        ({"answer_in": "nonsense"}, "answer_in"),
        ({"who": ""}, "who"),
        ({"who": "x" * 121}, "who"),
    ],
)
def test_an_answer_that_lacks_something_is_not_sent(
    browser: TestClient, session: Session, changes: dict[str, str], field: str
) -> None:
    one = comment(session)
    officer(browser, session)
    browser.get(f"{STAFF}/{one.id}")
    page = browser.post(f"{STAFF}/{one.id}/answer", data=ANSWER | changes)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert steps(session) == [State.RECEIVED, State.READ]


@pytest.mark.parametrize("act", ["pass", "escalate"])
@pytest.mark.parametrize("kind", ["card", "compliment"])
def test_only_complaints_go_further(
    browser: TestClient, session: Session, act: str, kind: str
) -> None:
    one = comment(session, kind)
    officer(browser, session)
    assert f"/{act}" not in browser.get(f"{STAFF}/{one.id}").text
    page = browser.post(f"{STAFF}/{one.id}/{act}", data={"whom": "ombudsman"})
    assert page.status_code == 422
    assert steps(session) == [State.RECEIVED, State.READ]


def test_nobody_is_written_to_in_the_name_of_an_unknown_body(
    browser: TestClient, session: Session
) -> None:
    one = comment(session, "complaint")
    officer(browser, session)
    browser.get(f"{STAFF}/{one.id}")
    page = browser.post(f"{STAFF}/{one.id}/escalate", data={"whom": "the king"})
    assert page.status_code == 422


def test_there_is_no_answer_to_translate_before_there_is_one(
    browser: TestClient, session: Session
) -> None:
    one = comment(session)
    officer(browser, session)
    sent = {"translation": "Sorry", "translation_in": "en"}
    assert browser.post(f"{STAFF}/{one.id}/translate", data=sent).status_code == 422


def test_what_an_officer_opens_is_read_once(browser: TestClient, session: Session) -> None:
    one = comment(session, code=CODE)
    officer(browser, session)
    for _ in range(2):
        assert browser.get(f"{STAFF}/{one.id}").status_code == 200
    assert steps(session) == [State.RECEIVED, State.READ]
    assert logged(session) == ["complaints.read"]


def test_the_oldest_promise_stands_first_and_late_ones_say_so(
    browser: TestClient, session: Session
) -> None:
    council(session)
    late = comment(session, days_ago=60, wrong="Long ago")
    soon = comment(session, "complaint", language="pl")
    done = comment(session, "compliment")
    moved(session, done, State.READ, State.ANSWERED)
    officer(browser, session)
    page = browser.get(STAFF).text
    assert page.index(late.id) < page.index(soon.id)
    assert done.id not in page
    assert re.search(r"Overdue by \d+ days", page)
    assert "Long ago" not in page
    assert done.id in browser.get(f"{STAFF}?view=settled").text
    only = browser.get(f"{STAFF}?kind=complaint").text
    assert soon.id in only
    assert late.id not in only
    assert "Nothing stands in this list." in browser.get(f"{STAFF}?kind=compliment").text


def test_the_start_page_says_how_many_wait_and_are_late(
    browser: TestClient, session: Session
) -> None:
    officer(browser, session)
    assert "Comments and complaints that wait" not in browser.get("/en/staff").text
    comment(session, days_ago=60)
    comment(session)
    page = browser.get("/en/staff").text
    assert "Comments and complaints that wait" in page
    assert "1 late" in page


@pytest.mark.both
def test_an_answer_is_mailed_once_and_how_to_reach_somebody_is_gone(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    council(session)
    one = comment(session, "complaint", language="cy", **EMAILED)
    officer(browser, session)
    assert EMAIL in browser.get(f"{STAFF}/{one.id}").text
    for _ in range(2):
        page = browser.post(f"{STAFF}/{one.id}/answer", data=ANSWER)
        assert page.status_code == 200
    assert EMAIL not in page.text
    (mail,) = mails(session)
    assert mail.recipient == EMAIL
    assert ANSWER["answer"] in mail.body
    (kept,) = comments(session)
    assert (kept.state, kept.due, kept.told) == (State.ANSWERED, None, b"")
    assert steps(session) == [State.RECEIVED, State.READ, State.ANSWERED]
    assert logged(session) == ["complaints.read", "complaints.answered"]


def test_a_colleague_who_was_slower_loses_no_word_and_answers_nothing(
    browser: TestClient, session: Session
) -> None:
    one = comment(session)
    officer(browser, session)
    browser.get(f"{STAFF}/{one.id}")
    browser.post(f"{STAFF}/{one.id}/answer", data=ANSWER)
    page = browser.post(f"{STAFF}/{one.id}/answer", data=ANSWER | {"answer": "Another answer."})
    assert page.status_code == 409
    assert "Another answer." in page.text
    assert ANSWER["answer"] in page.text
    assert len(steps(session)) == 3


def test_an_answer_gets_more_languages_and_its_own_stays_as_it_was(
    browser: TestClient, session: Session
) -> None:
    one = comment(session)
    officer(browser, session)
    browser.get(f"{STAFF}/{one.id}")
    browser.post(f"{STAFF}/{one.id}/answer", data=ANSWER)
    for _ in range(2):
        sent = {"translation": "We are sorry.", "translation_in": "en"}
        assert browser.post(f"{STAFF}/{one.id}/translate", data=sent).status_code == 200
    over = {"translation": "Nothing of the kind.", "translation_in": "cy"}
    assert browser.post(f"{STAFF}/{one.id}/translate", data=over).status_code == 422
    session.rollback()
    words = queries.steps(session, one)[-1].words
    assert words == {"cy": ANSWER["answer"], "en": "We are sorry."}
    assert logged(session).count("complaints.translated") == 1


def test_a_complaint_is_passed_on_with_a_new_day_and_then_goes_outside(
    browser: TestClient, session: Session
) -> None:
    council(session)
    decide(session, answer_days=1, passed_days=30)
    one = comment(session, "complaint", **EMAILED)
    before = one.due
    officer(browser, session)
    browser.get(f"{STAFF}/{one.id}")
    browser.post(f"{STAFF}/{one.id}/pass", data={"reference": "CC-2026-17"})
    (kept,) = comments(session)
    assert before
    assert kept.due
    assert kept.due > before
    assert keeping.told(session, kept) == {"email": EMAIL}
    assert "corporate complaints procedure" in mails(session)[0].body
    page = browser.post(f"{STAFF}/{one.id}/escalate", data={"whom": "ombudsman"})
    assert "CC-2026-17" in page.text
    assert "The ombudsman" in page.text
    (kept,) = comments(session)
    assert (kept.due, kept.told) == (None, b"")
    assert steps(session)[-2:] == [State.PASSED, State.ESCALATED]


def test_who_wanted_a_mail_is_told_once_that_it_is_outside_and_that_none_follows(
    browser: TestClient, session: Session
) -> None:
    council(session)
    one = comment(session, "complaint", **EMAILED)
    officer(browser, session)
    browser.get(f"{STAFF}/{one.id}")
    for _ in range(2):
        browser.post(f"{STAFF}/{one.id}/escalate", data={"whom": "ombudsman"})
    (mail,) = mails(session)
    assert mail.recipient == EMAIL
    assert "Somebody outside the council" in mail.body
    (kept,) = comments(session)
    assert kept.told == b""


def test_whoever_wants_a_call_is_rung_in_their_language(
    browser: TestClient, session: Session
) -> None:
    reach = {"telephone": "01632 960001", "call_in": "Soomaali"}
    one = comment(session, "complaint", how="call", told=reach)
    officer(browser, session)
    page = browser.get(f"{STAFF}/{one.id}").text
    assert "01632 960001" in page
    assert "Soomaali" in page


def test_officers_are_shown_the_way_to_reports(browser: TestClient, session: Session) -> None:
    one = comment(session)
    officer(browser, session)
    page = browser.get(f"{STAFF}/{one.id}").text
    assert 'href="/en/help/speak-up"' in page
    assert "copy nothing" in page


def test_words_of_a_resident_are_shown_as_words(browser: TestClient, session: Session) -> None:
    one = comment(session, wrong="<script>alert(1)</script>")
    officer(browser, session)
    assert "<script>alert(1)" not in browser.get(f"{STAFF}/{one.id}").text
