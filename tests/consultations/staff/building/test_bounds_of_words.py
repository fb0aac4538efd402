"""No text of a consultation is longer than anybody would read, and none that is refused is lost."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal import lengths
from portal.consultations.staff import queries
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages
from tests.consultations.building_pages import BASE

HEADING, TEXT = "h" * (lengths.HEADING + 1), "t" * (lengths.TEXT + 1)


@pytest.mark.parametrize(
    ("page", "field", "words"),
    [
        ("details", "title.cy", HEADING),
        ("details", "purpose.en", TEXT),
        ("questions/{question}", "label.en", HEADING),
        ("questions/{question}", "options.new", f"Walking\n{HEADING}"),
        ("sections/{section}", "intro.en", TEXT),
    ],
)
def test_what_is_too_long_is_refused_beside_its_field_and_kept_as_typed(
    browser: TestClient, session: Session, page: str, field: str, words: str
) -> None:
    pages.officer(browser, session)
    content = make.content(make.section("a", make.choice("q", "x", "y")))
    consultation = make.drafted(session, content=content)
    section = queries.sections(session, consultation)[0].id
    question = queries.questions(session, consultation)[0].id
    session.rollback()
    address = f"{BASE}/buses/{page.format(section=section, question=question)}"
    answer = pages.change(browser, address, **{field: words})
    assert answer.status_code == 422
    assert f'id="{field.replace(".", "-")}-problem"' in answer.text
    assert pages.form(answer, address)[field] == words
