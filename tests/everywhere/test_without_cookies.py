"""Whoever's browser keeps no cookies is told so at once, and loses nothing that they typed."""

import html
import re
from http.cookiejar import DefaultCookiePolicy

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.consultations.models import Draft, EqualityAnswers
from portal.council.rules import Telephone
from portal.incidents.models import ReportItem
from portal.incidents.records import codes
from portal.store.db import now
from tests.consultations.answering.test_responding import CHECK, HOME, S1, S2, send
from tests.consultations.factories import consultation, question
from tests.council.factories import council
from tests.incidents.factories import team
from tests.incidents.reporter import ADDRESS, Reporter

ORGANISATION, EQUALITY = (f"{HOME}/respond/{page}" for page in ("organisation", "equality"))
GONE = "The answers of the pages before are no longer here"
TOLD = "Your browser keeps no cookies"
WORDS = "They shouted at my mother."


@pytest.fixture
def blocked(browser: TestClient) -> TestClient:
    """Be a browser in which cookies are blocked."""
    browser.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return browser


@pytest.mark.parametrize("button", [{}, {"_save": "yes"}])
@pytest.mark.parametrize("times", [1, 3])
def test_answers_leave_no_draft_and_stay_in_the_page(
    blocked: TestClient, session: Session, button: dict[str, str], times: int
) -> None:
    consultation(session)
    for _ in range(times):
        page = blocked.post(S1, data={"idea": "More <b> trees", "_shown": "idea", **button})
        assert page.status_code == 400
        assert TOLD in page.text
        assert 'name="idea" value="More &lt;b&gt; trees"' in page.text
        assert f'action="{S1}"' in page.text
    assert session.exec(select(Draft)).all() == []


def test_an_organisation_leaves_no_draft_either(blocked: TestClient, session: Session) -> None:
    consultation(session)
    page = blocked.post(f"{HOME}/respond/organisation", data={"name": "Cricket club"})
    assert TOLD in page.text
    assert 'value="Cricket club"' in page.text
    assert session.exec(select(Draft)).all() == []


def test_it_is_said_in_the_readers_language_and_with_somebody_to_call(
    blocked: TestClient, session: Session
) -> None:
    council(session, telephones={"ur": Telephone(number="029 2000 1234")})
    consultation(session)
    page = blocked.post(S1, data={"idea": "درخت", "_switch": "ur"})
    assert 'lang="ur" dir="rtl"' in page.text
    assert TOLD not in page.text
    assert 'value="درخت"' in page.text
    assert page.text.partition("<main")[2].count("029 2000 1234") >= 1
    english = blocked.post("/ur" + S1[3:], data={"idea": "درخت", "_switch": "en"})
    assert TOLD in english.text


def test_as_soon_as_cookies_are_kept_the_same_page_sends_what_was_typed(
    blocked: TestClient, session: Session
) -> None:
    consultation(session)
    blocked.post(S1 + "?from=check", data={"idea": "Trees", "_shown": "idea"})
    blocked.cookies.jar.set_policy(DefaultCookiePolicy())
    page = blocked.post(S1, data={"idea": "Trees", "_shown": "idea"})
    assert "Trees" in page.text
    assert len(session.exec(select(Draft)).all()) == 1
    assert "cookie" not in str(page.url)


