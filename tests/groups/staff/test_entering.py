"""An officer writes and corrects entries by hand: nothing is shown before the group's yes."""

from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.groups import choosing, keeping
from portal.groups.rules import State
from portal.store.audit import AuditEntry
from tests.accounts.factories import account, sign_in
from tests.groups.factories import DIRECTORY, ENTRY, STAFF, areas, group, link_in, mails, read
from tests.walking import versioned

NEW = f"{STAFF}/new"
EDIT = f"{STAFF}/valley-women/edit"


@pytest.fixture
def officer(browser: TestClient, session: Session) -> TestClient:
    """Sign an officer in."""
    sign_in(browser, session, account(session, Role.OFFICER))
    return browser


def edit(browser: TestClient, **changes: Any) -> Any:
    return browser.post(EDIT, data=ENTRY | versioned(browser, EDIT) | changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": ""}, "Write an email address or a telephone number."),
        ({"name": "Voices"}, "looks like the name of somebody else"),
        ({"serves": "s" * 60_000}, "at most 1500"),
    ],
)
def test_a_wrong_entry_is_not_kept_and_not_lost(
    officer: TestClient, session: Session, changes: dict[str, str], message: str
) -> None:
    page = officer.post(NEW, data=ENTRY | {"wishes": "Ring first"} | changes)
    assert page.status_code == 422
    assert message in page.text
    assert "Ring first" in page.text
    assert mails(session) == []


@pytest.mark.both
def test_an_entry_of_an_officer_is_shown_once_the_group_says_yes(
    officer: TestClient, session: Session
) -> None:
    page = officer.post(NEW, data=ENTRY | {"email_public": "yes"})
    assert page.url.path == f"{STAFF}/valley-women"
    assert read(session).state is State.WAITING
    assert officer.get(f"{DIRECTORY}/valley-women").status_code == 404
    officer.post(link_in(mails(session)[-1].body), data={"_do": "yes"})
    assert officer.get(f"{DIRECTORY}/valley-women").status_code == 200


def test_a_group_without_email_is_entered_with_its_telephone(
    officer: TestClient, session: Session
) -> None:
    officer.post(NEW, data=ENTRY | {"email": "", "telephone": "01632 960123"})
    assert read(session).telephone == "01632 960123"
    assert mails(session) == []


@pytest.mark.both
def test_an_entry_is_corrected_found_anew_and_its_group_told(
    officer: TestClient, session: Session
) -> None:
    group(session)
    edit(officer, name="Valley Sisters", speaks="Urdu")
    assert "Valley Sisters" in officer.get(DIRECTORY, params={"q": "urdu sisters"}).text
    assert "No group matches" in officer.get(DIRECTORY, params={"q": "somali"}).text
    assert "changed the entry" in mails(session)[-1].body
    row = session.exec(select(AuditEntry).where(AuditEntry.action == "group.changed")).one()
    assert row.details == {"fields": ["name", "speaks"]}


@pytest.mark.both
def test_nobody_saves_over_what_a_colleague_saved(officer: TestClient, session: Session) -> None:
    group(session)
    form = ENTRY | versioned(officer, EDIT) | {"serves": "Mine"}
    keeping.change(session, read(session), {"serves": "Theirs"})
    session.commit()
    page = officer.post(EDIT, data=form)
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    assert read(session).serves == "Theirs"


def test_saving_twice_changes_nothing_more(officer: TestClient, session: Session) -> None:
    group(session)
    form = ENTRY | versioned(officer, EDIT) | {"serves": "Mine"}
    for _ in range(2):
        assert officer.post(EDIT, data=form).status_code == 200
    assert len(mails(session)) == 1


def test_areas_are_named_by_an_administrator_and_then_chosen(
    browser: TestClient, session: Session
) -> None:
    areas(session, "upper")
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = f"{STAFF}/settings/areas"
    shown = browser.get(page).text
    version = shown.partition('name="_version" value="')[2].partition('"')[0]
    sent = {"_version": version, "areas.0.label.en": "Upper", "areas.1.label.en": "Lower valley"}
    assert browser.post(page, data=sent).status_code == 200
    assert "Lower valley" in browser.get(f"{DIRECTORY}/apply").text
    assert 'value="upper"' in browser.get(f"{DIRECTORY}/apply").text


def test_services_are_named_beside_areas_and_neither_list_loses_the_other(
    browser: TestClient, session: Session
) -> None:
    areas(session, "upper")
    sign_in(browser, session, account(session, Role.ADMINISTRATOR))
    page = f"{STAFF}/settings/services"
    shown = browser.get(page).text
    version = shown.partition('name="_version" value="')[2].partition('"')[0]
    sent = {"_version": version, "services.0.label.en": "Housing", "services.2.label.en": "Parks"}
    assert browser.post(page, data=sent).status_code == 200
    session.rollback()
    listed = choosing.services(session)
    assert [one.label["en"] for one in listed] == ["Housing", "Parks", "Something else"]
    assert all(one.code.startswith("service-") for one in listed[:-1])
    assert [one.code for one in choosing.areas(session)] == ["upper", "everywhere"]
