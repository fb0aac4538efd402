"""What an assessment names leads back to it: consultations it rests on, actions that follow."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal import migrations
from portal.equality_impact.models import AssessmentEvidence, AssessmentPointer
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import Standing, Status
from tests.consultations.factories import consultation
from tests.equality_impact.factories import (
    MEASURE,
    ONE,
    PUBLIC,
    assessment,
    kept,
    measure,
    measures,
    officer,
    signed,
)
from tests.migrations.test_migrations import go_back
from tests.plans import factories as plans
from tests.walking import versioned

PARKS = "consultation/parks"
ASKED = "/en/consultations/parks"


def resting(session: Session, key: str = PARKS) -> None:
    """Have a complete assessment rest on something public."""
    one = assessment(session)
    row = AssessmentEvidence(assessment_id=one.id or 0, key=key, learned="Many said so")
    session.add(row)
    session.commit()


def action(session: Session, standing: Standing = Standing.PUBLIC, **changes: Any) -> PlanItem:
    """Keep an action of a plan."""
    return plans.action(session, plans.plan(session, standing=standing), **changes)


def address(of: PlanItem) -> str:
    return f"{plans.PUBLIC}/{of.id}"


def test_a_consultation_names_no_assessment_that_nobody_signed_off(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    resting(session)
    page = browser.get(ASKED).text
    assert "What rests on this" not in page
    assert "Winter shelter" not in page


@pytest.mark.both
def test_a_consultation_names_the_assessments_that_rest_on_it(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    resting(session)
    signed(session, kept(session))
    page = browser.get(ASKED).text
    assert "What rests on this" in page
    assert PUBLIC in page
    assert ASKED in browser.get(PUBLIC).text


def test_what_is_taken_out_stays_named_until_that_is_signed_off_too(
    browser: TestClient, session: Session
) -> None:
    consultation(session)
    resting(session)
    signed(session, kept(session))
    session.delete(session.exec(select(AssessmentEvidence)).one())
    session.commit()
    assert PUBLIC in browser.get(ASKED).text
    signed(session, kept(session))
    assert PUBLIC not in browser.get(ASKED).text


def test_an_action_of_a_draft_or_one_that_is_over_is_not_offered(
    browser: TestClient, session: Session
) -> None:
    drafted = action(session, Standing.DRAFT, text={"en": "A secret action"})
    ended = plans.action(
        session, plans.plan(session, slug="old", standing=Standing.PUBLIC), status=Status.DONE
    )
    assessment(session)
    officer(browser, session)
    page = browser.get(f"{ONE}/measures").text
    assert "A secret action" not in page
    for one in (drafted, ended):
        assert one.key not in page
        sent = MEASURE | {"thing": f"plan-item/{one.key}"}
        answer = browser.post(f"{ONE}/measures", data=sent)
        assert answer.status_code == 422
    assert measures(session) == []


@pytest.mark.parametrize("thing", ["consultation/parks", "plan-item/", "plan-item/none", "<b>"])
def test_only_an_action_of_a_plan_is_done_elsewhere(
    browser: TestClient, session: Session, thing: str
) -> None:
    consultation(session)
    action(session)
    assessment(session)
    officer(browser, session)
    page = browser.post(f"{ONE}/measures", data=MEASURE | {"thing": thing})
    assert page.status_code == 422
    assert 'href="#thing"' in page.text
    assert MEASURE["words"] in page.text


@pytest.mark.both
def test_a_measure_that_is_an_action_leads_to_it_and_back(
    browser: TestClient, session: Session
) -> None:
    one = action(session)
    here, key = address(one), f"plan-item/{one.key}"
    assessment(session)
    officer(browser, session)
    for _ in range(2):
        browser.post(f"{ONE}/measures", data=MEASURE | {"thing": key})
    assert [row.thing for row in measures(session)] == [key]
    browser.cookies.clear()
    assert "Why it is done" not in browser.get(here).text
    signed(session, kept(session))
    assert here in browser.get(PUBLIC).text
    page = browser.get(here).text
    assert "Why it is done" in page
    assert PUBLIC in page


def test_an_action_that_is_done_by_now_stays_the_one_that_was_chosen(
    browser: TestClient, session: Session
) -> None:
    one = action(session, text={"en": "Train every driver"})
    row = measure(session, assessment(session), thing=f"plan-item/{one.key}")
    done = session.get_one(PlanItem, one.id)
    done.status = Status.DONE
    session.add(done)
    session.commit()
    officer(browser, session)
    page = f"{ONE}/measures/{row.id}"
    assert "Train every driver" in browser.get(page).text
    sent = MEASURE | {"thing": f"plan-item/{one.key}", "lead": "Head of buses"}
    assert browser.post(page, data=sent | versioned(browser, page)).status_code == 200
    (now,) = measures(session)
    assert (now.lead, now.thing) == ("Head of buses", f"plan-item/{one.key}")


def test_of_a_plan_that_is_no_longer_public_nothing_is_told(
    browser: TestClient, session: Session
) -> None:
    one = action(session, text={"en": "Train every driver"})
    made = assessment(session)
    row = measure(session, made, thing=f"plan-item/{one.key}")
    signed(session, kept(session))
    plan = session.exec(select(Plan)).one()
    plan.standing = Standing.DRAFT
    session.add(plan)
    session.commit()
    page = browser.get(PUBLIC).text
    assert "Train every driver" not in page
    assert "Something that is no longer public" in page
    officer(browser, session)
    shown = browser.get(f"{ONE}/measures/{row.id}").text
    assert "Train every driver" not in shown
    assert "Something that is no longer public" in shown


@pytest.mark.own_database
def test_what_was_signed_off_before_is_led_back_to_after_the_upgrade(
    engine: Engine, session: Session
) -> None:
    resting(session)
    measure(session, kept(session), thing="plan-item/one")
    signed(session, kept(session))
    number = kept(session).id
    session.rollback()
    go_back(engine, "0052")
    migrations.upgrade(engine)
    session.expire_all()
    found = session.exec(select(AssessmentPointer)).all()
    assert [(one.assessment_id, one.key) for one in found] == [
        (number, PARKS),
        (number, "plan-item/one"),
    ]
