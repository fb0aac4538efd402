"""Anybody comments on a plan that is public, on a card of its own, and an officer sees on which."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.complaints.models import Comment
from portal.plans.rules import Standing
from tests.accounts.factories import account, sign_in
from tests.bodies.factories import only, rows
from tests.complaints.factories import CODE, SENT_CARD
from tests.plans.factories import PUBLIC, SLUG, plan

CARD = f"/en/comment/plans/{SLUG}"


@pytest.mark.parametrize("changes", [{"standing": Standing.DRAFT}, {"slug": "another"}])
def test_there_is_no_card_on_a_plan_that_nobody_reads(
    browser: TestClient, session: Session, changes: dict[str, str]
) -> None:
    plan(session, **changes)
    assert browser.get(CARD).status_code == 404
    assert browser.post(CARD, data=SENT_CARD).status_code == 404
    assert rows(session, Comment) == []


def test_an_empty_card_is_refused_and_stays_about_the_plan(
    browser: TestClient, session: Session
) -> None:
    plan(session)
    page = browser.post(CARD, data=SENT_CARD | {"well": "", "wrong": ""})
    assert page.status_code == 422
    assert f'action="{CARD}"' in page.text
    assert "Race equality plan" in page.text


@pytest.mark.both
def test_a_card_on_a_plan_is_kept_once_and_says_on_which(
    browser: TestClient, session: Session
) -> None:
    plan(session)
    assert f'href="{CARD}"' in browser.get(PUBLIC).text
    for _ in range(2):
        browser.post(CARD, data=SENT_CARD)
    one = only(session, Comment)
    assert one.about == f"plan/{SLUG}"
    assert "Race equality plan" in browser.post("/en/receipt", data={"receipt_code": CODE}).text
    sign_in(browser, session, account(session, Role.OFFICER))
    assert "Race equality plan" in browser.get(f"/en/staff/comments/{one.id}").text


def test_the_same_words_on_something_else_are_another_card(
    browser: TestClient, session: Session
) -> None:
    plan(session)
    browser.post(CARD, data=SENT_CARD)
    assert browser.post("/en/comment", data=SENT_CARD).status_code == 409
    assert only(session, Comment).about == f"plan/{SLUG}"
