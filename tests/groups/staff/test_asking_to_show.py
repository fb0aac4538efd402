"""What an officer would newly show of how a group is reached waits for the yes of the group."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.groups import changes, links
from portal.groups.links import Purpose
from portal.groups.rules import CONTACTS, State
from portal.languages.i18n import today
from portal.store.db import now
from tests.accounts.factories import account, sign_in
from tests.groups.factories import DIRECTORY, EMAIL, ENTRY, STAFF, group, mails, newest_link, read
from tests.walking import versioned

ONE = f"{STAFF}/valley-women"
PAGE = f"{DIRECTORY}/valley-women"
NUMBER = {"telephone": "01632 960123", "telephone_public": "yes"}


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    """Sign an officer in."""
    sign_in(browser, session, account(session, Role.OFFICER))
    return browser


def edit(browser: TestClient, **said: Any) -> Any:
    return browser.post(f"{ONE}/edit", data=ENTRY | versioned(browser, f"{ONE}/edit") | said)


def telephone(browser: TestClient, code: str) -> int:
    day = today() - timedelta(days=1)
    sent = versioned(browser, ONE, f"{ONE}/{code}") | {f"{code}_who": "Amina Ali"}
    sent |= {f"{code}_day.{name}": str(getattr(day, name)) for name in ("day", "month", "year")}
    return browser.post(f"{ONE}/{code}", data=sent).status_code


@pytest.mark.both
@pytest.mark.parametrize("state", [State.LISTED, State.VERIFIED])
def test_a_new_contact_is_shown_once_the_group_said_yes_by_its_link(
    officer: TestClient, session: Session, state: State
) -> None:
    group(session, state=state)
    edit(officer, serves="We sing.", **NUMBER)
    assert read(session).serves == "We sing."
    assert NUMBER["telephone"] not in officer.get(PAGE).text
    assert "This is shown once the group says yes" in officer.get(ONE).text
    path = newest_link(session)
    assert NUMBER["telephone"] in officer.get(path).text
    assert not read(session).telephone_public
    for _ in range(2):
        assert "We noted your answer." in officer.post(path, data={"_do": "yes"}).text
    assert NUMBER["telephone"] in officer.get(PAGE).text


def test_a_no_shows_nothing_and_closes_nothing(officer: TestClient, session: Session) -> None:
    group(session)
    edit(officer, **NUMBER)
    officer.post(newest_link(session), data={"_do": "no"})
    kept = read(session)
    assert (kept.state, kept.telephone, kept.proposed) == (State.LISTED, "", {})
    assert kept.email == EMAIL


@pytest.mark.parametrize(("code", "shown"), [("agree", True), ("refuse", False)])
def test_the_group_answers_by_telephone(
    officer: TestClient, session: Session, code: str, shown: bool
) -> None:
    group(session, email="")
    edit(officer, email="", **NUMBER)
    assert mails(session) == []
    assert telephone(officer, code) == 200
    assert (NUMBER["telephone"] in officer.get(PAGE).text) is shown
    assert read(session).state is State.LISTED


def test_what_was_the_councils_alone_is_not_shown_by_a_tick(
    officer: TestClient, session: Session
) -> None:
    group(session, contact_name="Amina Ali")
    edit(officer, contact_name="Amina Ali", contact_name_public="yes", email_public="yes")
    page = officer.get(PAGE).text
    assert "Amina Ali" not in page
    assert EMAIL not in page
    form = officer.get(f"{ONE}/edit").text
    assert "checked" in form.partition('name="contact_name_public"')[2].partition(">")[0]


def test_what_is_taken_away_goes_at_once_and_asking_ends_with_it(
    officer: TestClient, session: Session
) -> None:
    group(session, telephone=NUMBER["telephone"], telephone_public=True)
    edit(officer, telephone="01632 960124", telephone_public="yes")
    assert NUMBER["telephone"] in officer.get(PAGE).text
    path = newest_link(session)
    edit(officer, telephone=NUMBER["telephone"])
    assert NUMBER["telephone"] not in officer.get(PAGE).text
    assert read(session).proposed == {}
    assert officer.post(path, data={"_do": "yes"}).status_code in (404, 410)


def test_what_a_group_asked_for_itself_is_decided_first(
    officer: TestClient, session: Session
) -> None:
    made = group(session)
    said: dict[str, Any] = {"name": "Women of Power", "centre_claimed": False}
    said |= dict.fromkeys(CONTACTS, "") | {f"{name}_public": False for name in CONTACTS}
    changes.of_group(session, made, said | {"email": EMAIL})
    session.commit()
    page = edit(officer, **NUMBER)
    assert page.status_code == 422
    assert "Decide about those first." in page.text
    assert read(session).proposed == {"name": "Women of Power"}


@pytest.mark.both
def test_a_new_address_is_confirmed_anew_and_the_old_one_told(
    officer: TestClient, session: Session
) -> None:
    made = group(session)
    old = links.make(session, made, Purpose.RENEW, now())
    session.commit()
    edit(officer, email="new@groups.example")
    kept = read(session)
    assert (kept.email, kept.confirmed, kept.state) == ("new@groups.example", None, State.LISTED)
    told = {one.recipient: one.body for one in mails(session)}
    assert sorted(told) == [EMAIL, "new@groups.example"]
    assert "The council changed the entry" in told[EMAIL]
    assert "Valley" not in told["new@groups.example"]
    assert officer.get(f"/en/groups/link/{old}").status_code in (404, 410)
    officer.post(newest_link(session, "new@groups.example"))
    assert read(session).confirmed == today()


def test_a_group_that_has_not_said_yes_reads_all_of_it_at_its_new_address(
    officer: TestClient, session: Session
) -> None:
    group(session, state=State.WAITING, agreed=None, confirmed=None)
    edit(officer, email="new@groups.example", **NUMBER)
    path = newest_link(session, "new@groups.example")
    assert NUMBER["telephone"] in officer.get(path).text
    officer.post(path, data={"_do": "yes"})
    assert NUMBER["telephone"] in officer.get(PAGE).text
