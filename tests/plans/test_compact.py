"""A compact of a year: each side marks its own duties, and what both agree on everybody reads."""

from collections.abc import Callable

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.bodies.rules import Office
from portal.groups.models import Group
from portal.languages.i18n import today
from portal.membership.rules import Role as Belonging
from portal.plans.compact import rules
from portal.plans.compact.models import Compact, CompactMark
from portal.plans.compact.rules import Duty, Mark, Side
from portal.plans.models import Plan, PlanItem
from portal.plans.rules import Level, Standing
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body, chair, in_office, only, rows
from tests.meetings.factories import meeting
from tests.members.factories import sign_in as member_in
from tests.membership.factories import belongs, verified
from tests.plans.factories import PUBLIC, STAFF, item, plan
from tests.plans.importing.sent import form

ALL = f"{STAFF}/compacts"
YEAR = "2026"


def duties(session: Session, **changes: object) -> Plan:
    """Keep a public plan of the duties of two sides: two of the council's, one of the others'."""
    one = plan(session, levels=[Level.SECTION.value, Level.DUTY.value], **changes)
    council = item(session, one, text={"en": "The council will"}, place=1)
    theirs = item(session, one, text={"en": "Groups will"}, place=2)
    item(session, one, council, text={"en": "Respect independence"}, place=1)
    item(session, one, council, text={"en": "Consult early"}, place=2)
    item(session, one, theirs, text={"en": "Say whom they speak for"})
    return one


def officer(browser: TestClient, session: Session) -> None:
    browser.cookies.clear()
    email = f"{len(rows(session, Account))}@example.org"
    sign_in(browser, session, account(session, Role.OFFICER, email=email))


def draw(browser: TestClient, session: Session, whom: str) -> Compact:
    """Have an officer draw a compact of the year."""
    officer(browser, session)
    council = rows(session, PlanItem)[0].id
    browser.post(ALL, data={"with": whom, "year": YEAR, "council": str(council)})
    made: Compact = only(session, Compact)
    return made


def marked(browser: TestClient, address: str, assessment: str = "met", **more: str) -> int:
    """Mark every duty of a side, as its page offers them."""
    page = browser.get(address).text
    told = form(page, address)
    names = [name for name in told if name.startswith("comment.")]
    said = {name.replace("comment", "met"): assessment for name in names}
    return browser.post(address, data=told | said | more).status_code


def agree(browser: TestClient, address: str) -> int:
    """Agree with what a page shows."""
    told = form(browser.get(address).text, f"{address}/agree")
    return browser.post(f"{address}/agree", data=told).status_code


@pytest.fixture
def group(session: Session) -> Group:
    return verified(session, name="Valley Women")


def test_a_compact_needs_a_public_plan_of_two_sections_with_duties(
    browser: TestClient, session: Session, group: Group
) -> None:
    one = duties(session, standing=Standing.DRAFT)
    officer(browser, session)
    sent = {"with": "group/valley-women", "year": YEAR, "council": "1"}
    assert "Publish the plan first" in browser.get(ALL).text
    assert browser.post(ALL, data=sent).status_code == 422
    one.standing = Standing.PUBLIC
    session.add(one)
    session.commit()
    item(session, one, text={"en": "A third section"})
    assert "two sections" in browser.get(ALL).text
    assert browser.post(ALL, data=sent).status_code == 422
    assert rows(session, Compact) == []


@pytest.mark.parametrize(
    "changes",
    [{"with": ""}, {"with": "group/nobody"}, {"year": "1999"}, {"year": ""}, {"council": "99"}],
)
def test_what_nobody_can_draw_is_refused(
    browser: TestClient, session: Session, group: Group, changes: dict[str, str]
) -> None:
    duties(session)
    officer(browser, session)
    sent = {"with": "group/valley-women", "year": YEAR, "council": "1"}
    assert browser.post(ALL, data=sent | changes).status_code == 422
    assert rows(session, Compact) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_else_marks_or_agrees_in_the_name_of_the_council(
    browser: TestClient, session: Session, group: Group, role: Role
) -> None:
    duties(session)
    made = draw(browser, session, "group/valley-women")
    for come in (lambda: None, lambda: sign_in(browser, session, account(session, role))):
        browser.cookies.clear()
        come()
        for address in (ALL, f"{ALL}/{made.id}", f"{ALL}/{made.id}/agree"):
            assert browser.post(address, data={"year": YEAR}).status_code == 403
    assert rows(session, CompactMark) == []


