"""The report on a consultation: who said what, what came of it, what shows it, what it said."""

from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from sqlmodel import Session, delete
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.models import WrittenAnswer
from portal.feedback import queries
from portal.feedback.rules import Outcome, Owner, Reason
from portal.languages.i18n import today
from tests.accounts.factories import account
from tests.bodies.factories import body
from tests.everywhere.weights import KILOBYTE, prose, weigh
from tests.feedback import factories as made
from tests.feedback.entries.factories import (
    BOTH,
    LONG_AGO,
    PAGE,
    REFUSED,
    again,
    entry,
    lists,
    published,
    quoted,
    read,
    resting,
)
from tests.forum.factories import topic

URDU = PAGE.replace("/en", "/ur")


def words(browser: TestClient, path: str = PAGE) -> str:
    """Give what a page says between its tags."""
    answer = browser.get(path)
    assert answer.status_code == 200, path
    page: Any = html5lib.parse(answer.text, namespaceHTMLElements=False)
    return " ".join(" ".join(page.find("body").itertext()).split())


def test_words_of_officers_are_never_taken_for_markup(
    browser: TestClient, session: Session
) -> None:
    read(session, did={"en": "<script>alert(1)</script>"}, said={"en": "<b>Dark</b>"})
    for path in (PAGE, f"{PAGE}/sheet", f"{PAGE}/poster", "/en/feedback", "/en"):
        page = browser.get(path).text
        assert "<script>alert" not in page
        assert "<b>Dark" not in page


@pytest.mark.both
def test_an_entry_says_what_was_asked_said_and_promised_by_whom_and_by_when(
    browser: TestClient, session: Session
) -> None:
    lists(session)
    read(session, areas=["north"], services=["roads"], communities=["african"])
    page = words(browser)
    for said in (
        *("We asked Label of lamps", "You said The lamps are dark.", "We promise We mend them"),
        *("Promised by Monday 31 May 2027", "Who does it: The head of the service"),
        *("Area: The north", "Service: Roads", "Community: African"),
        "An officer of the council signed it off.",
    ):
        assert said in page


def test_a_bare_refusal_is_whole_in_every_language(browser: TestClient, session: Session) -> None:
    read(session, "en", "ur", **(REFUSED | {"said": BOTH["said"]}))
    assert "We could not, because it costs too much." in words(browser)
    assert "بتیاں بجھی ہوئی ہیں۔" in words(browser, URDU)


def test_a_refusal_that_is_looked_at_again_says_when(browser: TestClient, session: Session) -> None:
    again_on = {"due": date(2027, 5, 3), "outcome": Outcome.NOTHING, "reason": Reason.LATER}
    read(session, **(REFUSED | again_on))
    page = words(browser)
    assert "Nothing changes, because it has to wait until later." in page
    assert "We look at this again by Monday 3 May 2027" in page


def test_a_promise_that_is_late_says_by_how_many_days(
    browser: TestClient, session: Session
) -> None:
    read(session, due=today() - timedelta(days=1))
    assert "1 day late" in words(browser)


def test_who_signed_is_said_as_a_role_and_never_by_name(
    browser: TestClient, session: Session
) -> None:
    report = read(session)
    edition = queries.published(session, report)[-1]
    second = account(session, Role.OFFICER, email="second@voices.example")
    edition.agreed_by = second.id
    session.add(edition)
    session.commit()
    page = words(browser)
    assert "An officer of the council who did not write it signed it off." in page
    assert "second@voices.example" not in page


@pytest.mark.both
def test_a_changed_promise_keeps_its_old_words_and_day_and_says_why(
    browser: TestClient, session: Session
) -> None:
    report = read(session)
    changed: dict[str, Any] = {"did": {"en": "We try to."}, "due": date(2028, 5, 31)}
    again(session, report, on=date(2026, 11, 9), reason="Money", owner=Owner.PARTNERS, **changed)
    page = words(browser)
    assert "We try to." in page
    assert "Until Monday 9 November 2026 it said:" in page
    assert "What we do: We mend them in May." in page
    assert "Promised by Monday 31 May 2027" in page
    assert "Who does it: The head of the service" in page
    assert "Why it was changed: Money" in page
    assert "Published on Sunday 1 November 2026, changed on Monday 9 November 2026" in page


def test_a_report_that_is_not_in_a_language_says_in_which_it_is(
    browser: TestClient, session: Session
) -> None:
    read(session)
    page = browser.get(URDU).text
    assert f'href="{PAGE}" hreflang="en"' in page
    assert 'lang="en"' in page
    assert "hreflang" not in browser.get(PAGE).text.partition("<main")[2]


