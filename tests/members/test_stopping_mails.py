"""Mails are stopped by one press, of a mail program too, without signing in (RFC 8058)."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from httpx2 import Response
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.bodies import telling
from portal.bodies.rules import Office
from portal.members import wanted_mails
from portal.members.models import MailChoice, Member
from portal.members.rules import MailKind
from portal.settings import Settings
from portal.store import smtp
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.bodies.factories import body, holder, joined
from tests.members.factories import all_of, member, outbox, sign_in

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
ELSEWHERE = {"sec-fetch-site": "cross-site", "origin": "https://mail.example"}


def address(session: Session, settings: Settings, person: Member, kind: MailKind) -> str:
    choice = wanted_mails.choices(session, [person.id])[person.id]
    written = wanted_mails.address(settings, choice, kind, person.language)
    session.commit()
    return written.removeprefix("https://voices.example")


def stopped(session: Session) -> list[str]:
    (choice,) = all_of(session, MailChoice)
    return list(choice.stopped)


def press(browser: TestClient, path: str, **headers: str) -> Response:
    """Have a mail program press the button: no cookie, no word of a page of ours."""
    del browser.headers["sec-fetch-site"]
    browser.cookies.clear()
    return browser.post(path, files={"List-Unsubscribe": (None, "One-Click")}, headers=headers)


@pytest.mark.parametrize(
    "path", ["/en/mails/nothing", f"/en/mails/{'x' * 5_000}", "/en/mails/a.b.c"]
)
def test_an_address_that_is_not_ours_stops_nothing(
    browser: TestClient, session: Session, path: str
) -> None:
    assert browser.get(path).status_code == 410
    assert press(browser, path).status_code == 410
    assert all_of(session, MailChoice) == []


def test_a_link_for_something_else_stops_nothing(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    path = address(session, settings, member(session), MailKind.WEEKLY)
    # The last letter of a signature holds two bits that say nothing.
    said, _, signature = path.rpartition(".")
    other = "b" if signature.startswith("a") else "a"
    assert browser.post(f"{said}.{other}{signature[1:]}").status_code == 410
    assert stopped(session) == []


@pytest.mark.both
def test_whoever_only_fetches_it_changes_nothing(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    path = address(session, settings, member(session, language="cy"), MailKind.WEEKLY)
    assert path.startswith("/cy/mails/")
    assert browser.get(path).status_code == 200
    assert browser.head(path).status_code == 200
    assert stopped(session) == []


@pytest.mark.both
@pytest.mark.parametrize("headers", [{}, ELSEWHERE])
def test_a_mail_program_stops_one_kind_from_anywhere_and_as_often_as_it_likes(
    browser: TestClient, session: Session, settings: Settings, headers: dict[str, str]
) -> None:
    path = address(session, settings, member(session), MailKind.WEEKLY)
    for _ in range(2):
        browser.headers["sec-fetch-site"] = "same-origin"
        assert press(browser, path, **headers).status_code == 200
    assert stopped(session) == ["weekly"]


def test_a_form_that_is_not_sent_as_files_are_stops_it_too(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    path = address(session, settings, member(session), MailKind.AT_ONCE)
    browser.headers |= ELSEWHERE
    assert browser.post(path, data=ONE_CLICK).status_code == 200
    assert stopped(session) == ["at_once"]


def test_no_other_address_takes_a_form_from_elsewhere(
    browser: TestClient, session: Session
) -> None:
    sign_in(browser, session, member(session))
    browser.headers |= ELSEWHERE
    assert browser.post("/en/member/sign-out").status_code == 403
    assert browser.post("/en/member/following/stop").status_code == 403
    assert browser.post("/en/mails/not-for-me/x").status_code == 403
    assert browser.post("/en/member/mails/x").status_code == 403


def test_who_is_signed_in_does_not_matter(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    path = address(session, settings, member(session), MailKind.WEEKLY)
    sign_staff_in(browser, session, account(session))
    sign_in(browser, session, member(session))
    assert "Stop these mails" in browser.get(path).text
    assert browser.post(path, headers=ELSEWHERE).status_code == 200
    (choice,) = all_of(session, MailChoice)
    assert choice.stopped == ["weekly"]


def test_the_page_has_a_button_and_leads_to_where_its_owner_chooses(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    person = member(session)
    path = address(session, settings, person, MailKind.WEEKLY)
    assert "Stop these mails" in browser.get(path).text
    done = browser.post(path, data={"_do": "stop"})
    assert "It is stopped." in done.text
    assert "Stop these mails" not in done.text
    assert 'href="/en/member/following"' in done.text
    assert "/en/member/sign-in" in browser.get("/en/member/following").url.path
    sign_in(browser, session, person)
    browser.post("/en/member/following", data={"wanted": ["weekly", "meetings"]})
    assert stopped(session) == ["at_once", "changes", "groups"]


@pytest.mark.parametrize("wanted", [["at_once"], [], ["weekly", "\u202ex", "y" * 60_000]])
def test_whoever_was_handed_a_mail_neither_reads_nor_changes_what_else_comes(
    browser: TestClient, session: Session, settings: Settings, wanted: list[str]
) -> None:
    person = member(session)
    path = address(session, settings, person, MailKind.WEEKLY)
    choice = wanted_mails.choices(session, [person.id])[person.id]
    wanted_mails.stop(session, choice, MailKind.AT_ONCE)
    session.commit()
    page = browser.get(path).text
    assert 'name="wanted"' not in page
    assert "At once" not in page
    browser.post(path, data={"_do": "choose", "wanted": wanted})
    assert stopped(session) == ["weekly", "at_once"]


def test_two_people_do_not_stop_each_other_s_mails(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    one, other = member(session), member(session)
    path = address(session, settings, one, MailKind.WEEKLY)
    address(session, settings, other, MailKind.WEEKLY)
    press(browser, path)
    found = {choice.member_id: choice.stopped for choice in all_of(session, MailChoice)}
    assert found == {one.id: ["weekly"], other.id: []}


def test_it_says_nothing_of_who_it_is_and_goes_with_them(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    person = member(session, email="zainab@mail.example")
    path = address(session, settings, person, MailKind.WEEKLY)
    assert person.id not in path
    page = browser.get(path).text
    assert "zainab" not in page
    session.delete(person)
    session.commit()
    assert browser.get(path).status_code == 200
    assert press(browser, path).status_code == 200
    assert all_of(session, MailChoice) == []


def test_the_header_is_whole_and_the_same_words_come_as_text_and_as_html() -> None:
    stop = f"https://a-council-with-a-long-name.example/en/mails/{'x' * 120}"
    beside = smtp.Beside("<p>سلام</p>", stop)
    mail = smtp.written("a@voices.example", "id", "b@mail.example", "Hello", "سلام\n", beside)
    raw = mail.as_bytes().decode()
    assert f"\r\nList-Unsubscribe: <{stop}>\r\n" in raw
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    read = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert read.get_content_type() == "multipart/alternative"
    parts = [(part.get_content_type(), part.get_content()) for part in read.iter_parts()]
    assert parts == [("text/plain", "سلام\n"), ("text/html", "<p>سلام</p>")]
    assert read.defects == []


def test_mails_of_a_kind_carry_it_and_those_that_were_asked_for_do_not(
    session: Session, settings: Settings
) -> None:
    made, person, chair = body(session), member(session), member(session)
    joined(session, made, person)
    holder(session, made, Office.CHAIR, chair)
    telling.tell_of_changes(session, made)
    telling.tell(session, made, [person], telling.ANSWERED)
    session.commit()
    stops = sorted((mail.recipient == person.email, bool(mail.stop)) for mail in outbox(session))
    assert stops == [(False, False), (True, False), (True, True)]


def test_who_stopped_them_hears_of_no_change_unless_they_hold_an_office(
    session: Session, settings: Settings
) -> None:
    made, person, chair = body(session), member(session), member(session)
    joined(session, made, person)
    holder(session, made, Office.CHAIR, chair)
    for one in (person, chair):
        choice = wanted_mails.choices(session, [one.id])[one.id]
        wanted_mails.stop(session, choice, MailKind.CHANGES)
    telling.tell_of_changes(session, made)
    session.commit()
    assert [mail.recipient for mail in outbox(session)] == [chair.email]


def test_the_link_in_the_text_is_that_of_the_header(session: Session, settings: Settings) -> None:
    made = body(session)
    joined(session, made, member(session))
    telling.tell_of_changes(session, made)
    session.commit()
    (mail,) = outbox(session)
    assert mail.stop in re.findall(r"^https://\S+$", mail.body, re.MULTILINE)
