"""Who outside the council would read a report about it is said as it is, or it is not offered."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents import rules
from portal.incidents.models import IncidentArrangements, KeyHolder, Report
from portal.incidents.records import independent, keys
from portal.incidents.rules import Circle
from portal.incidents.staff.settings import findings
from portal.languages.calendar import Calendar
from portal.languages.i18n import today
from portal.settings import Settings
from tests.accounts.factories import account, sign_in
from tests.incidents.factories import TODAY, arrange, open_vault, person, team
from tests.incidents.reporter import Reporter

ELSEWHERE = {"en": "The ombudsman of the valleys takes complaints, too."}
ABOUT = {"about_council": "yes"}
SETTINGS = "/en/staff/reports/settings"
MONDAY = date(2026, 11, 2)


def looked(session: Session, day: date | None) -> None:
    """Have somebody outside have looked last on a day."""
    session.rollback()
    session.get_one(IncidentArrangements, 1).outside_opened = day
    session.commit()


@pytest.mark.parametrize(
    ("people", "opened", "day", "why"),
    [
        (0, MONDAY, MONDAY, "nobody"),
        (2, None, MONDAY, "quiet"),
        (2, MONDAY, MONDAY + timedelta(days=7), ""),
        (2, MONDAY, MONDAY + timedelta(days=8), "quiet"),
        (1, MONDAY, MONDAY, ""),
    ],
)
def test_a_report_is_left_to_those_outside_only_while_they_look(
    people: int, opened: date | None, day: date, why: str
) -> None:
    assert rules.why_outside_closed(people, opened, 5, day, Calendar()) == why


@pytest.mark.parametrize("late", [True, False])
def test_with_nobody_outside_or_nobody_looking_it_names_who_else_takes_complaints(
    browser: TestClient, session: Session, late: bool
) -> None:
    team(session)
    arrange(session, elsewhere=ELSEWHERE)
    outside = [person(session, Role.INDEPENDENT) for _ in range(2)] if late else []
    looked(session, today() - timedelta(days=30))
    reporter = Reporter(browser).begin()
    words = "have not looked for a long time" if late else "Nobody outside the council has a key"
    assert words in reporter.text
    assert ELSEWHERE["en"] in reporter.text
    assert "Somebody outside last looked" not in reporter.text
    reporter.tell("The clerk laughed at me.", **ABOUT)
    assert words in reporter.text
    assert ELSEWHERE["en"] in reporter.text
    reporter.tell("The clerk laughed at me.", **ABOUT, to_team="no")
    assert "Nothing was sent" in reporter.text
    assert ELSEWHERE["en"] in reporter.text
    reporter.post("what", _back="what")
    reporter.tell("The clerk laughed at me.", **ABOUT, to_team="yes").wish()
    assert words in reporter.text
    reporter.send()
    session.rollback()
    (kept,) = session.exec(select(Report)).all()
    assert kept.circle is Circle.TEAM
    assert all(one.vault.report_private(session, kept) is None for one in outside)


def test_it_says_how_many_have_a_key_and_on_which_day_one_of_them_looked(
    browser: TestClient, session: Session
) -> None:
    team(session)
    first, _ = (person(session, Role.INDEPENDENT) for _ in range(2))
    reporter = Reporter(browser).begin()
    assert "2 people outside the council have a key." in reporter.text
    assert "Somebody outside last looked on" in reporter.text
    reporter.tell("The clerk laughed at me.", **ABOUT).wish()
    assert "Somebody outside the council reads this." in reporter.text
    session.rollback()
    keys.rest(session, session.get_one(KeyHolder, first.vault.holder.id), TODAY)
    session.commit()
    assert "1 person outside the council has a key." in Reporter(browser).begin().text


def test_what_was_agreed_to_for_those_outside_is_not_sent_to_the_team_once_they_are_late(
    browser: TestClient, session: Session
) -> None:
    team(session)
    person(session, Role.INDEPENDENT)
    reporter = Reporter(browser).begin().tell("The clerk laughed at me.", **ABOUT).wish()
    looked(session, today() - timedelta(days=30))
    reporter.send()
    assert "Do you agree that the council’s own team reads this?" in reporter.text
    session.rollback()
    assert session.exec(select(Report)).all() == []


def test_opening_their_queue_offers_it_again_and_the_teams_does_not(
    browser: TestClient, session: Session
) -> None:
    people = team(session)
    outside = person(session, Role.INDEPENDENT)
    looked(session, None)
    for one, opened in ((people[0], False), (outside, True)):
        open_vault(browser, session, one)
        browser.get("/en/staff/cases")
        session.rollback()
        assert independent.reads(session, today(), Calendar()) is opened


def test_a_key_that_waits_does_not_say_that_somebody_looked(
    browser: TestClient, session: Session
) -> None:
    team(session)
    person(session, Role.INDEPENDENT)
    fresh = person(session, Role.INDEPENDENT)
    fresh.vault.holder.waiting = True
    session.add(fresh.vault.holder)
    session.commit()
    looked(session, None)
    open_vault(browser, session, fresh)
    browser.get("/en/staff/cases")
    session.rollback()
    assert session.get_one(IncidentArrangements, 1).outside_opened is None


@pytest.mark.parametrize(
    ("people", "late", "said"),
    [
        (0, False, "Nobody outside the council has a key"),
        (1, False, "Only one person outside the council has a key."),
        (2, True, "Nobody outside the council has looked for reports for too long"),
        (2, False, ""),
    ],
)
def test_the_settings_the_start_page_and_the_operator_name_what_is_missing_outside(
    browser: TestClient, session: Session, settings: Settings, people: int, late: bool, said: str
) -> None:
    team(session)
    for _ in range(people):
        person(session, Role.INDEPENDENT)
    if late:
        looked(session, today() - timedelta(days=30))
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    steps = [
        message for step in findings.steps(session, account(session)) for message in step.missing
    ]
    found = [str(one) for one in findings.findings(session, settings)]
    for where in (browser.get(SETTINGS).text, str(steps), str(found)):
        named = [one for one in rules.OUTSIDE_MESSAGES.values() if one in where]
        assert named == [one for one in rules.OUTSIDE_MESSAGES.values() if said and said in one]
