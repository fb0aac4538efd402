"""Whoever leads something gets one link a quarter, and reports there without an account."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.languages.i18n import today
from portal.plans.history import Period
from portal.plans.leading import asking, rules
from portal.plans.leading.models import ChecklistAnswer, Lead, LeadLink
from portal.plans.models import Plan, PlanItem, Progress
from portal.plans.reviews.models import Review
from portal.plans.reviews.rules import Kind as Reviewed
from portal.plans.rules import Kind, Standing, Status
from portal.store.audit import AuditEntry
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import only, read, rows
from tests.members.factories import link_in, member, outbox
from tests.members.factories import sign_in as member_in
from tests.plans import factories
from tests.plans.factories import PUBLIC, action, item, kept, lead, plan, token
from tests.plans.factories import ROLE as NAME

ALL = "/en/staff/plans/leads"
DAY = date(2026, 5, 20)


def linked(session: Session, one: Lead, **changes: Any) -> str:
    """Keep a link of this quarter, and give its address."""
    return f"/en/plans/leads/{token(session, factories.linked(session, one, **changes))}"


def housing(session: Session, of: Plan | None = None, **changes: Any) -> PlanItem:
    return action(session, of or plan(session), **({"leads": [NAME]} | changes))


def form(one: PlanItem, **said: str) -> dict[str, str]:
    return {"language": "pl", **{f"{name}.{one.id}": text for name, text in said.items()}}


def signed(session: Session, of: Plan, since: date, until: date) -> Review:
    days: dict[str, Any] = {"since": since, "until": until, "drawn": until, "signed": today()}
    return kept(session, Review(plan_id=of.id or 0, kind=Reviewed.YEARLY, counts={}, **days))


def officer(browser: TestClient, session: Session) -> None:
    sign_in(browser, session, account(session, Role.OFFICER))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (DAY, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_has_its_three_months(day: date, first: date, last: date) -> None:
    assert rules.quarter_of(day) == Period(first, last)
    assert rules.until(Period(first, last)) == last + timedelta(days=14)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Head of housing", "  HEAD of  Housing.", True),
        ("Gwasanaeth tŷ", "gwasanaeth ty", True),
        ("Head of housing", "Head of schools", False),
    ],
)
def test_roles_that_are_spelled_alike_are_one(one: str, other: str, alike: bool) -> None:
    assert (rules.spelled(one) == rules.spelled(other)) is alike


@pytest.mark.parametrize(
    ("starts", "ends", "followed", "counts"),
    [
        (None, None, False, True),
        (None, None, True, False),
        (date(2025, 4, 1), date(2026, 3, 31), False, False),
        (date(2025, 4, 1), date(2026, 4, 1), True, True),
        (date(2026, 7, 1), None, False, False),
    ],
)
def test_a_plan_counts_in_the_quarters_of_its_days(
    starts: date | None, ends: date | None, followed: bool, counts: bool
) -> None:
    quarter = rules.quarter_of(DAY)
    assert rules.is_current(quarter, starts, ends, is_followed=followed) is counts


@pytest.mark.parametrize(
    ("since", "until", "reviewed"),
    [
        (date(2026, 1, 1), date(2026, 3, 31), False),
        (date(2026, 1, 1), date(2026, 5, 31), False),
        (date(2026, 1, 1), date(2026, 6, 1), True),
        (date(2025, 7, 1), date(2026, 6, 30), True),
        (date(2026, 7, 1), date(2026, 7, 9), False),
    ],
)
def test_a_quarter_is_reviewed_by_a_review_that_reaches_its_last_month(
    since: date, until: date, reviewed: bool
) -> None:
    assert rules.is_reviewed(rules.quarter_of(DAY), [Period(since, until)]) is reviewed


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_sees_or_changes_who_leads_what(
    browser: TestClient, session: Session, role: Role
) -> None:
    one = lead(session)
    plan(session, slug="checklist", kind=Kind.CHECKLIST)
    for come in (
        lambda: None,
        lambda: sign_in(browser, session, account(session, role)),
        lambda: member_in(browser, session, member(session)),
    ):
        browser.cookies.clear()
        come()
        for path in ("/new", f"/{one.id}", f"/{one.id}/link", "/send"):
            sent = {"name": "Mine", "language": "en"}
            assert browser.post(f"{ALL}{path}", data=sent).status_code == 403, path
        for path in (ALL, "/en/staff/plans/checklist/answers"):
            reply = browser.get(path, follow_redirects=False)
            assert reply.status_code in (303, 403), path
    assert only(session, Lead).name == NAME
    assert outbox(session) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Which role or organisation"),
        ({"name": "HEAD OF HOUSING"}, "spelled alike already"),
        ({"email": "nobody"}, "Write an email address"),
        ({"language": "xx"}, "Choose one of the answers"),
    ],
)
def test_a_lead_who_cannot_be_is_refused_and_stays_in_the_form(
    browser: TestClient, session: Session, changes: dict[str, str], said: str
) -> None:
    lead(session)
    officer(browser, session)
    sent = {"name": "Our schools", "email": "schools@council.example", "language": "en"}
    page = browser.post(f"{ALL}/new", data=sent | changes)
    assert page.status_code == 422
    assert said in page.text
    assert len(rows(session, Lead)) == 1


def test_officers_see_who_leads_what_in_current_plans(
    browser: TestClient, session: Session
) -> None:
    named = ["Head of housing", "Head of schools", "[initials removed]"]
    one = housing(session, leads=named)
    housing(session, session.get_one(Plan, one.plan_id), leads=["HEAD OF HOUSING"])
    housing(session, plan(session, slug="draft", standing=Standing.DRAFT), leads=["Nobody yet"])
    housing(session, plan(session, slug="old", ends=today() - timedelta(days=200)), leads=["Gone"])
    officer(browser, session)
    page = browser.get(ALL).text
    assert page.count("ead of housing</bdi>") == 1
    assert "Head of schools" in page
    assert "Nobody yet" not in page
    assert "initials removed" not in page
    assert "Gone" not in page
    assert 'value="Head of schools"' in browser.get(f"{ALL}/new?name=Head+of+schools").text


@pytest.mark.both
def test_a_link_is_mailed_once_to_whoever_has_an_address_and_something_to_report(
    browser: TestClient, session: Session
) -> None:
    housing(session)
    one = lead(session, language="pl")
    lead(session, name="Head of schools", email="schools@partner.example")
    lead(session, name="No address", email="")
    officer(browser, session)
    for _ in range(2):
        browser.post(f"{ALL}/send")
    (mail,) = outbox(session)
    assert mail.recipient == "housing@partner.example"
    assert NAME in mail.body
    assert "/pl/plans/leads/" in link_in(mail)
    made = only(session, LeadLink)
    assert (made.lead_id, made.sent) == (one.id, today())
    assert [entry.action for entry in rows(session, AuditEntry)] == ["plan.lead_asked"]
    assert "Not reported" in browser.get(ALL).text


def test_a_link_opens_a_page_with_a_button_and_nothing_happens_by_looking(
    browser: TestClient, session: Session
) -> None:
    one = housing(session)
    at = linked(session, lead(session))
    page = browser.get(at)
    assert page.headers["cache-control"] == "no-store"
    assert f"{at}/items" in page.text
    assert "Train every school" not in page.text
    items = browser.get(f"{at}/items").text
    assert "Train every school" in items
    assert f'name="words.{one.id}"' in items
    assert "Everybody can read this. Name nobody and give no telephone number." in items
    assert only(session, LeadLink).reported is None


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked": date(2026, 1, 1)},
        {"until": date(2026, 1, 1)},
        {"email": "before@partner.example"},
    ],
)
def test_a_link_that_ended_opens_nothing_and_takes_nothing(
    browser: TestClient, session: Session, changes: dict[str, Any]
) -> None:
    one = housing(session)
    at = linked(session, lead(session), **changes)
    for path in (at, f"{at}/items", f"{at[:-1]}x", "/en/plans/leads/made-up/items"):
        assert browser.get(path).status_code == 410
    assert browser.post(f"{at}/items", data=form(one, words="Mine")).status_code == 410
    assert rows(session, Progress) == []


def test_a_link_is_refused_for_what_somebody_else_leads(
    browser: TestClient, session: Session
) -> None:
    mine = housing(session)
    of = session.get_one(Plan, mine.plan_id)
    theirs = housing(session, of, leads=["Head of schools"])
    draft = housing(session, plan(session, slug="draft", standing=Standing.DRAFT))
    at = f"{linked(session, lead(session))}/items"
    for other in (theirs, draft):
        sent = form(mine, words="Mine") | form(other, words="Theirs")
        assert browser.post(at, data=sent).status_code == 403
    assert rows(session, Progress) == []


@pytest.mark.both
def test_what_a_lead_reports_is_public_and_signed_by_the_role(
    browser: TestClient, session: Session
) -> None:
    one = housing(session, status=Status.NOT_STARTED)
    other = housing(session, plan(session, slug="another-plan"), leads=["head of Housing"])
    at = f"{linked(session, lead(session))}/items"
    sent = form(one, words="Dziesięć osób.", state="under_way", evidence="https://a.example/1")
    for _ in range(2):
        browser.post(at, data=sent | form(other, state="stopped"))
    second, first = rows(session, Progress)
    assert (first.by_role, first.language, first.words) == (NAME, "pl", "Dziesięć osób.")
    assert (first.status, first.by_lead, first.was) == (
        "under_way",
        True,
        {"status": "not_started"},
    )
    assert (second.item_id, second.words, second.status) == (other.id, "", "stopped")
    assert read(session, one).status is Status.UNDER_WAY
    assert only(session, LeadLink).reported == today()
    page = browser.get(f"{PUBLIC}/{one.id}").text
    assert "Dziesięć osób." in page
    assert "Reported by whoever leads it" in page
    assert "https://a.example/1" in page
    assert "housing@partner.example" not in page
    log = rows(session, AuditEntry)
    assert {(entry.actor, entry.action) for entry in log} == {("lead", "plan.reported_by_lead")}
    officer(browser, session)
    assert "Not reported" not in browser.get(ALL).text


@pytest.mark.parametrize(
    ("said", "changes", "message"),
    [
        ({"words": "x" * 1_501}, {}, "Write at most"),
        ({"state": "met"}, {}, "Choose one of the answers"),
        ({"state": "done"}, {}, "Say what was done, or what shows it."),
        ({"evidence": "https://a.example"}, {}, "Say what was done, or how far it is."),
        ({"words": "Good"}, {"language": "nothing"}, "Choose one of the languages"),
    ],
)
def test_nothing_is_lost_when_one_thing_is_wrong(
    browser: TestClient,
    session: Session,
    said: dict[str, str],
    changes: dict[str, str],
    message: str,
) -> None:
    one = housing(session)
    other = housing(session, session.get_one(Plan, one.plan_id))
    at = f"{linked(session, lead(session))}/items"
    sent = form(one, **said) | form(other, words="Wszystko gotowe") | changes
    page = browser.post(at, data=sent)
    assert page.status_code == 422
    assert message in page.text
    assert "Wszystko gotowe" in page.text
    assert rows(session, Progress) == []


def test_changing_the_language_of_the_page_keeps_what_was_typed_and_sends_nothing(
    browser: TestClient, session: Session
) -> None:
    one = housing(session)
    at = f"{linked(session, lead(session))}/items"
    page = browser.post(at, data=form(one, words="Jeszcze nie") | {"_switch": "ur"})
    assert page.url.path.startswith("/ur/plans/leads/")
    assert "Jeszcze nie" in page.text
    assert rows(session, Progress) == []


def test_all_languages_come_once_a_lead_asks_for_them_and_nothing_typed_is_lost(
    browser: TestClient, session: Session
) -> None:
    one = housing(session)
    at = f"{linked(session, lead(session))}/items"
    assert '<option value="wo">' not in browser.get(at).text
    sent = form(one, words="Jeszcze nie") | {"_switch": ""}
    page = browser.post(f"{at}?all=languages", data=sent).text
    assert '<option value="wo">' in page
    assert '<option value="pl" selected>' in page
    assert "Jeszcze nie" in page
    assert rows(session, Progress) == []


@pytest.mark.both
def test_once_the_review_of_the_quarter_is_signed_the_link_takes_nothing_of_that_plan(
    browser: TestClient, session: Session
) -> None:
    one = housing(session)
    other = housing(session, plan(session, slug="another-plan"))
    of = session.get_one(Plan, one.plan_id)
    at = f"{linked(session, lead(session))}/items"
    quarter = rules.quarter_of(today())
    signed(session, of, quarter.since - timedelta(days=90), quarter.since - timedelta(days=1))
    browser.post(at, data=form(one, words="Still open"))
    assert only(session, Progress).words == "Still open"
    signed(session, of, quarter.since, quarter.until)
    page = browser.post(at, data=form(one, words="Too late") | form(other, words="In time"))
    assert page.status_code == 409
    assert "Too late" in page.text
    assert "In time" in page.text
    assert len(rows(session, Progress)) == 1
    browser.post(at, data=form(other, words="In time"))
    assert [report.words for report in rows(session, Progress)] == ["Still open", "In time"]


def questions(session: Session) -> tuple[Plan, PlanItem, PlanItem]:
    of = plan(session, slug="checklist", kind=Kind.CHECKLIST, levels=["question"])
    first = item(session, of, text={"en": "Is it planned?"}, number="1")
    return of, first, item(session, of, text={"en": "Is it watched?"}, number="2", place=1)


@pytest.mark.both
def test_a_school_answers_a_checklist_and_what_it_leaves_open_is_no_no(
    browser: TestClient, session: Session
) -> None:
    of, first, second = questions(session)
    at = f"{linked(session, lead(session, name='Valley School', checklists=[of.id]))}/items"
    lead(session, name="Hill School", email="", checklists=[of.id])
    page = browser.get(at).text
    version = page.partition('name="_version" value="')[2].partition('"')[0]
    sent = form(first, answer="partly", comment="W tym roku.") | form(second, answer="")
    browser.post(at, data=sent | {"_version": version})
    kept_answer = only(session, ChecklistAnswer)
    assert (kept_answer.answer, kept_answer.comment) == ("partly", "W tym roku.")
    assert kept_answer.language == "pl"
    assert read(session, first).assessment == ""
    stale = browser.post(at, data=form(first, answer="no") | {"_version": version})
    assert stale.status_code == 409
    assert only(session, ChecklistAnswer).answer == "partly"
    officer(browser, session)
    page = browser.get("/en/staff/plans/checklist/answers").text
    assert "Valley School" in page
    assert "W tym roku." in page
    numbers = re.findall(
        r"cell--numeric[^>]*>(?:\s*<[^>]+>[^<]*</[^>]+>)?\s*(?:<[^>]+>)?(\d+)", page
    )
    assert [int(number) for number in numbers] == [0, 1, 0, 1, 0, 0, 0, 2]


def test_a_requirement_is_said_to_be_met_by_whoever_leads_it(
    browser: TestClient, session: Session
) -> None:
    of = plan(session, kind=Kind.SELF_ASSESSMENT, levels=["requirement"])
    one = item(session, of, leads=[NAME])
    at = f"{linked(session, lead(session))}/items"
    browser.post(at, data=form(one, state="partly_met", words="Half"))
    assert read(session, one).assessment == "partly_met"
    assert only(session, Progress).assessment == "partly_met"


def test_a_new_link_ends_the_last_one_and_an_officer_ends_it_alone(
    browser: TestClient, session: Session
) -> None:
    housing(session)
    one = lead(session)
    at = linked(session, one)
    officer(browser, session)
    browser.post(f"{ALL}/{one.id}/link", data={"_do": "send"})
    assert browser.get(at).status_code == 410
    fresh = link_in(outbox(session)[0])
    assert browser.get(fresh).status_code == 200
    browser.post(f"{ALL}/{one.id}/link", data={"_do": "revoke"})
    assert browser.get(fresh).status_code == 410


def test_nothing_is_mailed_to_whoever_leads_nothing(browser: TestClient, session: Session) -> None:
    one = lead(session)
    officer(browser, session)
    page = browser.post(f"{ALL}/{one.id}/link", data={"_do": "send"})
    assert page.status_code == 422
    assert "Nothing is theirs" in page.text
    assert (outbox(session), rows(session, LeadLink)) == ([], [])


def at_noon(day: date) -> datetime:
    return now().replace(year=day.year, month=day.month, day=day.day, hour=12)


@pytest.mark.both
def test_links_are_mailed_by_themselves_in_the_last_month_and_one_reminder_follows(
    session: Session,
) -> None:
    housing(session)
    lead(session)
    quarter = rules.quarter_of(today())
    last_month = date(quarter.until.year, quarter.until.month, 1)
    asking.due(session, at_noon(last_month - timedelta(days=1)))
    session.commit()
    assert outbox(session) == []
    for _ in range(2):
        asking.due(session, at_noon(last_month))
        session.commit()
    assert len(outbox(session)) == 1
    until = rules.until(quarter)
    for days in (8, 7, 6, 0):
        asking.due(session, at_noon(until - timedelta(days=days)))
        session.commit()
    mails = outbox(session)
    assert [mail.subject for mail in mails].count(
        "Please report what was done: the link ends soon"
    ) == 1
    assert only(session, LeadLink).reminded == until - timedelta(days=7)


def test_whoever_reported_is_not_reminded(session: Session) -> None:
    housing(session)
    linked(session, lead(session), reported=today())
    asking.due(session, at_noon(rules.until(rules.quarter_of(today())) - timedelta(days=1)))
    session.commit()
    assert outbox(session) == []


def test_what_is_long_ago_is_forgotten(session: Session) -> None:
    linked(session, lead(session), until=today() - timedelta(days=401))
    asking.forget(session, now())
    session.commit()
    assert rows(session, LeadLink) == []
