"""Few questions about the person it happened to, in words that are true, and only to be counted."""

import re
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.categories.models import LocalOption
from portal.incidents.equality import FEW, LABELS, MORE, counted, told_last
from portal.incidents.records import pieces
from portal.incidents.records.pieces import Item
from tests.council.factories import council
from tests.incidents.afterwards import add, only_report, open_section, private_key
from tests.incidents.factories import Person, arrange, team
from tests.incidents.reporter import Reporter


@pytest.fixture
def people(session: Session, browser: TestClient) -> list[Person]:
    council(session)
    return team(session)


@pytest.fixture
def reporter(browser: TestClient, people: list[Person]) -> Reporter:
    reporter = Reporter(browser)
    reporter.report("They shouted at me on the stairs.")
    return reporter


def kept(session: Session, people: list[Person]) -> list[dict[str, Any]]:
    report, private = only_report(session), private_key(session, people[0])
    return [record for _, record in pieces.opened(session, report, private, Item.EQUALITY)]


@pytest.mark.parametrize("code", [*MORE, "national_identity", "welsh_skills"])
def test_what_the_council_did_not_turn_on_is_not_asked_and_not_taken(
    reporter: Reporter, session: Session, people: list[Person], code: str
) -> None:
    open_section(reporter, "equality")
    assert f'name="{code}"' not in reporter.text
    add(reporter, "equality", **{code: "yes"})
    assert [code in record for record in kept(session, people)] == [False]


@pytest.mark.parametrize("answer", ["indian", "white_british", "<b>", "gypsy"])
def test_nobody_is_asked_more_finely_than_is_counted(
    reporter: Reporter, session: Session, people: list[Person], answer: str
) -> None:
    page = add(reporter, "equality", ethnic_group=answer, **{"ethnic_group.detail": "indian"})
    assert page.status_code == 422
    assert "Choose one of the answers listed." in page.text
    assert kept(session, people) == []


def test_a_group_of_the_councils_own_and_own_words_are_not_asked(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    session.add(LocalOption(characteristic="religion", code="rastafari", parent="other"))
    session.commit()
    open_section(reporter, "equality")
    assert "rastafari" not in reporter.text
    assert ".other" not in reporter.text
    add(reporter, "equality", religion="other", **{"religion.other": "CANARY"})
    assert "CANARY" not in str(kept(session, people))


def test_five_questions_are_asked_on_one_page_and_say_what_for(reporter: Reporter) -> None:
    open_section(reporter, "equality")
    assert [name for name in LABELS if f'name="{name}"' in reporter.text] == [*FEW]
    said = " ".join(re.sub(r"<[^>]*>", " ", reporter.text).split())
    assert "If you help somebody, answer for that person." in said
    assert "we count these answers together with those of other reports" in said
    assert "we do not count these answers either" in said
    assert "They are not counted" not in said
    assert "About you" not in said


def test_a_council_that_asks_for_more_gets_it_in_words_for_anybody(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    arrange(session, equality_more=("pregnancy", "no_such_question"))
    open_section(reporter, "equality")
    assert [name for name in LABELS if f'name="{name}"' in reporter.text] == [*FEW, "pregnancy"]
    assert "Are you pregnant" not in reporter.text
    add(reporter, "equality", pregnancy="no")
    assert counted(told_last(kept(session, people))) == {"pregnancy": "no"}


def test_groups_that_hate_often_meets_stand_apart(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    open_section(reporter, "equality")
    white, traveller, mixed = (
        reporter.text.index(f'value="{code}"')
        for code in ("white", "gypsy_or_irish_traveller", "mixed")
    )
    assert white < traveller < mixed
    add(reporter, "equality", ethnic_group="roma", age="prefer_not_to_say")
    assert counted(told_last(kept(session, people))) == {
        "ethnic_group": "roma",
        "age": "prefer_not_to_say",
    }


def test_the_page_that_is_sent_twice_is_kept_once_and_the_last_word_counts(
    reporter: Reporter, session: Session, people: list[Person]
) -> None:
    page = open_section(reporter, "equality")
    reporter.post("equality", page=page, sex="male", religion="jewish")
    open_section(reporter, "equality")
    reporter.post("equality", page=page, sex="female", religion="jewish")
    assert len(kept(session, people)) == 1
    add(reporter, "equality", sex="female")
    assert counted(told_last(kept(session, people))) == {"sex": "female", "religion": "jewish"}


def test_what_was_told_while_it_was_said_not_to_count_does_not_count() -> None:
    before = {"sex": {"state": "answered", "codes": ["female"]}}
    now = {"age": {"state": "answered", "codes": ["under_16"], "counted": True}}
    assert counted(told_last([before, now])) == {"age": "under_16"}
