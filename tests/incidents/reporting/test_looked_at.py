"""What somebody in danger, or with a child in mind, is told: whom to call, and when who looks."""

import re

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.incidents.rules import Clocks
from tests.incidents.factories import arrange, team
from tests.incidents.reporter import Reporter

BUTTON = re.compile(r'<a class="govuk-button[^"]*" href="([^"]*)"')
DUTY = {
    "duty_out_of_hours": "01632 960161",
    "duty_children": "01632 960162",
    "duty_adults": "01632 960163",
    "who_looks": {"en": "The duty officer looks, day and night."},
}
HOURS = "Hours at most if somebody is in danger: 3. If a child may come to harm: 7."
UNKNOWN = "The council has not said how soon somebody looks."


def after_telling(browser: TestClient, **said: str) -> list[str]:
    """Give the pages that follow once somebody said what happened, to the last."""
    reporter = Reporter(browser).begin().tell("A man is at my door.", **said)
    pages = [reporter.text, reporter.wish().text, reporter.send().text]
    reporter.post("sent", end=reporter.code[-4:])
    return [*pages, reporter.text]


def before_telling(browser: TestClient) -> list[str]:
    """Give the pages on which somebody reads what to expect, before they send anything."""
    reporter = Reporter(browser)
    before = reporter.post("start").text
    return [before, reporter.post("before").text]


def test_without_danger_no_page_alarms(browser: TestClient, session: Session) -> None:
    team(session)
    for page in after_telling(browser):
        assert "alarm" not in page
        assert "You said that" not in page


@pytest.mark.parametrize("missing", list(DUTY))
def test_no_hours_are_told_before_all_of_it_is_decided(
    browser: TestClient, session: Session, missing: str
) -> None:
    team(session)
    arrange(session, **{name: said for name, said in DUTY.items() if name != missing})
    for page in (*before_telling(browser), *after_telling(browser, danger="yes")):
        assert "Hours at most" not in page
        assert "It can take days" in page


def test_a_child_that_is_not_offered_is_no_child(browser: TestClient, session: Session) -> None:
    team(session)
    assert "You said that" not in after_telling(browser, child="perhaps")[-1]


def test_the_hours_and_who_looks_are_told_before_and_after(
    browser: TestClient, session: Session
) -> None:
    team(session)
    arrange(session, clocks=Clocks(danger_hours=3, child_hours=7), **DUTY)
    for page in (*before_telling(browser), *after_telling(browser, danger="yes")):
        assert HOURS in page
        assert "The duty officer looks, day and night." in page
        assert UNKNOWN not in page


def test_the_page_after_sending_follows_the_hours_and_days_that_the_council_changes(
    browser: TestClient, session: Session
) -> None:
    team(session)
    first = after_telling(browser, danger="yes")[2]
    assert UNKNOWN in first
    assert "until our first word to you, at most: 1." in first
    clocks = Clocks(danger_hours=3, child_hours=7, acknowledge_days=4)
    arrange(session, clocks=clocks, **DUTY)
    after = after_telling(browser, danger="yes")[2]
    assert HOURS in after
    assert "until our first word to you, at most: 4." in after
    assert HOURS not in after_telling(browser)[2]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"danger": "yes"}, "You said that somebody is in danger now"),
        ({"child": "yes"}, "You said that a child may come to harm"),
        ({"danger": "yes", "child": "yes"}, "You said that somebody is in danger now"),
    ],
)
def test_at_each_red_sentence_there_is_something_to_press(
    browser: TestClient, session: Session, said: dict[str, str], sentence: str
) -> None:
    team(session)
    arrange(session, **DUTY)
    for page in after_telling(browser, **said):
        assert sentence in page
        alarm = page.partition("alarm")[2].partition("</main>")[0]
        assert BUTTON.findall(alarm)[:3] == ["tel:999", "sms:999", "https://999bsl.co.uk"]
        for number in ("01632960161", "01632960162", "01632960163"):
            assert f'href="tel:{number}"' in alarm


def test_whoever_speaks_of_a_child_finds_childline(browser: TestClient, session: Session) -> None:
    team(session)
    for page in after_telling(browser, child="yes"):
        assert 'href="tel:08001111"' in page


def test_what_was_said_of_a_child_can_be_changed_before_it_is_sent(
    browser: TestClient, session: Session
) -> None:
    team(session)
    reporter = Reporter(browser).begin().tell("At school.", child="yes").wish()
    assert "A child may come to harm" in reporter.text
    reporter.post("send", _back="what")
    reporter.tell("At school.").wish()
    assert "A child may come to harm" not in reporter.text


def test_that_the_hour_is_kept_is_told_before_anything_is_typed(
    browser: TestClient, session: Session
) -> None:
    team(session)
    page = before_telling(browser)[0]
    assert "There is one exception: somebody is in danger, or a child may come to harm." in page
    assert "mails that call staff tell it, too" in page
    limits = browser.get("/en/help/what-we-protect").text
    assert "the hour at which we called staff to look at danger, until they looked" in limits
