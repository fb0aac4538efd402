"""What nobody signed off stands nowhere: in no page, feed, file, list for others, or map."""

from datetime import date

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.feedback import keeping
from portal.feedback.entries import brought, queries
from portal.news import Window
from portal.store.db import now
from tests.feedback import factories as made
from tests.feedback.entries.factories import PAGE, again, entry, read, resting

SECRET = "We sell the park"
EVERYWHERE = (
    *("/en", "/en/feedback", "/en/feedback?outcome=promised", "/en/consultations/parks"),
    *("/data/feedback/en.atom", "/data/feedback.json", "/data/feedback.csv", "/sitemap.xml"),
)
OF_A_REPORT = (PAGE, f"{PAGE}/sheet", f"{PAGE}/poster")


def words(browser: TestClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.text


@pytest.mark.parametrize("path", OF_A_REPORT)
def test_a_report_that_nobody_signed_off_is_on_no_page(
    browser: TestClient, session: Session, path: str
) -> None:
    report = made.report(session)
    made.written(session, report, did={"en": SECRET})
    made.frozen(session, report)
    session.commit()
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/en/feedback/nothing", "/en/feedback/%00", "/en/feedback/parks"])
def test_what_is_no_report_is_not_found(browser: TestClient, session: Session, path: str) -> None:
    made.closed(session)
    assert browser.get(path).status_code == 404


def test_a_draft_is_in_no_list_no_feed_no_file_and_no_map(
    browser: TestClient, session: Session
) -> None:
    report = made.report(session)
    made.written(session, report, did={"en": SECRET})
    made.frozen(session, report)
    session.commit()
    for path in EVERYWHERE:
        assert SECRET not in words(browser, path)
        assert entry(session, report).key not in words(browser, path)
    assert f"/feedback/{made.SLUG}" not in words(browser, "/sitemap.xml")
    assert [*brought.things(session, now())] == []
    assert [*brought.evidence(session, now(), [f"feedback/{entry(session, report).key}"])] == []


def test_what_is_written_after_signing_waits_for_the_next_signature(
    browser: TestClient, session: Session
) -> None:
    report = read(session)
    made.written(session, report, did={"en": SECRET}, said={"en": SECRET}, asked={"en": SECRET})
    made.frozen(session, report)
    session.commit()
    for path in (*EVERYWHERE, *OF_A_REPORT):
        assert SECRET not in words(browser, path)


def test_words_in_a_language_that_was_not_checked_are_neither_shown_nor_in_the_history(
    browser: TestClient, session: Session
) -> None:
    report = read(session, "en", did={"en": "We mend them.", "ur": "ہم پارک بیچتے ہیں"})
    again(session, report, "en", on=date(2026, 11, 9), reason="", did={"en": "We try."})
    for path in (*EVERYWHERE, *OF_A_REPORT, PAGE.replace("/en", "/ur")):
        assert "بیچتے" not in words(browser, path)


def test_an_entry_that_was_taken_out_is_gone_everywhere_but_from_the_history_of_its_report(
    browser: TestClient, session: Session
) -> None:
    report = read(session, did={"en": SECRET})
    edition = made.frozen(session, report)
    edition.content = {"entries": {}, "order": []}
    keeping.publish(session, report, edition, ["en"], date(2026, 11, 9))
    session.commit()
    for path in (*EVERYWHERE, *OF_A_REPORT[1:]):
        assert SECRET not in words(browser, path)
    assert SECRET not in words(browser, PAGE).partition("What was taken out")[0]
    key = entry(session, report).key
    assert [*brought.evidence(session, now(), [f"feedback/{key}"])] == []
    year = Window(now().replace(year=2025), now().replace(year=2028))
    assert [*brought.news(session, year)] == []


def test_evidence_that_was_added_and_not_signed_is_named_on_no_page(
    session: Session,
) -> None:
    resting(session, "topic/abc", unsigned=True)
    assert queries.resting_on(session, "topic/abc") == []
