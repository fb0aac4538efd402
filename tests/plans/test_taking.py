"""What was built from a document becomes items of a plan, all at once or not at all."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.demo import content
from portal.plans import rules
from portal.plans.importing.rules import Refused
from portal.plans.models import PlanItem
from portal.plans.rules import Level
from portal.plans.staff import taking
from portal.problems import Problem
from tests.bodies.factories import rows
from tests.plans.factories import PUBLIC, item, plan
from tests.plans.importing.shown import published, taken

PLANS = {one["slug"]: one["levels"] for one in content.plans()}


def test_a_document_with_a_refused_row_or_with_none_is_not_taken(session: Session) -> None:
    one, built = plan(session), published("race-equality-action-plan-2010")
    refused = Refused(built.rows[0].place, Problem("It is broken."))
    assert taking.cannot_take(session, one, replace(built, rows=()))
    assert taking.cannot_take(session, one, replace(built, refused=[refused]))
    assert taking.cannot_take(session, one, built) is None


def test_a_document_deeper_than_the_plan_or_longer_than_it_may_be_is_not_taken(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = published("race-equality-action-plan-2010")
    flat = plan(session, slug="flat", levels=[Level.ACTION.value])
    problem = taking.cannot_take(session, flat, built)
    assert problem
    assert "more levels" in problem.message
    monkeypatch.setattr(taking, "MOST_ITEMS", len(built.rows) - 1)
    problem = taking.cannot_take(session, plan(session), built)
    assert problem
    assert "full" in problem.message


@pytest.mark.both
@pytest.mark.parametrize("slug", PLANS)
def test_a_published_plan_is_taken_whole_and_in_its_order(
    browser: TestClient, session: Session, slug: str
) -> None:
    one, built = plan(session, levels=PLANS[slug]), published(slug)
    assert taking.take(session, one, built) == 1
    session.commit()
    kept = rows(session, PlanItem)
    assert Counter(row.level for row in kept) == Counter(row.level for row in built.rows)
    page = browser.get(f"{PUBLIC}?all=yes").text
    assert page.count('class="plan__item"') == len(built.rows)
    read = browser.get(f"{PUBLIC}/plan.csv").text
    starts = [read.index(row.text[:30].replace('"', '""')) for row in built.rows]
    assert all(starts)


def test_rows_stand_below_the_last_row_of_a_higher_level_and_behind_what_was_there(
    session: Session,
) -> None:
    first = item(session, one := plan(session))
    built = published("race-equality-action-plan-2010")
    number = taking.take(session, one, built)
    session.commit()
    tops = [row for row in rows(session, PlanItem) if row.level == 0]
    assert [row.of_import for row in tops] == [None, *[number] * 6]
    assert [row.place for row in tops][1:] == list(range(first.place + 1, first.place + 7))
    by_id = {row.id: row for row in rows(session, PlanItem)}
    below = [row for row in by_id.values() if row.level]
    assert all(by_id[row.parent_id].level == row.level - 1 for row in below)
    assert taking.take(session, one, built) == number + 1


def test_a_formula_and_html_of_a_cell_stay_words(browser: TestClient, session: Session) -> None:
    built = taken("Action\tLead\n=1+1<script>alert(1)</script>\tHousing\nTrain\tSchools\n")
    taking.take(session, one := plan(session, levels=[Level.ACTION.value]), built)
    session.commit()
    assert rules.done_level(one.levels) == 0
    assert "<script>alert" not in browser.get(PUBLIC).text
    assert "'=1+1" in browser.get(f"{PUBLIC}/plan.csv").text
