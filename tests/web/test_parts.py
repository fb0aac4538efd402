"""A part of a page: what htmx is given in the place of a page, and what it is not."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.consultations.staff import queries
from portal.settings import resource
from tests.consultations import building_factories as make
from tests.consultations import building_pages as pages

OUTLINE = f"{pages.BASE}/buses/questions"
HTMX = {
    "hx-request": "true",
    "hx-request-type": "partial",
    "hx-current-url": f"http://testserver{OUTLINE}?_at=main#main",
}


@pytest.fixture
def first(browser: TestClient, session: Session) -> str:
    """Draft two questions in two sections, and give the address of the first."""
    pages.officer(browser, session)
    one, two = make.question("one"), make.question("two")
    buses = make.drafted(
        session, content=make.content(make.section("a", one, two), make.section("b"))
    )
    return f"{OUTLINE}/{queries.questions(session, buses)[0].id}"


def test_what_is_no_part_takes_the_place_of_the_whole_page(browser: TestClient, first: str) -> None:
    refused = browser.post(f"{first}/delete", data={"_revision": "9"}, headers=HTMX)
    assert refused.status_code == 409
    assert (refused.headers["hx-retarget"], refused.headers["hx-reswap"]) == ("body", "outerHTML")
    assert refused.text.startswith("<!DOCTYPE html>")


def test_whoever_asks_for_no_part_gets_the_page(browser: TestClient, first: str) -> None:
    page = browser.post(f"{first}/move", data={"_do": "down"})
    assert page.text.startswith("<!DOCTYPE html>")
    assert "HX-Request-Type" in page.headers["vary"]
    assert "hx-retarget" not in page.headers
    assert "<!--" not in page.text


def test_a_part_is_that_of_the_page_and_what_changes_around_it(
    browser: TestClient, first: str
) -> None:
    part = browser.post(f"{first}/move", data={"_do": "down"}, headers=HTMX)
    number = first.rpartition("/")[2]
    page = browser.get(f"{OUTLINE}?_at=question-{number}-up").text
    assert "_at=" not in page
    assert part.url.params["_at"] == f"question-{number}-up"
    assert (part.headers["hx-retarget"], part.headers["hx-reswap"]) == ("#part-main", "innerHTML")
    title, _, rest = part.text.partition("</title>")
    main, _, languages = rest.partition('<hx-partial hx-target="#languages">')
    assert f"{title}</title>" in page
    assert main in page
    assert 'name="_owner"' in main
    assert languages.removesuffix("</hx-partial>") in page


def test_a_redirect_elsewhere_opens_a_page(browser: TestClient, first: str) -> None:
    elsewhere = HTMX | {"hx-current-url": f"http://testserver{first}"}
    answer = browser.post(f"{first}/move", data={"_do": "down"}, headers=elsewhere)
    assert answer.headers["hx-redirect"].startswith(f"{OUTLINE}#question-")
    assert answer.text == ""


@pytest.mark.parametrize("strange", ["", "http://[", "//", "http://testserver", "\x80"])
def test_an_address_that_says_nothing_opens_a_page(
    browser: TestClient, first: str, strange: str
) -> None:
    headers = HTMX | {"hx-current-url": strange.encode("latin-1")}
    answer = browser.post(f"{first}/move", data={"_do": "down"}, headers=headers)  # type: ignore[arg-type]
    assert "hx-redirect" in answer.headers


def test_the_script_for_parts_is_small() -> None:
    assert len((resource("static") / "parts.js").read_bytes()) <= 2048
