"""A poster of what came of a consultation is printed on one page, however much there is to say."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from sqlmodel import Session, col, delete

from portal.consultations.models import Consultation
from portal.feedback.rules import Outcome
from tests.browser.server import Portal
from tests.everywhere.weights import prose
from tests.feedback import factories as made

SLUG = "posters-we-print"
TAGS = ("en", "cy", "pl", "ur", "ar")
_PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")


def words(letters: int, begin: int = 3000) -> dict[str, str]:
    """Give so many letters of what people read in each language, from somewhere in it."""
    return {tag: prose(tag, letters, begin) for tag in TAGS}


@pytest.fixture(scope="module", autouse=True)
def report(portal: Portal) -> Iterator[None]:
    """Let everybody read a report with as many and as long entries as one may have."""
    with portal.session() as session:
        _publish(session)
        session.commit()
    yield
    with portal.session() as session:
        session.exec(delete(Consultation).where(col(Consultation.slug) == SLUG))
        session.commit()


def _publish(session: Session) -> None:
    codes = [f"q{number}" for number in range(10)]
    of = made.report(session, *codes, slug=SLUG, content={"title": words(110)})
    said = {"said": words(390), "did": words(390, 4000)}
    made.written(session, of, outcome=Outcome.PROMISED, **said)
    made.published(session, of, *TAGS)


@pytest.mark.parametrize("tag", TAGS)
def test_the_longest_poster_is_one_page_of_a4(reader: Page, portal: Portal, tag: str) -> None:
    reader.goto(f"/{tag}/feedback/{SLUG}/poster")
    printed = reader.pdf(format="A4", prefer_css_page_size=True)
    assert len(_PAGES.findall(printed)) == 1
    reader.set_viewport_size({"width": 320, "height": 640})
    assert reader.evaluate("document.documentElement.scrollWidth") <= 320
