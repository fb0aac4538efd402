"""One entrance for all codes: it says what each opens, and goes there."""

import re
from collections.abc import Callable
from datetime import timedelta
from http.cookiejar import DefaultCookiePolicy

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.answering import drafts, receipts
from portal.consultations.models import Consultation, Draft, Response
from portal.consultations.rules import ResponseState
from portal.incidents.records import codes
from portal.sealing import crypto
from portal.store.db import now
from portal.web import cookies
from tests.consultations.answering.test_responding import CODE, HOME, S1, code_in, send
from tests.consultations.factories import consultation
from tests.incidents.factories import team
from tests.incidents.reporter import ADDRESS, Reporter

ENTRANCE = "/en/receipt"
ROADS = "/en/consultations/roads/respond/s1"
OLD = "01XPM-GX7XY-81ZMM-Z0QWY-GDYS~"


def enter(browser: TestClient, typed: str) -> str:
    """Type a code at the entrance, and give the page that it leads to."""
    return browser.post(ENTRANCE, data={"receipt_code": typed}).text


def save(browser: TestClient, page: str = S1) -> str:
    """Answer, save for later on somebody else's device, and give the code."""
    shown = browser.post(page, data={"idea": "Trees", "_shown": "idea", "_save": "yes"}).text
    return code_in(shown)


def draft(session: Session, item: Consultation, code: str) -> None:
    """Keep a draft as it was kept under a code of before."""
    work = drafts.begin(now()).with_changes(sent={"idea": ["Trees"]})
    drafts.save(session, item, code, work, now() + timedelta(days=1))
    session.commit()


@pytest.mark.parametrize("typed", ["", "AAAA", "Keep it for me please", "x" * 5000])
def test_what_is_no_code_opens_nothing_and_stays_in_the_field(
    browser: TestClient, typed: str
) -> None:
    page = browser.post(ENTRANCE, data={"receipt_code": typed})
    assert page.status_code == 422
    assert "not complete or has a mistake" in page.text
    assert f'value="{typed}"' in page.text
    assert not browser.cookies


def test_the_entrance_says_what_each_code_opens_and_every_page_leads_to_it(
    browser: TestClient,
) -> None:
    page = browser.get(ENTRANCE).text
    assert "code of answers that you saved" in page
    assert "receipt code of answers that you sent" in page
    assert f'href="{ADDRESS}"' in page
    assert f'href="{ENTRANCE}">Your code</a>' in browser.get("/en/").text


def test_the_code_of_saved_answers_opens_them(browser: TestClient, session: Session) -> None:
    consultation(session)
    code = save(browser)
    assert code in browser.get(f"{HOME}/respond/saved").text
    browser.cookies.clear()
    page = browser.post(ENTRANCE, data={"receipt_code": f"My code: {code.lower()}, thanks"})
    assert page.url.path == f"{HOME}/respond"
    assert "Trees" in browser.get(S1).text


def test_one_code_of_before_for_two_consultations_lets_somebody_choose(
    browser: TestClient, session: Session
) -> None:
    code = crypto.new_code()
    for item in (consultation(session), consultation(session, slug="roads")):
        draft(session, item, code)
    page = enter(browser, code)
    assert "Choose the consultation" in page
    assert f'href="{HOME}/respond"' in page
    assert 'href="/en/consultations/roads/respond"' in page
    assert "Trees" in browser.get(ROADS).text


