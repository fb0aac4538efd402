"""Signing in by a mailed link: what opens nothing, what says nothing, and what works."""

from dataclasses import replace
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select
from starlette.testclient import TestClient

from portal.app import create_app
from portal.languages import i18n
from portal.members import letters
from portal.members.models import Member, MemberSession, SignInLink, SignInRequest
from portal.members.signing_in import limits, mailing
from portal.settings import Settings
from portal.store import smtp
from portal.store.db import now
from portal.store.outgoing import OutgoingMail
from tests.consultations.answering.test_at_once import at_once
from tests.members.factories import (
    SIGN_IN,
    all_of,
    ask,
    asked_link,
    is_signed_in,
    link_in,
    mails,
    member,
    sign_in,
)

TELLING = ("race", "forum", "bme", "ethnic", "minority", "equality", "hate", "group")


def press(browser: TestClient, path: str, **data: str) -> Response:
    return browser.post(path, data=data, follow_redirects=False)


def pass_time(session: Session, much: timedelta) -> None:
    """Have every link be that much older."""
    session.rollback()
    for one in session.exec(select(SignInLink)):
        one.expires -= much
    session.commit()


def test_a_link_that_was_used_opens_nothing(browser: TestClient, session: Session) -> None:
    path = asked_link(browser, session, member(session))
    press(browser, path)
    browser.cookies.clear()
    assert browser.get(path).status_code == 410
    again = press(browser, path)
    assert again.status_code == 410
    assert "This link does not work any more" in again.text
    assert not is_signed_in(browser)


@pytest.mark.both
def test_of_two_who_press_at_the_same_moment_one_signs_in(
    browser: TestClient, session: Session
) -> None:
    path = asked_link(browser, session, member(session))
    assert sorted(at_once(browser, *[(path, {})] * 4)) == [303, 410, 410, 410]
    assert len(all_of(session, MemberSession)) == 1


def test_a_link_opens_nothing_after_ten_minutes(browser: TestClient, session: Session) -> None:
    path = asked_link(browser, session, member(session))
    pass_time(session, timedelta(minutes=10))
    assert press(browser, path).status_code == 410
    assert not is_signed_in(browser)


def test_its_signature_alone_ends_after_ten_minutes(
    browser: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = asked_link(browser, session, member(session))
    later = int(now().timestamp()) + 601
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _: later)
    assert press(browser, path).status_code == 410


def test_a_link_that_was_tampered_with_opens_nothing(browser: TestClient, session: Session) -> None:
    path = asked_link(browser, session, member(session))
    token = path.rpartition("/")[2]
    for forged in (token.swapcase(), token[:-30], token[1:], "é", "x" * 9000, ".." * 20):
        assert press(browser, f"/en/member/link/{forged}").status_code == 410
    assert not is_signed_in(browser)


def test_a_link_of_another_installation_or_purpose_opens_nothing(
    browser: TestClient, session: Session
) -> None:
    path = asked_link(browser, session, member(session))
    token = path.rpartition("/")[2]
    for purpose in ("address", "stay"):
        assert press(browser, f"/en/member/{purpose}/{token}").status_code == 410


def test_fetching_a_link_signs_nobody_in_and_uses_nothing_up(
    browser: TestClient, session: Session
) -> None:
    path = asked_link(browser, session, member(session))
    for method in ("HEAD", "GET", "GET"):
        scanned = browser.request(method, path)
        assert scanned.status_code == 200
        assert "set-cookie" not in scanned.headers
    assert len(all_of(session, SignInLink)) == 1
    assert all_of(session, MemberSession) == []
    assert press(browser, path).status_code == 303
    assert is_signed_in(browser)


def test_a_link_that_was_forwarded_says_whose_it_is(browser: TestClient, session: Session) -> None:
    path = asked_link(browser, session, member(session, email="zainab@mail.example"))
    page = browser.get(path).text
    assert "z…@mail.example" in page
    assert "zainab" not in page
    assert "Do not press the button" in page


