"""The feed in each language, and the open data: valid, bounded, and without anything unsigned."""

import csv
import io
import json
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.feedback import keeping
from tests.feedback import factories as made
from tests.feedback.entries.factories import BOTH, PAGE, again, entry, lists, quoted, read
from tests.following.test_feeds import ATOM, XML, entries, text

FEED, JSON, CSV = "/data/feedback/en.atom", "/data/feedback.json", "/data/feedback.csv"


def feed(browser: TestClient, path: str = FEED) -> ElementTree.Element:
    answer = browser.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - we wrote it


def data(browser: TestClient) -> list[dict[str, Any]]:
    answer = browser.get(JSON)
    assert answer.headers["content-type"] == "application/json"
    found: list[dict[str, Any]] = json.loads(answer.text)["entries"]
    return found


def table(browser: TestClient) -> list[dict[str, str]]:
    answer = browser.get(CSV)
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("tag", ["xx", "en-XA", "../en", "EN"])
def test_there_is_no_feed_in_what_is_no_language_of_the_council(
    browser: TestClient, tag: str
) -> None:
    assert browser.get(f"/data/feedback/{tag}.atom").status_code == 404


def test_what_could_be_run_as_a_formula_is_only_text(browser: TestClient, session: Session) -> None:
    read(session, said={"en": "=HYPERLINK(1)"}, did={"en": "@SUM(A1)"})
    (row,) = table(browser)
    assert (row["said"], row["did"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")


def test_nobody_is_quoted_in_what_is_copied(browser: TestClient, session: Session) -> None:
    quoted(session)
    for path in (FEED, JSON, CSV):
        assert "I fall in the dark" not in browser.get(path).text


@pytest.mark.both
def test_without_entries_feed_and_data_are_empty_and_whole(browser: TestClient) -> None:
    assert entries(feed(browser)) == []
    assert data(browser) == []
    assert table(browser) == []


def test_a_feed_tells_each_entry_in_its_language_and_when_it_changed(
    browser: TestClient, session: Session
) -> None:
    report = read(session, "en", "ur", **BOTH)
    (one,) = entries(feed(browser, "/data/feedback/ur.atom"))
    assert text(one, "title") == "lamps کا عنوان"
    assert text(one, "summary") == "ہم مئی میں مرمت کریں گے۔"
    assert one.find(f"{ATOM}summary").get(f"{XML}lang") == "ur"  # type: ignore[union-attr]
    assert one.find(f"{ATOM}category").get("term") == "promised"  # type: ignore[union-attr]
    key = entry(session, report).key
    href = f"https://voices.example{PAGE.replace('/en', '/ur')}#entry-{key}"
    assert one.find(f"{ATOM}link").get("href") == href  # type: ignore[union-attr]
    assert text(one, "id") == f"https://voices.example/data/feedback/new/{key}"
    before = text(one, "updated")
    again(session, report, "en", "ur", on=date(2026, 11, 9), reason="", did={"en": "No."})
    (one,) = entries(feed(browser))
    assert text(one, "published") == before < text(one, "updated")


def test_a_feed_is_bounded_and_is_not_sent_twice(browser: TestClient, session: Session) -> None:
    for n in range(31):
        read(session, slug=f"c{n}")
    assert len(entries(feed(browser))) == 30
    etag = browser.get(FEED).headers["etag"]
    assert browser.get(FEED, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.both
def test_the_data_has_every_entry_with_all_that_was_signed_off(
    browser: TestClient, session: Session
) -> None:
    lists(session)
    report = read(session, "en", "ur", areas=["north"], communities=["african"], **BOTH)
    read(session, slug="paths")
    one, other = data(browser)
    key = entry(session, report).key
    assert one == {
        "key": key,
        "address": f"https://voices.example{PAGE}#entry-{key}",
        "consultation": "parks",
        "outcome": "promised",
        "reason": "unsaid",
        "owner": "head",
        "due": "2027-05-31",
        "published": "2026-11-01",
        "changed": "2026-11-01",
        "questions": ["lamps"],
        "communities": ["african"],
        "areas": ["north"],
        "services": [],
        "language": "en",
        "title": {"en": "Parks", "ur": "پارک"},
        "asked": {"en": "Label of lamps", "ur": "lamps کا عنوان"},
        **BOTH,
    }
    assert other["consultation"] == "paths"


def test_the_table_has_a_row_for_each_entry_in_each_language(
    browser: TestClient, session: Session
) -> None:
    read(session, "en", "ur", **BOTH)
    rows = table(browser)
    assert [(one["language"], one["title"]) for one in rows] == [("en", "Parks"), ("ur", "پارک")]
    assert rows[1]["did"] == BOTH["did"]["ur"]
    assert rows[1]["due"] == "2027-05-31"
    assert "/ur/feedback/parks#entry-" in rows[1]["address"]


@pytest.mark.both
def test_the_data_is_whole_however_many_entries_there_are(
    browser: TestClient, session: Session
) -> None:
    for n in range(41):
        closed = made.closed(session, *(f"q{m}" for m in range(10)), slug=f"c{n}")
        report = keeping.draft(session, closed)
        made.written(session, report)
        made.published(session, report)
    session.commit()
    assert len({one["key"] for one in data(browser)}) == 410
    assert len(table(browser)) == 410
