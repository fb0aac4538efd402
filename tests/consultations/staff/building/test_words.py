"""Staff read what a part of a questionnaire says, not the code it is stored under."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.models import Edition
from portal.consultations.staff.building.composition import changed_texts, located
from portal.questions.questionnaire import Kind
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE

LATER = make.question(
    "zz_late", label=make.words("Which route?"), show_if={"question": "zz_use", "options": ["zz_a"]}
)
USE = make.question(
    "zz_use",
    "single",
    label=make.words("Do you use buses?"),
    options=[
        {"code": "zz_a", "label": make.words("Every day"), "other": False, "exclusive": False},
        {"code": "zz_b", "label": {"en": "Never"}, "other": False, "exclusive": False},
    ],
)
WHY = make.question("zz_why", Kind.LONG.value, label=make.words("Tell us why"))
CONTENT = make.content(make.section("zz_bus", USE, LATER, WHY, title=make.words("By bus")))


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    make.drafted(session, content=CONTENT)
    pages.officer(browser, session)
    return browser


def test_the_checklist_names_questions_by_their_words(officer: TestClient) -> None:
    page = officer.get(f"{BASE}/buses/publish").text
    assert "Answers to choose from: Do you use buses? (en)" in page
    assert "Hint: Tell us why (en)" in page
    assert "zz_" not in page


def test_the_outline_says_in_words_after_which_answers_something_is_shown(
    officer: TestClient,
) -> None:
    page = officer.get(f"{BASE}/buses/questions").text
    assert "Shown only after some answers to “Do you use buses? (en)”:" in page
    assert ': <bdi dir="ltr">Every day (en)</bdi>' in page
    assert "zz_" not in page


def test_a_correction_says_in_words_what_it_changes(browser: TestClient, session: Session) -> None:
    consultation = make.drafted(session, content=CONTENT, edition=1, stage="published")
    before = make.content(make.section("zz_bus", USE, LATER, WHY, title=make.words("On foot")))
    session.add(Edition(consultation_id=consultation.id or 0, number=1, content=before))
    session.commit()
    pages.officer(browser, session)
    page = browser.get(f"{BASE}/buses/publish").text
    assert 'Title · By bus (en) · <bdi lang="en" dir="ltr">English</bdi>' in page
    assert "zz_" not in page


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": make.words("Trams")}, ([], "title", "cy")),
        ({"minutes": 9}, ([], "minutes", "")),
        ({"languages": ["en", "cy", "ur"]}, ([], "languages", "")),
    ],
)
def test_every_change_has_a_place_in_words(changes: Any, place: Any) -> None:
    changed = changed_texts(CONTENT, CONTENT | changes)
    assert located(CONTENT | changes, changed[-1][0]) == place


def test_an_option_is_named_with_its_question() -> None:
    path = "sections · zz_bus · questions · zz_use · options · zz_a · label · cy"
    names, field, tag = located(CONTENT, path)
    assert [name["en"] for name in names] == [
        "By bus (en)",
        "Do you use buses? (en)",
        "Every day (en)",
    ]
    assert (field, tag) == ("options", "cy")
