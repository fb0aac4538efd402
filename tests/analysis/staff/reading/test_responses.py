"""A response that should not count is set aside with a reason, and nothing is ever deleted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.answering import drafts
from portal.consultations.models import Response
from portal.consultations.rules import Channel, ResponseState
from portal.group_responses.models import GroupReturn
from portal.sealing.crypto import new_code
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import QUESTIONS, analyst, response
from tests.consultations.factories import consultation
from tests.groups.factories import group
from tests.walking import walked

HOME = "/en/staff/consultations/parks/responses"
SPAM = {"kind": "spam", "reason": "The same link in every field"}

LATE = "Somebody else did this, or decided otherwise, while you were writing."


@pytest.mark.parametrize("action", ["set-aside", "restore"])
def test_an_officer_sets_nothing_aside(browser: TestClient, session: Session, action: str) -> None:
    one = response(session, consultation(session, QUESTIONS), use="yes")
    sign_in(browser, session, account(session, Role.OFFICER))
    assert browser.post(f"{HOME}/{one.id}/{action}", data=SPAM).status_code == 403
    assert _fresh(session, one).state is ResponseState.COUNTED


@pytest.mark.parametrize("sent", [{}, {"kind": "spam"}, {"kind": "rude", "reason": "I disagree"}])
def test_nothing_is_set_aside_without_a_reason(
    browser: TestClient, session: Session, sent: dict[str, str]
) -> None:
    one = response(session, consultation(session, QUESTIONS), use="yes")
    analyst(browser, session)
    page = browser.post(f"{HOME}/{one.id}/set-aside", data=sent)
    assert page.status_code == 422
    assert sent.get("reason", "") in page.text
    assert _fresh(session, one).state is ResponseState.COUNTED


def test_a_response_of_another_consultation_is_not_found(
    browser: TestClient, session: Session
) -> None:
    consultation(session, QUESTIONS)
    other = response(session, consultation(session, QUESTIONS, slug="buses"), use="yes")
    analyst(browser, session)
    assert browser.get(f"{HOME}/{other.id}").status_code == 404
    assert browser.post(f"{HOME}/{other.id}/set-aside", data=SPAM).status_code == 404


def test_a_withdrawn_response_cannot_be_opened(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    gone = response(session, parks, state=ResponseState.WITHDRAWN)
    analyst(browser, session)
    assert browser.get(f"{HOME}/{gone.id}").status_code == 404
    assert gone.id not in browser.get(HOME).text


def test_a_response_set_aside_stays_with_its_reason_and_can_count_again(
    browser: TestClient, session: Session
) -> None:
    one = response(session, consultation(session, QUESTIONS), use="yes", texts={"why": "Buy"})
    analyst(browser, session)
    page = browser.post(f"{HOME}/{one.id}/set-aside", data=SPAM).text
    assert "This response is set aside" in page
    assert SPAM["reason"] in page
    assert one.id not in browser.get(HOME).text
    assert one.id in browser.get(f"{HOME}?state=set_aside").text
    browser.post(f"{HOME}/{one.id}/restore", data={"reason": "It was a real person"})
    assert one.id in browser.get(HOME).text
    assert "It was a real person" in browser.get(f"{HOME}/{one.id}").text
    assert _fresh(session, one).reason == "restored: It was a real person"
    assert [entry.action for entry in _log(session)] == ["response.set_aside", "response.restored"]
    assert [entry.details for entry in _log(session)] == [
        {"response": one.id, "kind": "spam"},
        {"response": one.id},
    ]


def test_who_sets_aside_what_somebody_has_set_aside_meanwhile_keeps_their_own_reason(
    browser: TestClient, session: Session
) -> None:
    one = response(session, consultation(session, QUESTIONS), use="yes")
    analyst(browser, session)
    form, other = f"{HOME}/{one.id}/set-aside", {"kind": "test", "reason": "A colleague's own"}
    assert "It is done and noted." in browser.post(form, data=SPAM).text
    late = browser.post(form, data=other)
    assert late.status_code == 409
    assert LATE in late.text
    assert late.text.count("A colleague&#39;s own") == 1
    assert browser.post(form, data=SPAM, follow_redirects=False).status_code == 303
    restored = {"reason": "It was a real person"}
    assert "It is done and noted." in browser.post(f"{HOME}/{one.id}/restore", data=restored).text
    assert browser.post(f"{HOME}/{one.id}/restore", data=SPAM).status_code == 409
    assert _fresh(session, one).reason == "restored: It was a real person"
    assert len(_log(session)) == 2


def test_the_list_is_paged(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    for _ in range(26):
        response(session, parks, use="yes")
    analyst(browser, session)
    pages = walked(browser, HOME)
    assert [page.count(f'href="{HOME}/') for page in pages] == [25, 1]
    for odd in ("after=nonsense", "before=nonsense", "page=2"):
        assert browser.get(f"{HOME}?{odd}").text.count(f'href="{HOME}/') == 25


def test_a_response_shows_what_was_answered_skipped_and_not_asked(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    one = response(
        session, parks, use="no", keep=["trees"], texts={"why": "بہت سایہ"}, language="ur"
    )
    analyst(browser, session)
    page = browser.get(f"{HOME}/{one.id}").text
    assert "Trees" in page
    assert "Not asked" in page
    assert 'dir="rtl" lang="ur">بہت سایہ<' in page


def _fresh(session: Session, one: Response) -> Response:
    session.rollback()
    session.refresh(one)
    return one


def _log(session: Session) -> list[AuditEntry]:
    session.rollback()
    entries = session.exec(select(AuditEntry).order_by(AuditEntry.id))  # type: ignore[arg-type]
    return [entry for entry in entries if entry.action.startswith("response.")]


def test_what_is_withdrawn_while_it_is_set_aside_stays_withdrawn(
    browser: TestClient, session: Session
) -> None:
    parks = consultation(session, QUESTIONS)
    analyst(browser, session)
    for _ in range(8):
        code = new_code()
        one = response(session, parks, use="yes", receipt=drafts.receipt_name(code))
        session.rollback()
        with ThreadPoolExecutor(2) as pool:
            pool.submit(browser.post, f"{HOME}/{one.id}/set-aside", data=SPAM)
            sure = {"receipt_code": code, "sure": "yes"}
            pool.submit(browser.post, "/en/receipt/withdraw", data=sure)
        assert _fresh(session, one).state is ResponseState.WITHDRAWN


def test_a_response_names_the_group_that_helped(browser: TestClient, session: Session) -> None:
    parks = consultation(session, QUESTIONS)
    one = response(session, parks, use="yes", channel=Channel.HELPED)
    brought = group(session)
    session.add(GroupReturn(response_id=one.id, group_id=brought.id or 0))
    session.commit()
    analyst(browser, session)
    page = browser.get(f"{HOME}/{one.id}").text
    assert "The group that helped" in page
    assert "Valley Women" in page
