"""What residents wrote is read by day; single texts can be flagged or hidden, never lost."""

import re
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import Consultation, WrittenAnswer
from portal.consultations.rules import ResponseState
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.analysis.factories import QUESTIONS, analyst, response, why
from tests.consultations.factories import consultation
from tests.walking import versioned, walked

pytestmark = pytest.mark.both

HOME = "/en/staff/consultations/parks/written"


@pytest.fixture
def parks(session: Session) -> Consultation:
    return consultation(session, QUESTIONS)


def write(session: Session, to: Consultation, text: str, **changes: Any) -> WrittenAnswer:
    one = response(session, to, use="yes", texts={"why": text}, **changes)
    query = select(WrittenAnswer).where(WrittenAnswer.response_id == one.id)
    return session.exec(query).one()


@pytest.mark.parametrize("action", ["flags", "hide", "show"])
def test_an_officer_hides_nothing(
    browser: TestClient, session: Session, parks: Consultation, action: str
) -> None:
    text = write(session, parks, "Shade")
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.post(f"{HOME}/{text.id}/{action}", data={"reason": "Rude", "flags": "x"})
    assert page.status_code == 403
    assert why(session) == {}


def test_nothing_is_hidden_without_a_reason(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    text = write(session, parks, "Shade")
    analyst(browser, session)
    page = browser.post(f"{HOME}/{text.id}/hide", data={"reason": " "})
    assert page.status_code == 422
    assert "Shade" in page.text
    assert why(session) == {}


def test_an_unknown_flag_is_not_kept(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    text = write(session, parks, "Shade")
    analyst(browser, session)
    page, form = f"{HOME}/{text.id}", f"{HOME}/{text.id}/flags"
    rude = versioned(browser, page, form) | {"flags": "rude"}
    assert browser.post(form, data=rude).status_code == 422
    assert _fresh(session, text).flags == []


def test_a_text_of_another_consultation_is_not_found(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    other = write(session, consultation(session, QUESTIONS, slug="buses"), "Late")
    analyst(browser, session)
    assert browser.get(f"{HOME}/{other.id}").status_code == 404
    assert "Late" not in browser.get(HOME).text


def test_texts_of_withdrawn_and_set_aside_responses_are_not_listed(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    write(session, parks, "Buy now", state=ResponseState.SET_ASIDE)
    analyst(browser, session)
    assert "Buy now" not in browser.get(HOME).text


def test_a_text_is_shown_as_it_was_written_in_its_own_language(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    write(session, parks, "<b>سایہ</b>", language="ur")
    analyst(browser, session)
    page = browser.get(HOME).text
    assert 'dir="rtl" lang="ur">&lt;b&gt;سایہ&lt;/b&gt;<' in page


def test_texts_stand_by_day_and_can_be_filtered(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    write(session, parks, "Third", day=date(2026, 11, 3))
    write(session, parks, "First", day=date(2026, 11, 1))
    write(session, parks, "سایہ", language="ur")
    analyst(browser, session)
    page = browser.get(HOME).text
    assert page.index("First") < page.index("سایہ") < page.index("Third")
    assert "Sunday 1 November 2026" in page
    urdu = browser.get(f"{HOME}?language=ur&question=why").text
    assert "سایہ" in urdu
    assert "First" not in urdu
    assert "First" in browser.get(f"{HOME}?question=nonsense").text


def test_a_hidden_text_stands_apart_with_its_reason_and_can_be_shown_again(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    text = write(session, parks, "Mr Jones did it")
    analyst(browser, session)
    page = browser.post(f"{HOME}/{text.id}/hide", data={"reason": "Names a neighbour"}).text
    assert "Names a neighbour" in page
    assert "The words are hidden." in page
    assert "(hidden) –" in page.partition("</title>")[0]
    assert "Mr Jones" not in browser.get(HOME).text
    assert "Mr Jones" in browser.get(f"{HOME}?show=hidden").text
    page = browser.post(f"{HOME}/{text.id}/show").text
    assert "The words are shown again." in page
    assert "(hidden)" not in page
    assert "Mr Jones" in browser.get(HOME).text
    assert _log(session) == ["written_answer.hidden", "written_answer.shown"]


def test_a_flagged_text_is_found_by_its_flag(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    text = write(session, parks, "Please call me")
    write(session, parks, "Shade")
    analyst(browser, session)
    one, form = f"{HOME}/{text.id}", f"{HOME}/{text.id}/flags"
    flags = {"flags": ["needs_reply", "safeguarding"]}
    page = browser.post(form, data=versioned(browser, one, form) | flags).text
    assert "The flags have been saved." in page
    page = browser.get(f"{HOME}?flag=needs_reply").text
    assert "Please call me" in page
    assert "Shade" not in page
    assert _fresh(session, text).flags == ["needs_reply", "safeguarding"]
    browser.post(form, data=versioned(browser, one, form))
    assert _fresh(session, text).flags == []
    assert _log(session) == ["written_answer.flagged", "written_answer.flagged"]


def test_who_saves_flags_that_somebody_changed_meanwhile_sees_both_versions(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    text = write(session, parks, "Please call me")
    analyst(browser, session)
    one, form = f"{HOME}/{text.id}", f"{HOME}/{text.id}/flags"
    shown = versioned(browser, one, form)
    browser.post(form, data=shown | {"flags": "safeguarding"})
    late = browser.post(form, data=shown | {"flags": "needs_reply"})
    assert late.status_code == 409
    assert "Somebody else saved this while you were writing." in late.text
    assert re.search(r'value="needs_reply"[^>]* checked', late.text)
    assert _fresh(session, text).flags == ["safeguarding"]
    twice = browser.post(form, data=shown | {"flags": "safeguarding"})
    assert twice.status_code == 200
    assert _log(session) == ["written_answer.flagged"]


def test_the_list_is_paged_and_keeps_its_filter(
    browser: TestClient, session: Session, parks: Consultation
) -> None:
    for number in range(26):
        write(session, parks, f"Text {number}")
    analyst(browser, session)
    pages = walked(browser, f"{HOME}?question=why")
    assert [page.count("/written/") for page in pages] == [25, 1]
    assert f'href="{HOME}?question=why&amp;after=' in pages[0]


def _fresh(session: Session, text: WrittenAnswer) -> WrittenAnswer:
    session.rollback()
    session.refresh(text)
    return text


def _log(session: Session) -> list[str]:
    session.rollback()
    entries = session.exec(select(AuditEntry).order_by(AuditEntry.id))  # type: ignore[arg-type]
    return [one.action for one in entries if one.action.startswith("written_answer.")]
