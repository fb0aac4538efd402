"""Somebody looks for help besides the council: by need, by language, and who answers now."""

from dataclasses import replace

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.incidents.records import codes
from portal.incidents.reporting import floods
from portal.incidents.signposts import Support
from tests.council.factories import council
from tests.incidents.factories import arrange, team
from tests.incidents.reporter import ADDRESS, Reporter

PAGE = "/en/help/who-helps"
LAW = Support("Law Advice", "01632 960110", needs=("legal",), languages=("ur",))
NIGHT = Support("Night Line", "01632 960111", needs=("distress",), always=True)
TEXTED = Support("Text Line", text="07700 900112", needs=("distress",))
DANGER = Support("Video Call", address="https://video.example", needs=("danger", "deaf"))
UNFOUND = Support("Unfound", needs=("legal",))


@pytest.fixture(autouse=True)
def named(session: Session) -> None:
    council(session)
    team(session)
    arrange(session, support=(LAW, TEXTED, NIGHT, DANGER, UNFOUND))


def names(text: str) -> list[str]:
    every = [one.name for one in (LAW, NIGHT, TEXTED, DANGER, UNFOUND)]
    return sorted((one for one in every if one in text), key=text.index)


@pytest.mark.parametrize("query", ["?n=99", "?n=legal", "?l=xx", "?n=&l=", "?n=1&n=2;"])
def test_what_is_no_need_and_no_language_chooses_nothing(browser: TestClient, query: str) -> None:
    page = browser.get(PAGE + query)
    assert page.status_code == 200
    assert len(names(page.text)) == 4


def test_who_cannot_be_reached_is_shown_to_nobody(browser: TestClient) -> None:
    assert "Unfound" not in browser.get(PAGE).text
    assert "Unfound" not in browser.get(f"{PAGE}?n=15").text


def test_for_a_need_that_nobody_was_named_for_the_page_says_so_and_leads_on(
    browser: TestClient,
) -> None:
    page = browser.get(f"{PAGE}?n=16").text
    assert names(page) == []
    assert "The council has not named anybody for this yet." in page
    assert "Everybody who helps" in page
    assert 'href="tel:999"' in page


def test_those_who_answer_now_come_first(browser: TestClient) -> None:
    page = browser.get(f"{PAGE}?n=3").text
    assert names(page) == ["Night Line", "Text Line"]
    assert page.count(">Answers now<") == 1
    assert "Day and night" in page
    assert 'href="sms:07700900112"' in page


def test_a_language_chooses_who_speaks_it(browser: TestClient) -> None:
    assert names(browser.get(f"{PAGE}?l=ur").text) == ["Law Advice"]
    assert '<option value="ur"' in browser.get(PAGE).text
    assert '<option value="pl"' not in browser.get(PAGE).text


def test_what_somebody_needs_stands_in_the_address_as_a_number_and_not_in_the_title(
    browser: TestClient,
) -> None:
    page = browser.get(f"{PAGE}?n=15")
    assert names(page.text) == ["Law Advice"]
    assert "<title>Contact us" in page.text
    assert 'value="legal"' not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in page.headers


def test_the_page_is_there_while_no_reports_are_taken_in(
    browser: TestClient, session: Session
) -> None:
    arrange(session, enabled=False)
    assert "Law Advice" in browser.get(PAGE).text
    assert f'href="{PAGE}"' in browser.get(ADDRESS).text


def test_every_page_where_it_helps_leads_there(browser: TestClient) -> None:
    reporter = Reporter(browser)
    assert f'href="{PAGE}"' in reporter.text
    assert f'href="{PAGE}"' in browser.get("/en/help/what-we-protect").text
    reporter.begin().tell("They shouted at me.", danger="yes").wish()
    assert f'href="{PAGE}?n=1"' in reporter.text
    reporter.send()
    assert f'href="{PAGE}?n=1"' in reporter.text
    assert f'href="{PAGE}"' in reporter.text
    code = codes.letters(reporter.code)
    reporter.post("sent", end=code[-4:])
    assert "You have your code" in reporter.text
    assert f'href="{PAGE}"' in reporter.text
    reporter.come_back(code)
    assert "How far it is" in reporter.text
    assert f'href="{PAGE}"' in reporter.text


def test_in_danger_only_those_are_named_who_help_in_danger(
    browser: TestClient, session: Session
) -> None:
    arrange(session, support=(replace(LAW, needs=()), DANGER))
    assert names(browser.get(f"{PAGE}?n=1").text) == ["Video Call"]


@pytest.mark.parametrize("tag", ["en", "ur"])
def test_the_page_when_all_is_busy_names_999_and_101_and_keeps_what_was_typed(
    browser: TestClient, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    monkeypatch.setattr(floods, "_WAITING", 0)
    page = browser.post(f"/{tag}/help/speak-up", data={"step": "what", "what": "They shouted."})
    assert page.status_code == 503
    assert 'href="tel:999"' in page.text
    assert 'href="tel:101"' in page.text
    assert "They shouted." in page.text
    assert "The call is free." in page.text


def test_the_closed_page_names_999_and_101(browser: TestClient, session: Session) -> None:
    reporter = Reporter(browser).begin()
    arrange(session, enabled=False)
    reporter.tell("They shouted at me.").wish().send()
    assert "Nothing was sent" in reporter.text
    assert 'href="tel:999"' in reporter.text
    assert 'href="tel:101"' in reporter.text