def test_the_first_form_keeps_its_one_draft_and_the_cookie_is_not_asked_for_again(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    first = browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    assert [step.status_code for step in first.history] == [307, 303]
    second = browser.post(S1, data={"idea": "Lakes", "_shown": "idea"})
    assert [step.status_code for step in second.history] == [303]
    assert len(session.exec(select(Draft)).all()) == 1


def test_whoever_loses_the_cookie_between_two_pages_is_told_and_keeps_the_last_page(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more")])
    page = browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    assert 'name="_begun" value="yes"' in page.text
    assert GONE not in page.text
    browser.cookies.clear()
    page = browser.post(S2, data={"more": "Benches", "_shown": "more", "_begun": "yes"})
    assert page.url.path == CHECK
    assert GONE in page.text
    assert "Benches" in page.text
    page = browser.post(S1, data={"idea": "Trees", "_shown": "idea", "_begun": "yes"})
    assert GONE not in page.text


@pytest.mark.parametrize("answered", [S1, f"{HOME}/respond/organisation"])
def test_whoever_loses_the_cookie_on_the_page_of_an_organisation_is_told(
    browser: TestClient, session: Session, answered: str
) -> None:
    consultation(session)
    club = {"name": "Cricket club", "asked": "40", "how": "", "idea": "Trees", "_shown": "idea"}
    browser.post(answered, data=club)
    page = browser.get(ORGANISATION)
    assert 'name="_begun" value="yes"' in page.text
    browser.cookies.clear()
    page = browser.post(ORGANISATION, data=club | {"_begun": "yes"})
    assert GONE in page.text
    assert 'name="_begun" value="yes"' in page.text
    assert 'value="Cricket club"' in browser.get(ORGANISATION).text


def test_whoever_loses_the_cookie_before_saving_is_told_what_the_code_opens(
    browser: TestClient, session: Session
) -> None:
    consultation(session, [question("idea")], [question("more")])
    data = {"more": "Benches", "_shown": "more", "_begun": "yes", "_save": "yes"}
    page = browser.post(S2, data=data)
    assert "Your answers are saved" in page.text
    assert GONE in page.text


@pytest.mark.parametrize("closed", [False, True])
def test_whoever_loses_the_cookie_before_sending_is_told_that_nothing_was_sent(
    browser: TestClient, session: Session, *, closed: bool
) -> None:
    item = consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    key = re.findall(r'name="key" value="([^"]*)"', browser.get(CHECK).text)[0]
    browser.cookies.clear()
    if closed:
        item.closes = now()
        session.commit()
    page = browser.post(CHECK, data={"key": key})
    assert page.url.path == HOME
    assert GONE in page.text
    assert "nothing was sent or saved just now" in page.text
    assert 'href="/en/receipt"' in page.text
    assert GONE not in browser.get(HOME).text


def test_whoever_loses_the_cookie_and_asks_to_save_or_to_check_is_told(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    for address in (f"{HOME}/respond/saved", CHECK):
        assert "nothing was sent or saved just now" in browser.get(address).text


@pytest.mark.parametrize("step", ["1", "2"])
def test_whoever_loses_the_cookie_before_telling_about_themselves_keeps_it_in_the_page(
    browser: TestClient, session: Session, step: str
) -> None:
    consultation(session)
    browser.post(S1, data={"idea": "Trees", "_shown": "idea"})
    send(browser)
    kept = dict(browser.cookies)
    browser.cookies.clear()
    page = browser.post(EQUALITY, data={"sex": "female", "_step": step, "_switch": "cy"})
    assert page.url.path.startswith("/cy/")
    page = browser.post(EQUALITY, data={"sex": "female", "_step": step})
    assert "What you told us about yourself was not kept" in page.text
    assert 'name="sex" value="female"' in page.text
    assert f'action="{EQUALITY}"' in page.text
    assert session.exec(select(EqualityAnswers)).all() == []
    for name, value in kept.items():
        browser.cookies.set(name, value, domain="voices.example", path="/")
    browser.post(EQUALITY, data={"sex": "female", "_step": "2"})
    session.rollback()
    assert len(session.exec(select(EqualityAnswers)).all()) == 1


def test_a_report_is_not_begun_that_could_not_go_on(blocked: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(blocked)
    page = reporter.post("start")
    assert TOLD in page.text
    assert "no longer open" not in page.text
    assert 'href="/exit"' in page.text
    assert "<title>Contact us" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"


def test_words_of_a_report_whose_cookie_went_are_in_the_page_and_can_be_sent_on(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    before = reporter.so_far
    browser.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    browser.cookies.clear()
    reporter.tell(WORDS)
    assert TOLD in reporter.text
    assert f'name="what" value="{WORDS}"' in reporter.text
    browser.cookies.jar.set_policy(DefaultCookiePolicy())
    page = browser.post(ADDRESS, data={"step": "what", "what": WORDS, "so_far": before})
    assert "The page you came from is no longer open" in page.text
    assert f'name="what" value="{WORDS}"' in page.text
    reporter.page = browser.post(ADDRESS, data={"step": "what", "what": WORDS, "danger": "no"})
    assert reporter.wish().send().code


def taken_along(page: Response) -> dict[str, str]:
    """Read what the form that asks for the code takes along."""
    form = (
        page.text.partition('<form id="return"')[2] or page.text.partition('<form id="report"')[2]
    )
    pairs = re.findall(
        r'type="hidden" name="([^"]*)" value="([^"]*)"', form.partition("</form>")[0]
    )
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


def came_back(browser: TestClient, session: Session) -> tuple[Reporter, str, str]:
    """Report something, and open it with its code; give the code and what the pages carried."""
    team(session)
    reporter = Reporter(browser)
    code = codes.letters(reporter.report(WORDS))
    reporter.come_back(code)
    return reporter, code, reporter.so_far


def test_words_added_to_a_report_whose_cookie_went_come_back_once_it_is_opened(
    browser: TestClient, session: Session
) -> None:
    reporter, code, carried = came_back(browser, session)
    browser.cookies.clear()
    data = {"step": "add", "so_far": carried, "page": "p", "what": "They came <b> again."}
    lost = browser.post(ADDRESS, data=data)
    assert "The page you came from is no longer open" in lost.text
    assert "What you typed on that page is still in this one" in lost.text
    assert "is gone, and nobody" not in lost.text
    wrong = browser.post(ADDRESS, data=taken_along(lost) | {"code": "1234"})
    assert wrong.status_code == 422
    welsh = browser.post(ADDRESS, data=taken_along(wrong) | {"code": "1", "_switch": "cy"})
    reporter.page = browser.post(ADDRESS, data=taken_along(welsh) | {"code": code})
    assert "They came &lt;b&gt; again.</textarea>" in reporter.text
    before = len(session.exec(select(ReportItem)).all())
    reporter.post("add", what="They came <b> again.", page="p")
    session.rollback()
    assert len(session.exec(select(ReportItem)).all()) == before + 1


@pytest.mark.parametrize(
    ("section", "typed", "shown"),
    [
        ("harm", {"injuries": "A broken arm"}, "A broken arm</textarea>"),
        ("harm", {"kinds": ["assault", "threats"]}, 'value="threats" checked'),
        ("equality", {"_step": "1", "sex": "female"}, 'value="female" checked'),
    ],
)
def test_more_about_a_report_whose_cookie_went_comes_back_once_it_is_opened(
    browser: TestClient,
    session: Session,
    section: str,
    typed: dict[str, str | list[str]],
    shown: str,
) -> None:
    _, code, carried = came_back(browser, session)
    browser.cookies.clear()
    lost = browser.post(ADDRESS, data={"step": section, "so_far": carried, **typed})
    form = lost.text.partition('<form id="return"')[2]
    pairs = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    again = {name: [value for one, value in pairs if one == name] for name, _ in pairs}
    page = browser.post(ADDRESS, data=again | {"code": code})
    assert shown in page.text


def test_a_code_opens_nothing_of_a_report_that_was_begun_in_the_same_browser(
    browser: TestClient, session: Session
) -> None:
    _, code, _ = came_back(browser, session)
    data = {"step": "return", "code": code, "add_to": "what", "what": "Other words"}
    page = browser.post(ADDRESS, data=data)
    assert "Nobody has opened it yet." in page.text
    assert "Other words" not in page.text
