"""A body to which nobody owes its answers: officers and the operator are told."""

from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.bodies.rules import Stage
from portal.bodies.staff import start_page
from portal.settings import Settings
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import body

TITLE = "Bodies without an officer who owes answers"


def told(session: Session, settings: Settings) -> list[str]:
    return [one.message for one in start_page.findings(session, settings)]


@pytest.mark.both
@pytest.mark.parametrize("gone", [{"disabled": True}, {"roles": []}, {"password_hash": ""}, None])
def test_an_open_body_whose_officer_cannot_sign_in_is_named(
    browser: TestClient, session: Session, settings: Settings, gone: dict[str, Any] | None
) -> None:
    owing = account(session, Role.OFFICER, **gone).id if gone else None
    body(session, answers_id=owing)
    (message,) = told(session, settings)
    assert "race-equality" in message
    sign_in(browser, session, account(session, Role.OFFICER))
    page = browser.get("/en/staff").text
    assert TITLE in page
    assert "/en/staff/forum/race-equality#answers" in page
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    assert TITLE not in browser.get("/en/staff").text


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CLOSED])
def test_a_body_that_is_not_open_needs_no_officer(
    session: Session, settings: Settings, stage: Stage
) -> None:
    body(session, stage=stage, answers_id=None)
    assert told(session, settings) == []


def test_a_body_that_has_its_officer_is_not_named(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    body(session)
    assert told(session, settings) == []
    sign_in(browser, session, account(session, Role.OFFICER))
    assert TITLE not in browser.get("/en/staff").text
