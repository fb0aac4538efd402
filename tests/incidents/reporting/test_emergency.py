"""Whoever cannot hear or speak is never sent to a voice call alone."""

import re
from collections.abc import Iterator

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.languages import locales
from portal.settings import resource
from tests.council.factories import council
from tests.incidents.factories import arrange, team
from tests.incidents.reporter import ADDRESS, Reporter

CALL = 'href="tel:999"'
OTHERWISE = ('href="tel:18000"', 'href="sms:999"', 'href="https://999bsl.co.uk"')
POLICE, POLICE_OTHERWISE = 'href="tel:101"', 'href="tel:18001101"'
CALLS = re.compile(r'safety\([^)]*"(emergency|no_alarm|silent_call)"')
COMMENTS = re.compile(r"{#.*?#}", re.DOTALL)


def pages_of_a_report(browser: TestClient, tag: str) -> Iterator[tuple[str, str]]:
    """Go through a report of somebody who is in danger, and take it back."""
    reporter = Reporter(browser, ADDRESS.replace("/en/", f"/{tag}/"))
    yield "first", reporter.text
    yield "what", reporter.begin().text
    yield "reply", reporter.tell("A man is at my door.", danger="yes").text
    yield "send", reporter.wish().text
    yield "sent", reporter.send().text
    yield "harm", reporter.post("more", _back="harm").text
    yield "gone", reporter.post("sent", none="yes").text


@pytest.mark.parametrize("tag", locales.LANGUAGES)
def test_wherever_a_page_says_999_it_says_how_to_reach_help_without_a_voice(
    browser: TestClient, session: Session, tag: str
) -> None:
    team(session)
    council(session, languages=tuple(locales.LANGUAGES))
    open_pages = ("/", "/help", "/help/what-we-protect")
    pages = {path: browser.get(f"/{tag}{path}").text for path in open_pages}
    pages |= dict(pages_of_a_report(browser, tag))
    wanted = [(name, way) for name in pages for way in (CALL, *OTHERWISE)]
    wanted += [(name, POLICE_OTHERWISE) for name, page in pages.items() if POLICE in page]
    assert [(name, way) for name, way in wanted if way not in pages[name]] == []


def test_a_closed_service_says_it_too(browser: TestClient, session: Session) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("A man is at my door.", danger="yes").wish()
    arrange(session, enabled=False)
    page = reporter.send().text
    assert "Nothing was sent" in page
    assert [way for way in (CALL, *OTHERWISE) if way not in page] == []


def test_no_template_names_a_call_without_the_ways_for_whoever_cannot_hear() -> None:
    folder = resource("templates/incidents")
    templates = [*folder.glob("reporting/*.html"), *folder.glob("safety/*.html")]
    pages = {page.name: COMMENTS.sub("", page.read_text()) for page in templates}
    calling = [name for name in sorted(pages) if CALLS.search(pages[name])]
    assert len(calling) > 5
    assert [name for name in calling if '"text_call"' not in pages[name]] == []
