"""Whoever deletes what other parts depend on reads first which these are."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import QuestionDraft
from portal.consultations.staff import queries
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE, stored
from tests.consultations.staff.building.test_pages import QUESTIONS, codes, questions

ON_OFTEN = {"question": "use", "options": ["often"]}
CONTENT = make.content(
    make.section(
        "buses",
        make.choice("use", "often", "never"),
        make.question("route", show_if=ON_OFTEN),
        make.question("why"),
    ),
    make.section("drivers", make.question("polite"), show_if=ON_OFTEN),
)


@pytest.fixture
def use(browser: TestClient, session: Session) -> QuestionDraft:
    """Give the question on which a question and a section depend."""
    pages.officer(browser, session)
    make.drafted(session, content=CONTENT)
    return questions(session)[0]


def test_a_question_on_which_others_depend_is_not_deleted_at_once(
    browser: TestClient, session: Session, use: QuestionDraft
) -> None:
    page = pages.delete(browser, f"{QUESTIONS}/{use.id}")
    assert "Others depend on this" in page.text
    assert "Route (en)" in page.text
    assert "Drivers (en)" in page.text
    assert "Why (en)" not in page.text
    assert codes(session) == ["use", "route", "why", "polite"]


def test_a_section_with_a_question_on_which_another_section_depends_is_not_deleted_at_once(
    browser: TestClient, session: Session, use: QuestionDraft
) -> None:
    page = pages.delete(browser, f"{BASE}/buses/sections/{use.section_id}")
    assert "Drivers (en)" in page.text
    assert "Route (en)" not in page.text
    assert len(queries.sections(session, stored(session))) == 2


def test_an_answer_on_which_others_depend_is_not_deleted_at_once_and_nothing_typed_is_lost(
    browser: TestClient, session: Session, use: QuestionDraft
) -> None:
    address = f"{QUESTIONS}/{use.id}"
    changes = {"_do": "options.delete.often", "label__en": "How often?"}
    page = pages.change(browser, address, **changes)
    assert "Often (en)" in page.text
    assert "Route (en)" in page.text
    again = pages.form(page, address)
    assert browser.post(address, data=again, follow_redirects=False).status_code == 303
    changed = questions(session)[0]
    assert changed.label["en"] == "How often?"
    assert [option["code"] for option in changed.options] == ["never"]


def test_whoever_is_sure_deletes_it(
    browser: TestClient, session: Session, use: QuestionDraft
) -> None:
    address = f"{QUESTIONS}/{use.id}"
    page = pages.delete(browser, address)
    browser.post(f"{address}/delete", data=pages.form(page, f"{address}/delete"))
    assert codes(session) == ["route", "why", "polite"]


def test_what_nothing_depends_on_is_deleted_as_before(
    browser: TestClient, session: Session, use: QuestionDraft
) -> None:
    why = questions(session)[2]
    pages.delete(browser, f"{QUESTIONS}/{why.id}")
    pages.change(browser, f"{QUESTIONS}/{use.id}", _do="options.delete.never")
    assert codes(session) == ["use", "route", "polite"]
    assert [option["code"] for option in questions(session)[0].options] == ["often"]
