"""Everybody finds entries by whom they concern, their language and what comes of them."""

import re
from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.feedback.rules import Outcome
from portal.languages.i18n import today
from tests.everywhere.weights import KILOBYTE, prose, weigh
from tests.feedback.entries.factories import BOTH, REFUSED, lists, read
from tests.walking import walked

LIST = "/en/feedback"
HOSTILE = ("%0a", "'%20OR%201=1--", "<script>", "x" * 5000, "%ff%fe", "undecided", "promised%0a")


def found(browser: TestClient, query: str = "", path: str = LIST) -> list[str]:
    """Open the list, and give the consultations of its entries in their order."""
    page = browser.get(f"{path}{query}")
    assert page.status_code == 200, query
    return re.findall(
        r'feedback__of"><a class="govuk-link" href="/\w+/feedback/([\w-]+)#', page.text
    )


@pytest.mark.parametrize(
    "name", ["outcome", "community", "area", "service", "language", "after", "before", "what"]
)
def test_what_nobody_offers_is_as_if_nothing_was_chosen(
    browser: TestClient, session: Session, name: str
) -> None:
    read(session)
    for value in HOSTILE:
        assert found(browser, f"?{name}={value}") == ["parks"]
        assert "<script>" not in browser.get(f"{LIST}?{name}={value}").text


def test_a_code_that_exists_and_is_used_by_no_entry_is_not_offered(
    browser: TestClient, session: Session
) -> None:
    lists(session)
    read(session)
    page = browser.get(f"{LIST}?service=roads").text
    assert 'value="roads"' not in page
    assert found(browser, "?service=roads") == ["parks"]


@pytest.mark.both
def test_the_list_is_narrowed_in_its_address_by_each_thing_and_by_all_together(
    browser: TestClient, session: Session
) -> None:
    lists(session)
    read(session, slug="lamps", areas=["north"], services=["roads"], communities=["african"])
    read(session, "en", "ur", slug="paths", areas=["north"], **(REFUSED | {"said": BOTH["said"]}))
    read(session, slug="shops", services=["roads"], communities=["arab"])
    assert found(browser, "?area=north") == ["paths", "lamps"]
    assert found(browser, "?service=roads") == ["shops", "lamps"]
    assert found(browser, "?community=arab") == ["shops"]
    assert found(browser, "?language=ur") == ["paths"]
    assert found(browser, "?outcome=not_possible") == ["paths"]
    assert found(browser, "?outcome=promised&area=north&service=roads&community=african") == [
        "lamps"
    ]
    assert found(browser, "?outcome=done") == []
    assert "Nothing is like that" in browser.get(f"{LIST}?outcome=done").text


def test_a_broad_community_finds_what_concerns_those_that_belong_to_it(
    browser: TestClient, session: Session
) -> None:
    read(session, slug="lamps", communities=["african"])
    read(session, slug="paths", communities=["arab"])
    assert found(browser, "?community=black") == ["lamps"]


@pytest.mark.both
def test_promises_that_are_late_are_found_and_say_by_how_much(
    browser: TestClient, session: Session
) -> None:
    read(session, slug="late", due=today() - timedelta(days=9))
    read(session, slug="today", due=today())
    read(session, slug="kept", due=today() - timedelta(days=9), outcome=Outcome.DONE)
    read(session, slug="refused", **(REFUSED | {"due": today() - timedelta(days=9)}))
    assert found(browser, "?outcome=late") == ["late"]
    page = browser.get(f"{LIST}?outcome=late").text
    assert "9 days late" in page
    assert "day late" not in browser.get(f"{LIST}?outcome=done").text


@pytest.mark.both
def test_the_newest_change_comes_first_and_pages_tell_all_entries_once(
    browser: TestClient, session: Session
) -> None:
    for n in range(23):
        read(session, slug=f"c{n}", on=date(2026, 10, 1) + timedelta(days=n // 2))
    pages = walked(browser, f"{LIST}?outcome=promised")
    slugs = [slug for page in pages for slug in re.findall(r"feedback/(c\d+)#entry", page)]
    assert len(pages) == 3
    assert list(dict.fromkeys(slugs)) == [f"c{n}" for n in reversed(range(23))]
    assert "23 entries" in pages[0]


def test_whoever_reads_another_language_is_told_where_words_are_not_in_theirs(
    browser: TestClient, session: Session
) -> None:
    read(session, "en", "ur", slug="lamps", **BOTH)
    read(session, slug="paths", said={"en": "The paths are wet."})
    urdu = browser.get("/ur/feedback").text
    assert "بتیاں بجھی ہوئی ہیں۔" in urdu
    assert 'lang="en"' in urdu
    assert urdu.count("govuk-hint") == 1
    assert "govuk-hint" not in browser.get(LIST).text


def test_the_first_entry_comes_before_any_filter_has_to_be_passed(
    browser: TestClient, session: Session
) -> None:
    read(session)
    page: Any = html5lib.parse(browser.get(LIST).text, namespaceHTMLElements=False)
    (filters,) = (one for one in page.iter("details") if "narrow" in one.get("class", ""))
    assert "open" not in filters.attrib
    chosen: Any = html5lib.parse(
        browser.get(f"{LIST}?outcome=promised").text, namespaceHTMLElements=False
    )
    (filters,) = (one for one in chosen.iter("details") if "narrow" in one.get("class", ""))
    assert "open" in filters.attrib


@pytest.mark.parametrize("tag", ["en", "ur", "ar"])
def test_a_full_page_of_long_entries_keeps_its_weight(
    browser: TestClient, session: Session, tag: str
) -> None:
    lists(session)
    for n in range(11):
        words: dict[str, Any] = {
            name: {tag: prose(tag, 330, n * 1000 + at)} for at, name in enumerate(BOTH)
        }
        read(session, tag, slug=f"c{n}", language=tag, areas=["north"], services=["roads"], **words)
    received, requests = weigh(browser, f"/{tag}/feedback")
    assert received <= 30 * KILOBYTE
    assert requests <= 4
