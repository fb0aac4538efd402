"""What was taken out of a report stays to be read: that it was, when, why, and its old words."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.feedback import changes, queries
from portal.feedback.models import Entry, ReportBack
from portal.feedback.rules import Outcome
from tests.everywhere.weights import KILOBYTE, weigh
from tests.feedback import factories as made
from tests.feedback.entries.factories import PAGE, again, published
from tests.feedback.entries.test_report import words

NINTH, TENTH = date(2026, 11, 9), date(2026, 11, 10)


def report(session: Session, *codes: str, **said: Any) -> ReportBack:
    closed = made.closed(session, *(codes or ("lamps", "paths")))
    return published(session, closed, "en", "ur", outcome=Outcome.DONE, due=None, **said)


def taken_out(session: Session, of: ReportBack, on: date, reason: str = "") -> Entry:
    """Take the first entry of a report out, and sign that off."""
    row = queries.written(session, of)[0]
    row.taken_out = True
    session.add(row)
    session.flush()
    made.published(session, of, "en", "ur", on=on, reason=reason)
    session.commit()
    return row


def test_what_nobody_has_signed_off_is_not_taken_out_yet(
    browser: TestClient, session: Session
) -> None:
    of = report(session)
    row = queries.written(session, of)[0]
    row.taken_out = True
    session.add(row)
    session.commit()
    assert "taken out" not in words(browser)


def test_an_entry_that_nobody_ever_read_leaves_nothing(
    browser: TestClient, session: Session
) -> None:
    of = report(session)
    late = Entry(report_back_id=of.id or 0, language="en", place=9, taken_out=True)
    late.said = {"en": "Never read."}
    session.add(late)
    made.published(session, of, on=NINTH)
    session.commit()
    page = words(browser)
    assert "taken out" not in page
    assert "Never read." not in page


@pytest.mark.both
def test_everybody_reads_that_it_was_taken_out_when_why_and_what_it_said(
    browser: TestClient, session: Session
) -> None:
    of = report(session)
    again(session, of, "en", "ur", on=NINTH, reason="New lamps", did={"en": "All shine."})
    gone = taken_out(session, of, TENTH, "It is said twice")
    page = words(browser)
    live, _, rest = page.partition("What was taken out")
    assert "Label of lamps" not in live
    for said in (
        *("Label of lamps", "Taken out on Tuesday 10 November 2026"),
        *("Until Tuesday 10 November 2026 it said:", "We asked: Label of lamps", "Done"),
        *("You said: The lamps are dark.", "What we do: All shine."),
        "Why it was changed: It is said twice",
        *("Until Monday 9 November 2026 it said:", "What we do: We mend them in May."),
        "Why it was changed: New lamps",
    ):
        assert said in rest, said
    assert "unsaid" not in rest
    assert f'id="entry-{gone.key}"' in browser.get(PAGE).text
    assert "Label of lamps" not in words(browser, f"{PAGE}/sheet")


def test_it_is_said_on_the_page_in_the_language_of_the_reader(
    browser: TestClient, session: Session
) -> None:
    said = {"en": "The lamps are dark.", "ur": "بتیاں بجھی ہوئی ہیں۔"}
    taken_out(session, report(session, said=said), TENTH)
    assert "بتیاں بجھی ہوئی ہیں۔" in words(browser, PAGE.replace("/en", "/ur"))


def test_what_was_taken_out_last_comes_first(browser: TestClient, session: Session) -> None:
    of = report(session, "lamps", "paths", "trees")
    taken_out(session, of, NINTH)
    taken_out(session, of, TENTH)
    rest = words(browser).partition("What was taken out")[2]
    assert rest.index("Label of paths") < rest.index("Label of lamps")


def test_words_of_what_was_taken_out_are_never_taken_for_markup(
    browser: TestClient, session: Session
) -> None:
    of = report(session, said={"en": "<b>Dark</b>"})
    taken_out(session, of, TENTH, "<i>Twice</i>")
    text = browser.get(PAGE).text
    assert "<b>Dark" not in text
    assert "<i>Twice" not in text


def test_much_that_was_taken_out_leaves_the_page_light_and_can_be_read_whole(
    browser: TestClient, session: Session
) -> None:
    long = " ".join(["字" * 9] * 60)
    of = report(session, *(f"q{n}" for n in range(10)), said={"en": long}, did={"en": long})
    for day in range(2, 10):
        taken_out(session, of, date(2026, 11, day))
    received, _ = weigh(browser, PAGE)
    assert received <= 30 * KILOBYTE
    assert f"{PAGE}?all=yes" in browser.get(PAGE).text
    assert browser.get(f"{PAGE}?all=yes").text.count(long) == 20


def test_what_is_there_still_has_no_trace_of_being_taken_out() -> None:
    one: dict[str, Any] = {**changes.GONE, "said": {"en": "Dark."}, "language": "en"}
    editions = [(NINTH, "", changes.GONE), (TENTH, "", one)]
    assert changes.history(editions[1:]) == []
    (last,) = changes.history([*editions[1:], (date(2026, 11, 11), "Twice", changes.GONE)])
    assert (last.on, last.why, last.was) == (date(2026, 11, 11), "Twice", {"said": {"en": "Dark."}})
