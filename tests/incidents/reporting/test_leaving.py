"""Leaving quickly, and what a page of a report leaves on a device."""

import re

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.incidents.records import codes
from portal.incidents.reporting.journey import COOKIE
from tests.incidents.factories import approvers, team
from tests.incidents.reporter import ADDRESS, Reporter

NAME = f"__Host-{COOKIE}"


def pages(browser: TestClient, session: Session) -> list[Response]:
    """Walk through the short report, and collect its pages."""
    team(session)
    approvers(session)
    reporter = Reporter(browser)
    return [
        reporter.page,
        reporter.post("start"),
        reporter.post("before"),
        reporter.tell("They shouted at me.").page,
        reporter.wish().page,
        reporter.send().page,
        reporter.post("sent", end="", _back="card"),
        reporter.post("sent", end=codes.letters(reporter.code)[-4:]),
    ]


def test_opening_the_first_page_sets_no_cookie(browser: TestClient) -> None:
    assert "set-cookie" not in browser.get(ADDRESS).headers


def test_whoever_comes_from_a_page_whose_key_is_gone_is_told_so(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin()
    browser.cookies.clear()
    reporter.tell("They shouted at me.")
    assert "The page you came from is no longer open" in reporter.text
    assert 'type="hidden" name="what" value="They shouted at me."' in reporter.text
    assert "What you typed before it is gone" in reporter.text
    assert 'value="start"' in reporter.text
    fields = dict(re.findall(r'name="(step|what|danger)" value="([^"]*)"', reporter.text))
    reporter.page = browser.post(ADDRESS, data=fields | {"step": "what"})
    assert reporter.wish().send().code


def test_who_left_is_shown_nothing_by_a_page_that_carries_words_only_under_seal(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("They shouted at me.")
    browser.cookies.clear()
    reporter.post("send")
    assert "What you typed on that page can no longer be read by anybody" in reporter.text
    assert "They shouted at me." not in reporter.text


def test_every_page_has_the_way_out_a_neutral_title_and_no_referrer(
    browser: TestClient, session: Session
) -> None:
    for page in pages(browser, session):
        assert page.status_code == 200
        title = page.text.partition("<title>")[2].partition("</title>")[0]
        assert title == "Contact us – Voices, The council"
        assert page.text.count('href="/exit"') >= 2
        assert 'content="no-referrer"' in page.text
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert "leave.js" in page.text
        assert "<script>" not in page.text


def test_one_cookie_ends_with_the_browser_and_only_our_pages_see_it(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser)
    asked, led = reporter.post("start").history
    (cookie,) = asked.headers.get_list("set-cookie")
    assert cookie.startswith(f"{NAME}=")
    assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    (again,) = reporter.post("before").history
    pages = (led, again, reporter.page)
    assert not any("set-cookie" in page.headers for page in pages)


def test_leaving_ends_our_cookie_and_what_is_left_cannot_be_read(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("They shouted at me.")
    kept_page = reporter.page
    answer = browser.get("/exit", follow_redirects=False)
    assert answer.headers["location"] == "https://www.bbc.co.uk/weather"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    (ended,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(NAME)]
    assert "Max-Age=0" in ended
    assert NAME not in browser.cookies
    reporter.page = kept_page
    reporter.wish()
    assert "is no longer open" in reporter.text
    assert "They shouted at me." not in reporter.text


@pytest.mark.parametrize("name", ["leave.js", "work.js"])
def test_no_script_in_the_cache_tells_of_a_report(browser: TestClient, name: str) -> None:
    first = browser.get(ADDRESS).text
    folder = first.partition('<link rel="stylesheet" href="')[2].partition("site.")[0]
    script = browser.get(f"{folder}{name}")
    assert script.status_code == 200
    assert script.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/en/", "/en/help"])
def test_the_page_is_found_from_home_and_from_help(browser: TestClient, path: str) -> None:
    assert f'href="{ADDRESS}"' in browser.get(path).text


def test_a_page_about_an_error_has_the_way_out_a_neutral_title_and_no_referrer(
    browser: TestClient,
) -> None:
    page = browser.post(ADDRESS, data={"step": "no step of ours"})
    assert page.status_code == 404
    assert 'href="/exit"' in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert re.search(r"<title>\s*Contact us", page.text)
    elsewhere = browser.get("/en/nowhere")
    assert 'href="/exit"' not in elsewhere.text
    assert "Contact us" not in elsewhere.text
