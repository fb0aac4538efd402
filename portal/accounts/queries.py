"""Everything accounts ask of the database."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import itemgetter

from sqlalchemy import ColumnElement, Engine, update
from sqlmodel import Session, col, delete, select

from portal.accounts.models import Account, AccountSession, FailedSignIns, HalfWay, Role
from portal.accounts.rules import LONGEST_PAUSE, LONGEST_SESSION
from portal.store import keyset
from portal.store.audit import AuditEntry
from portal.store.db import now as clock
from portal.store.db import serialise

_ADMINISTRATORS = 0x61646D69
_FAILURES = 0x6661696C
REMEMBERED = timedelta(days=1)
_CLOCKS_DIFFER = timedelta(minutes=5)
_NEWEST = keyset.Order([col(AuditEntry.id)], newest_first=True, size=50)


def by_email(session: Session, email: str) -> Account | None:
    """Find an account by its address, in whatever case it is typed."""
    return session.exec(select(Account).where(Account.email == email.strip().lower())).one_or_none()


def works_here(session: Session, email: str) -> bool:
    """Tell whether an address is that of an account that is not disabled."""
    found = by_email(session, email)
    return found is not None and not found.disabled


def by_id(session: Session, number: str | int) -> Account | None:
    """Find an account by its number, as it stands in an address."""
    typed = str(number)
    known = typed.isascii() and typed.isdigit() and len(typed) < 10
    return session.get(Account, int(typed)) if known else None


def held(session: Session, number: int) -> Account | None:
    """Find an account and let nobody else change it before this transaction ends."""
    query = select(Account).where(Account.id == number).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def everybody(session: Session) -> list[Account]:
    """List all accounts by name."""
    return list(session.exec(select(Account).order_by(Account.name)))


def names(session: Session, numbers: Iterable[int | None]) -> dict[int, str]:
    """Find what people are called, by the numbers of their accounts."""
    query = select(Account.id, Account.name).where(col(Account.id).in_({*numbers} - {None}))
    return {number or 0: name for number, name in session.exec(query)}


def is_last_administrator(session: Session, account: Account) -> bool:
    """Tell whether without this account nobody could administer; two cannot ask at once."""
    serialise(session, _ADMINISTRATORS)
    # Who was read before the wait may have been changed during it.
    everybody_now = select(Account).execution_options(populate_existing=True)
    administrators = [
        other.id
        for other in session.exec(everybody_now)
        if other.usable and other.holds(frozenset({Role.ADMINISTRATOR}))
    ]
    return administrators == [account.id]


def signed_in(session: Session, fingerprint: str, now: datetime) -> Account | None:
    """Find the account whose session this is, unless it ended or the account is disabled."""
    query = select(Account).join(AccountSession).where(AccountSession.id == fingerprint)
    query = query.where(*_lasts(now))
    return session.exec(query.where(col(Account.disabled).is_(False))).one_or_none()


def last_seen(session: Session, fingerprint: str) -> datetime | None:
    """Tell when a session was last noted to be in use."""
    return session.exec(
        select(AccountSession.seen).where(AccountSession.id == fingerprint)
    ).one_or_none()


def note_seen(engine: Engine, fingerprint: str, now: datetime) -> None:
    """Note that a session is in use, in a transaction of its own.

    A page that is only read must neither wait for SQLite's write lock nor hold it: LockedError
    says that somebody else does, and that may be the very page that is being read.
    """
    seen = update(AccountSession).where(col(AccountSession.id) == fingerprint).values(seen=now)
    with engine.execution_options(writes=True, wait=False).begin() as connection:
        connection.execute(seen)


def sessions_of(session: Session, account: Account, now: datetime) -> list[AccountSession]:
    """List where an account is signed in, the newest first."""
    query = select(AccountSession).where(AccountSession.account_id == account.id)
    query = query.where(*_lasts(now))
    return list(session.exec(query.order_by(col(AccountSession.created).desc())))


def end_session(session: Session, fingerprint: str) -> None:
    """Sign one browser out."""
    session.exec(delete(AccountSession).where(col(AccountSession.id) == fingerprint))


def end_sessions(session: Session, account: Account, *, only: str = "") -> None:
    """Sign an account out everywhere, or only in one of its sessions."""
    ended = delete(AccountSession).where(col(AccountSession.account_id) == account.id)
    if only:
        session.exec(ended.where(col(AccountSession.id) == only))
        return
    session.exec(ended)
    session.exec(delete(HalfWay).where(col(HalfWay.account_id) == account.id))
    account.signed_out = clock()
    session.add(account)


def end_expired(session: Session, now: datetime) -> int:
    """Forget the sessions that are over, and count them."""
    over = (col(AccountSession.expires) <= now) | (col(AccountSession.seen) <= now - LONGEST_PAUSE)
    return session.exec(delete(AccountSession).where(over)).rowcount


def half_way(session: Session, fingerprint: str, now: datetime) -> HalfWay | None:
    """Find who gave the right password in a browser a moment ago."""
    query = select(HalfWay).where(HalfWay.id == fingerprint, HalfWay.expires > now)
    return session.exec(query).one_or_none()


def end_half_way(session: Session, fingerprint: str) -> bool:
    """End the way from a password to the code; tell whether it was still open."""
    return session.exec(delete(HalfWay).where(col(HalfWay.id) == fingerprint)).rowcount == 1


def end_expired_half_ways(session: Session, now: datetime) -> None:
    """Forget who gave a password and no code in time."""
    session.exec(delete(HalfWay).where(col(HalfWay.expires) <= now))


def failures(session: Session, name: str) -> FailedSignIns | None:
    """Find how often somebody failed under a name, and let nobody else count meanwhile."""
    serialise(session, _FAILURES)
    return session.get(FailedSignIns, name, populate_existing=True)


def forget_failures(session: Session, name: str) -> None:
    """Forget that anybody failed under a name."""
    session.exec(delete(FailedSignIns).where(col(FailedSignIns.name) == name))


def forget_old_failures(session: Session, now: datetime) -> None:
    """Forget the names under which nobody failed for a day."""
    session.exec(delete(FailedSignIns).where(col(FailedSignIns.until) < now - REMEMBERED))


def log(
    session: Session, action: str, actor: str, place: keyset.Place | None
) -> keyset.Slice[AuditEntry]:
    """Read a page of the audit log, the newest first, for actions that begin with something."""
    query = select(AuditEntry)
    if action:
        query = query.where(col(AuditEntry.action).startswith(action, autoescape=True))
    if actor:
        query = query.where(AuditEntry.actor == actor)
    return keyset.read(session, query, _NEWEST, place).each(itemgetter(0))


def log_actors(session: Session) -> list[str]:
    """List who stands in the audit log."""
    return list(session.exec(select(AuditEntry.actor).distinct().order_by(AuditEntry.actor)))


def _lasts(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # One that a clock began which was wrong would last for as long as it was wrong.
    latest = now + LONGEST_SESSION + _CLOCKS_DIFFER
    used = col(AccountSession.seen) > now - LONGEST_PAUSE
    return col(AccountSession.expires) > now, col(AccountSession.expires) <= latest, used
