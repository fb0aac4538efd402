"""A mailed link opens a page with a button, works once, in time, and for one address."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.groups import links, yearly
from portal.groups.links import Purpose
from portal.groups.models import Group, GroupLink
from portal.groups.rules import State
from portal.store.db import now
from tests.groups.factories import DIRECTORY, EMAIL, group, link_in, mails, read

OWN = f"{DIRECTORY}/own"
OVER = "This link is over"


def sent(session: Session, to: Group, purpose: Purpose) -> str:
    """Make a link, as a mail would hold it."""
    session.rollback()
    token = links.make(session, to, purpose, now())
    session.commit()
    return f"{DIRECTORY}/link/{token}"


def age(session: Session, by: timedelta) -> None:
    """Let time pass for all links."""
    session.rollback()
    for one in session.exec(select(GroupLink)):
        one.made, one.expires = one.made - by, one.expires - by
    session.commit()


@pytest.mark.parametrize("token", ["x", "x.y", "%00", "a" * 5000, "é", "InNvbWV0aGluZyI.abc"])
def test_a_link_that_is_none_of_ours_opens_nothing(browser: TestClient, token: str) -> None:
    for method in ("GET", "POST"):
        assert browser.request(method, f"{DIRECTORY}/link/{token}").status_code in (404, 410)


def test_a_link_of_one_kind_opens_no_page_of_another(browser: TestClient, session: Session) -> None:
    made = group(session)
    token = sent(session, made, Purpose.RENEW).rpartition("/")[2]
    assert OVER in browser.get(f"{DIRECTORY}/entry/{token}").text
    opened = sent(session, made, Purpose.ENTRY)
    assert OVER in browser.get(opened).text
    assert OVER in browser.post(opened).text


@pytest.mark.parametrize(
    ("purpose", "state"),
    [
        (Purpose.CONFIRM, State.APPLIED),
        (Purpose.AGREE, State.WAITING),
        (Purpose.RENEW, State.LISTED),
        (Purpose.OPEN, State.LISTED),
    ],
)
def test_looking_at_a_link_uses_nothing_up_because_mail_servers_look_first(
    browser: TestClient, session: Session, purpose: Purpose, state: State
) -> None:
    made = group(session, state=state, confirmed=None, agreed=None)
    link = sent(session, made, purpose)
    before = read(session).revision
    for _ in range(3):
        page = browser.get(link)
        assert page.status_code == 200
        assert "<button" in page.text
        assert "no-store" in page.headers["cache-control"]
    assert read(session).revision == before


@pytest.mark.parametrize("purpose", [Purpose.CONFIRM, Purpose.AGREE, Purpose.RENEW, Purpose.OPEN])
def test_an_old_link_does_nothing_and_leads_to_a_new_one(
    browser: TestClient, session: Session, purpose: Purpose
) -> None:
    made = group(session, state=State.WAITING, confirmed=None, agreed=None)
    link = sent(session, made, purpose)
    age(session, links.LASTS[purpose])
    for method in ("GET", "POST"):
        page = browser.request(method, link)
        assert page.status_code == 410
        assert OVER in page.text
        assert 'href="/en/groups/own"' in page.text
    assert read(session).state is State.WAITING


def test_a_link_of_a_clock_that_was_wrong_does_not_count(
    browser: TestClient, session: Session
) -> None:
    link = sent(session, group(session), Purpose.OPEN)
    age(session, -timedelta(days=400))
    assert browser.get(link).status_code == 410


@pytest.mark.both
def test_the_link_to_an_entry_works_once_and_not_for_whom_it_was_forwarded_to(
    browser: TestClient, session: Session
) -> None:
    link = sent(session, group(session), Purpose.OPEN)
    opened = browser.post(link)
    assert opened.url.path.startswith(f"{DIRECTORY}/entry/")
    for method in ("GET", "POST"):
        assert OVER in browser.request(method, link).text


def test_a_link_does_not_count_for_an_address_that_was_changed(
    browser: TestClient, session: Session
) -> None:
    made = group(session)
    link = sent(session, made, Purpose.OPEN)
    made.email = "other@groups.example"
    session.add(made)
    session.commit()
    assert browser.get(link).status_code == 410


@pytest.mark.both
def test_a_group_says_yes_and_a_second_tap_is_harmless(
    browser: TestClient, session: Session
) -> None:
    made = group(session, state=State.WAITING, confirmed=None, agreed=None)
    link = sent(session, made, Purpose.AGREE)
    assert "We cook and talk." in browser.get(link).text
    for _ in range(2):
        assert "now in the directory" in browser.post(link, data={"_do": "yes"}).text
    assert read(session).state is State.LISTED
    assert browser.get(f"{DIRECTORY}/valley-women").status_code == 200


def test_a_group_that_says_no_is_not_shown_and_cannot_be_reached_any_more(
    browser: TestClient, session: Session
) -> None:
    made = group(
        session, state=State.WAITING, agreed=None, telephone="01632 960777", contact_name="Amina"
    )
    link = sent(session, made, Purpose.AGREE)
    assert "Nothing is shown" in browser.post(link, data={"_do": "no"}).text
    kept = read(session)
    assert kept.state is State.DECLINED
    assert (kept.email, kept.telephone, kept.contact_name) == ("", "", "")
    assert OVER in browser.post(link, data={"_do": "yes"}).text


@pytest.mark.parametrize(
    ("email", "state", "confirmed", "expected"),
    [
        ("nobody@groups.example", State.LISTED, True, ""),
        (EMAIL, State.LISTED, True, "change or close"),
        (f" {EMAIL.upper()}", State.LISTED, True, "change or close"),
        (EMAIL, State.DECLINED, True, "change or close"),
        (EMAIL, State.WAITING, False, "Nothing is shown before you say yes"),
        (EMAIL, State.APPLIED, False, "Somebody asked the council"),
        (EMAIL, State.CLOSED, False, ""),
    ],
)
def test_who_asks_for_a_link_learns_nothing_about_the_address(
    browser: TestClient,
    session: Session,
    email: str,
    state: State,
    expected: str,
    *,
    confirmed: bool,
) -> None:
    day = now().date() if confirmed else None
    group(session, state=state, confirmed=day)
    page = browser.post(OWN, data={"email": email})
    assert page.url == "https://voices.example/en/groups/own?done=sent"
    assert "If this address belongs to a group" in page.text
    written = mails(session)
    assert len(written) == bool(expected)
    assert all(expected in one.body for one in written)


def test_a_group_gets_only_so_many_links_an_hour(browser: TestClient, session: Session) -> None:
    group(session)
    for _ in range(6):
        assert "If this address" in browser.post(OWN, data={"email": EMAIL}).text
    assert len(mails(session)) == 3
    age(session, timedelta(hours=2))
    browser.post(OWN, data={"email": EMAIL})
    assert len(mails(session)) == 4


def test_each_of_several_groups_of_one_address_gets_its_own_link(
    browser: TestClient, session: Session
) -> None:
    group(session)
    group(session, "Valley Men")
    browser.post(OWN, data={"email": EMAIL})
    written = [one.body for one in mails(session)]
    assert sorted("Women" in body for body in written) == [False, True]
    assert len({link_in(body) for body in written}) == 2


def test_a_wrong_address_is_said_to_be_wrong(browser: TestClient) -> None:
    page = browser.post(OWN, data={"email": "nobody"})
    assert page.status_code == 422
    assert 'value="nobody"' in page.text


def test_links_that_are_over_are_forgotten(browser: TestClient, session: Session) -> None:
    sent(session, group(session), Purpose.OPEN)
    age(session, timedelta(days=2))
    yearly.forget(session, now())
    session.commit()
    assert session.exec(select(GroupLink)).all() == []
