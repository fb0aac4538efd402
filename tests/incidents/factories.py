"""A case team with keys, reports that reached it, and browsers with an open vault."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import count
from typing import Any

from sqlmodel import Session
from starlette.testclient import TestClient

from portal.accounts.models import Account, Role
from portal.incidents import report_settings
from portal.incidents.models import IncidentArrangements, KeyHolder, OpenedVault, Report
from portal.incidents.records import codes, keys, take_in
from portal.incidents.records.take_in import Sent
from portal.incidents.report_settings import Arrangements
from portal.incidents.rules import Circle, TeamKeyPurpose
from portal.incidents.staff.keys import vault
from portal.incidents.staff.keys.vault import Vault
from portal.sealing import crypto
from portal.web.security import SESSION_COOKIE, cookie_name
from tests.accounts.factories import account, sign_in

PASSPHRASE = "nine quiet herons over water"
TODAY = date(2026, 11, 20)
CIRCLES = {
    Role.CASEWORKER: Circle.TEAM,
    Role.APPROVER: Circle.APPROVER,
    Role.INDEPENDENT: Circle.INDEPENDENT,
    Role.PARTNER: Circle.PARTNER,
    Role.ANALYST: Circle.ANALYST,
}


MOST_PEOPLE = 16  # in one test

_numbers = count()


@dataclass(frozen=True)
class Person:
    """A member of staff with a key."""

    account: Account
    vault: Vault

    @property
    def number(self) -> int:
        return self.account.id or 0


def person(session: Session, *roles: Role) -> Person:
    """Keep an account that holds a key, sealed under `PASSPHRASE`."""
    made = account(session, *roles)
    drawn = _drawn(next(_numbers) % MOST_PEOPLE)
    circle = CIRCLES[roles[0]]
    holder = KeyHolder(**drawn.holder.model_dump() | {"account_id": made.id, "circle": circle})
    opened = Vault(holder, drawn.private)
    session.add(holder)
    session.commit()
    session.refresh(opened.holder)
    return Person(made, opened)


def team(session: Session, size: int = 2) -> list[Person]:
    """Keep a case team that shares its keys, and take reports in."""
    people = [person(session, Role.CASEWORKER) for _ in range(size)]
    holders = [one.vault.holder for one in people]
    for purpose in (TeamKeyPurpose.STATISTICS, TeamKeyPurpose.LINKING):
        keys.make_team_key(session, purpose, holders)
    arrange(session, enabled=True)
    return people


def team_at_hand(session: Session) -> list[Person]:
    """Keep a team whose keys are at hand without asking the database."""
    made = team(session)
    for someone in made:
        session.refresh(someone.vault.holder)
        session.expunge(someone.vault.holder)
    session.rollback()
    return made


def approvers(session: Session, size: int = 1) -> list[Person]:
    """Keep approvers, who share the key to contact details."""
    people = [person(session, Role.APPROVER) for _ in range(size)]
    keys.make_team_key(session, TeamKeyPurpose.CONTACT, [one.vault.holder for one in people])
    session.commit()
    return people


def arrange(session: Session, **changes: Any) -> Arrangements:
    """Change what the council decided, as if the queues had been opened today."""
    decided = replace(report_settings.for_change(session), **changes)
    report_settings.save(session, decided)
    row = session.get_one(IncidentArrangements, 1)
    row.queue_opened = date.today()  # noqa: DTZ011 - the portal compares it with its own today
    row.outside_opened = row.queue_opened
    session.add(row)
    session.commit()
    return decided


def report(session: Session, what: str = "They shouted at me.", **changes: Any) -> Report:
    """Keep a report that somebody sent on `TODAY`, unless a day is given."""
    day = changes.pop("day", TODAY)
    values: dict[str, Any] = {"code": codes.new(), "report": {"what": what, "reply": "code"}}
    kept = take_in.receive(session, Sent(**(values | changes)), day)
    session.commit()
    return session.get_one(Report, kept.id)


def open_vault(browser: TestClient, session: Session, someone: Person) -> None:
    """Sign a browser in with an open vault, without the time that a passphrase takes."""
    sign_in(browser, session, someone.account)
    cookie = cookie_name(SESSION_COOKIE, https=True)
    keep_vault_open(session, someone, browser.cookies.get(cookie, domain="voices.example") or "")


def keep_vault_open(session: Session, someone: Person, token: str) -> None:
    """Keep a vault open for the session of a browser that carries this token."""
    half = crypto.derive(token, "vault session")
    name = crypto.fingerprint(token)
    place = f"opened_vault:{name}:{someone.vault.holder.id}"
    sealed = crypto.seal(half, someone.vault.private, place)
    session.add(
        OpenedVault(
            session_id=name, holder_id=someone.vault.holder.id, sealed_private=sealed, day=TODAY
        )
    )
    session.commit()


@cache
def _drawn(_number: int) -> Vault:
    """Draw a key; sealing it under a passphrase takes too long to do it for every test."""
    return vault.new_holder(0, Circle.TEAM, PASSPHRASE, TODAY)
