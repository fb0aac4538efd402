"""A group asks to be listed: nothing typed is lost, and nothing is shown before it was reached."""

import re

import pytest
from sqlmodel import Session, func, select
from starlette.testclient import TestClient

from portal.groups.applications import Applying
from portal.groups.models import Group
from portal.groups.rules import State
from tests.groups.factories import DIRECTORY, EMAIL, ENTRY, apply, mails, newest_link, read

FORM = f"{DIRECTORY}/apply"


def count(session: Session) -> int:
    session.rollback()
    return session.exec(select(func.count()).select_from(Group)).one()


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Fill in this field."),
        ("name", "Women\u202eneila", "signs that cannot be seen"),
        ("name", "No\u200bthing", "signs that cannot be seen"),
        ("name", "The Council", "looks like the name of somebody else"),
        ("name", "Vоices", "looks like the name of somebody else"),
        ("name", "n" * 121, "at most 120 characters"),
        ("serves", "s" * 60_000, "at most 1500 characters"),
        ("serves", "\u200b\u2060", "Fill in this field."),
        ("meets", "m" * 501, "at most 500 characters"),
        ("speaks", "Elvish, Somali", "do not know the language “Elvish”"),
        ("speaks", "", "Fill in this field."),
        ("language", "xx-nonsense", "form that is asked for"),
        ("email", "", "Fill in this field."),
        ("email", "nobody", "Write an email address"),
        ("email", "a@b.example\nbcc: c@d.example", "Write an email address"),
        ("telephone", "call me", "telephone number"),
        ("website", "javascript:alert(1)", "begins with https://"),
        ("website", "https://ex\u202eample.org", "begins with https://"),
        ("communities", "martian", "Choose one of the answers listed."),
        ("areas", "nowhere", "Choose one of the answers listed."),
        ("helps", "money", "Choose one of the answers listed."),
    ],
)
def test_a_wrong_form_comes_back_with_all_that_was_typed(
    browser: TestClient, session: Session, field: str, typed: str, message: str
) -> None:
    page = apply(browser, **{"wishes": "Ring in the evening", field: typed})
    assert page.status_code == 422
    assert message in page.text
    assert "Ring in the evening" in page.text
    assert count(session) == 0
    assert mails(session) == []


@pytest.mark.both
def test_an_application_waits_until_its_address_is_confirmed_and_an_officer_agrees(
    browser: TestClient, session: Session
) -> None:
    sent = apply(browser, communities=["african", "everybody"], email_public="yes")
    assert sent.url.path == f"{FORM}/sent"
    kept = read(session)
    assert (kept.state, kept.confirmed, kept.agreed) == (State.APPLIED, None, None)
    assert kept.communities == ["african", "everybody"]
    assert kept.speaks == ["so", "en"]
    assert browser.get(f"{DIRECTORY}/valley-women").status_code == 404


def test_the_mail_holds_nothing_that_somebody_typed(browser: TestClient, session: Session) -> None:
    apply(browser, name="Buy at shop.example", email=f"  {EMAIL.upper()}  ")
    (mail,) = mails(session)
    assert mail.recipient == EMAIL
    assert "Buy" not in mail.body + mail.subject
    assert "/en/groups/link/" in mail.body


def test_it_is_written_in_the_language_of_the_page_and_shown_in_its_own(
    browser: TestClient, session: Session
) -> None:
    browser.post("/ur/groups/apply", data=ENTRY | {"name": "نور", "language": "pa-Arab"})
    kept = read(session, "group")
    assert (kept.language, kept.mail_language) == ("pa-Arab", "ur")
    assert "/ur/groups/link/" in mails(session)[0].body


def test_another_language_of_the_page_keeps_what_was_typed(browser: TestClient) -> None:
    page = browser.post(FORM, data={"name": "Half a name", "_switch": "cy"})
    assert page.url.path == "/cy/groups/apply"
    assert page.status_code == 200
    assert 'value="Half a name"' in page.text


@pytest.mark.both
def test_two_taps_make_one_application(browser: TestClient, session: Session) -> None:
    form = browser.get(FORM).text
    key = re.findall(r'name="_key" value="([^"]+)"', form)[0]
    for _ in range(2):
        assert apply(browser, _key=key).url.path == f"{FORM}/sent"
    assert count(session) == 1
    assert len(mails(session)) == 1


def test_a_key_that_somebody_made_up_is_not_kept(browser: TestClient, session: Session) -> None:
    apply(browser, _key="x" * 60_000)
    assert len(read(session).sent_as or "") == 22


def test_no_more_come_at_once_than_somebody_can_look_at_and_nothing_typed_is_lost(
    browser: TestClient, session: Session
) -> None:
    browser.headers["x-forwarded-for"] = "198.51.100.7"
    gate = browser.app_state["memory"].of(Applying)
    for _ in range(40):
        gate.rise(b"everybody", 60.0)
    page = apply(browser, wishes="Ring in the evening")
    assert page.status_code == 429
    assert "Nothing is lost" in page.text
    assert "Ring in the evening" in page.text
    assert count(session) == 0


def test_groups_of_one_name_get_addresses_of_their_own(
    browser: TestClient, session: Session
) -> None:
    for name in ("Valley Women", "valley women!", "Import", "谷镇"):
        apply(browser, name=name)
    session.rollback()
    slugs = set(session.exec(select(Group.slug)))
    assert slugs == {"valley-women", "valley-women-2", "import-2", "group"}


def test_who_confirms_the_address_is_looked_at(browser: TestClient, session: Session) -> None:
    apply(browser)
    link = newest_link(session)
    assert "Is this your address?" in browser.get(link).text
    assert read(session).confirmed is None
    assert "An officer looks at your group" in browser.post(link).text
    kept = read(session)
    assert kept.confirmed
    assert kept.agreed
    assert kept.state is State.APPLIED
