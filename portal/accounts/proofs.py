"""Proving who one is: with a password, a one-time code, or a recovery code.

Whoever fails waits: per account, longer each time, at most a quarter of an hour, so that
nobody can be kept out for good by strangers who guess. Recovery codes are too long to be
guessed; they never wait, and one that is right ends the waiting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from portal import crypto
from portal.accounts import codes, passwords, queries
from portal.accounts.models import Account, FailedSignIns
from portal.accounts.rules import LONGEST_WAIT, wait_after
from portal.db import begin
from portal.settings import Settings

Opened = TypeVar("Opened")


@dataclass(frozen=True)
class Refusal:
    """The proof was wrong, or came too soon: then it says how long to wait."""

    wait: timedelta = timedelta()


def password(session: Session, email: str, typed: str, now: datetime) -> Account | Refusal:
    """Check an address and a password; an unknown address costs and says the same."""
    name = _name(session, "password", email.strip().lower())
    if wait := _waiting(session, name, now):
        return Refusal(wait)
    account = queries.by_email(session, email)
    stored = account.password_hash if account else ""
    right = passwords.matches(session, stored, typed)
    # Whoever was given a new password meanwhile is not let in with the old one.
    if account is None or account.disabled or not right or account.password_hash != stored:
        return _failed(session, name, now)
    queries.forget_failures(session, name)
    if passwords.outdated(account.password_hash):
        account.password_hash = passwords.hashed(typed)
    return account


def code(session: Session, account: Account, typed: str, now: datetime) -> Account | Refusal:
    """Check a one-time code and use it up."""
    name = _name(session, "code", str(account.id))
    if wait := _waiting(session, name, now):
        return Refusal(wait)
    settings = _settings(session)
    held = queries.held(session, account.id or 0) or account
    secret = codes.secret_of(settings, held)
    step = codes.accepted_step(secret, typed, held.last_step, now, demo=settings.demo)
    if step is None:
        return _failed(session, name, now)
    held.last_step = step
    queries.forget_failures(session, name)
    return held


def recovery(session: Session, email: str, typed: str, written: str) -> Account | Refusal:
    """Check a password and a recovery code together, and use the code up."""
    account = queries.by_email(session, email)
    right = passwords.matches(session, account.password_hash if account else "", typed)
    stored = codes.stored_recovery_code(_settings(session), written)
    held = queries.held(session, account.id or 0) if account else None
    if held is None or held.disabled or not right or stored not in held.recovery_codes:
        return Refusal()
    held.recovery_codes = [one for one in held.recovery_codes if one != stored]
    forgive(session, held)
    return held


def tried(
    session: Session, purpose: str, who: str, attempt: Callable[[], Opened | None], now: datetime
) -> Opened | Refusal:
    """Let somebody try to open something with a secret of their own; whoever fails waits.

    The transaction is let go meanwhile, because such an attempt takes its time.
    """
    name = _name(session, purpose, who)
    if wait := _waiting(session, name, now):
        return Refusal(wait)
    session.rollback()
    opened = attempt()
    begin(session, writes=True)
    if opened is None:
        return _failed(session, name, now)
    queries.forget_failures(session, name)
    return opened


def forgive(session: Session, account: Account) -> None:
    """End all waiting for an account."""
    queries.forget_failures(session, _name(session, "password", account.email))
    queries.forget_failures(session, _name(session, "code", str(account.id)))


def _waiting(session: Session, name: str, now: datetime) -> timedelta:
    failed = queries.failures(session, name)
    wait = max(failed.until - now, timedelta()) if failed else timedelta()
    # A longer one was counted by a clock that was wrong.
    return wait if wait <= LONGEST_WAIT else timedelta()


def _failed(session: Session, name: str, now: datetime) -> Refusal:
    failed = queries.failures(session, name) or FailedSignIns(name=name)
    failed.count += 1
    failed.until = now + wait_after(failed.count)
    session.add(failed)
    session.flush()
    return Refusal()


def _name(session: Session, purpose: str, who: str) -> str:
    key = crypto.installation_key(_settings(session).secret, "failures")
    return crypto.signature(key, f"{purpose}:{who}".encode())


def _settings(session: Session) -> Settings:
    settings: Settings = session.info["settings"]
    return settings
