"""Adding more after a report was sent: every question optional, each page kept at once."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.incidents.models import Report
from portal.incidents.records import pieces
from portal.incidents.report_settings import LocalStrand
from portal.incidents.reporting.adding import SECTIONS
from tests.incidents.afterwards import (
    add,
    additions,
    only_report,
    open_section,
    page_of,
    slip,
)
from tests.incidents.factories import Person, arrange, team
from tests.incidents.reporter import Reporter

WORDS = "They shouted at me on the stairs."


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    return team(session)


@pytest.fixture
def reporter(browser: TestClient, people: list[Person]) -> Reporter:
    reporter = Reporter(browser)
    reporter.report(WORDS)
    return reporter


@pytest.mark.parametrize("section", ["more", *SECTIONS])
def test_nothing_can_be_added_before_a_report_was_sent(
    browser: TestClient, session: Session, people: list[Person], section: str
) -> None:
    reporter = Reporter(browser).begin()
    reporter.post(section, role="victim", given="police")
    assert reporter.page.status_code == 200
    assert "Tell us what happened" in reporter.text
    session.rollback()
    assert session.exec(select(Report)).all() == []


@pytest.mark.parametrize(
    ("section", "field"),
    [("about", "role"), ("about", "strands"), ("when_where", "place"), ("harm", "kinds")],
)
def test_an_answer_that_is_not_listed_is_not_kept(
    reporter: Reporter, session: Session, people: list[Person], section: str, field: str
) -> None:
    page = add(reporter, section, **{field: "<b>other</b>"})
    assert page.status_code == 422
    assert "Choose one of the answers listed." in page.text
    assert additions(session, people[0]) == []


def test_too_many_words_are_refused_and_none_is_lost(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    long = "مکان " * 1000
    page = add(reporter, "harm", damage=long, police_reference="12", before="often")
    assert page.status_code == 422
    assert "Write at most 4000 characters." in page.text
    assert long.strip() in page.text
    assert 'value="12"' in page.text
    assert additions(session, people[0]) == []


def test_who_reports_for_somebody_says_whether_that_person_knows(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    page = add(reporter, "about", role="centre", strands=["religion", "race"])
    assert page.status_code == 422
    assert "Say whether the person you help knows of this." in page.text
    reporter.post("about", page=page_of(reporter), role="centre", who_knows="agrees")
    assert additions(session, people[0]) == [
        {"section": "about", "role": "centre", "who_knows": "agrees"}
    ]


def test_reports_are_only_put_together_by_words(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    page = add(reporter, "needs", link="yes", interpreter="Sylheti")
    assert page.status_code == 422
    assert 'value="Sylheti"' in page.text
    reporter.post("needs", page=page_of(reporter), link="yes", link_words="blue tram")
    assert additions(session, people[0]) == [
        {"section": "needs", "link": "yes", "link_words": "blue tram"}
    ]


def test_counting_only_and_passing_on_are_not_both_taken(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    page = add(reporter, "consent", given=["police", "statistics"])
    assert page.status_code == 422
    assert "Take one of them away" in page.text
    assert additions(session, people[0]) == []


def test_no_consent_is_ticked_and_the_exceptions_stand_before(
    reporter: Reporter, session: Session
) -> None:
    arrange(session, danger={"en": "We tell the police if a life is at risk."})
    open_section(reporter, "consent")
    assert reporter.text.count('type="checkbox"') == 4
    assert " checked" not in reporter.text
    before, _, _ = reporter.text.partition("What do you allow us to do with it?")
    assert "We tell the police if a life is at risk." in before
    assert "the order of a court" in before


def test_each_consent_is_kept_apart_and_the_last_word_counts(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    add(reporter, "consent", given=["police", "support"])
    add(reporter, "consent", given="support")
    add(reporter, "consent")
    nothing = {"section": "consent", "police": False, "support": False, "statistics": False}
    assert additions(session, people[0]) == [
        nothing | {"police": True, "support": True},
        nothing | {"support": True},
        nothing,
    ]


def test_the_contents_say_what_was_sent(reporter: Reporter) -> None:
    reporter.post("sent", _back="more")
    assert ">Sent in this visit" not in reporter.text
    add(reporter, "when_where", when="week", area="Old Town")
    assert "We have it. Thank you." in reporter.text
    not_yet, _, already = reporter.text.partition(">Sent in this visit")
    assert [one for one in SECTIONS if f'value="{one}"' in already] == ["when_where"]
    assert [one for one in SECTIONS if f'value="{one}"' in not_yet] == [
        one for one in SECTIONS if one != "when_where"
    ]


def test_what_was_sent_is_not_shown_again(reporter: Reporter) -> None:
    add(reporter, "when_where", when="week", area="Old Town")
    open_section(reporter, "when_where")
    assert "Old Town" not in reporter.text
    assert " checked" not in reporter.text


def test_a_page_sent_twice_is_kept_once_and_as_it_was_sent_last(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    page = open_section(reporter, "harm")
    so_far = reporter.so_far
    for damage in ("A window", "A window", "A window and a door"):
        reporter.post("harm", page=page, so_far=so_far, damage=damage, kinds="damage")
    assert additions(session, people[0]) == [
        {"section": "harm", "kinds": ["damage"], "damage": "A window and a door"}
    ]


def test_a_section_sent_again_adds_what_is_new_and_loses_nothing(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    add(reporter, "harm", kinds=["abuse", "threats"], risk_now="unsure")
    add(reporter, "harm", risk_now="yes")
    assert additions(session, people[0]) == [
        {"section": "harm", "kinds": ["abuse", "threats"], "risk_now": "unsure"},
        {"section": "harm", "risk_now": "yes"},
    ]


def test_the_queue_shows_strands_kinds_and_danger_that_were_added(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    assert slip(session, people[0])["danger"] is False
    add(reporter, "about", strands=["race", "religion"])
    add(reporter, "harm", kinds="assault", risk_now="yes")
    add(reporter, "when_where", when="today")
    shown = slip(session, people[0])
    assert (shown["strands"], shown["kinds"]) == (["race", "religion"], ["assault"])
    assert shown["danger"] is True


def test_a_reporter_cannot_lower_the_danger_that_the_queue_shows(
    browser: TestClient, session: Session, people: list[Person]
) -> None:
    reporter = Reporter(browser)
    reporter.begin().tell(WORDS, danger="yes").wish().send()
    add(reporter, "harm", risk_now="no")
    assert slip(session, people[0])["danger"] is True


def test_the_council_adds_strands_of_its_own(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    arrange(session, local_strands=(LocalStrand("travellers", {"en": "Gypsies & Travellers"}),))
    open_section(reporter, "about")
    assert "Gypsies &amp; Travellers" in reporter.text
    add(reporter, "about", strands="travellers")
    assert slip(session, people[0])["strands"] == ["travellers"]


def test_a_section_left_empty_keeps_nothing(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    assert add(reporter, "about").status_code == 200
    assert additions(session, people[0]) == []


def test_changing_the_language_or_going_back_loses_nothing(reporter: Reporter) -> None:
    open_section(reporter, "when_where")
    reporter.post("when_where", area="Old Town", when="week", _switch="en", page="p")
    assert 'value="Old Town"' in reporter.text
    reporter.post("when_where", area="Old Town", when="week", _back="more", page="p")
    open_section(reporter, "when_where")
    assert 'value="Old Town"' in reporter.text
    assert reporter.text.count(" checked") == 1


def test_nothing_that_was_added_lies_in_the_database_in_clear(
    reporter: Reporter, session: Session
) -> None:
    add(reporter, "needs", wishes="canary of wishes", safe_contact="canary of contact")
    session.rollback()
    report = only_report(session)
    stored = b"".join(item.sealed for item in pieces.stored(session, report))
    assert b"canary" not in stored
