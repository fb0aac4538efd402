"""Two officers, two tabs and two taps: nothing is done twice, undone unseen, or lost."""

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.equality_impact.models import Assessment, AssessmentEvidence
from portal.equality_impact.rules import Progress
from portal.store import audit
from tests.accounts.factories import account, sign_in
from tests.equality_impact.factories import (
    ALL,
    BEGUN,
    ONE,
    asked,
    assessment,
    editions,
    measure,
    measures,
    officer,
    services,
    signed,
)
from tests.walking import versioned

REFUSE = {"_do": "refuse", "answer": ""}


def slugs(session: Session) -> set[str]:
    session.rollback()
    return set(session.exec(select(Assessment.slug)))


@pytest.mark.both
def test_begun_by_two_taps_there_is_one_assessment(browser: TestClient, session: Session) -> None:
    services(session)
    officer(browser, session)
    for _ in range(2):
        page = browser.post(f"{ALL}/new", data=BEGUN)
        assert page.url.path == ONE
    assert slugs(session) == {"winter-shelter"}


def test_two_officers_who_begin_the_same_have_one_each(
    browser: TestClient, session: Session
) -> None:
    services(session)
    for _ in range(2):
        officer(browser, session)
        browser.post(f"{ALL}/new", data=BEGUN)
    assert slugs(session) == {"winter-shelter", "winter-shelter-2"}


def test_an_old_page_does_not_undo_how_far_a_colleague_said_a_measure_is(
    browser: TestClient, session: Session
) -> None:
    step = measure(session, assessment(session))
    officer(browser, session)
    page = f"{ONE}/measures/{step.id}"
    version = versioned(browser, page)
    browser.post(f"{page}/progress", data={"progress": "done"} | version)
    late = browser.post(f"{page}/progress", data={"progress": "under_way"} | version)
    assert late.status_code == 409
    assert "Somebody else saved this" in late.text
    assert 'value="under_way" checked' in late.text
    assert measures(session)[0].progress is Progress.DONE
    same = browser.post(f"{page}/progress", data={"progress": "done"} | version)
    assert same.status_code == 200
    over = versioned(browser, page)
    browser.post(f"{page}/progress", data={"progress": "under_way"} | over)
    assert measures(session)[0].progress is Progress.UNDER_WAY


def test_taken_out_by_two_taps_a_measure_is_gone_once(
    browser: TestClient, session: Session
) -> None:
    step = measure(session, assessment(session))
    officer(browser, session)
    for _ in range(2):
        page = browser.post(f"{ONE}/measures/{step.id}/remove", data={})
        assert page.status_code == 200
    session.rollback()
    removed = select(audit.AuditEntry).where(
        audit.AuditEntry.action == "assessment.measure_removed"
    )
    assert len(session.exec(removed).all()) == 1


def test_taken_out_by_two_taps_evidence_is_gone_once(browser: TestClient, session: Session) -> None:
    one = assessment(session)
    row = AssessmentEvidence(assessment_id=one.id or 0, title="A survey", learned="Much")
    session.add(row)
    session.commit()
    number = row.id
    officer(browser, session)
    for _ in range(2):
        page = browser.post(f"{ONE}/evidence/{number}/remove", data={})
        assert page.status_code == 200
    session.rollback()
    assert session.exec(select(AssessmentEvidence)).all() == []


def test_an_old_page_asks_for_nothing_that_is_signed_off_already(
    browser: TestClient, session: Session
) -> None:
    signed(session, assessment(session))
    officer(browser, session)
    page = browser.post(f"{ONE}/ask", data={"note": ""})
    assert page.status_code == 200
    assert "Somebody decided this meanwhile" in page.text
    assert len(editions(session)) == 1


def test_nobody_refuses_without_saying_what_has_to_change(
    browser: TestClient, session: Session
) -> None:
    by = account(session, Role.OFFICER).id or 0
    edition = asked(session, assessment(session, by), by)
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = browser.post(f"{ONE}/sign/{edition.id}", data=REFUSE)
    assert page.status_code == 422
    assert 'href="#answer"' in page.text
    assert [one.waits for one in editions(session)] == [True]
    browser.post(f"{ONE}/sign/{edition.id}", data=REFUSE | {"answer": "Name the figures."})
    assert [one.answer for one in editions(session)] == ["Name the figures."]
