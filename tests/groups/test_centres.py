"""The report pages name the groups to which people can report hate, once an officer said so."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.groups.rules import State
from tests.accounts.factories import account, sign_in
from tests.groups.factories import DIRECTORY, STAFF, group, read
from tests.walking import versioned

PAGES = ("/en/help/speak-up", "/en/help")
ONE = f"{STAFF}/valley-women"


def named(browser: TestClient, words: str = "/en/groups/valley-women") -> list[bool]:
    return [words in browser.get(page).text for page in PAGES]


@pytest.mark.parametrize("state", [one for one in State if one not in ("listed", "verified")])
def test_a_group_that_is_not_in_the_directory_is_not_named(
    browser: TestClient, session: Session, state: State
) -> None:
    group(session, state=state, centre=True)
    assert named(browser) == [False, False]


def test_a_group_that_only_says_so_itself_is_not_named(
    browser: TestClient, session: Session
) -> None:
    group(session, centre_claimed=True)
    assert named(browser) == [False, False]


@pytest.mark.both
@pytest.mark.parametrize("state", [State.LISTED, State.VERIFIED])
def test_an_officer_has_a_group_named_and_not_named_again(
    browser: TestClient, session: Session, state: State
) -> None:
    group(session, state=state, telephone="01632 960777", telephone_public=True, language="so")
    sign_in(browser, session, account(session, Role.OFFICER))
    shown, hidden = f"{ONE}/centre-shown", f"{ONE}/centre-hidden"
    said = versioned(browser, ONE, shown) | {"centre_words": "Isniin kasta"}
    assert browser.post(shown, data=said).status_code == 200
    assert named(browser) == [True, True]
    assert named(browser, "01632960777") == [True, True]
    assert named(browser, '<bdi lang="so" dir="ltr">Isniin kasta</bdi>') == [True, True]
    assert "Isniin kasta" in browser.get(f"{DIRECTORY}/valley-women").text
    browser.post(hidden, data=versioned(browser, ONE, hidden))
    assert named(browser) == [False, False]
    assert read(session).centre is False


def test_a_number_that_is_not_public_is_not_named_there_either(
    browser: TestClient, session: Session
) -> None:
    group(session, centre=True, telephone="01632 960777")
    assert named(browser) == [True, True]
    assert named(browser, "960777") == [False, False]
