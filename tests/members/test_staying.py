"""Members of whom nothing was heard: asked by one button, then erased, once and completely."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Role
from portal.features import FEATURES, JOBS
from portal.members import arrangements, staying
from portal.members.arrangements import Arrangements
from portal.members.models import Member
from portal.settings import Settings
from portal.store import audit, jobs
from portal.store.audit import AuditEntry
from portal.web.feature import Feature, OfMembers
from tests.accounts.factories import account
from tests.accounts.factories import sign_in as sign_staff_in
from tests.members.factories import all_of, link_in, member, outbox
from tests.walking import fields

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
YEAR_AGO, NEARLY = date(2025, 11, 1), date(2025, 12, 1)
TWO_YEARS_AGO = date(2024, 11, 1)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def look(session: Session, *more: Feature, at: datetime = NOW) -> None:
    session.commit()
    staying.look([*FEATURES, *more], session, at)
    session.commit()


def kept(session: Session) -> list[str]:
    return sorted(one.name for one in all_of(session, Member))


def silent(session: Session, name: str, here: date = YEAR_AGO, **changes: Any) -> Member:
    return member(session, name=name, here=here, **changes)


def test_nobody_is_erased_who_was_not_asked(session: Session) -> None:
    silent(session, "Long silent", date(2020, 1, 1))
    look(session)
    assert kept(session) == ["Long silent"]


def test_whoever_was_heard_of_is_not_asked(session: Session) -> None:
    silent(session, "Here", NEARLY)
    look(session)
    assert outbox(session) == []


@pytest.mark.both
def test_whoever_was_not_is_asked_once_in_their_language(session: Session) -> None:
    asked = silent(session, "Silent", language="cy")
    for _ in range(3):
        look(session)
    (mail,) = outbox(session)
    assert mail.recipient == asked.email
    assert link_in(mail).startswith("/cy/member/stay/")
    assert all_of(session, Member)[0].warned == date(2026, 11, 1)


def test_fetching_the_link_answers_nothing_and_its_button_does(
    browser: TestClient, session: Session
) -> None:
    silent(session, "Silent", date(2020, 1, 1))
    look(session)
    path = link_in(outbox(session)[0])
    assert browser.get(path).status_code == browser.head(path).status_code == 200
    assert all_of(session, Member)[0].warned
    assert "You stay" in browser.post(path).text
    (stayed,) = all_of(session, Member)
    assert stayed.warned is None
    assert stayed.here > date(2026, 1, 1)
    assert browser.post(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "W10.aaaaaa.bbbbbb", "é"])
def test_a_link_that_is_not_ours_keeps_nobody(
    browser: TestClient, session: Session, token: str
) -> None:
    assert browser.post(f"/en/member/stay/{token}").status_code == 410


def test_whoever_does_not_answer_is_erased_two_months_later(session: Session) -> None:
    silent(session, "Asked in September", warned=SEPTEMBER)
    silent(session, "Asked in October", warned=OCTOBER)
    look(session)
    assert kept(session) == ["Asked in October"]


def test_a_link_of_somebody_who_is_gone_opens_nothing(
    browser: TestClient, session: Session
) -> None:
    silent(session, "Silent")
    look(session)
    path = link_in(outbox(session)[0])
    look(session, at=datetime(2027, 1, 5, tzinfo=UTC))
    assert kept(session) == []
    assert browser.get(path).status_code == browser.post(path).status_code == 410


def test_a_card_lasts_twice_as_long_because_it_has_no_mailbox(session: Session) -> None:
    silent(session, "Card of last year", email=None)
    silent(session, "Card of before", TWO_YEARS_AGO, email=None)
    look(session)
    assert kept(session) == ["Card of before", "Card of last year"]
    look(session, at=datetime(2027, 1, 5, tzinfo=UTC))
    assert kept(session) == ["Card of last year"]
    assert outbox(session) == []


def test_a_card_goes_no_earlier_than_is_printed_on_it(session: Session) -> None:
    silent(session, "Card", date(2025, 1, 1), email=None)
    look(session)
    assert all_of(session, Member)[0].warned == date(2026, 11, 1)
    look(session, at=datetime(2026, 12, 31, tzinfo=UTC))
    assert kept(session) == ["Card"]
    look(session, at=datetime(2027, 1, 5, tzinfo=UTC))
    assert kept(session) == []


@pytest.mark.parametrize(("idle", "answer"), [(6, 12), (6, 1), (60, 12)])
def test_whatever_is_decided_a_card_is_asked_for_before_it_goes(
    session: Session, idle: int, answer: int
) -> None:
    decided = arrangements.for_change(session)
    arrangements.save(session, replace(decided, idle_months=idle, answer_months=answer))
    silent(session, "Just here", date(2026, 11, 1), email=None)
    silent(session, "Long ago", date(2010, 1, 1), email=None)
    look(session)
    warned = {one.name: one.warned for one in all_of(session, Member)}
    assert warned == {"Just here": None, "Long ago": date(2026, 11, 1)}


def test_features_hear_who_is_asked_to_stay(session: Session) -> None:
    silent(session, "Silent")
    silent(session, "Card", TWO_YEARS_AGO, email=None)
    silent(session, "Asked before", warned=OCTOBER)
    heard = list[list[str]]()
    hears = OfMembers(unheard=lambda _session, members: heard.append([*members]))
    look(session, Feature(of_members=hears))
    names = {one.id: one.name for one in all_of(session, Member)}
    assert sorted(names[one] for one in heard[0]) == ["Card", "Silent"]


def test_whom_a_feature_needs_is_never_erased_and_what_others_wrote_stays(
    session: Session,
) -> None:
    chair = silent(session, "Holds a seat", warned=SEPTEMBER)
    other = silent(session, "Holds none", warned=SEPTEMBER)
    seat, gone = other.id, list[tuple[str, bool]]()
    needed = chair.id
    forum = OfMembers(
        needed=lambda _session, members: [one for one in members if one == needed],
        leave=lambda _session, number, stays: gone.append((number, stays)),
    )
    look(session, Feature(of_members=forum))
    assert kept(session) == ["Holds a seat"]
    assert gone == [(seat, True)]


def test_what_was_killed_half_way_is_neither_lost_nor_doubled(session: Session) -> None:
    silent(session, "Silent")
    silent(session, "Over", warned=SEPTEMBER)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    session.commit()
    with pytest.raises(KeyboardInterrupt):
        staying.look([Feature(of_members=OfMembers(leave=killed))], session, NOW)
    session.rollback()
    assert kept(session) == ["Over", "Silent"]
    assert outbox(session) == []
    look(session)
    assert kept(session) == ["Silent"]
    assert len(outbox(session)) == 1


def test_many_are_asked_in_several_goes(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staying, "AT_ONCE", 2)
    for number in range(3):
        silent(session, f"Silent {number}")
    look(session)
    assert len(outbox(session)) == 2
    look(session)
    assert len(outbox(session)) == 1


@pytest.mark.both
def test_the_work_is_done_by_one_process_and_named_without_anybody(
    session: Session, engine: Engine, settings: Settings
) -> None:
    silent(session, "Over", warned=date(2020, 1, 1), here=date(2019, 1, 1))
    session.rollback()
    at = datetime.now(UTC)
    assert staying.NAME in jobs.run_due(JOBS, engine, settings, at)
    assert staying.NAME not in jobs.run_due(JOBS, engine, settings, at)
    (logged,) = (one for one in all_of(session, AuditEntry) if one.action == "members.erased")
    assert (logged.subject, logged.details) == ("members", {"members": 1})
    assert audit.newest(session)


def test_administrators_decide_after_how_many_months(browser: TestClient, session: Session) -> None:
    sign_staff_in(browser, session, account(session, *Role))
    page = "/en/staff/members/settings/staying"
    assert _save(browser, page, idle_months="5").status_code == 422
    assert _save(browser, page, answer_months="x").status_code == 422
    assert _save(browser, page, idle_months="24").status_code == 200
    session.rollback()
    assert arrangements.current(session) == Arrangements(idle_months=24, answer_months=2)


def _save(browser: TestClient, page: str, **changes: str) -> Response:
    return browser.post(page, data=fields(browser.get(page).text) | changes)
