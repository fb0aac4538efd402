"""Two tabs of one browser: what is ended in one of them takes nothing from the other."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Report
from portal.incidents.records import codes, take_in
from portal.incidents.reporting import shelf
from portal.incidents.reporting.journey import COOKIE
from tests.incidents.factories import team
from tests.incidents.reporter import ADDRESS, Reporter
from tests.incidents.reporting.test_going_back import forget

WORDS = "They shouted at my mother."


@pytest.fixture
def first(browser: TestClient, session: Session) -> Reporter:
    """Report something in the first tab, and send it."""
    team(session)
    return Reporter(browser).begin().tell("They broke my window.").wish("none").send()


def second(browser: TestClient) -> Reporter:
    """Write something in another tab, and do not send it yet."""
    return Reporter(browser).begin().tell(WORDS)


@pytest.mark.parametrize("ending", [("sent", {"none": "yes"}), ("end", {"sure": "yes"})])
def test_whoever_ends_a_report_in_one_tab_still_sends_the_one_in_the_other(
    browser: TestClient, session: Session, first: Reporter, ending: tuple[str, dict[str, str]]
) -> None:
    other = second(browser)
    first.post(ending[0], **ending[1])
    code = other.wish().send().code
    assert Reporter(browser).come_back(codes.letters(code)).status_code == 200
    assert len(session.exec(select(Report)).all()) == 2


@pytest.mark.parametrize("ending", [("sent", {"none": "yes"}), ("end", {"sure": "yes"})])
def test_what_a_duplicated_tab_holds_goes_on_under_another_code_once_the_first_is_ended(
    browser: TestClient, session: Session, ending: tuple[str, dict[str, str]]
) -> None:
    team(session)
    one, other = Reporter(browser).begin(), Reporter(browser)
    other.page = browser.get(str(one.page.url))
    other.tell(WORDS)
    ended = one.tell("They broke my window.").wish("none").send().code
    one.post(ending[0], **ending[1])
    assert WORDS in other.wish().text
    assert other.send().code != ended
    assert "What you sent now is a report of its own" not in other.text
    assert len(session.exec(select(Report)).all()) == 2
    assert "This code leads nowhere" in Reporter(browser).come_back(codes.letters(ended)).text


def test_an_ended_code_stays_ended_when_the_page_that_drew_it_is_long_forgotten(
    browser: TestClient, session: Session, engine: Engine
) -> None:
    team(session)
    one, other = Reporter(browser).begin(), Reporter(browser)
    other.page = browser.get(str(one.page.url))
    other.tell(WORDS).wish()
    last = one.tell("They broke my window.").wish("none").so_far
    ended = one.send().code
    one.post("sent", none="yes")
    forget(session, engine)
    page = browser.post(ADDRESS, data={"step": "send", "so_far": last})
    assert "The page you came from is no longer open" in page.text
    assert other.send().code != ended
    assert len(session.exec(select(Report)).all()) == 2


def test_whoever_finds_that_a_code_leads_nowhere_loses_nothing_in_the_other_tab(
    browser: TestClient, session: Session, first: Reporter
) -> None:
    other, report = second(browser), session.exec(select(Report)).one()
    take_in.close_way_back(session, report)
    session.commit()
    assert "This code leads nowhere" in first.post("status").text
    assert other.wish().send().code


def test_of_the_tab_in_which_no_code_was_wanted_nothing_is_shown_or_sent_again(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell(WORDS).wish("none")
    last, check = reporter.so_far, str(reporter.page.url)
    sent = str(reporter.send().page.url)
    code = codes.letters(reporter.code)
    carried = reporter.so_far
    reporter.post("sent", none="yes")
    pages = [browser.get(address).text for address in (check, sent)]
    assert not any("no longer open" in page for page in pages)
    pages.append(browser.post(ADDRESS, data={"step": "send", "so_far": last}).text)
    assert all("Start now" in page for page in pages)
    for step in ("sent", "card", "more"):
        pages.append(browser.post(ADDRESS, data={"step": step, "so_far": carried}).text)
        assert "This code leads nowhere" in pages[-1]
    assert not any(WORDS in page or code in page for page in pages)
    assert len(session.exec(select(Report)).all()) == 1


def test_where_that_cannot_be_remembered_the_key_is_dropped(
    browser: TestClient, first: Reporter, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "_ROW_BYTES", shelf._MOST_BYTES)
    first.post("sent", none="yes")
    assert f"__Host-{COOKIE}" not in browser.cookies


def test_leaving_in_one_tab_drops_the_key_for_both(browser: TestClient, first: Reporter) -> None:
    other = second(browser)
    browser.get("/exit", follow_redirects=False)
    assert "The page you came from is no longer open" in other.wish().text
