"""Somebody joins a group by a link or a code; every other one is refused, and tells nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, update
from starlette.testclient import TestClient

from portal.groups.rules import State
from portal.languages.i18n import today
from portal.members import arrangements
from portal.members.models import Member, MemberSession
from portal.membership import keeping, queries
from portal.membership.models import Invitation, Joining
from portal.membership.rules import Role
from portal.settings import Settings
from portal.store.db import begin, now
from tests.members.factories import (
    all_of,
    ask,
    is_signed_in,
    link_in,
    mails,
    member,
    outbox,
    sign_in,
)
from tests.membership.factories import belongs, invited, join, path, role_of, roles, verified

OVER = "This invitation cannot be used"


@pytest.fixture
def amina(browser: TestClient, session: Session) -> Member:
    made = member(session, email="amina@mail.example")
    sign_in(browser, session, made)
    return made


def test_an_invitation_that_is_over_forged_revoked_or_used_is_refused(
    browser: TestClient, session: Session, settings: Settings, amina: Member
) -> None:
    group = verified(session)
    expired, _ = invited(session, group, days=-1)
    revoked, _ = invited(session, group)
    used, _ = invited(session, group)
    links = [path(settings, one) for one in (expired, revoked, used)]
    queries.revoke(session, group, revoked.id)
    session.exec(update(Invitation).where(col(Invitation.id) == used.id).values(uses_left=0))
    session.commit()
    for link in (*links, "/en/join/forged", links[0][:-3]):
        assert browser.get(link).status_code == 410
        answer = join(browser, link)
        assert (answer.status_code, OVER in answer.text) == (410, True)
    assert roles(session) == []


@pytest.mark.parametrize("state", [State.LISTED, State.PAUSED, State.CLOSED])
def test_nobody_joins_a_group_that_rests(
    browser: TestClient, session: Session, settings: Settings, amina: Member, state: State
) -> None:
    made, _ = invited(session, verified(session, state=state))
    assert join(browser, path(settings, made)).status_code == 410
    assert roles(session) == []


def test_fetching_a_link_does_nothing_and_its_preview_says_nothing_of_the_group(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    made, _ = invited(session, verified(session))
    preview = browser.get(path(settings, made))
    assert preview.status_code == 200
    assert "Valley" not in preview.text
    assert "We cook" not in preview.text
    assert "<title>Invitation" in preview.text
    assert 'content="noindex"' in preview.text
    assert roles(session) == []
    assert join(browser, path(settings, made)).status_code == 403


@pytest.mark.both
def test_who_is_signed_in_joins_at_once_and_the_last_use_is_the_last(
    browser: TestClient, session: Session, settings: Settings, amina: Member
) -> None:
    group = verified(session)
    made, _ = invited(session, group, Role.HELPER)
    link = path(settings, made)
    page = browser.get(link).text
    assert "Valley Women" in page
    assert "Helper" in page
    assert role_of(session, group, amina) is None
    assert join(browser, link).url.path == "/en/member/groups/valley-women"
    assert role_of(session, group, amina) is Role.HELPER
    assert all_of(session, Invitation)[0].uses_left == 0
    sign_in(browser, session, member(session))
    assert join(browser, link).status_code == 410


def test_who_belongs_to_the_group_uses_nothing_up_and_loses_no_role(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    group = verified(session)
    leader = belongs(session, group, Role.REPRESENTATIVE)
    sign_in(browser, session, leader)
    made, _ = invited(session, group)
    join(browser, path(settings, made))
    assert role_of(session, group, leader) is Role.REPRESENTATIVE
    assert all_of(session, Invitation)[0].uses_left == 1


@pytest.mark.both
def test_of_two_who_take_the_last_use_at_once_one_joins(session: Session, engine: Engine) -> None:
    group = verified(session)
    made, _ = invited(session, group)
    people = [member(session).id for _ in range(2)]
    name = made.id
    session.commit()

    def take(person: str) -> bool:
        with Session(engine) as own:
            begin(own, writes=True)
            joined = keeping.join(own, name, own.get_one(Member, person), today(), now())
            own.commit()
            return joined is not None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, people)) == [False, True]
    assert roles(session) == ["member"]


def test_a_code_leads_to_its_invitation_and_a_wrong_one_nowhere(
    browser: TestClient, session: Session, amina: Member
) -> None:
    group = verified(session)
    _, code = invited(session, group)
    for typed in ("", "x" * 60_000, code[:-1], "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"):
        assert browser.post("/en/join", data={"code": typed}).status_code == 422
    page = browser.post("/en/join", data={"code": code.lower()})
    assert "Valley Women" in page.text
    join(browser, page.url.path)
    assert role_of(session, group, amina) is Role.MEMBER
    assert browser.post("/en/join", data={"code": code}).status_code == 422


@pytest.mark.both
def test_who_is_not_signed_in_confirms_an_address_first(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    made, _ = invited(session, verified(session), uses=2)
    link = path(settings, made)
    assert browser.post(f"{link}/mail", data={"email": "no address"}).status_code == 422
    sent = browser.post(f"{link}/mail", data={"email": "New@mail.example"})
    assert "Look into your mailbox" in sent.text
    (mail,) = outbox(session)
    assert "Valley" not in mail.subject + mail.body
    assert mail.recipient == "new@mail.example"
    opened = link_in(mail)
    assert "Valley Women" in browser.get(opened).text
    assert all_of(session, Member) == []
    assert browser.post(opened).url.path == "/en/member/groups/valley-women"
    assert roles(session) == ["member"]
    assert is_signed_in(browser)
    assert browser.post(opened).status_code == 410


@pytest.mark.parametrize("own_device", [True, False])
def test_whoever_comes_by_a_mailed_link_says_whether_the_device_is_their_own(
    browser: TestClient, session: Session, settings: Settings, own_device: bool
) -> None:
    made, _ = invited(session, verified(session))
    browser.post(f"{path(settings, made)}/mail", data={"email": "new@mail.example"})
    opened = link_in(outbox(session)[0])
    assert "This is my own device" in browser.get(opened).text
    browser.post(opened, data={"own_device": "yes"} if own_device else {})
    (kept,) = all_of(session, MemberSession)
    assert kept.own_device is own_device
    assert (kept.expires - now() > timedelta(days=29)) is own_device


def test_an_invitation_says_from_which_age_on_somebody_is_a_member(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    decided = arrangements.for_change(session)
    arrangements.save(session, replace(decided, least_age=14))
    session.commit()
    made, _ = invited(session, verified(session))
    assert "Members are 14 or older." in browser.get(path(settings, made)).text


def test_a_known_address_gets_the_same_mail_and_is_not_signed_in_by_it(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    member(session, email="known@mail.example")
    made, _ = invited(session, verified(session), uses=5)
    link = path(settings, made)
    pages = [
        browser.post(f"{link}/mail", data={"email": f"{who}@mail.example"}).text
        for who in ("known", "unknown")
    ]
    assert pages[0].replace("known@", "unknown@") == pages[1]
    mail = next(one for one in outbox(session) if one.recipient.startswith("known"))
    browser.post(link_in(mail))
    assert roles(session) == ["member"]
    assert not is_signed_in(browser)


def test_an_invitation_does_not_tell_who_asks_for_links_and_floods_nobody(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    made, _ = invited(session, verified(session), uses=9)
    member(session, email="known@mail.example")
    for _ in range(4):
        ask(browser, "known@mail.example")
    mails(session)
    sent = {"email": "known@mail.example"}
    for _ in range(5):
        page = browser.post(f"{path(settings, made)}/mail", data=sent)
        assert "Look into your mailbox" in page.text
    assert len(outbox(session)) == 3


def test_a_forwarded_link_takes_in_nobody_who_is_signed_in_as_somebody_else(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    made, _ = invited(session, verified(session))
    browser.post(f"{path(settings, made)}/mail", data={"email": "first@mail.example"})
    (mail,) = outbox(session)
    sign_in(browser, session, member(session))
    refused = browser.post(link_in(mail))
    assert refused.status_code == 403
    assert "sent to somebody else" in refused.text
    assert roles(session) == []
    assert len(all_of(session, Joining)) == 1


def test_a_revoked_invitation_ends_the_links_that_were_mailed_for_it(
    browser: TestClient, session: Session, settings: Settings
) -> None:
    group = verified(session)
    made, _ = invited(session, group)
    browser.post(f"{path(settings, made)}/mail", data={"email": "first@mail.example"})
    (mail,) = outbox(session)
    queries.revoke(session, group, made.id)
    session.commit()
    assert browser.post(link_in(mail)).status_code == 410
    assert all_of(session, Joining) == []


@pytest.mark.both
def test_what_is_over_is_forgotten(session: Session) -> None:
    invited(session, verified(session), days=-1)
    invited(session, verified(session, name="Others"))
    queries.forget_old(session, now())
    session.commit()
    assert len(all_of(session, Invitation)) == 1
    queries.forget_old(session, now() + timedelta(days=60))
    session.commit()
    assert all_of(session, Invitation) == []
