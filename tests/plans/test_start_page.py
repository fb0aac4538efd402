"""The start page tells officers what is late in plans, and who can what waits to be signed off."""

from datetime import timedelta

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.languages.i18n import today
from portal.plans.rules import Standing, Status
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.plans.factories import STAFF, action, plan, reviewed

PAST = today() - timedelta(days=30)


def test_an_officer_sees_what_is_late_in_plans_that_count(
    browser: TestClient, session: Session
) -> None:
    late = action(session, of := plan(session), due=PAST)
    done = action(session, of, due=PAST, status=Status.DONE)
    draft = action(session, plan(session, slug="draft", standing=Standing.DRAFT), due=PAST)
    ended = today() - timedelta(days=200)
    old = action(session, plan(session, slug="old", ends=ended), due=PAST)
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.get("/en/staff").text
    assert f"{STAFF}/items/{late.id}" in page
    assert not any(f"/items/{one.id}" in page for one in (done, draft, old))


def test_what_is_late_in_the_newest_plan_comes_first_and_what_ended_crowds_nothing_out(
    browser: TestClient, session: Session
) -> None:
    ended = plan(session, slug="ended", ends=today() - timedelta(days=1))
    over = action(session, ended, due=PAST)
    own = plan(session, slug="own")
    late = [action(session, own, due=PAST - timedelta(days=n)) for n in range(2)]
    newest = action(session, plan(session, slug="newest"), due=PAST)
    source = plan(session, slug="elsewhere", source="Another council, 2006")
    many = [action(session, source, due=PAST - timedelta(days=900 + n)) for n in range(6)]
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.get("/en/staff").text
    places = [page.index(f'/items/{one.id}"') for one in (newest, late[1], late[0])]
    assert places == sorted(places)
    assert f'/items/{over.id}"' not in page
    assert sum(f'/items/{one.id}"' in page for one in many) == 2
    assert all(places[-1] < page.find(f'/items/{one.id}"') for one in many[-2:])


def test_whoever_could_sign_a_review_off_sees_that_it_waits(
    browser: TestClient, session: Session
) -> None:
    action(session, of := plan(session), due=PAST)
    waits = reviewed(session, of, asked=now())
    reviewed(session, of, asked=now(), signed=today())
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = browser.get("/en/staff").text
    assert f"{STAFF}/reviews/{waits.id}" in page
    assert page.count(f"{STAFF}/reviews/") == 1
    assert f"{STAFF}/items/" not in page


def test_nobody_else_is_told(browser: TestClient, session: Session) -> None:
    reviewed(session, of := plan(session), asked=now())
    action(session, of, due=PAST)
    sign_in(browser, session, account(session, Role.ANALYST))
    assert STAFF not in browser.get("/en/staff").text