def test_before_a_code_takes_other_answers_from_the_browser_their_own_code_is_shown(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    code = save(browser)
    browser.post(f"{HOME}/respond/clear")
    browser.post(S1, data={"idea": "Potholes", "_shown": "idea"})
    parting = browser.post(ENTRANCE, data={"receipt_code": f"My code: {code}"})
    assert "Other answers are still open here" in parting.text
    assert f'href="{HOME}/respond"' in parting.text
    assert "Potholes" in browser.get(S1).text
    other = code_in(parting.text)
    assert other != code
    form = {"receipt_code": code, "parting": "yes"}
    switched = browser.post(ENTRANCE, data=form | {"_switch": "cy"})
    assert (switched.url.path, code_in(switched.text)) == ("/cy/receipt", other)
    browser.post(ENTRANCE, data=form | {"sure": "yes"})
    assert "Trees" in browser.get(S1).text
    browser.cookies.clear()
    enter(browser, other)
    assert "Potholes" in browser.get(S1).text


def test_whoever_clears_the_device_is_shown_the_codes_of_all_answers_that_nobody_saved(
    browser: TestClient, session: Session
) -> None:
    for slug in ("parks", "roads", "trees"):
        consultation(session, slug=slug)
    save(browser, "/en/consultations/trees/respond/s1")
    for page in (S1, ROADS):
        browser.post(page, data={"idea": "Trees", "_shown": "idea"})
    page = browser.post(f"{HOME}/respond/clear").text
    assert "With these 2 codes" in page
    assert len(set(CODE.findall(page))) == 2
    assert "I have kept these codes, go on" in page
    browser.post(f"{HOME}/respond/clear", data={"sure": "yes"})
    assert len(session.exec(select(Draft)).all()) == 3


@pytest.mark.parametrize("leaving", ["clear", "another"])
def test_before_answers_that_nobody_saved_leave_the_device_their_code_is_shown(
    browser: TestClient, session: Session, leaving: str
) -> None:
    consultation(session)
    consultation(session, slug="roads")
    browser.post(ROADS, data={"idea": "Potholes", "_shown": "idea"})
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    address = f"{HOME}/respond/{leaving}"
    page = browser.post(address)
    assert "Other answers are still open here" in page.text
    assert f'action="{address}"' in page.text
    code = code_in(page.text)
    assert code_in(browser.post(address, data={"_switch": "cy"}).text) == code
    assert "Other answers" not in browser.post(address, data={"sure": "yes"}).text
    assert not browser.cookies
    enter(browser, code)
    assert "Potholes" in browser.get(ROADS).text


def test_a_code_that_takes_nothing_away_opens_at_once(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    consultation(session, slug="roads")
    code = save(browser)
    assert "Other answers" not in enter(browser, code)
    browser.post(ROADS, data={"idea": "Potholes", "_shown": "idea"})
    assert "Other answers" not in enter(browser, code)
    receipt = code_in(send(browser))
    assert "Other answers" not in enter(browser, receipt)
    assert "Potholes" in browser.get(ROADS).text


def test_a_receipt_stays_open_in_another_language(browser: TestClient, session: Session) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    for _ in range(2):
        page = browser.post(ENTRANCE, data={"receipt_code": code, "_switch": "cy"})
        assert page.url.path == "/cy/receipt"
        assert page.request.method == "GET"
        assert "Trees" in page.text
        keep_no_cookies(browser)
        shown = browser.post(ENTRANCE, data={"receipt_code": code, "_switch": "cy"})
        assert "Trees" in shown.text
        browser.cookies.jar.set_policy(DefaultCookiePolicy())
    typed = browser.post(ENTRANCE, data={"receipt_code": "AAAA", "_switch": "cy"})
    assert typed.status_code == 200
    assert 'value="AAAA"' in typed.text


def test_answers_that_were_sent_open_by_the_receipts_own_code_only(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    code = save(browser)
    receipt = code_in(send(browser))
    browser.cookies.clear()
    page = browser.post(ENTRANCE, data={"receipt_code": code})
    assert page.status_code == 200
    assert "These answers have been sent" in page.text
    assert "open only with the receipt code" in page.text
    assert "Trees" not in page.text
    assert "Trees" in enter(browser, receipt)


def test_a_receipt_code_is_found_between_the_words_it_was_pasted_with(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    assert "Trees" in enter(browser, f"Your receipt code\n{code}\nKeep this code. With it you can")


def test_old_codes_open_what_they_opened(browser: TestClient, session: Session) -> None:
    item = consultation(session)
    draft(session, item, OLD.replace("-", ""))
    enter(browser, OLD)
    assert "Trees" in browser.get(S1).text
    receipt = code_in(send(browser))
    assert len(receipt.split("-")) == 6
    browser.cookies.clear()
    assert "Trees" in enter(browser, receipt)
    assert "These answers have been sent" in enter(browser, OLD)
    sent = session.exec(select(Response)).one()
    sent.receipt = drafts.receipt_name(OLD.replace("-", ""))
    session.add(sent)
    session.commit()
    assert "Trees" in enter(browser, OLD)


def test_a_receipt_is_a_page_to_go_back_to_whose_address_opens_in_no_other_browser(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    opened = browser.post(ENTRANCE, data={"receipt_code": code})
    assert [step.status_code for step in opened.history] == [307, 303]
    assert code.replace("-", "") not in str(opened.url)
    address = str(opened.url)
    assert "Trees" in browser.get(address).text
    browser.post(f"{HOME}/respond/clear")
    assert not browser.cookies
    assert "Trees" not in browser.get(address).text
    assert "What is your code?" in browser.get(address).text


def test_the_address_of_a_receipt_opens_for_an_hour(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    address = str(browser.post(ENTRANCE, data={"receipt_code": code}).url)
    later = now() + timedelta(minutes=61)
    monkeypatch.setattr(receipts, "now", lambda: later)
    assert "Trees" not in browser.get(address).text
    assert browser.get(f"{ENTRANCE}?opened=nonsense").status_code == 200


def test_withdrawing_unsure_and_then_sure_are_pages_to_go_back_to(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    enter(browser, code)
    unsure = browser.post("/en/receipt/withdraw", data={"receipt_code": code})
    assert (unsure.status_code, unsure.request.method) == (422, "GET")
    assert "Tick the box" in unsure.text
    sure = browser.post("/en/receipt/withdraw", data={"receipt_code": code, "sure": "yes"})
    assert "You withdrew your answers" in sure.text
    assert sure.request.method == "GET"
    assert session.exec(select(Response)).one().state is ResponseState.WITHDRAWN


def test_the_code_of_a_report_is_neither_looked_for_nor_known_here(
    browser: TestClient, session: Session
) -> None:
    team(session)
    code = Reporter(browser).report("They shouted at me.")
    browser.cookies.clear()
    known, unknown = codes.letters(code), codes.letters(codes.new())
    pages = [enter(browser, typed).replace(typed, "") for typed in (known, unknown)]
    assert pages[0] == pages[1]
    assert not browser.cookies
    assert "Try this code there" in pages[0]
    assert f'action="{ADDRESS}"' in pages[0]


def test_the_code_of_a_report_leads_to_it_and_stands_in_no_address(
    browser: TestClient, session: Session
) -> None:
    team(session)
    code = Reporter(browser).report("They shouted at me.")
    browser.cookies.clear()
    for shown in (codes.letters(code), codes.digits(code)):
        found = re.search(
            r'name="step" value="(\w+)">\s*<input type="hidden" name="code" value="([^"]*)"',
            enter(browser, shown),
        )
        assert found
        page = browser.post(ADDRESS, data={"step": found[1], "code": found[2]})
        assert "Nobody has opened it yet." in page.text
        visited = [str(step.url) for step in (*page.history, page)]
        assert not any(shown in url or shown.replace("-", "") in url for url in visited)


def test_nobody_without_cookies_is_lost_at_the_entrance(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    receipt = code_in(send(browser))
    browser.cookies.clear()
    code = save(browser)
    keep_no_cookies(browser)
    assert "Trees" in enter(browser, receipt)
    page = browser.post(ENTRANCE, data={"receipt_code": code})
    assert "Your browser keeps no cookies" in page.text
    assert code in page.text
    # The note that the first were sent, and the draft that was saved.
    assert len(session.exec(select(Draft)).all()) == 2


def keep_no_cookies(browser: TestClient) -> None:
    """Be a browser in which cookies are blocked."""
    browser.cookies.clear()
    browser.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))


def test_what_an_address_carries_opens_only_where_it_belongs() -> None:
    key, other = bytes(32), bytes(range(32))
    sealed = cookies.sealed(key, b"words", "here")
    assert cookies.unsealed(key, sealed, "here") == b"words"
    for wrong in ((other, sealed, "here"), (key, sealed, "there"), (None, sealed, "here")):
        assert cookies.unsealed(*wrong) is None
    for text in ("", "é", sealed[:-2], crypto.new_code()):
        assert cookies.unsealed(key, text, "here") is None


@pytest.mark.parametrize("form", [codes.letters, codes.digits])
def test_the_code_of_a_report_is_shown_the_way_there_and_not_called_wrong(
    browser: TestClient, session: Session, form: Callable[[str], str]
) -> None:
    page = browser.post(ENTRANCE, data={"receipt_code": form(codes.new())})
    assert page.status_code == 422
    assert "Is it the code of a report to us?" in page.text
    assert "mistake" not in page.text