def test_another_site_cannot_press_the_button(browser: TestClient, session: Session) -> None:
    path = asked_link(browser, session, member(session))
    browser.headers["sec-fetch-site"] = "cross-site"
    assert press(browser, path).status_code == 403
    assert all_of(session, MemberSession) == []


def test_of_two_links_the_first_that_is_used_ends_the_other(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    first, second = (asked_link(browser, session, person) for _ in range(2))
    assert press(browser, first).status_code == 303
    browser.cookies.clear()
    assert press(browser, second).status_code == 410


@pytest.mark.both
def test_the_page_says_the_same_and_asks_the_same_whoever_is_known(
    browser: TestClient, session: Session
) -> None:
    member(session, email="known@mail.example")
    known, unknown = (ask(browser, f"{name}@mail.example") for name in ("known", "unknown"))
    assert known.text.replace("known@", "unknown@") == unknown.text
    asked = {one.email for one in all_of(session, SignInRequest)}
    assert asked == {"known@mail.example", "unknown@mail.example"}
    assert all_of(session, SignInLink) == []


def test_whom_nobody_knows_is_told_by_mail_once_a_day_and_becomes_no_member(
    browser: TestClient, session: Session
) -> None:
    ask(browser, "stranger@mail.example")
    (mail,) = mails(session)
    assert mail.recipient == "stranger@mail.example"
    assert "Nobody is known to us under this address." in mail.body
    assert link_in(mail) == f"{SIGN_IN}#join"
    ask(browser, "stranger@mail.example")
    assert mails(session) == []
    assert all_of(session, Member) == []
    assert all_of(session, SignInRequest) == []


def test_a_mail_says_nothing_of_what_it_is_about(browser: TestClient, session: Session) -> None:
    member(session, email="known@mail.example")
    for name in ("known", "unknown"):
        ask(browser, f"{name}@mail.example")
    written = mails(session)
    assert {one.subject for one in written} == {letters.LINK_SUBJECT}
    said = " ".join(one.subject + one.body for one in written).lower()
    assert [word for word in TELLING if word in said] == []


def test_only_some_mails_go_to_one_address_and_the_page_does_not_tell(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    pages = {ask(browser, person.email or "").text for _ in range(5)}
    assert len(pages) == 1
    assert len(mails(session)) == 3
    # Once each lasts a while, the newest link is always one that still opens.
    later = now() + timedelta(minutes=5)
    assert limits.may_mail(session, limits.Mail.LINK, person.email or "", later)
    assert not limits.may_mail(session, limits.Mail.LINK, person.email or "", later)


def test_a_network_that_asks_for_many_has_to_wait_and_keeps_what_it_typed(
    settings: Settings, session: Session
) -> None:
    app = create_app(replace(settings, source_header="x-network"))
    with TestClient(app, base_url="https://voices.example") as crowd:
        crowd.headers.update({"sec-fetch-site": "same-origin", "x-network": "203.0.113.0"})
        answers = [ask(crowd, f"one{n}@mail.example") for n in range(11)]
        assert [one.status_code for one in answers] == [200] * 10 + [429]
        assert 'value="one10@mail.example"' in answers[-1].text
        assert answers[-1].headers["retry-after"] == "300"
        crowd.headers["x-network"] = "198.51.100.0"
        assert ask(crowd, "else@mail.example").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nobody",
        "a@b",
        "a b@mail.example",
        "zoë@mail.example",
        "a@mail.example\r\nBcc: victim@mail.example",
        "a@mail.example,b@mail.example",
        "<a@mail.example>",
        "a" * 60_000 + "@mail.example",
        "a@" + "ü" * 60_000,
        "\u202emoc.elpmaxe@liam",
    ],
)
def test_what_is_no_address_is_refused_and_nothing_is_mailed(
    browser: TestClient, session: Session, typed: str
) -> None:
    assert ask(browser, typed).status_code == 422
    assert all_of(session, SignInRequest) == []


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("zainab@mail.example", " ZAINAB@Mail.Example "),
        ("zainab@mail.example", "ｚａｉｎａｂ＠mail.example"),
        ("a@xn--bcher-kva.example", "A@BÜCHER.example"),
        ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("a@xn--mgbh0fb.xn--kgbechtv", "a@مثال.إختبار"),
    ],
)
def test_an_address_is_known_however_it_is_typed(
    browser: TestClient, session: Session, stored: str, typed: str
) -> None:
    person = member(session, email=stored)
    ask(browser, typed)
    (mail,) = mails(session)
    assert mail.recipient == stored
    press(browser, link_in(mail))
    assert all_of(session, MemberSession)[0].member_id == person.id