@pytest.mark.parametrize("role", [Belonging.MEMBER, Belonging.HELPER, None])
def test_only_who_speaks_for_a_group_marks_its_side(
    browser: TestClient, session: Session, group: Group, role: Belonging | None
) -> None:
    duties(session)
    made = draw(browser, session, "group/valley-women")
    other = verified(session, name="Another")
    who = belongs(session, group if role else other, role or Belonging.REPRESENTATIVE)
    browser.cookies.clear()
    member_in(browser, session, who)
    for slug in ("valley-women", "another"):
        at = f"/en/member/groups/{slug}/compacts/{made.id}"
        assert browser.post(at).status_code in (403, 404)
        assert browser.post(f"{at}/agree").status_code in (403, 404)
    assert rows(session, CompactMark) == []


def test_only_who_presides_marks_the_side_of_a_body(browser: TestClient, session: Session) -> None:
    duties(session)
    forum = body(session)
    made = draw(browser, session, f"body/{forum.slug}")
    at = f"/en/forum/{forum.slug}/compacts/{made.id}"
    browser.cookies.clear()
    assert browser.post(at).status_code == 403
    in_office(browser, session, forum, Office.MODERATOR)
    assert browser.post(at).status_code == 403
    assert browser.post(f"{at}/agree").status_code == 403
    listed = browser.get(f"/en/forum/{forum.slug}/compacts").text
    assert made.id not in listed


def speaks(browser: TestClient, session: Session, group: Group) -> Callable[[], None]:
    who = belongs(session, group, Belonging.REPRESENTATIVE)

    def come() -> None:
        browser.cookies.clear()
        member_in(browser, session, who)

    return come


@pytest.mark.both
def test_what_both_sides_agree_on_is_public_and_stays(
    browser: TestClient, session: Session, group: Group
) -> None:
    duties(session)
    made = draw(browser, session, "group/valley-women")
    council, theirs = f"{ALL}/{made.id}", f"/en/member/groups/valley-women/compacts/{made.id}"
    public = f"{PUBLIC}/compacts/{made.id}"
    assert agree(browser, council) == 422
    assert marked(browser, council, "partly_met") == 200
    assert agree(browser, council) == 422
    come = speaks(browser, session, group)
    come()
    assert "Compacts with the council" in browser.get("/en/member/groups/valley-women").text
    assert theirs in browser.get("/en/member/groups/valley-women/compacts").text
    assert "Partly met" in browser.get(theirs).text
    third = rows(session, PlanItem)[-1].id
    assert marked(browser, theirs, "met", **{f"comment.{third}": "We asked <b>all</b>"}) == 200
    assert agree(browser, theirs) == 200
    assert browser.get(public).status_code == 404
    officer(browser, session)
    assert "We asked" in browser.get(council).text
    assert agree(browser, council) == 200
    browser.cookies.clear()
    page = browser.get(public).text
    assert page.count("Partly met") == 2
    assert "We asked &lt;b&gt;all&lt;/b&gt;" in page
    assert public in browser.get(PUBLIC).text
    come()
    assert browser.post(theirs, data={f"met.{third}": "not_met"}).status_code == 409
    assert only(session, Compact).agreed["theirs"]["duties"][0]["assessment"] == "met"


