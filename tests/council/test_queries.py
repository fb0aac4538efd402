import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.council import queries
from portal.council.rules import Council
from tests.council.factories import council, finished

pytestmark = pytest.mark.both


def test_before_anything_is_saved_the_defaults_hold(session: Session) -> None:
    assert queries.current(session) == Council()
    assert queries.version(session) == 0


def test_saved_settings_are_seen_at_once_and_counted(session: Session) -> None:
    queries.current(session)
    council(session)
    assert queries.current(session) == finished()
    assert queries.stored(session) == finished()
    assert queries.version(session) == 1


def test_pages_about_a_failure_know_the_last_settings(
    browser: TestClient, session: Session
) -> None:
    council(session)
    browser.get("/en/")
    assert queries.last_known(browser.app_state["memory"]) == finished()
