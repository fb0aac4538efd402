"""A group changes and closes its own entry; its name and contact only after an officer looked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.groups import keeping, links
from portal.groups.links import Purpose
from portal.groups.models import GroupLink
from portal.groups.rules import Act, State
from portal.languages.i18n import today
from portal.store.db import now
from tests.groups.factories import DIRECTORY, EMAIL, ENTRY, group, link_in, mails, read
from tests.walking import versioned

OVER = "This link is over"


def opened(browser: TestClient, session: Session) -> str:
    """Open the entry of the group by a link, and give its address."""
    session.rollback()
    token = links.make(session, read(session), Purpose.OPEN, now())
    session.commit()
    return browser.post(f"{DIRECTORY}/link/{token}").url.path


def change(browser: TestClient, entry: str, **changes: Any) -> Any:
    return browser.post(entry, data=ENTRY | versioned(browser, entry) | changes)


@pytest.mark.both
def test_what_a_group_says_of_itself_is_shown_at_once(
    browser: TestClient, session: Session
) -> None:
    group(session)
    page = change(browser, opened(browser, session), serves="We sing now.", speaks="Oromo")
    assert "Your changes are kept." in page.text
    assert "We sing now." in browser.get(f"{DIRECTORY}/valley-women").text
    assert "Valley Women" in browser.get(DIRECTORY, params={"q": "oromo"}).text
    assert read(session).waits is False


def test_a_new_name_or_contact_waits_for_an_officer(browser: TestClient, session: Session) -> None:
    group(session)
    entry = opened(browser, session)
    page = change(browser, entry, name="Men of Power", telephone="07700 900123")
    assert "wait for an officer" in page.text
    assert "Men of Power" not in browser.get(DIRECTORY).text
    kept = read(session)
    assert kept.waits
    assert kept.proposed == {"name": "Men of Power", "telephone": "07700 900123"}
    assert 'value="Men of Power"' in browser.get(entry).text


def test_a_contact_that_is_not_to_be_seen_any_more_is_gone_at_once(
    browser: TestClient, session: Session
) -> None:
    group(
        session,
        contact_name="Amina Ali",
        contact_name_public=True,
        telephone="01632 960777",
        telephone_public=True,
    )
    entry = opened(browser, session)
    assert "Amina" in browser.get(f"{DIRECTORY}/valley-women").text
    change(browser, entry, contact_name="", telephone="01632 960777")
    page = browser.get(f"{DIRECTORY}/valley-women").text
    assert "Amina" not in page
    assert "960777" not in page
    assert read(session).waits is False


def test_who_changes_an_address_again_and_again_sends_few_mails(
    browser: TestClient, session: Session
) -> None:
    group(session)
    entry = opened(browser, session)
    for number in range(6):
        change(browser, entry, email=f"victim{number}@groups.example")
    assert len(mails(session)) <= 3


def test_a_group_takes_back_what_waits_by_writing_what_is_shown(
    browser: TestClient, session: Session
) -> None:
    group(session)
    entry = opened(browser, session)
    change(browser, entry, name="Men of Power")
    change(browser, entry)
    assert (read(session).waits, read(session).proposed) == (False, {})


def test_somebody_has_to_answer_at_a_new_address(browser: TestClient, session: Session) -> None:
    group(session)
    change(browser, opened(browser, session), email="new@groups.example")
    (mail,) = [one for one in mails(session) if one.recipient == "new@groups.example"]
    browser.post(link_in(mail.body))
    kept = read(session)
    assert kept.email == EMAIL
    assert kept.proposed == {"email": "new@groups.example", "email_confirmed": True}


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "x\u202ey", "signs that cannot be seen"),
        ("name", "Moderator", "looks like the name of somebody else"),
        ("serves", "s" * 60_000, "at most 1500"),
        ("email", "", "Fill in: Email address"),
    ],
)
def test_a_wrong_change_comes_back_as_it_was_typed(
    browser: TestClient, session: Session, field: str, typed: str, message: str
) -> None:
    group(session)
    page = change(browser, opened(browser, session), **{"meets": "On Mondays", field: typed})
    assert page.status_code == 422
    assert message in page.text
    assert "On Mondays" in page.text
    assert read(session).meets == ""


@pytest.mark.both
def test_nobody_saves_over_what_an_officer_changed_meanwhile(
    browser: TestClient, session: Session
) -> None:
    group(session)
    entry = opened(browser, session)
    form = ENTRY | versioned(browser, entry) | {"serves": "Ours"}
    keeping.change(session, read(session), {"serves": "The officer's"})
    session.commit()
    page = browser.post(entry, data=form)
    assert page.status_code == 409
    assert "Ours" in page.text
    assert "The officer" in page.text
    assert read(session).serves == "The officer's"


def test_the_second_of_two_taps_is_harmless(browser: TestClient, session: Session) -> None:
    group(session)
    entry = opened(browser, session)
    form = ENTRY | versioned(browser, entry) | {"serves": "Ours", "name": "New name"}
    for _ in range(2):
        assert "Your changes are kept." in browser.post(entry, data=form).text
    assert len([one for one in mails(session) if one.recipient != EMAIL]) == 0


def test_another_language_of_the_page_keeps_what_was_typed(
    browser: TestClient, session: Session
) -> None:
    group(session)
    entry = opened(browser, session)
    page = browser.post(entry, data=ENTRY | {"serves": "Half a sen", "_switch": "ar"})
    assert page.url.path == entry.replace("/en/", "/ar/")
    assert "Half a sen" in page.text
    assert read(session).serves == "We cook and talk."


def test_an_entry_is_open_for_an_hour(browser: TestClient, session: Session) -> None:
    group(session)
    entry = opened(browser, session)
    session.rollback()
    for one in session.exec(select(GroupLink)):
        one.expires -= timedelta(hours=1)
    session.commit()
    for method in ("GET", "POST"):
        assert OVER in browser.request(method, entry).text
    assert OVER in browser.post(f"{entry}/close").text
    assert read(session).state is State.LISTED


@pytest.mark.both
def test_a_group_closes_its_entry_and_nobody_shows_it_again_without_its_yes(
    browser: TestClient, session: Session
) -> None:
    group(session, state=State.VERIFIED)
    entry = opened(browser, session)
    browser.post(f"{entry}/close", data={"reason": "We stopped meeting"})
    kept = read(session)
    assert (kept.state, kept.agreed) == (State.CLOSED, None)
    assert "Valley Women" not in browser.get(DIRECTORY).text
    assert OVER in browser.post(f"{entry}/close").text
    assert "was closed" in mails(session)[-1].body


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (Act.PAUSE, State.LISTED),
        (Act.DECLINE, State.APPLIED),
        (Act.UNVERIFY, State.VERIFIED),
        (Act.CLOSE, State.VERIFIED),
    ],
)
def test_a_group_reads_why_and_to_whom_it_can_object(
    browser: TestClient, session: Session, act: Act, state: State
) -> None:
    made = group(session, state=state)
    session.rollback()
    keeping.move(session, made, act, today(), by=1, reason="Nobody answers")
    session.commit()
    page = browser.get(opened(browser, session)).text
    assert "Nobody answers" in page
    assert "You do not agree?" in page
    over = act in (Act.DECLINE, Act.CLOSE)
    assert (re.search(r"<h2>Change the entry", page) is None) is over


def test_a_group_says_in_which_language_it_is_written_to(
    browser: TestClient, session: Session
) -> None:
    group(session, mail_language="so")
    entry = opened(browser, session)
    assert 'name="mail_language"' in browser.get(entry).text
    for typed, kept in ({"mail_language": "ur"}, "ur"), ({}, "ur"):
        change(browser, entry, **typed)
        assert read(session).mail_language == kept
    assert change(browser, entry, mail_language="xx").status_code == 422
    assert read(session).mail_language == "ur"


def test_a_group_that_is_verified_again_or_never_was_has_nothing_to_object_to(
    browser: TestClient, session: Session
) -> None:
    made = group(session, state=State.VERIFIED)
    assert "You do not agree?" not in browser.get(entry := opened(browser, session)).text
    session.rollback()
    keeping.move(session, made, Act.UNVERIFY, today(), by=1, reason="Nobody answers")
    keeping.move(session, made, Act.VERIFY, today(), by=1)
    session.commit()
    assert "You do not agree?" not in browser.get(entry).text