def test_whatever_changes_takes_agreement_away(
    browser: TestClient, session: Session, group: Group
) -> None:
    duties(session)
    made = draw(browser, session, "group/valley-women")
    council, theirs = f"{ALL}/{made.id}", f"/en/member/groups/valley-women/compacts/{made.id}"
    marked(browser, council)
    come = speaks(browser, session, group)
    come()
    marked(browser, theirs)
    read = form(browser.get(theirs).text, f"{theirs}/agree")
    agree(browser, theirs)
    officer(browser, session)
    marked(browser, council, "not_met")
    assert only(session, Compact).theirs_agreed is None
    agree(browser, council)
    come()
    assert browser.post(f"{theirs}/agree", data=read).status_code == 409
    assert only(session, Compact).published is None
    one = rows(session, PlanItem)[-1]
    one.text = {"en": "Say whom they really speak for"}
    session.add(one)
    session.commit()
    assert agree(browser, theirs) == 200
    kept = only(session, Compact)
    assert (kept.council_agreed, kept.theirs_agreed, kept.published) == (None, today(), None)


def test_a_side_can_agree_no_more_and_nobody_saves_over_another(
    browser: TestClient, session: Session, group: Group
) -> None:
    duties(session)
    made = draw(browser, session, "group/valley-women")
    council = f"{ALL}/{made.id}"
    first = form(browser.get(council).text, council)
    marked(browser, council)
    name = next(name for name in first if name.startswith("comment."))
    page = browser.post(council, data=first | {name: "Mine, too"})
    assert page.status_code == 409
    assert "Mine, too" in page.text
    come = speaks(browser, session, group)
    come()
    theirs = f"/en/member/groups/valley-women/compacts/{made.id}"
    marked(browser, theirs)
    agree(browser, theirs)
    assert only(session, Compact).theirs_agreed == today()
    browser.post(f"{theirs}/agree", data={"_do": "take_back"})
    assert only(session, Compact).theirs_agreed is None
    actions = [row.action for row in rows(session, AuditEntry) if "compact" in row.action]
    marks = ["compact.marked"] * 2
    told = ["compact.drawn", *marks, "compact.agreed", "compact.agreement_taken_back"]
    assert actions == told


def test_the_chair_of_a_body_agrees_and_what_is_recorded_of_the_year_is_shown(
    browser: TestClient, session: Session
) -> None:
    duties(session)
    forum = body(session)
    meeting(session, forum, days=-3)
    made = draw(browser, session, f"body/{forum.slug}")
    council, theirs = f"{ALL}/{made.id}", f"/en/forum/{forum.slug}/compacts/{made.id}"
    marked(browser, council)
    browser.cookies.clear()
    chair(browser, session, forum)
    assert "What is recorded of this year" in browser.get(theirs).text
    marked(browser, theirs)
    agree(browser, theirs)
    officer(browser, session)
    agree(browser, council)
    assert f"{PUBLIC}/compacts/{made.id}" in browser.get(f"/en/forum/{forum.slug}/compacts").text


def test_drawing_twice_makes_one_and_a_group_that_is_hidden_takes_its_compact_along(
    browser: TestClient, session: Session, group: Group
) -> None:
    duties(session)
    made = draw(browser, session, "group/valley-women")
    assert draw(browser, session, "group/valley-women").id == made.id
    made.published, made.agreed = (
        today(),
        rules.content({side: ({"en": side.value}, []) for side in Side}, {}),
    )
    session.add(made)
    session.commit()
    assert browser.get(f"{PUBLIC}/compacts/{made.id}").status_code == 200
    group.shown = False
    session.add(group)
    session.commit()
    assert browser.get(f"{PUBLIC}/compacts/{made.id}").status_code == 404
    assert made.id not in browser.get(PUBLIC).text


def test_a_duty_without_a_mark_is_counted_on_both_sides() -> None:
    both = {side: ({"en": side.value}, [Duty(n, "", {"en": "It"})]) for n, side in enumerate(Side)}
    assert rules.unmarked(rules.content(both, {})) == 2
    assert rules.unmarked(rules.content(both, {0: Mark("met")})) == 1
    assert not rules.is_agreed(today(), None)
