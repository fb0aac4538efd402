"""Erasing oneself: said before, chosen, and then nothing is left."""

from datetime import date

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel
from starlette.testclient import TestClient

from portal.features import FEATURES
from portal.members import keeping
from portal.members.models import AddressChange, Member, MemberCard, MemberSession, SignInLink
from portal.membership import inviting
from portal.membership.models import Joining
from portal.membership.rules import Role
from portal.problems import Problem
from portal.settings import Settings
from portal.store.db import now
from portal.web.feature import Feature, OfMembers
from tests import erasing
from tests.members.factories import (
    all_of,
    ask,
    asked_link,
    card,
    is_signed_in,
    mails,
    member,
    sign_in,
)
from tests.membership.factories import invited, verified

LEFT: list[tuple[str, bool]] = []
FORUM = Feature(
    of_members=OfMembers(
        told=lambda *_: [Problem("You hold %(seats)s seat.", {"seats": 1})],
        leave=lambda _session, number, stays: LEFT.append((number, stays)),
    )
)


@pytest.fixture
def zainab(browser: TestClient, session: Session) -> Member:
    made = member(session, name="Zainab Aubergine", email="zainab.aubergine@mail.example")
    sign_in(browser, session, made)
    browser.app_state["features"] = (*FEATURES, FORUM)
    LEFT.clear()
    return made


def leave(browser: TestClient, **sent: str) -> Response:
    return browser.post("/en/member/leave", data=sent)


@pytest.mark.parametrize(
    "sent", [{}, {"words": "stays"}, {"sure": "yes"}, {"words": "burns", "sure": "yes"}]
)
def test_nobody_is_erased_who_did_not_say_so(
    browser: TestClient, session: Session, zainab: Member, sent: dict[str, str]
) -> None:
    assert leave(browser, **sent).status_code == 422
    assert is_signed_in(browser)
    assert LEFT == []


def test_the_page_says_before_what_becomes_of_what_one_has(
    browser: TestClient, zainab: Member
) -> None:
    assert "You hold 1 seat." in browser.get("/en/member/leave").text


@pytest.mark.both
@pytest.mark.parametrize("words", ["stays", "goes"])
def test_everything_goes_and_each_feature_is_told_what_was_chosen(
    browser: TestClient, session: Session, zainab: Member, words: str
) -> None:
    number = zainab.id
    card(session, zainab)
    asked_link(browser, session, zainab)
    browser.post("/en/member/address", data={"email": "new@mail.example"})
    gone = leave(browser, words=words, sure="yes")
    assert "Everything about you is erased" in gone.text
    assert "/member/sign-out" not in gone.text
    assert [(number, words == "stays")] == LEFT
    for table in (Member, MemberSession, MemberCard, SignInLink, AddressChange):
        assert all_of(session, table) == []
    assert not is_signed_in(browser)


@pytest.mark.both
def test_nothing_is_left_in_the_files_of_the_database(
    browser: TestClient, session: Session, engine: Engine, settings: Settings, zainab: Member
) -> None:
    leave(browser, words="stays", sure="yes")
    session.rollback()
    session.close()
    erasing.work(engine, settings, now())
    assert erasing.left([b"Aubergine", b"zainab.aubergine"], engine) == []


@pytest.mark.both
def test_no_mail_waits_for_whoever_is_gone(
    browser: TestClient, session: Session, zainab: Member
) -> None:
    other = member(session, email="other@mail.example")
    for _ in range(2):
        ask(browser, zainab.email or "")
    ask(browser, other.email or "")
    browser.post("/en/member/address", data={"email": "zainab.new@mail.example"})
    made, _ = invited(session, verified(session), Role.REPRESENTATIVE)
    inviting.confirm(session, made, zainab.email or "", "en", now())
    session.commit()
    leave(browser, words="goes", sure="yes")
    assert [one.recipient for one in mails(session)] == ["other@mail.example"]
    assert all_of(session, Joining) == []


@pytest.mark.both
def test_whoever_is_taken_in_twice_is_one_member(session: Session) -> None:
    session.commit()
    day = date(2026, 11, 29)
    first = keeping.take_in(session, day, "ur", email="zainab@mail.example", name="Zainab")
    again = keeping.take_in(session, day, "en", email=" Zainab@MAIL.example", name="Other")
    assert (again.id, again.name, again.language) == (first.id, "Zainab", "ur")
    assert first.here == date(2026, 11, 1)
    nobody = [keeping.take_in(session, day, "en").id for _ in range(2)]
    assert len({first.id, *nobody}) == 3
    session.commit()


def test_every_table_of_a_member_goes_with_them() -> None:
    keys = [
        key
        for table in SQLModel.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "member"
    ]
    assert {key.ondelete for key in keys} <= {"CASCADE", "SET NULL"}
