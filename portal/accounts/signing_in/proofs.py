"""Proving who one is: with a password, a one-time code, or a recovery code.

Whoever fails waits, longer each time, at most a quarter of an hour; `waiting` says who waits with
whom. A recovery code that is right ends the waiting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from portal.accounts import queries
from portal.accounts.models import Account
from portal.accounts.signing_in import codes, passwords, waiting
from portal.accounts.signing_in.waiting import Alone, Asker, Stranger, Tally
from portal.settings import Settings
from portal.store.db import begin

Opened = TypeVar("Opened")


@dataclass(frozen=True)
class Refusal:
    """The proof was wrong, or came too soon: then it says how long to wait."""

    wait: timedelta = timedelta()


def password(
    session: Session, asker: Asker, email: str, typed: str, now: datetime
) -> Account | Refusal:
    """Check an address and a password; an unknown address costs and says the same."""
    account = queries.by_email(session, email)
    name = waiting.name(session, "password", email.strip().lower())
    tally = _tally(session, name, asker, account, now)
    if isinstance(tally, timedelta):
        return Refusal(tally)
    stored = account.password_hash if account else ""
    right = passwords.matches(session, stored, typed)
    # Whoever was given a new password meanwhile is not let in with the old one.
    if account is None or account.disabled or not right or account.password_hash != stored:
        return _failed(tally, now)
    tally.forget()
    if passwords.outdated(account.password_hash):
        account.password_hash = passwords.hashed(typed)
    return account


def code(
    session: Session, asker: Asker, account: Account, typed: str, now: datetime
) -> Account | Refusal:
    """Check a one-time code and use it up."""
    tally = _tally(session, waiting.name(session, "code", str(account.id)), asker, account, now)
    if isinstance(tally, timedelta):
        return Refusal(tally)
    settings = _settings(session)
    held = queries.held(session, account.id or 0) or account
    secret = codes.secret_of(settings, held)
    step = codes.accepted_step(secret, typed, held.last_step, now, demo=settings.demo)
    if step is None:
        return _failed(tally, now)
    held.last_step = step
    tally.forget()
    return held


def recovery(
    session: Session, asker: Asker, email: str, typed: tuple[str, str], now: datetime
) -> Account | Refusal:
    """Check a password and a recovery code together, and use the code up.

    Both have to be guessed at once, so only a network that fails waits, and never everybody.
    """
    name = waiting.name(session, "recovery", email.strip().lower())
    account = queries.by_email(session, email)
    tally = _tally(session, name, asker, account, now, together=False)
    if isinstance(tally, timedelta):
        return Refusal(tally)
    password, written = typed
    right = passwords.matches(session, account.password_hash if account else "", password)
    stored = codes.stored_recovery_code(_settings(session), written)
    held = queries.held(session, account.id or 0) if account else None
    if held is None or held.disabled or not right or stored not in held.recovery_codes:
        return _failed(tally, now)
    held.recovery_codes = [one for one in held.recovery_codes if one != stored]
    tally.forget()
    forgive(session, held)
    return held


def tried(
    session: Session, purpose: str, who: str, attempt: Callable[[], Opened | None], now: datetime
) -> Opened | Refusal:
    """Let somebody try to open something with a secret of their own; whoever fails waits.

    The transaction is let go meanwhile, because such an attempt takes its time. What was read
    before it may have changed once it is over.
    """
    tally = Alone(session, waiting.name(session, purpose, who))
    if wait := tally.wait(now):
        return Refusal(wait)
    session.rollback()
    opened = attempt()
    begin(session, writes=True)
    if opened is None:
        return _failed(tally, now)
    tally.forget()
    return opened


def forgive(session: Session, account: Account) -> None:
    """End all waiting for an account."""
    for name in (("password", account.email), ("code", str(account.id))):
        Stranger(session, waiting.name(session, *name), b"").forget()


def _tally(
    session: Session,
    name: str,
    asker: Asker,
    account: Account | None,
    now: datetime,
    *,
    together: bool = True,
) -> Tally | timedelta:
    """Choose where a try counts; whoever has to wait as one of those we know may be a stranger."""
    tallies: list[Tally] = [Stranger(session, name, asker.network, together)]
    if asker.browser.knows(account, now):
        here = waiting.name(session, name, asker.browser.name)
        tallies.insert(0, Alone(session, here))
    return waiting.first_free(tallies, now)


def _failed(tally: Tally, now: datetime) -> Refusal:
    tally.fail(now)
    return Refusal()


def _settings(session: Session) -> Settings:
    settings: Settings = session.info["settings"]
    return settings
