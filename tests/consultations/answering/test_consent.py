"""Words are quoted only of those who ticked that they may be; the tick goes on no other way."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Response, WrittenAnswer
from portal.consultations.rules import ResponseState
from tests.consultations.answering.test_responding import CHECK, HOME, S1, S2, carried, code_in
from tests.consultations.factories import consultation, question

TICK = "You may quote my words without my name"
ALLOWED = "You allowed us to quote your words"
BANNER = "Nobody is shown your words as a quote any more."
GONE = "/en/receipt/quoting"
BOX = 'name="may_quote" type="checkbox" value="yes"'


def answer(browser: TestClient, text: str = "The lamps are dark.") -> None:
    browser.post(S1, data={"idea": text, "_shown": "idea"})


def sent(browser: TestClient, **more: str) -> str:
    """Send what was answered with what else the page has, and give the page that comes back."""
    return browser.post(CHECK, data=carried(browser.get(CHECK).text) | more).text


def kept(session: Session) -> Response:
    session.rollback()
    return session.exec(select(Response)).one()


def test_nobody_may_be_quoted_who_did_not_tick_it(browser: TestClient, session: Session) -> None:
    consultation(session)
    answer(browser)
    page = browser.get(CHECK).text
    assert TICK in page
    assert BOX in page
    assert f"{BOX} checked" not in page
    assert ALLOWED not in sent(browser)
    assert not kept(session).may_quote


@pytest.mark.parametrize("said", ["no", "", "on", "Yes"])
def test_nothing_but_the_tick_is_consent(browser: TestClient, session: Session, said: str) -> None:
    consultation(session)
    answer(browser)
    sent(browser, may_quote=said)
    assert not kept(session).may_quote


def test_where_nothing_was_written_it_is_not_asked_and_not_kept(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("safe", "single"), question("why", "long")])
    browser.post(S1, data={"safe": "yes", "_shown": ["safe", "why"]})
    assert BOX not in browser.get(CHECK).text
    sent(browser, may_quote="yes")
    assert not kept(session).may_quote


def test_whoever_has_no_code_takes_back_nothing(browser: TestClient, session: Session) -> None:
    consultation(session)
    answer(browser)
    sent(browser, may_quote="yes")
    for code in ("", "nonsense", "ABCDE-ABCDE-ABCDE-ABCDE-ABCDE"):
        assert browser.post(GONE, data={"receipt_code": code}).url.path == "/en/receipt"
    assert kept(session).may_quote


def test_another_site_takes_back_nothing(browser: TestClient, session: Session) -> None:
    consultation(session)
    answer(browser)
    code = code_in(sent(browser, may_quote="yes"))
    here = {"sec-fetch-site": "cross-site"}
    assert browser.post(GONE, data={"receipt_code": code}, headers=here).status_code == 403
    assert kept(session).may_quote


def test_words_beside_a_choice_can_be_quoted_too(browser: TestClient, session: Session) -> None:
    other = [{"code": "else", "label": {"en": "Something else"}, "other": True}]
    consultation(session, [question("use", "single", options=other)])
    browser.post(S1, data={"use": "else", "use.other": "I walk there", "_shown": "use"})
    assert BOX in browser.get(CHECK).text
    sent(browser, may_quote="yes")
    assert kept(session).may_quote


def test_the_receipt_says_it_and_takes_it_back_while_the_answers_stand(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    answer(browser)
    code = code_in(sent(browser, may_quote="yes"))
    assert ALLOWED in browser.get(f"{HOME}/respond/done").text
    assert kept(session).may_quote
    opened = browser.post("/en/receipt", data={"receipt_code": code}).text
    assert ALLOWED in opened
    after = browser.post(GONE, data={"receipt_code": code}).text
    assert ALLOWED not in after
    assert BANNER not in opened
    assert BANNER in after
    assert "The lamps are dark." in after
    response = kept(session)
    assert (response.may_quote, response.state) == (False, ResponseState.COUNTED)
    assert session.exec(select(WrittenAnswer.text)).all() == ["The lamps are dark."]
    assert browser.post(GONE, data={"receipt_code": code}).status_code == 200


def test_withdrawing_takes_it_back(browser: TestClient, session: Session) -> None:
    consultation(session)
    answer(browser)
    code = code_in(sent(browser, may_quote="yes"))
    browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    assert not kept(session).may_quote


def test_the_tick_stands_when_the_page_is_shown_again_with_problems(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more", required=True)])
    answer(browser)
    page = sent(browser, may_quote="yes")
    assert "Your answers were not sent yet" in page
    assert f"{BOX} checked" in page
    browser.post(S2, data={"more": "Benches", "_shown": "more"})
    assert f"{BOX} checked" in browser.get(CHECK).text
    sent(browser)
    assert not kept(session).may_quote


def test_who_saves_for_later_finds_the_tick_with_the_code(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    answer(browser)
    saved = browser.post(
        CHECK, data=carried(browser.get(CHECK).text) | {"may_quote": "yes", "later": "yes"}
    )
    assert saved.url.path == f"{HOME}/respond/saved"
    assert session.exec(select(Response)).all() == []
    code = code_in(saved.text)
    browser.cookies.clear()
    browser.post(f"{HOME}/respond/resume", data={"code": code, "resume_code": code})
    assert f"{BOX} checked" in browser.get(CHECK).text


def test_the_tick_stands_when_the_answers_were_changed_in_another_tab(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    answer(browser)
    before = carried(browser.get(CHECK).text)
    tab = carried(browser.get(S1).text)
    browser.post(S1, data=tab | {"idea": "The paths are dark."})
    page = browser.post(CHECK, data=before | {"may_quote": "yes"})
    assert page.status_code == 409
    assert f"{BOX} checked" in page.text
    assert session.exec(select(Response)).all() == []


def test_a_second_tap_changes_nothing(browser: TestClient, session: Session) -> None:
    consultation(session)
    answer(browser)
    form = carried(browser.get(CHECK).text)
    browser.post(CHECK, data=form | {"may_quote": "yes"})
    browser.post(CHECK, data=form)
    assert kept(session).may_quote
