"""Reports of the same person are linked only if that person agreed, and only under a shared key."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.incidents.models import Report
from portal.incidents.records import keys, pieces
from portal.incidents.records.pieces import Item
from portal.incidents.rules import TeamKeyPurpose
from portal.incidents.staff.cases import linking
from tests.incidents.factories import Person, open_vault, person, report, team

pytestmark = pytest.mark.both

WORDS = "Blue kettle, third shelf!"
YES = {"link": "yes", "link_words": WORDS}


def told(session: Session, *needs: dict[str, Any], **changes: Any) -> Report:
    """Keep a report whose sender said these things, one after the other, about what they need."""
    kept = report(session, **changes)
    add(session, kept, *needs)
    return kept


def add(session: Session, kept: Report, *needs: dict[str, Any]) -> None:
    for one in needs:
        pieces.add(session, kept, Item.ADDITION, {"section": "needs", **one})
    session.commit()


def open_case(session: Session, kept: Report, someone: Person) -> None:
    private = someone.vault.report_private(session, kept)
    assert private
    linking.note(session, kept, private, someone.vault)
    session.commit()


def references(session: Session, kept: Report, someone: Person) -> list[str]:
    return [one.reference for one in linking.others(session, kept, someone.vault)]


@pytest.mark.parametrize(
    "needs",
    [
        {},
        {"link": "no", "link_words": WORDS},
        {"link_words": WORDS},
        {"link": "yes", "link_words": " -!"},
        {"link": "yes"},
    ],
)
def test_whoever_did_not_agree_is_not_linked(session: Session, needs: dict[str, Any]) -> None:
    someone = team(session)[0]
    kept = told(session, needs)
    open_case(session, kept, someone)
    assert kept.link_tag is None


def test_nothing_is_linked_before_somebody_opens_the_case(session: Session) -> None:
    team(session)
    assert told(session, YES).link_tag is None


def test_whoever_does_not_share_the_key_links_nothing(session: Session) -> None:
    outsider = person(session, Role.CASEWORKER)
    team(session)
    kept = told(session, YES)
    open_case(session, kept, outsider)
    assert kept.link_tag is None


def test_two_reports_of_one_person_find_each_other(session: Session) -> None:
    someone = team(session)[0]
    first, second = told(session, YES), told(session, {"link": "yes", "link_words": WORDS.upper()})
    stranger = told(session, {"link": "yes", "link_words": "Green kettle"})
    for kept in (first, second, stranger):
        open_case(session, kept, someone)
    assert references(session, first, someone) == [second.reference]
    assert references(session, second, someone) == [first.reference]
    assert references(session, stranger, someone) == []


def test_a_helper_of_whom_the_person_does_not_know_links_nothing(session: Session) -> None:
    someone = team(session)[0]
    kept = told(session, YES)
    add(session, kept, {"section": "about", "role": "helper", "who_knows": "unaware"})
    open_case(session, kept, someone)
    assert kept.link_tag is None


def test_consent_that_is_taken_back_later_unlinks_a_report(session: Session) -> None:
    someone = team(session)[0]
    first, second = told(session, YES), told(session, YES)
    for kept in (first, second):
        open_case(session, kept, someone)
    add(session, second, {"interpreter": "Polish"})
    open_case(session, second, someone)
    assert second.link_tag is None
    assert references(session, first, someone) == []


def test_consent_is_taken_back_even_if_whoever_opens_the_case_does_not_share_the_key(
    session: Session,
) -> None:
    outsider = person(session, Role.CASEWORKER)
    someone = team(session)[0]
    kept = told(session, YES)
    open_case(session, kept, someone)
    add(session, kept, {"link": "no"})
    open_case(session, kept, outsider)
    assert kept.link_tag is None


def test_a_linked_case_that_was_not_given_to_somebody_is_not_even_counted_for_them(
    session: Session,
) -> None:
    one, other = team(session)
    first, second = told(session, YES), told(session, YES)
    for kept in (first, second):
        open_case(session, kept, one)
    keys.take(session, second.id, other.vault.holder)
    session.commit()
    assert references(session, first, other) == []
    assert references(session, first, one) == [second.reference]


def test_the_tag_says_nothing_without_the_key(session: Session) -> None:
    someone = team(session)[0]
    kept = told(session, YES)
    open_case(session, kept, someone)
    key = someone.vault.team_private(session, TeamKeyPurpose.LINKING) or b""
    assert kept.link_tag == linking.tag(linking.normal(WORDS), key)
    assert kept.link_tag != linking.tag(linking.normal(WORDS), bytes(32))


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("Blue kettle", "  BLUE-KETTLE. "),
        ("Straße 12", "STRASSE 12"),
        ("cafe\u0301", "CAFÉ"),
        ("\ufb01sh", "fish"),
        ("نیلی کیتلی ۱۲", "نیلی کیتلی، 12"),
        ("हिन्दी", " हिन्दी "),
    ],
)
def test_words_written_again_in_another_way_are_the_same(first: str, again: str) -> None:
    assert linking.normal(first) == linking.normal(again)


def test_words_that_differ_by_one_vowel_sign_are_not_the_same() -> None:
    assert linking.normal("की") != linking.normal("का")


def test_opening_a_case_in_the_browser_links_it(browser: TestClient, session: Session) -> None:
    someone = team(session)[0]
    first, second = told(session, YES), told(session, YES)
    open_case(session, first, someone)
    open_vault(browser, session, someone)
    page = browser.get(f"/en/staff/cases/{second.reference}")
    assert first.reference in page.text
    session.rollback()
    session.refresh(second)
    assert second.link_tag == first.link_tag
