"""A group stops the mails that go to all groups by one press, of a mail program too (RFC 8058)."""

import pytest
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.groups import letters
from portal.groups.rules import Act
from portal.order import vacancies
from portal.store.db import now
from tests.bodies.factories import body, seat
from tests.groups.factories import group, mails, read

ELSEWHERE = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}


def advertised(session: Session) -> str:
    """Tell the groups of a free seat; give the address that stops such mails."""
    made = group(session, mail_language="cy")
    seat(session, body(session))
    session.rollback()
    vacancies.advertise(session, now())
    session.commit()
    (mail,) = mails(session)
    assert mail.stop in mail.body
    assert made.name not in mail.stop
    return mail.stop.removeprefix("https://voices.example")


@pytest.mark.parametrize("path", ["/en/groups/mails/x", f"/en/groups/mails/{'x' * 5_000}"])
def test_an_address_that_is_not_ours_stops_nothing(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 410
    assert browser.post(path, headers=ELSEWHERE).status_code == 410


@pytest.mark.both
def test_a_mail_program_stops_them_from_anywhere_and_whoever_fetches_does_not(
    browser: TestClient, session: Session
) -> None:
    path = advertised(session)
    assert path.startswith("/cy/groups/mails/")
    assert browser.get(path).status_code == 200
    assert browser.head(path).status_code == 200
    assert not read(session).no_news
    for _ in range(2):
        sent = {"List-Unsubscribe": (None, "One-Click")}
        assert browser.post(path, files=sent, headers=ELSEWHERE).status_code == 200
    assert read(session).no_news


def test_who_stopped_them_gets_only_mails_about_their_entry(
    browser: TestClient, session: Session
) -> None:
    path = advertised(session).replace("/cy/", "/en/")
    assert "Mails about the entry of your group come in any case." in browser.get(path).text
    browser.post(path, data={"_do": "stop"})
    seat(session, body(session, slug="other"))
    session.rollback()
    vacancies.advertise(session, now())
    session.commit()
    assert len(mails(session)) == 1
    assert letters.send(session, read(session), letters.OF_ACTS[Act.PAUSE], now())
    session.commit()
    assert sorted(mail.stop != "" for mail in mails(session)) == [False, True]
    browser.post(path, data={"_do": "again"})
    assert not read(session).no_news
