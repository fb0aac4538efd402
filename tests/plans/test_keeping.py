"""Officers make a plan, write its items one by one, publish it, and report what was done."""

from datetime import timedelta

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.languages.i18n import today
from portal.plans import rules
from portal.plans.models import ItemVersion, Plan, PlanItem, PlanVersion, Progress
from portal.plans.rules import Kind, Standing, Status
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import only, read, rows
from tests.members.factories import member
from tests.members.factories import sign_in as member_in
from tests.plans.factories import PUBLIC, STAFF, action, item, plan

NEW = "/en/staff/plans/new"
LEVELS = {"levels.aim": "yes", "levels.action": "yes"}


def form(**changes: str) -> dict[str, str]:
    said = {"title.en": "Race equality plan", "title.cy": "Cynllun", "kind": "action_plan"}
    return {**said, **LEVELS, "language": "en", **changes}


def of_item(one: PlanItem, **changes: str) -> dict[str, str]:
    told = {"_version": str(one.revision), "number": one.number, "text.en": one.text["en"]}
    due = {f"due.{part}": str(getattr(one.due, part, "")) for part in ("day", "month", "year")}
    return {
        **told,
        **(due if one.due else {}),
        **{k.replace("__", "."): v for k, v in changes.items()},
    }


def report(**changes: str) -> dict[str, str]:
    return {"by_role": "Head of schools", "words": "Ten were trained.", "language": "en", **changes}


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    sign_in(browser, session, account(session, Role.OFFICER))
    return browser


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_keeps_plans(browser: TestClient, session: Session, role: Role) -> None:
    one = action(session, draft := plan(session, standing=Standing.DRAFT))
    at = f"{STAFF}/items/{one.id}"
    forms = {
        NEW: form(),
        f"{STAFF}/details": form(),
        f"{STAFF}/publish": {"sure": "yes"},
        f"{STAFF}/items/new": {"text.en": "Mine"},
        at: of_item(one, text__en="Mine"),
        f"{at}/move": {"_do": "up"},
        f"{at}/delete": {"sure": "yes"},
        f"{at}/progress": report(),
    }
    for come in (
        lambda: None,
        lambda: sign_in(browser, session, account(session, role)),
        lambda: member_in(browser, session, member(session)),
    ):
        browser.cookies.clear()
        come()
        for path, sent in forms.items():
            assert browser.post(path, data=sent).status_code == 403, path
    assert read(session, draft).standing is Standing.DRAFT
    assert read(session, one).text == {"en": "Train every school"}
    assert (len(rows(session, Plan)), rows(session, Progress)) == (1, [])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title.en": "", "title.cy": ""}, "at least one language"),
        ({"title.en": "x" * 501}, "Write at most"),
        ({"kind": "wish"}, "Choose one of the answers"),
        ({"levels.aim": "", "levels.action": ""}, "Fill in: What does it consist of?"),
        ({"levels": "wish"}, "Choose one of the answers"),
        (
            {"starts.day": "2", "starts.month": "4", "starts.year": "2026"}
            | {"ends.day": "1", "ends.month": "4", "ends.year": "2026"},
            "cannot end before it begins",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_stays_in_the_form(
    officer: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    page = officer.post(NEW, data=form() | {"source": "Our cabinet"} | changes)
    assert page.status_code == 422
    assert said in page.text
    assert "Our cabinet" in page.text
    assert rows(session, Plan) == []


@pytest.mark.both
def test_a_plan_is_made_once_and_only_officers_see_the_draft(
    officer: TestClient, session: Session
) -> None:
    for _ in range(2):
        officer.post(NEW, data=form(_key="once"))
    one = only(session, Plan)
    assert (one.kind, one.standing, one.levels) == (
        Kind.ACTION_PLAN,
        Standing.DRAFT,
        ["aim", "action"],
    )
    assert only(session, AuditEntry).action == "plan.made"
    assert "Race equality plan" in officer.get(STAFF).text
    assert officer.get(PUBLIC).status_code == 404
    assert officer.get(f"{PUBLIC}/plan.csv").status_code == 404
    assert "Race equality plan" not in officer.get("/en/plans").text


def test_two_plans_of_one_title_have_addresses_of_their_own(
    officer: TestClient, session: Session
) -> None:
    officer.post(NEW, data=form(_key="one"))
    officer.post(NEW, data=form(_key="two"))
    officer.post(NEW, data=form(_key="three") | {"title.en": "", "title.cy": "خطة"})
    assert [one.slug for one in rows(session, Plan)] == [
        "race-equality-plan",
        "race-equality-plan-2",
        "plan",
    ]


def test_nobody_saves_over_what_a_colleague_saved(officer: TestClient, session: Session) -> None:
    one = plan(session)
    stale = form(_version=str(one.revision))
    officer.post(f"{STAFF}/details", data=stale | {"source": "Theirs"})
    page = officer.post(f"{STAFF}/details", data=stale | {"source": "Mine"})
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    assert read(session, one).source == "Theirs"


@pytest.mark.both
def test_what_everybody_could_read_of_a_plan_as_a_whole_stays_readable(
    officer: TestClient, session: Session
) -> None:
    action(session, one := plan(session, source="Cabinet", ends=today()))
    sent = {**form(), "levels.objective": "yes", "title.en": "Another title"}
    officer.post(f"{STAFF}/details", data=sent | {"_version": str(one.revision)})
    was = only(session, PlanVersion).was
    assert was == {
        "title": {"en": "Race equality plan"},
        "ends": today().isoformat(),
        "source": "Cabinet",
    }
    page = officer.get(PUBLIC).text
    assert page.index("What was said of this plan before") < page.index("Race equality plan</bdi>")
    assert "Cabinet" in page


def test_a_plan_keeps_as_many_levels_as_its_items_stand_on(
    officer: TestClient, session: Session
) -> None:
    action(session, one := plan(session))
    page = officer.post(f"{STAFF}/details", data=form(_version=str(one.revision)))
    assert page.status_code == 422
    assert "stand on more levels" in page.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text.en": ""}, "at least one language"),
        ({"text.en": "x" * 2_001}, "Write at most"),
        ({"leads": "x" * 121}, "Write at most"),
        ({"status": "perhaps"}, "Choose one of the answers"),
        ({"due.day": "31", "due.month": "2", "due.year": "2027"}, "date"),
    ],
)
def test_an_item_that_cannot_be_is_refused_and_stays_in_the_form(
    officer: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    plan(session)
    sent = {"text.en": "Train", "measure": "How many were trained", **changes}
    page = officer.post(f"{STAFF}/items/new", data=sent)
    assert page.status_code == 422
    assert said in page.text
    assert "How many were trained" in page.text
    assert rows(session, PlanItem) == []


def test_nothing_is_added_below_the_lowest_level_or_in_another_plan(
    officer: TestClient, session: Session
) -> None:
    one = action(session, plan(session))
    other = item(session, plan(session, slug="other"))
    sent = {"text.en": "More"}
    new = f"{STAFF}/items/new"
    assert officer.get(f"{new}?under={one.id}").status_code == 409
    assert officer.post(new, data=sent | {"under": str(one.id)}).status_code == 409
    assert officer.post(new, data=sent | {"under": str(other.id)}).status_code == 404
    assert officer.get(f"{STAFF}/items/{other.id}").status_code == 404
    assert len(rows(session, PlanItem)) == 4


def test_a_full_plan_takes_no_more(
    officer: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    action(session, plan(session))
    monkeypatch.setattr(rules, "MOST_ITEMS", 3)
    page = officer.post(f"{STAFF}/items/new", data={"text.en": "One too many"})
    assert page.status_code == 409
    assert "The plan is full" in page.text
    assert len(rows(session, PlanItem)) == 3


@pytest.mark.both
def test_items_are_added_once_and_moved_among_those_beside_them(
    officer: TestClient, session: Session
) -> None:
    plan(session, standing=Standing.DRAFT)
    for _ in range(2):
        officer.post(f"{STAFF}/items/new", data={"text.en": "First", "_key": "one"})
    officer.post(f"{STAFF}/items/new", data={"text.en": "Second", "_key": "two"})
    first, second = rows(session, PlanItem)
    sent = {"text.en": "Below", "leads": "Housing\n\nSchools\nHousing", "_key": "three"}
    assert "First" in officer.get(f"{STAFF}/items/new?under={first.id}").text
    officer.post(f"{STAFF}/items/new", data=sent | {"under": str(first.id)})
    below = rows(session, PlanItem)[2]
    assert (below.parent_id, below.level, below.leads) == (first.id, 1, ["Housing", "Schools"])
    for _ in range(2):
        officer.post(f"{STAFF}/items/{second.id}/move", data={"_do": "up"})
    text = officer.get(STAFF).text
    assert text.index("Second") < text.index("First") < text.index("Below")
    actions = [one.action for one in rows(session, AuditEntry)]
    assert actions == [*["plan.item_added"] * 3, "plan.item_moved"]


def test_a_draft_with_nothing_to_do_says_what_is_missing(
    officer: TestClient, session: Session
) -> None:
    one = plan(session, standing=Standing.DRAFT)
    assert "There is nothing in the plan yet." in officer.get(STAFF).text
    assert officer.post(f"{STAFF}/publish", data={"sure": "yes"}).status_code == 422
    item(session, one)
    page = officer.post(f"{STAFF}/publish", data={"sure": "yes"})
    assert page.status_code == 422
    assert "Nothing stands on the lowest level" in page.text
    assert read(session, one).standing is Standing.DRAFT


def test_a_plan_is_published_once_that_is_confirmed(officer: TestClient, session: Session) -> None:
    action(session, one := plan(session, standing=Standing.DRAFT))
    assert officer.post(f"{STAFF}/publish").status_code == 422
    for _ in range(2):
        assert officer.post(f"{STAFF}/publish", data={"sure": "yes"}).status_code == 200
    assert read(session, one).standing is Standing.PUBLIC
    assert only(session, AuditEntry).action == "plan.published"
    assert officer.get(PUBLIC).status_code == 200


def test_only_what_is_in_a_draft_and_has_nothing_below_it_is_deleted(
    officer: TestClient, session: Session
) -> None:
    one = action(session, draft := plan(session, standing=Standing.DRAFT))
    aim = rows(session, PlanItem)[0]
    assert officer.post(f"{STAFF}/items/{one.id}/delete").status_code == 422
    assert officer.post(f"{STAFF}/items/{aim.id}/delete", data={"sure": "yes"}).status_code == 422
    assert officer.post(f"{STAFF}/items/{one.id}/delete", data={"sure": "yes"}).status_code == 200
    assert len(rows(session, PlanItem)) == 2
    draft.standing = Standing.PUBLIC
    session.add(draft)
    session.commit()
    objective = rows(session, PlanItem)[1]
    page = officer.post(f"{STAFF}/items/{objective.id}/delete", data={"sure": "yes"})
    assert page.status_code == 422
    assert "Say that it is stopped" in page.text
    assert len(rows(session, PlanItem)) == 2


@pytest.mark.both
def test_a_promise_that_is_changed_keeps_its_old_words_and_date(
    officer: TestClient, session: Session
) -> None:
    due = today() + timedelta(days=30)
    one = action(session, plan(session), due=due)
    at, later = f"{STAFF}/items/{one.id}", due + timedelta(days=400)
    officer.post(at, data=of_item(one, text__en="Train some schools", due__year=str(later.year)))
    kept = only(session, ItemVersion)
    assert kept.was == {"text": {"en": "Train every school"}, "due": due.isoformat()}
    assert kept.changed == today()
    page = officer.get(f"{PUBLIC}/{one.id}").text
    assert page.index("Train some schools") < page.index("What it said before")
    assert page.index("What it said before") < page.index("Train every school")


def test_what_is_added_or_is_still_a_draft_leaves_no_old_words(
    officer: TestClient, session: Session
) -> None:
    one = action(session, of := plan(session, standing=Standing.DRAFT))
    at = f"{STAFF}/items/{one.id}"
    officer.post(at, data=of_item(one, text__en="Train some schools"))
    session.rollback()
    of.standing = Standing.PUBLIC
    session.add(of)
    session.commit()
    officer.post(at, data=of_item(read(session, one), text__pl="Szkolenia", measure="Ten"))
    assert read(session, one).text == {"en": "Train some schools", "pl": "Szkolenia"}
    assert rows(session, ItemVersion) == []


def test_an_item_that_a_colleague_changed_is_not_overwritten(
    officer: TestClient, session: Session
) -> None:
    one = action(session, plan(session))
    at, stale = f"{STAFF}/items/{one.id}", of_item(one, measure="Theirs")
    officer.post(at, data=stale)
    assert officer.post(at, data=stale).status_code == 200
    page = officer.post(at, data=stale | {"measure": "Mine"})
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert read(session, one).measure == "Theirs"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by_role": ""}, "Fill in: Who reports it?"),
        ({"words": ""}, "Fill in: What was done?"),
        ({"words": "x" * 1_501}, "Write at most"),
        ({"language": "tlh"}, "Choose one of the answers"),
        ({"status": "perhaps"}, "Choose one of the answers"),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_stays_in_the_form(
    officer: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    one = action(session, plan(session))
    page = officer.post(f"{STAFF}/items/{one.id}/progress", data=report() | changes)
    assert page.status_code == 422
    assert said in page.text
    assert "Head of schools" in page.text or changes.get("by_role") == ""
    assert rows(session, Progress) == []


@pytest.mark.both
def test_a_report_is_kept_once_signed_by_a_role_and_read_by_everybody(
    officer: TestClient, session: Session
) -> None:
    one = action(session, plan(session))
    at = f"{STAFF}/items/{one.id}/progress"
    for _ in range(2):
        officer.post(at, data=report(_key="once", status="under_way"))
    kept = only(session, Progress)
    assert (kept.on, kept.by_role, kept.status) == (today(), "Head of schools", Status.UNDER_WAY)
    assert read(session, one).status is Status.UNDER_WAY
    officer.cookies.clear()
    page = officer.get(f"{PUBLIC}/{one.id}").text
    assert "Ten were trained." in page
    assert "Head of schools" in page
    assert "Under way" in officer.get(PUBLIC).text
