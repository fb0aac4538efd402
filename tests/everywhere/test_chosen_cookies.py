"""What somebody else put into a browser's cookies opens nothing of whoever uses it next."""

import base64
import re

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.accounts.signing_in.sessions import HALF_WAY_COOKIE
from portal.incidents.models import Report
from portal.incidents.records import codes
from portal.incidents.reporting import journey
from portal.incidents.reporting.journey import Journey
from portal.sealing import crypto
from portal.web import cookies
from portal.web.security import SESSION_COOKIE, cookie_name
from tests.accounts.factories import account
from tests.accounts.steps import sign_in_fully
from tests.consultations.answering.test_responding import S1, code_in, send
from tests.consultations.factories import consultation
from tests.incidents.factories import team
from tests.incidents.reporter import ADDRESS, Reporter

CHOSEN = bytes(range(32))


def choose(browser: TestClient, name: str, value: bytes = CHOSEN) -> str:
    """Leave a cookie for whoever uses the computer next."""
    text = base64.urlsafe_b64encode(value).decode().rstrip("=")
    browser.cookies.set(cookie_name(name, https=True), text, domain="voices.example", path="/")
    return text


def test_nobody_chooses_the_code_of_the_report_that_the_next_person_writes(
    browser: TestClient, session: Session
) -> None:
    team(session)
    choose(browser, journey.COOKIE)
    theirs = Journey(code=codes.new())
    left = {"step": "what", "so_far": journey.seal(CHOSEN, theirs), "danger": "no"}
    lost = browser.post(ADDRESS, data=left | {"what": "They shouted at me."})
    assert "The page you came from is no longer open" in lost.text
    reporter = Reporter(browser)
    code = reporter.report("They shouted at me.")
    assert code != theirs.code
    again = Reporter(browser).come_back(codes.letters(theirs.code))
    assert "This code leads nowhere" in again.text
    assert session.exec(select(Report.lookup)).one() == codes.lookup(code)


def test_nobody_reads_a_report_from_its_pages_with_the_key_that_they_chose(
    browser: TestClient, session: Session
) -> None:
    team(session)
    choose(browser, journey.COOKIE)
    reporter = Reporter(browser).begin().tell("They shouted at my mother.")
    page = base64.b64decode(reporter.so_far)
    assert crypto.unseal(CHOSEN, page, "speak-up") is None
    at = str(reporter.page.url).partition("?at=")[2]
    assert cookies.unsealed(CHOSEN, at, "speak-up page") is None
    assert "my mother" in reporter.wish().text


def test_nobody_reads_a_receipt_code_from_its_address_with_the_key_that_they_chose(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    choose(browser, "receipt")
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    code = code_in(send(browser))
    opened = browser.post("/en/receipt", data={"receipt_code": code})
    assert "Trees" in opened.text
    sealed = re.findall(r"opened=(.*)", str(opened.url))[0]
    assert cookies.unsealed(CHOSEN, sealed, "receipt") is None


@pytest.mark.parametrize("name", [SESSION_COOKIE, HALF_WAY_COOKIE])
def test_no_token_that_somebody_chose_signs_anybody_in(
    browser: TestClient, session: Session, name: str
) -> None:
    token = choose(browser, name)
    for page in ("/en/staff", "/en/account/code", "/en/account/enrol"):
        assert browser.get(page).url.path == "/en/account/sign-in"
    sign_in_fully(browser, session, account(session, Role.OFFICER))
    assert browser.cookies.get(cookie_name(name, https=True)) != token
    browser.cookies.clear()
    choose(browser, name)
    assert browser.get("/en/staff").url.path == "/en/account/sign-in"
