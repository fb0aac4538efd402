"""One computer, several people: nobody reads, sends or withdraws what another one wrote."""

import json
import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.answering import drafts
from portal.consultations.models import Consultation, Draft, Response, WrittenAnswer
from portal.consultations.rules import ResponseState
from portal.sealing import crypto
from portal.store.db import now
from portal.web import cookies
from tests.consultations.answering.test_responding import (
    CHECK,
    HOME,
    S1,
    S2,
    carried,
    code_in,
    send,
)
from tests.consultations.factories import consultation, question

ENTRANCE = "/en/receipt"
ROADS = "/en/consultations/roads"
RESPOND, SAVED, DONE, EQUALITY, ORGANISATION, AFRESH, CLEAR = (
    f"{HOME}/respond{page}"
    for page in ("", "/saved", "/done", "/equality", "/organisation", "/another", "/clear")
)
NOTHING = {"name": "", "asked": "", "how": " "}
SHARED = "begun on this device"
THEIRS = "Start afresh, I am somebody else"
SENT = "have been sent"
CODES = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5}")


def answer(browser: TestClient, words: str, page: str = S1, **more: str) -> str:
    """Answer one page, and give the page that follows."""
    return browser.post(page, data=carried(browser.get(page).text) | {"idea": words} | more).text


def enter(browser: TestClient, code: str) -> str:
    """Type a code at the entrance, and give the page that it leads to."""
    return browser.post(ENTRANCE, data={"receipt_code": code}).text


def start_afresh(browser: TestClient, home: str = HOME) -> str:
    """Press the button of whoever is somebody else."""
    return browser.post(f"{home}/respond/another", data={"afresh": "yes"}).text


def device(browser: TestClient, other: dict[str, str] | None = None) -> dict[str, str]:
    """Go to another device, and give what the one left there holds."""
    here = {name: value for name, value in browser.cookies.items() if value}
    browser.cookies.clear()
    for name, value in (other or {}).items():
        browser.cookies.set(name, value, domain="voices.example", path="/")
    return here


def shown(browser: TestClient) -> str:
    """Open all pages that show what somebody answered, and give what they show."""
    pages = (HOME, RESPOND, S1, CHECK, SAVED, DONE, EQUALITY)
    return "".join(browser.get(page).text for page in pages)


def read(browser: TestClient, code: str) -> str:
    """Try with a code all that shows answers, and give what was shown."""
    device(browser)
    return enter(browser, code) + shown(browser)


@pytest.mark.parametrize("page", [S1, ORGANISATION])
@pytest.mark.parametrize("button", [{}, {"_switch": "ur"}, {"_save": "yes"}, {"_alone": "yes"}])
def test_where_nothing_was_given_nothing_is_kept_and_no_cookie_is_set(
    browser: TestClient, session: Session, page: str, button: dict[str, str]
) -> None:
    consultation(session, [question("idea")], [question("more")])
    reply = browser.post(page, data=NOTHING | {"idea": "  ", "_shown": "idea"} | button)
    assert [step.headers.get("set-cookie") for step in (*reply.history, reply)][-1] is None
    assert not browser.cookies
    assert session.exec(select(Draft)).all() == []
    assert reply.request.method == "GET"
    assert "no longer here" not in reply.text
    assert crypto.format_code("0" * 24)[:4] not in reply.text


def test_whoever_gives_nothing_goes_on_all_the_same(browser: TestClient, session: Session) -> None:
    consultation(session, [question("idea")], [question("more")])
    empty = {"idea": "", "_shown": "idea"}
    assert browser.post(S1, data=empty).url.path == S2
    assert browser.post(S1, data=empty | {"_switch": "ur"}).url.path.startswith("/ur/")
    saved = browser.post(S1, data=empty | {"_save": "yes"})
    assert saved.url.path == S1
    assert "nothing to save" in saved.text
    assert "nothing to save" not in browser.get(S1).text
    assert "Fill in: What is the name" in browser.post(ORGANISATION, data=NOTHING).text
    assert browser.post(ORGANISATION, data=NOTHING | {"_alone": "yes"}).url.path == S1


