"""One report in two tabs: what either says is kept, whichever is sent first."""

import html

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import equality
from portal.incidents.models import Report
from portal.incidents.records import codes, pieces, take_in
from portal.incidents.records.pieces import Item
from portal.incidents.rules import Circle
from portal.store.noted import Noted
from tests.incidents.afterwards import open_section, private_key
from tests.incidents.factories import Person, approvers, arrange, person, team
from tests.incidents.reporter import ADDRESS, Reporter

FIRST, OTHER = "They broke my window.", "They broke my window, and shouted."
TELEPHONE = "01632 960005"


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
    return [record for _, record in pieces.opened(session, report, private, kind)]


def test_a_report_sent_twice_with_the_same_words_shows_no_word_of_it(
    tabs: tuple[Reporter, Reporter],
) -> None:
    for tab in tabs:
        tab.tell(FIRST).wish().send()
        assert FIRST not in tab.text
    tabs[1].post("sent", end=codes.digits(tabs[1].code)[-4:])
    assert "You have your code" in tabs[1].text
    assert "was not sent yet" not in tabs[1].text


@pytest.mark.parametrize(
    ("changed", "wish"),
    [
        ({"what": OTHER}, {}),
        ({"danger": "yes"}, {}),
        ({"about_council": "yes"}, {}),
        ({}, {"reply": "none"}),
        ({}, {"reply": "contact", "telephone": TELEPHONE}),
    ],
)
def test_what_differs_in_anything_becomes_a_report_of_its_own_that_is_kept_once(
    tabs: tuple[Reporter, Reporter],
    session: Session,
    people: list[Person],
    changed: dict[str, str],
    wish: dict[str, str],
) -> None:
    approvers(session)
    person(session, Role.INDEPENDENT)
    one, two = tabs
    first = one.tell(FIRST).wish().send().code
    last_page = two.tell(**{"what": FIRST, **changed}).wish(**wish).so_far
    code = two.send().code
    assert code != first
    assert "What you sent now is a report of its own" in two.text
    again = two.browser.post(ADDRESS, data={"step": "send", "so_far": last_page})
    assert codes.digits(code).partition("-")[0] in again.text
    assert "kept it once" in again.text
    session.rollback()
    assert len(session.exec(select(Report)).all()) == 2
    for opens in (first, code):
        assert "How far it is" in Reporter(one.browser).come_back(codes.letters(opens)).text


def test_words_about_the_council_are_read_outside_it_though_the_team_reads_the_other_tab(
    tabs: tuple[Reporter, Reporter], session: Session, people: list[Person]
) -> None:
    outside = person(session, Role.INDEPENDENT)
    one, two = tabs
    one.tell(FIRST).wish().send()
    two.tell(OTHER, about_council="yes").wish()
    assert "Somebody outside the council reads this" in two.text
    code = two.send().code
    session.rollback()
    report = take_in.found(session, code)
    assert report
    assert report.circle is Circle.INDEPENDENT
    assert people[0].vault.report_private(session, report) is None
    private = outside.vault.report_private(session, report)
    assert private
    (said,) = [said for _, said in pieces.opened(session, report, private, Item.REPORT)]
    assert said["what"] == OTHER
    assert said["about_council"] is True


def test_danger_and_a_telephone_number_of_the_second_tab_reach_the_team(
    tabs: tuple[Reporter, Reporter], session: Session, people: list[Person]
) -> None:
    approvers(session)
    arrange(session, danger_notice=True)
    one, two = tabs
    one.tell(FIRST).wish().send()
    two.tell(FIRST, danger="yes").wish("contact", telephone=TELEPHONE).send()
    assert "You said that somebody is in danger now" in two.text
    session.rollback()
    report = take_in.found(session, two.code)
    assert report
    private = people[0].vault.report_private(session, report)
    assert private
    assert pieces.slip(session, report, private)["danger"] is True
    assert len(pieces.stored(session, report, Item.CONTACT)) == 1
    assert session.get(Noted, "incidents.news.team") is not None


def test_the_page_with_the_code_stays_while_another_tab_writes(
    tabs: tuple[Reporter, Reporter],
) -> None:
    one, two = tabs
    code = one.tell(FIRST).wish().send().code
    address = str(one.page.url)
    check = two.tell(OTHER).wish().page
    one.page = one.browser.get(address)
    assert one.code == code
    assert OTHER in html.unescape(two.browser.get(str(check.url)).text)
    two.send()
    assert OTHER not in html.unescape(two.browser.get(str(check.url)).text)


def test_words_that_went_on_are_not_at_hand_any_more_once_they_turn_out_to_have_been_sent(
    tabs: tuple[Reporter, Reporter],
) -> None:
    one, two = tabs
    one.tell(FIRST).wish().send()
    check = str(two.tell(FIRST).wish().page.url)
    assert two.send().code == one.code
    assert FIRST not in two.browser.get(check).text


def test_while_no_reports_are_taken_in_the_words_of_the_second_tab_stay_on_its_page(
    tabs: tuple[Reporter, Reporter], session: Session
) -> None:
    one, two = tabs
    one.tell(FIRST).wish().send()
    two.tell(OTHER).wish()
    arrange(session, enabled=False)
    session.commit()
    assert "Nothing was sent" in two.send().text
    assert OTHER in html.unescape(two.text)
    arrange(session, enabled=True)
    session.commit()
    assert two.send().code != one.code


def test_what_was_taken_back_meanwhile_is_sent_from_another_tab_only_if_that_is_meant(
    tabs: tuple[Reporter, Reporter], session: Session
) -> None:
    one, two = tabs
    first = one.tell(FIRST).wish().send().code
    two.tell(FIRST).wish()
    one.post("withdraw", sure="yes")
    two.send()
    assert "You took your report back, and this was not sent." in two.text
    assert FIRST in two.text
    session.rollback()
    assert len(session.exec(select(Report)).all()) == 1
    assert two.send().code != first


def test_what_one_tab_tells_about_the_person_is_not_emptied_by_another(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    one, two = Reporter(browser), Reporter(browser)
    code = codes.letters(one.report(FIRST))
    pages = []
    for tab in (one, two):
        tab.come_back(code)
        pages.append(open_section(tab, "equality"))
    one.post("equality", ethnic_group="asian", sex="female", page=pages[0])
    two.post("equality", sex="male", page=pages[1])
    told = equality.told_last(opened(session, people, Item.EQUALITY))
    assert told["ethnic_group"] == {"state": "answered", "codes": ["asian"], "counted": True}
    assert told["sex"]["codes"] == ["male"]