def test_it_names_where_people_said_it_as_long_as_everybody_reads_that(
    browser: TestClient, session: Session
) -> None:
    one = topic(session, body(session), title="Dark lanes")
    resting(session, f"topic/{one.id}")
    assert "Where people said it" in words(browser)
    assert "Dark lanes" in words(browser)
    session.delete(one)
    session.commit()
    assert "Where people said it" not in words(browser)


def test_a_link_shows_that_something_was_done(browser: TestClient, session: Session) -> None:
    report = made.report(session, "lamps")
    (row,) = made.written(session, report, outcome=Outcome.DONE)
    made.proof(session, row)
    made.published(session, report)
    session.commit()
    page = browser.get(PAGE).text
    assert 'href="https://council.example/lamps" rel="nofollow noreferrer"' in page
    assert "The new lamps" in page


def test_a_quote_stands_in_its_language_with_the_one_thing_that_is_said_of_somebody(
    browser: TestClient, session: Session
) -> None:
    told = {"characteristic": "ethnic_group", "option": "african"}
    quoted(session, words={"ur": "میں گرتی ہوں"}, language="ur", **told)
    page = browser.get(PAGE).text
    assert "In people’s own words" in page
    assert 'lang="ur"' in page
    assert "African" in page


def test_a_translated_quote_says_in_which_language_it_was_written(
    browser: TestClient, session: Session
) -> None:
    quoted(session, words={"ur": "میں گرتی ہوں", "en": "I fall"}, language="ur")
    assert "Translated. It was written in:" in words(browser)
    assert "Translated" not in words(browser, URDU)


@pytest.mark.both
def test_a_quote_goes_with_the_answer_it_is_from(browser: TestClient, session: Session) -> None:
    quoted(session)
    assert "I fall in the dark" in words(browser)
    session.exec(delete(WrittenAnswer))
    session.commit()
    assert "I fall in the dark" not in words(browser)
    assert "own words" not in words(browser)


def test_search_engines_find_a_report_in_the_languages_that_were_signed_off(
    browser: TestClient, session: Session
) -> None:
    read(session, "en", "ur", **BOTH)
    found = browser.get("/sitemap.xml").text
    assert f"https://voices.example{PAGE}" in found
    assert f"https://voices.example{URDU}" in found
    assert f"https://voices.example{PAGE.replace('/en', '/cy')}" not in found


def test_what_was_changed_often_is_cut_and_can_be_read_whole(
    browser: TestClient, session: Session
) -> None:
    closed = made.closed(session, *(f"q{n}" for n in range(10)))
    report = published(session, closed)
    for n in range(6):
        did = {"en": prose("en", 350, n * 700)}
        again(session, report, on=LONG_AGO + timedelta(days=n + 1), reason="", did=did)
    page = words(browser)
    assert "We mend them in May." in page
    assert "What we do: " + did["en"] not in page
    assert "…" in page
    received, _ = weigh(browser, PAGE)
    assert received <= 30 * KILOBYTE
    before = prose("en", 350, 4 * 700)
    assert " ".join(before.split()) not in page
    whole = words(browser, f"{PAGE}?all=yes")
    assert whole.count(" ".join(before.split())) == 10


@pytest.mark.parametrize("tag", ["en", "ur", "ar"])
def test_ten_long_entries_keep_the_weight_of_a_page(
    browser: TestClient, session: Session, tag: str
) -> None:
    lists(session)
    closed = made.closed(session, *(f"q{n}" for n in range(10)))
    long: dict[str, Any] = {
        name: {tag: prose(tag, 330, at)} for at, name in enumerate(("asked", *BOTH))
    }
    report = published(session, closed, tag, language=tag, **long)
    for n, row in enumerate(queries.entries(session, report)):
        row.said = {tag: prose(tag, 330, n * 900)}
        row.did = {tag: prose(tag, 330, n * 900 + 400)}
    made.published(session, report, tag)
    session.commit()
    assert entry(session, report)
    received, requests = weigh(browser, f"/{tag}/feedback/{made.SLUG}")
    assert received <= 30 * KILOBYTE
    assert requests <= 4


def test_what_shows_it_is_called_only_as_somebody_signed_it(
    browser: TestClient, session: Session
) -> None:
    report = read(session, **BOTH)
    title = {"en": "The new lamps", "ur": "نئی بتیاں"}
    made.proof(session, entry(session, report), title=title)
    again(session, report, "en", on=LONG_AGO, reason="It is done")
    assert "The new lamps" in words(browser, URDU)
    assert "نئی بتیاں" not in words(browser, URDU)
    again(session, report, "en", "ur", on=LONG_AGO, reason="Urdu is checked")
    assert "نئی بتیاں" in words(browser, URDU)