def test_a_required_question_without_an_answer_is_named_though_nothing_is_kept(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    page = browser.post(S1, data={"idea": "", "_shown": "idea"})
    assert page.status_code == 422
    assert "Answer this question." in page.text
    assert not browser.cookies


def test_answers_that_were_all_taken_out_again_are_kept_no_more(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more")])
    code = code_in(answer(browser, "Trees", _save="yes"))
    answer(browser, "")
    session.rollback()
    assert session.exec(select(Draft)).all() == []
    assert not browser.cookies
    answer(browser, "Words of the next person")
    assert "next person" not in read(browser, code)


def test_in_a_library_the_first_person_gets_no_code_that_could_open_the_next_ones_answers(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more")])
    browser.post(S1, data={"idea": "", "_shown": "idea", "_switch": "ur"})
    browser.post(S1, data={"idea": "", "_shown": "idea", "_save": "yes"})
    left = device(browser, dict(browser.cookies))
    pages = browser.get(SAVED).text + browser.get(CHECK + "?wrong=yes").text
    assert (CODES.findall(pages), left) == ([], {})
    answer(browser, "Words of the next person", _save="yes")
    receipt = code_in(send(browser))
    device(browser, left)
    assert "next person" not in shown(browser)
    assert "next person" in enter(browser, receipt)


@pytest.mark.parametrize("goes_on", [False, True])
def test_the_code_of_the_person_before_opens_nothing_that_was_sent(
    browser: TestClient, session: Session, *, goes_on: bool
) -> None:
    consultation(session, [question("idea")], [question("more")])
    noted = code_in(answer(browser, "Mine", _save="yes"))
    if not goes_on:
        start_afresh(browser)
    answer(browser, "Words of the next person")
    page = send(browser)
    receipt = code_in(page)
    browser.post(EQUALITY, data={"sex": "female", "_step": "2"})
    shown = read(browser, noted)
    assert "next person" not in shown
    assert receipt not in shown
    assert (SENT in shown) is goes_on
    assert ("Mine" in shown) is not goes_on
    for code in (noted, receipt_of_before(session, noted)):
        browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    session.rollback()
    assert session.exec(select(Response.state)).one() is ResponseState.COUNTED
    browser.cookies.clear()
    assert "next person" in enter(browser, receipt)


def receipt_of_before(session: Session, code: str) -> str:
    """Derive the receipt code that belonged to a draft's code until receipts were drawn."""
    number = session.exec(select(Consultation.id)).one()
    derived = crypto.derive(f"{crypto.parse_code(code)}:{number}", "receipt")
    return crypto.format_code(crypto.code_of(int.from_bytes(derived[:15]) >> 5))


def test_whoever_opened_the_answers_elsewhere_reads_and_withdraws_nothing_once_they_were_sent(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more")])
    code = code_in(answer(browser, "Mine", _save="yes"))
    library = device(browser)
    enter(browser, code)
    assert "Mine" in browser.get(S1).text
    phone = device(browser, library)
    answer(browser, "Words of the next person")
    form = carried(browser.get(CHECK).text)
    receipt = code_in(send(browser))
    device(browser, phone)
    late = browser.post(S1, data={"idea": "Late", "_shown": "idea", "_begun": "yes"})
    assert late.url.path == HOME
    assert SENT in late.text
    again = browser.post(CHECK, data=form)
    assert "next person" not in again.text + shown(browser)
    assert receipt not in again.text + shown(browser)
    assert len(session.exec(select(Response)).all()) == 1
    assert browser.get(f"{RESPOND}/resume").url.path == ENTRANCE
    assert "Start now" in start_afresh(browser)
    answer(browser, "Later words")
    assert code_in(send(browser)) != receipt


def test_answers_that_are_found_are_not_shown_before_somebody_says_that_they_are_theirs(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea"), question("more")])
    browser.post(S1, data={"idea": "Trees", "more": "Lakes", "_shown": ["idea", "more"]})
    page = browser.get(HOME)
    assert f"2 answers were {SHARED}" in page.text
    assert "Trees" not in page.text
    assert f'href="{RESPOND}"' in page.text
    assert f'href="{ORGANISATION}"' not in page.text
    assert "Start now" not in page.text
    assert THEIRS in page.text
    contents = browser.get(RESPOND).text
    assert "2 answers were given so far" in contents
    assert THEIRS in contents
    assert "Start now" in start_afresh(browser)
    assert not browser.cookies
    assert "Trees" not in shown(browser)


def test_an_organisation_that_was_begun_is_found_as_well(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(ORGANISATION, data=NOTHING | {"name": "Cricket club"})
    assert f"1 answer was {SHARED}" in browser.get(HOME).text
    start_afresh(browser)
    assert "Cricket club" not in browser.get(ORGANISATION).text


def test_starting_afresh_deletes_what_nobody_could_open_and_keeps_what_was_saved(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    consultation(session, slug="roads")
    code = code_in(answer(browser, "Trees", _save="yes"))
    answer(browser, "Potholes", f"{ROADS}/respond/s1")
    page = start_afresh(browser, ROADS)
    session.rollback()
    assert len(session.exec(select(Draft)).all()) == 1
    assert not CODES.findall(page)
    assert "Trees" in read(browser, code)


def test_whoever_comes_after_somebody_who_sent_starts_afresh_without_reading_the_receipt(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    answer(browser, "Trees")
    code = code_in(send(browser))
    page = browser.get(HOME).text
    assert "Answers have been sent from this device." in page
    assert not CODES.findall(page)
    start_afresh(browser)
    assert "Trees" not in shown(browser)
    answer(browser, "Lakes")
    assert code_in(send(browser)) != code
    assert sorted(session.exec(select(WrittenAnswer.text))) == ["Lakes", "Trees"]


def test_a_code_for_one_consultation_opens_no_other_that_was_begun_on_the_device(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    consultation(session, slug="roads")
    code = code_in(answer(browser, "Trees", _save="yes"))
    answer(browser, "Potholes", f"{ROADS}/respond/s1")
    device(browser)
    enter(browser, code)
    assert "Potholes" not in browser.get(f"{ROADS}/respond/s1").text
    assert "Start now" in browser.get(ROADS).text


def test_nobody_begins_under_a_code_that_was_shown_and_whose_answers_are_gone(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    code = code_in(answer(browser, "Trees", _save="yes"))
    draft = session.exec(select(Draft)).one()
    draft.expires = now() - timedelta(days=1)
    session.commit()
    answer(browser, "Words of the next person")
    assert "next person" in browser.get(S1).text
    assert "next person" not in read(browser, code)


def test_a_draft_of_before_in_which_nothing_was_answered_opens_nothing(
    browser: TestClient, session: Session
) -> None:
    item = consultation(session)
    code = crypto.new_code()
    drafts.save(session, item, code, drafts.begin(now()), now() + timedelta(days=1))
    session.commit()
    assert "We find no answers with this code" in enter(browser, code)
    assert not browser.cookies


def test_a_draft_of_before_is_opened_though_it_holds_more_than_one_of_today(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = consultation(session)
    code, work = crypto.new_code(), drafts.begin(now()).with_changes(sent={"idea": ["Trees"]})
    more = asdict(work) | {"equality": {}, "writers": {"idea": "0123456789"}}
    monkeypatch.setattr(drafts, "asdict", lambda _: more)
    drafts.save(session, item, code, work, now() + timedelta(days=1))
    session.commit()
    monkeypatch.undo()
    enter(browser, code)
    assert "Trees" in browser.get(S1).text
    answer(browser, "Lakes")
    assert "Lakes" in browser.get(S1).text


def test_a_lost_reply_to_sending_loses_no_receipt(browser: TestClient, session: Session) -> None:
    consultation(session)
    answer(browser, "Trees")
    form = carried(browser.get(CHECK).text)
    asked = browser.post(CHECK, data=form, follow_redirects=False)
    assert asked.status_code == 307
    assert session.exec(select(Response)).all() == []
    before = dict(browser.cookies)
    browser.post(f"{CHECK}?cookie=asked", data=form, follow_redirects=False)
    device(browser, before)
    assert browser.get(CHECK).url.path == DONE
    receipt = code_in(browser.get(DONE).text)
    assert code_in(browser.post(CHECK, data=form).text) == receipt
    assert "Trees" in enter(browser, receipt)


def test_a_browser_that_forgets_cookies_while_sending_sends_nothing_and_loses_nothing(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    answer(browser, "Trees")
    form = carried(browser.get(CHECK).text)
    held = dict(browser.cookies)
    page = browser.post(f"{CHECK}?cookie=asked", data=form)
    assert "Your browser keeps no cookies" in page.text
    assert session.exec(select(Response)).all() == []
    device(browser, held)
    assert "Trees" in browser.get(CHECK).text


@pytest.mark.parametrize("sealed", [False, True])
def test_a_code_that_the_portal_never_drew_begins_nothing_and_opens_nothing(
    browser: TestClient, session: Session, *, sealed: bool
) -> None:
    item = consultation(session)
    code = crypto.new_code()
    name = f"answer-{item.id}"
    planted = json.dumps([code, False]).encode()
    text = cookies.sealed(bytes(32), planted, f"answers of a device {name}") if sealed else code
    browser.cookies.set(f"__Host-{name}", text, domain="voices.example", path="/")
    assert "We find no answers with this code" in enter(browser, code)
    answer(browser, "Words of the next person")
    assert browser.cookies.get(f"__Host-{name}", domain="voices.example") != text
    assert drafts.find(session, item, code) is None
    receipt = code_in(send(browser))
    assert "next person" not in read(browser, code)
    assert crypto.parse_code(receipt) != code