def test_a_letter_that_only_looks_alike_is_another_address(
    browser: TestClient, session: Session
) -> None:
    member(session, email="mike@mail.example")
    assert ask(browser, "mıke@mail.example").status_code == 422  # dotless
    ask(browser, "mike@mail.examp1e")
    (mail,) = mails(session)
    assert mail.recipient == "mike@mail.examp1e"
    assert "/member/link/" not in mail.body


def test_the_link_is_in_the_language_it_was_asked_in_and_works_on_another_device(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    person = member(session, language="cy")
    ask(browser, person.email or "", "ur", next="/en/member")
    (mail,) = mails(session)
    path = link_in(mail)
    assert path.startswith("/ur/member/link/")
    assert i18n.translation("ur", "Nobody is known to us under this address.") not in mail.body
    browser.cookies.clear()
    with TestClient(create_app(settings), base_url="https://voices.example") as telephone:
        telephone.headers["sec-fetch-site"] = "same-origin"
        answer = press(telephone, path)
        assert answer.headers["location"] == "/ur/member"
        assert is_signed_in(telephone)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil",
        "javascript:evil()",
    ],
)
def test_nobody_is_led_to_another_site(
    browser: TestClient, session: Session, elsewhere: str
) -> None:
    path = asked_link(browser, session, member(session), next=elsewhere)
    assert press(browser, path).headers["location"] == "/en/member"
    with_code = browser.post("/en/member/card", data={"next": elsewhere})
    assert "evil" not in with_code.text


def test_a_session_ends_with_the_browser_unless_the_device_is_ones_own(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    first = press(browser, asked_link(browser, session, person))
    assert "max-age" not in first.headers["set-cookie"].lower()
    own = press(browser, asked_link(browser, session, person), own_device="yes")
    assert f"Max-Age={30 * 24 * 3600}" in own.headers["set-cookie"]
    (kept,) = all_of(session, MemberSession)
    assert kept.own_device
    assert timedelta(days=29) < kept.expires - now() <= timedelta(days=30)


def test_the_work_that_writes_mails_can_be_stopped_and_begun_again(
    browser: TestClient, session: Session
) -> None:
    person = member(session)
    ask(browser, person.email or "")
    session.commit()
    mailing.send(session, now())
    session.rollback()  # killed before it was kept
    assert len(mails(session)) == 1
    assert mails(session) == []


def test_somebody_else_who_signs_in_ends_the_session_of_before(
    browser: TestClient, session: Session
) -> None:
    first, second = member(session), member(session)
    sign_in(browser, session, first)
    press(browser, asked_link(browser, session, second))
    (kept,) = all_of(session, MemberSession)
    assert kept.member_id == second.id


def test_no_mail_waits_for_whom_no_mail_can_be_written(session: Session) -> None:
    letters.send(session, "a@b\nBcc: c@d.example", "en", letters.LINK_SUBJECT, [], now())
    assert all_of(session, OutgoingMail) == []


def test_a_mail_is_plain_text_written_by_a_machine_in_the_letters_of_its_language(
    browser: TestClient, session: Session
) -> None:
    member(session, email="zainab@mail.example")
    ask(browser, "zainab@mail.example", "ar")
    (mail,) = mails(session)
    message = smtp.written(
        "no-reply@voices.example", mail.id, mail.recipient, mail.subject, mail.body
    )
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == "zainab@mail.example"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().splitlines() == mail.body.splitlines()
    lines = mail.body.splitlines()
    assert [line for line in lines if line.startswith("https://voices.example/ar/member/link/")]
