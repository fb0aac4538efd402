"""Last year's plan is copied into this year's, with what of it was not done."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.languages.i18n import today
from portal.plans.models import Plan, PlanItem, Progress
from portal.plans.rules import Assessment, Kind, Standing, Status
from portal.plans.staff import copies
from portal.plans.tree import Node, in_order, not_done
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import only, read, rows
from tests.members.factories import member
from tests.members.factories import sign_in as member_in
from tests.plans.factories import LEVELS, SLUG, STAFF, action, item, kept, plan, reported

AT = f"{STAFF}/copy"
FORM = {"title.en": "Race equality plan 2027", "which": "not_done"}


def officer(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))


def copied(session: Session) -> tuple[Plan, list[PlanItem]]:
    """Read the copy that was made, with its items."""
    made = next(one for one in rows(session, Plan) if one.follows_id)
    return made, [one for one in rows(session, PlanItem) if one.plan_id == made.id]


def node(number: int, parent: int | None, level: int, **changes: Any) -> Node:
    return Node(number, parent, number, level, "", "", None, ())._replace(**changes)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("", ""), [1, 2, 3, 4]),
        (("done", "under_way"), [1, 2, 4]),
        (("stopped", "not_started"), [1, 2, 4]),
        (("done", "done"), []),
    ],
)
def test_what_heads_nothing_that_is_left_goes(
    statuses: tuple[str, str], expected: list[int]
) -> None:
    actions = [node(3 + n, 2, 2, status=status) for n, status in enumerate(statuses)]
    nodes = [node(1, None, 0), node(2, 1, 1), *actions]
    assert [one.id for one in not_done(nodes, LEVELS)] == expected


def test_an_objective_of_which_nothing_was_begun_is_left() -> None:
    nodes = [node(1, None, 0), node(2, 1, 1), node(3, 1, 1), node(4, 3, 2, status="done")]
    assert [one.id for one in not_done(nodes, LEVELS)] == [1, 2]


def test_what_is_met_is_not_left() -> None:
    nodes = [node(1, None, 0, assessment=Assessment.MET), node(2, None, 0, assessment="not_met")]
    assert [one.id for one in not_done(nodes, ["requirement"])] == [2]


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(list(Status))), max_size=30))
def test_nothing_that_is_left_has_lost_what_it_stands_below(
    made: list[tuple[int, Status]],
) -> None:
    nodes: list[Node] = []
    for number, (above, status) in enumerate(made, 1):
        parent = next((one for one in nodes if one.id == above and one.level < 2), None)
        level = parent.level + 1 if parent else 0
        nodes.append(node(number, parent.id if parent else None, level, status=status))
    left = not_done(in_order(nodes), LEVELS)
    ids = {one.id for one in left}
    assert all(one.parent is None or one.parent in ids for one in left)
    open_actions = {
        one.id for one in nodes if one.level == 2 and one.status not in ("done", "stopped")
    }
    assert open_actions <= ids


@pytest.mark.parametrize(
    ("title", "starts", "ends", "expected"),
    [
        ("Plan 2024\u20132027", date(2024, 4, 1), date(2027, 3, 31), "Plan 2027\u20132030"),
        ("Plan 2025/26", date(2025, 4, 1), date(2026, 3, 31), "Plan 2026/27"),
        ("Plan 1998-99", date(1998, 4, 1), date(1999, 3, 31), "Plan 1999-00"),
        ("Plan", date(2026, 1, 1), date(2026, 12, 31), "Plan 2027"),
        ("Plan", date(2026, 4, 1), date(2027, 3, 31), "Plan 2027\u20132028"),
        ("Plan", None, None, "Plan 2027"),
        ("Plan 2026", None, None, "Plan 2027"),
        ("Plan 2024 to 2026", None, None, "Plan 2026 to 2028"),
    ],
)
def test_a_copy_is_called_by_the_years_that_come(
    title: str, starts: date | None, ends: date | None, expected: str
) -> None:
    own: dict[str, Any] = {"title": {"en": title}, "starts": starts, "ends": ends}
    made = Plan(slug=SLUG, kind=Kind.ACTION_PLAN, language="en", **own)
    usual = copies.usual(made, date(2026, 11, 30))
    assert usual["title"] == {"en": expected}
    assert bool(usual["starts"]) is bool(starts)


def test_a_copy_begins_the_day_after_and_lasts_as_long() -> None:
    days: dict[str, Any] = {"starts": date(2024, 4, 1), "ends": date(2027, 3, 31)}
    made = Plan(slug=SLUG, kind=Kind.ACTION_PLAN, title={}, language="en", **days)
    usual = copies.usual(made, today())
    assert (usual["starts"], usual["ends"]) == (date(2027, 4, 1), date(2030, 3, 31))


def test_whoever_copies_reads_what_is_copied_and_what_was_made(
    browser: TestClient, session: Session
) -> None:
    action(session, plan(session, starts=date(2026, 1, 1), ends=date(2026, 12, 31)))
    officer(browser, session)
    page = browser.get(AT).text
    assert 'value="Race equality plan 2027"' in page
    assert "how far each item is are copied" in page
    assert "The copy is made, as a draft." in browser.post(AT, data=FORM).text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_copies_a_plan(
    browser: TestClient, session: Session, role: Role
) -> None:
    action(session, plan(session))
    for come in (
        lambda: None,
        lambda: sign_in(browser, session, account(session, role)),
        lambda: member_in(browser, session, member(session)),
    ):
        browser.cookies.clear()
        come()
        assert browser.post(AT, data=FORM).status_code == 403
    only(session, Plan)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title.en": ""}, "at least one language"),
        ({"which": "some"}, "Choose one of the answers"),
        ({"starts.day": "1"}, "date"),
    ],
)
def test_a_copy_that_cannot_be_is_refused_and_stays_in_the_form(
    browser: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    plan(session)
    officer(browser, session)
    page = browser.post(AT, data=FORM | {"ends.year": "2027"} | changes)
    assert page.status_code == 422
    assert said in page.text
    assert 'value="2027"' in page.text
    only(session, Plan)


@pytest.mark.both
def test_what_was_not_done_is_copied_once_with_its_words_and_without_reports(
    browser: TestClient, session: Session
) -> None:
    texts = {"en": "Train every school", "ur": "ہر اسکول کو تربیت دیں"}
    told = {"leads": ["Schools"], "measure": "Ten a year", "due": today(), "evidence": "Old"}
    one = action(session, of := plan(session), text=texts, status=Status.UNDER_WAY, **told)
    reported(session, one)
    objective = session.get_one(PlanItem, one.parent_id)
    item(session, of, objective, text={"en": "Done already"}, status=Status.DONE, place=1)
    officer(browser, session)
    for _ in range(2):
        browser.post(AT, data=FORM | {"_key": "once"})
    made, items = copied(session)
    assert (made.slug, made.standing, made.levels) == (
        "race-equality-plan-2027",
        Standing.DRAFT,
        LEVELS,
    )
    assert [found.number for found in items] == ["1", "1.1", "1.1.1"]
    copy = items[-1]
    assert (copy.text, copy.leads, copy.measure, copy.due) == (
        texts,
        ["Schools"],
        "Ten a year",
        today(),
    )
    assert (copy.status, copy.evidence, copy.follows_id) == (Status.UNDER_WAY, "", one.id)
    assert copy.parent_id == items[1].id
    assert only(session, Progress).item_id == one.id
    assert [entry.action for entry in rows(session, AuditEntry)] == ["plan.copied"]


def test_everything_is_copied_to_be_begun_anew(browser: TestClient, session: Session) -> None:
    of = plan(session, kind=Kind.CHECKLIST, levels=["question"])
    item(session, of, assessment=Assessment.MET, comment="Said last year")
    officer(browser, session)
    browser.post(AT, data=FORM | {"which": "all"})
    _, (copy,) = copied(session)
    assert (copy.assessment, copy.comment) == (Assessment.UNSAID, "")


@pytest.mark.both
def test_a_copied_item_leads_to_its_history_once_both_plans_are_public(
    browser: TestClient, session: Session
) -> None:
    one = action(session, of := plan(session))
    officer(browser, session)
    browser.post(AT, data=FORM)
    made, items = copied(session)
    copy = items[-1]
    old = f"/en/plans/{of.slug}/{one.id}"
    new = f"/en/plans/race-equality-plan-2027/{copy.id}"
    browser.cookies.clear()
    assert browser.get(new).status_code == 404
    assert new not in browser.get(old).text
    row = read(session, made)
    row.standing = Standing.PUBLIC
    kept(session, row)
    assert old in browser.get(new).text
    assert new in browser.get(old).text
