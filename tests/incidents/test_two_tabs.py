"""One report in two tabs: what either says is kept, whichever is sent first."""

import html

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents import codes, items
from portal.incidents.items import Item
from portal.incidents.models import Report
from portal.incidents.staff import contents
from tests.incidents.afterwards import open_section, private_key
from tests.incidents.factories import Person, team
from tests.incidents.reporter import Reporter

FIRST, OTHER = "They broke my window.", "They broke my window, and shouted."


@pytest.fixture
def people(session: Session) -> list[Person]:
    return team(session)


@pytest.fixture
def tabs(browser: TestClient, people: list[Person]) -> tuple[Reporter, Reporter]:
    """Open the page of what happened in two tabs."""
    one, two = Reporter(browser), Reporter(browser)
    two.page = browser.get(str(one.begin().page.url))
    return one, two


def opened(session: Session, people: list[Person], kind: Item) -> list[dict[str, str]]:
    """Open the pieces of the one report there is."""
    session.rollback()
    report = session.exec(select(Report)).one()
    private = private_key(session, people[0])
    return [record for _, record in items.opened(session, report, private, kind)]


def test_a_report_sent_twice_with_the_same_words_shows_no_word_of_it(
    tabs: tuple[Reporter, Reporter],
) -> None:
    for tab in tabs:
        tab.tell(FIRST).wish().send()
        assert FIRST not in tab.text
    tabs[1].post("sent", end=codes.digits(tabs[1].code)[-4:])
    assert "You have your code" in tabs[1].text
    assert "was not sent yet" not in tabs[1].text


def test_other_words_of_a_second_tab_are_at_hand_and_can_be_sent(
    tabs: tuple[Reporter, Reporter], session: Session, people: list[Person]
) -> None:
    one, two = tabs
    one.tell(FIRST).wish().send()
    two.tell(OTHER).wish().send()
    assert two.code == one.code
    assert "What you wrote here was not sent yet" in two.text
    two.post("sent", end=codes.digits(two.code)[-4:])
    assert "What you wrote in another tab or window was not sent yet" in two.text
    two.post("sent", _back="status")
    assert f"{OTHER}</textarea>" in html.unescape(two.text)
    two.post("add", what=OTHER, page="p")
    assert OTHER not in two.text
    assert [one["what"] for one in opened(session, people, Item.REPORT)] == [FIRST]
    assert [one["what"] for one in opened(session, people, Item.ADDITION)] == [OTHER]


def test_what_one_tab_tells_about_the_person_is_not_emptied_by_another(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    one, two = Reporter(browser), Reporter(browser)
    code = codes.letters(one.report(FIRST))
    pages = []
    for tab in (one, two):
        tab.come_back(code)
        pages.append(open_section(tab, "equality"))
    one.post("equality", ethnic_group="asian", sex="female", _step="2", page=pages[0])
    two.post("equality", sex="male", _step="2", page=pages[1])
    told = contents._told_last(opened(session, people, Item.EQUALITY))
    assert told["ethnic_group"] == {"state": "answered", "codes": ["asian"]}
    assert told["sex"]["codes"] == ["male"]
