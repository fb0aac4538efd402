"""What everybody reads: the register, each assessment in their language, and the file."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.equality_impact.models import Assessment, AssessmentEvidence
from portal.equality_impact.rules import Effect, Outcome, Progress
from portal.groups import keeping as groups
from portal.groups.rules import Act
from portal.languages.i18n import today
from tests.bodies.factories import body, chair
from tests.equality_impact.factories import PUBLIC, assessment, kept, measure, signed
from tests.forum.factories import at, topic
from tests.groups.factories import group

REGISTER = "/en/equality-impact"
CSV = f"{REGISTER}/register.csv"


def listed(session: Session, title: str, days: int, service: str = "housing") -> Assessment:
    """List something that is still to be assessed, so many days from now."""
    due = today() + timedelta(days=days)
    named = {"en": title}
    return assessment(session, due_on=due, listed=True, title=named, service=service)


def test_what_is_not_signed_off_and_not_listed_stands_nowhere(
    browser: TestClient, session: Session
) -> None:
    assessment(session)
    for address in (REGISTER, CSV, "/sitemap.xml", "/en"):
        assert "inter shelter" not in browser.get(address).text
        assert "winter-shelter" not in browser.get(address).text
    assert browser.get(PUBLIC).status_code == 404


def test_of_what_is_only_listed_nothing_but_its_name_service_and_day_is_told(
    browser: TestClient, session: Session
) -> None:
    listed(session, "Winter shelter", 10)
    page = browser.get(PUBLIC).text
    assert "It is to be assessed by" in page
    assert "Winter shelter" in browser.get(REGISTER).text
    for secret in ("We plan to open one shelter", "We keep both", "A warm place"):
        assert secret not in page


def test_a_choice_that_nobody_offers_is_as_if_none_was_made(
    browser: TestClient, session: Session
) -> None:
    listed(session, "Winter shelter", 10)
    page = browser.get(f"{REGISTER}?service=<b>&state=hidden")
    assert page.status_code == 200
    assert "Winter shelter" in page.text


@pytest.mark.both
def test_the_register_is_narrowed_by_service_and_state_in_its_address(
    browser: TestClient, session: Session
) -> None:
    listed(session, "Library hours", 10, "schools")
    listed(session, "Bus passes", -3)
    signed(session, assessment(session))
    out: dict[str, Any] = {
        "outcome": Outcome.OUT,
        "outcome_reason": {"en": "It only moves a printer"},
    }
    signed(session, assessment(session, title={"en": "A printer"}, **out))

    def shown(query: str) -> list[str]:
        page = browser.get(f"{REGISTER}?{query}").text
        titles = ("Library hours", "Bus passes", "Winter shelter", "A printer")
        return [one for one in titles if one in page]

    assert len(shown("")) == 4
    assert shown("service=schools") == ["Library hours"]
    assert shown("state=planned") == ["Library hours", "Bus passes"]
    assert shown("state=late") == ["Bus passes"]
    assert shown("state=assessed") == ["Winter shelter"]
    assert shown("state=out") == ["A printer"]
    assert shown("state=out&service=schools") == []
    assert "It only moves a printer" in browser.get(REGISTER).text


def test_what_is_due_first_stands_at_the_top_and_what_is_late_is_marked(
    browser: TestClient, session: Session
) -> None:
    listed(session, "Library hours", 10)
    listed(session, "Bus passes", -3)
    page = browser.get(REGISTER).text
    assert page.index("Bus passes") < page.index("Library hours")
    assert page.count(">Late</strong>") == 1


def test_the_file_holds_the_same_and_runs_no_formula(browser: TestClient, session: Session) -> None:
    listed(session, "=HYPERLINK(1)", 10)
    listed(session, "Library hours", -1, "schools")
    answer = browser.get(CSV)
    assert "attachment" in answer.headers["content-disposition"]
    assert "'=HYPERLINK(1)" in answer.text
    assert "Library hours,Schools,planned," in answer.text
    assert "=HYPERLINK" not in browser.get(f"{CSV}?state=late").text


@pytest.mark.parametrize("lang", ["cy", "pl", "ur", "ar"])
def test_the_whole_is_read_in_its_own_language_and_says_so(
    browser: TestClient, session: Session, lang: str
) -> None:
    signed(session, assessment(session))
    page = browser.get(f"/{lang}/equality-impact/winter-shelter").text
    assert 'lang="en"' in page
    assert "There is less money" in page
    assert ("Lle cynnes yn y nos" in page) is (lang == "cy")
    assert f"/{lang}/help/ask" in page


def test_words_of_officers_are_words_and_no_markup(browser: TestClient, session: Session) -> None:
    signed(session, assessment(session, subject="<script>alert(1)</script>"))
    page = browser.get(PUBLIC).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_each_characteristic_says_what_it_does_and_to_whom(
    browser: TestClient, session: Session
) -> None:
    one = assessment(session)
    race = {"effect": Effect.NEGATIVE, "why": "Nobody there speaks Tigrinya", "whom": "New people"}
    one.said = {**one.said, "race": {**race, "evidence": "A count in March"}}
    session.add(one)
    session.commit()
    signed(session, one)
    page = browser.get(PUBLIC).text
    for words in ("Nobody there speaks Tigrinya", "New people", "A count in March"):
        assert words in page
    for label in ("Age", "Marriage and civil partnership", "The Welsh language"):
        assert label in page


def test_how_far_a_measure_is_is_told_at_once_and_its_words_only_once_signed(
    browser: TestClient, session: Session
) -> None:
    one = assessment(session)
    done = measure(session, one, due=today() - timedelta(days=1))
    signed(session, one)
    page = browser.get(PUBLIC).text
    assert "Not started" in page
    assert ">Late</strong>" in page
    done = session.get_one(type(done), done.id, populate_existing=True)
    done.words, done.progress, done.progress_on = "Something else", Progress.DONE, today()
    session.add(done)
    session.commit()
    page = browser.get(PUBLIC).text
    assert "Say on the door which languages are spoken" in page
    assert "Something else" not in page
    assert ">Done<" in page
    assert ">Late</strong>" not in page


def test_what_the_forum_raised_is_said_on_both_pages(browser: TestClient, session: Session) -> None:
    signed(session, assessment(session))
    forum = body(session)
    raised = topic(session, forum)
    chair(browser, session, forum)
    lead = {"raised": "assessment/winter-shelter"}
    page = browser.post(at(raised, "/raise"), data=lead).text
    assert PUBLIC in page
    browser.cookies.clear()
    page = browser.get(PUBLIC).text
    assert "What led to this" in page
    assert at(raised) in page


def test_what_it_rests_on_is_named_as_long_as_it_is_public(
    browser: TestClient, session: Session
) -> None:
    heard = group(session, "Valley Women")
    slug, one = heard.slug, assessment(session)
    kept_ = AssessmentEvidence(
        assessment_id=one.id or 0, key=f"group/{slug}", learned="They told us of two nights"
    )
    session.add(kept_)
    session.commit()
    signed(session, kept(session))
    page = browser.get(PUBLIC).text
    assert f"/en/groups/{slug}" in page
    assert "They told us of two nights" in page
    heard = session.get_one(type(heard), heard.id, populate_existing=True)
    groups.move(session, heard, Act.CLOSE, today(), by=1)
    session.commit()
    page = browser.get(PUBLIC).text
    assert f"/en/groups/{slug}" not in page
    assert "Valley Women" not in page
    assert "Something that is no longer public" in page


def test_whoever_reads_one_writes_a_card_about_its_service_or_asks_for_another_form(
    browser: TestClient, session: Session
) -> None:
    signed(session, assessment(session))
    page = browser.get(PUBLIC).text
    assert 'href="/en/comment?service=housing"' in page
    assert 'href="/en/help/ask?about=Winter+shelter"' in page
