"""What the council owes stands on one page by its day, with what is missing of it."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.consultations.rules import Stage
from portal.feedback import keeping
from portal.feedback.rules import Outcome
from portal.forum.topics.models import Ask
from portal.forum.topics.owed import Owed
from portal.languages.i18n import today
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body
from tests.consultations.factories import consultation, question
from tests.feedback import factories as of_all
from tests.feedback.staff import factories as made
from tests.forum.factories import topic


def late(session: Session, slug: str, days: int) -> None:
    session.commit()
    day = today() - timedelta(days=days)
    one = consultation(
        session,
        [question("roads")],
        slug=slug,
        stage=Stage.CLOSED,
        title={"en": slug.title()},
        published_title={"en": slug.title()},
        report_back=day,
    )
    keeping.draft(session, one)
    session.commit()


@pytest.mark.parametrize("role", [one for one in Role if one not in ("officer", "administrator")])
def test_no_other_role_is_told(browser: TestClient, session: Session, role: Role) -> None:
    late(session, "roads", 9)
    sign_in(browser, session, account(session, role))
    assert browser.get(made.ALL).status_code == 403
    assert f"{made.ALL}/roads" not in browser.get("/en/staff").text


def test_where_nothing_is_owed_the_page_says_so(browser: TestClient, session: Session) -> None:
    made.officer(browser, session)
    assert "No report is owed" in browser.get(made.ALL).text
    assert "Nothing that was promised is open." in browser.get(f"{made.ALL}?view=promises").text
    assert "The forum waits for no answer." in browser.get(f"{made.ALL}?view=answers").text
    assert "None yet." in browser.get(f"{made.ALL}?view=finished").text
    assert "What we owe" not in browser.get("/en/staff").text.split("<main")[1]
    assert browser.get(f"{made.ALL}?view=nothing&after=x~y").status_code == 200


@pytest.mark.both
def test_reports_stand_by_their_promised_day_the_longest_overdue_first(
    browser: TestClient, session: Session
) -> None:
    late(session, "roads", 1)
    late(session, "lamps", 9)
    late(session, "paths", -3)
    made.officer(browser, session)
    page = browser.get(made.ALL).text
    assert page.index("Lamps") < page.index("Roads") < page.index("Paths")
    assert "Overdue by 9 days" in page
    assert "Overdue by 1 day<" in page
    assert "3 days left" in page
    start = browser.get("/en/staff").text
    assert start.index("Lamps") < start.index("Roads")
    assert ">Late<" in start


@pytest.mark.both
def test_each_report_says_what_is_missing_of_it(browser: TestClient, session: Session) -> None:
    made.begun(session)
    who = made.officer(browser, session)
    page = browser.get(made.ALL).text
    assert "what people said, what comes of it, what you did" in page
    assert "Not translated" in page
    report = made.kept(session)
    of_all.written(session, report)
    session.commit()
    assert "Nobody has signed it off." in browser.get(made.ALL).text
    made.asked(session, who)
    assert "Wait to be signed off" in browser.get(made.ALL).text
    assert "Waits to be signed off" in browser.get("/en/staff").text


def test_a_question_without_an_entry_is_counted(browser: TestClient, session: Session) -> None:
    (row, _) = made.begun(session)
    made.officer(browser, session)
    browser.post(f"{made.page_of(row)}/out", data={"sure": "yes"})
    assert "1 question has no entry" in browser.get(made.ALL).text


def test_a_consultation_that_is_open_is_to_come(browser: TestClient, session: Session) -> None:
    session.commit()
    consultation(session, [question("roads")], slug="open", title={"en": "Open roads"})
    consultation(session, [question("roads")], slug="dark", title={"en": "Dark"}, stage="draft")
    made.officer(browser, session)
    page = browser.get(made.ALL).text
    assert "Open roads" in page
    assert "Dark" not in page


@pytest.mark.both
def test_promises_stand_by_their_day_and_what_is_done_is_none(
    browser: TestClient, session: Session
) -> None:
    made.written(session, "lamps", "paths", "roads")
    rows = made.entries(session)
    for row, did, due in zip(
        rows, ("Later", "Sooner", "Never"), (date(2030, 1, 1), date(2020, 1, 1), None), strict=True
    ):
        row.did, row.due = {"en": did}, due
        session.add(row)
    rows[2].outcome = Outcome.DONE
    session.commit()
    of_all.published(session, made.kept(session))
    session.commit()
    made.officer(browser, session)
    page = browser.get(f"{made.ALL}?view=promises").text
    assert page.index("Sooner") < page.index("Later")
    assert ">Late<" in page
    assert "Never" not in page
    assert "Sooner" in browser.get("/en/staff").text


def test_a_finished_report_is_owed_no_more(browser: TestClient, session: Session) -> None:
    made.written(session)
    of_all.published(session, made.kept(session), "en", "ur")
    session.commit()
    made.officer(browser, session)
    assert "No report is owed" in browser.get(made.ALL).text
    assert made.ONE in browser.get(f"{made.ALL}?view=finished").text


def test_answers_that_the_forum_waits_for_are_owed_as_well(
    browser: TestClient, session: Session
) -> None:
    forum = body(session)
    about = topic(session, forum)
    ask = Ask(topic_id=about.id, body_id=forum.id or 0, state=Owed.OPEN, due=today())
    session.add(ask)
    session.commit()
    made.officer(browser, session)
    assert f"/topics/{about.id}" in browser.get(f"{made.ALL}?view=answers").text


@pytest.mark.both
def test_what_is_reported_in_full_is_owed_to_nobody_on_the_first_page(
    browser: TestClient, session: Session
) -> None:
    late(session, "roads", 9)
    made.officer(browser, session)
    assert "Promised to report back" in browser.get("/en/staff").text
    report = made.kept(session)
    report.published = report.closed = today()
    session.add(report)
    session.commit()
    assert "Promised to report back" not in browser.get("/en/staff").text


def test_only_who_is_late_is_asked_why(browser: TestClient, session: Session) -> None:
    made.written(session)
    made.officer(browser, session)
    for days, is_late in ((3, False), (-3, True)):
        made.promised(session, today() + timedelta(days=days))
        for page in (made.ONE, "/en/staff/consultations/parks"):
            assert ("Say why it is late" in browser.get(page).text) is is_late
