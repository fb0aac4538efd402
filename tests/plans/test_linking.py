"""Officers say what an item came of; it shows what residents said, and that what it led to."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.forum.topics.rules import Room
from portal.plans.linking.models import ItemLink
from portal.plans.rules import Standing
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body, only, rows
from tests.consultations.factories import consultation
from tests.forum.factories import topic
from tests.groups.factories import group
from tests.meetings.factories import meeting
from tests.plans.factories import PUBLIC, STAFF, action, plan


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    sign_in(browser, session, account(session, Role.OFFICER))
    return browser


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OFFICER])
def test_nobody_but_officers_says_what_an_item_came_of(
    browser: TestClient, session: Session, role: Role
) -> None:
    one, asked = action(session, plan(session)), consultation(session)
    at = f"{STAFF}/items/{one.id}/links"
    for come in (lambda: None, lambda: sign_in(browser, session, account(session, role))):
        browser.cookies.clear()
        come()
        sent = {"key": f"consultation/{asked.slug}"}
        assert browser.post(at, data=sent).status_code == 403
        assert browser.post(f"{at}/remove", data=sent).status_code == 403
    assert rows(session, ItemLink) == []


def test_what_is_not_public_or_does_not_exist_cannot_be_chosen(
    officer: TestClient, session: Session
) -> None:
    secret = topic(session, body(session), room=Room.MEMBERS).id
    at = f"{STAFF}/items/{action(session, plan(session)).id}/links"
    assert secret not in officer.get(at).text
    for key in ("", "wish/1", f"topic/{secret}"):
        page = officer.post(at, data={"key": key})
        assert page.status_code == 422
    assert rows(session, ItemLink) == []


@pytest.mark.both
def test_an_item_shows_what_residents_said_and_that_shows_what_it_led_to(
    officer: TestClient, session: Session
) -> None:
    forum = body(session)
    asked, about = consultation(session), topic(session, forum)
    held, heard = meeting(session, forum, days=-3), group(session, "Valley Women")
    one = action(session, plan(session), text={"en": "Train every school at once"})
    at = f"{STAFF}/items/{one.id}/links"
    places = {
        f"consultation/{asked.slug}": f"/en/consultations/{asked.slug}",
        f"topic/{about.id}": f"/en/forum/{forum.slug}/topics/{about.id}",
        f"meeting/{held.id}": f"/en/forum/{forum.slug}/meetings/{held.id}",
        f"group/{heard.slug}": "",
    }
    for key in places:
        for _ in range(2):
            officer.post(at, data={"key": key})
    assert [row.key for row in rows(session, ItemLink)] == list(places)
    page = officer.get(f"{PUBLIC}/{one.id}").text
    assert "What residents said about it" in page
    for place in filter(None, places.values()):
        assert place in page
        told = officer.get(place).text
        assert "What it led to" in told
        assert f'{PUBLIC}/{one.id}"' in told
    officer.post(f"{at}/remove", data={"key": f"topic/{about.id}"})
    assert "What it led to" not in officer.get(places[f"topic/{about.id}"]).text
    logged = [row.action for row in rows(session, AuditEntry) if "link" in row.action]
    assert logged == [*["plan.item_linked"] * 4, "plan.item_unlinked"]


def test_a_draft_shows_nowhere_what_it_came_of(officer: TestClient, session: Session) -> None:
    asked = consultation(session)
    one = action(session, plan(session, standing=Standing.DRAFT))
    officer.post(f"{STAFF}/items/{one.id}/links", data={"key": f"consultation/{asked.slug}"})
    assert only(session, ItemLink).item_id == one.id
    assert "What it led to" not in officer.get(f"/en/consultations/{asked.slug}").text
