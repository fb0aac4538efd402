"""What the audit log knows of who is tied to whom."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from portal.approvals.rules import ACTS, CHANGED, ENDED, LATELY, Act, Tie, acted, tied
from portal.store.audit import AuditEntry


def tied_to(
    session: Session, first: int, roles: Collection[str], now: datetime, *also: str
) -> dict[str, Tie]:
    """Name by their addresses the accounts that cannot agree to what the first wants.

    `also` are further actions that let somebody in, such as giving them a key.
    """
    return tied((act for _, act in _acts(session, first, now, *also)), roles)


def tied_until(
    session: Session, first: int, roles: Collection[str], now: datetime
) -> dict[str, datetime]:
    """Say of the accounts that cannot agree to what the first wants when that ends, by address."""
    ends: dict[str, datetime] = {}
    for at, act in _acts(session, first, now):
        ends |= dict.fromkeys(tied([act], roles), at + LATELY)
    return ends


def makers_of(
    session: Session, address: str, roles: Collection[str], now: datetime
) -> frozenset[int]:
    """Name the accounts that let in, gave a role to or reset that of an address lately."""
    query = select(AuditEntry.actor, AuditEntry.action, AuditEntry.details).where(
        AuditEntry.subject == address,
        col(AuditEntry.action).in_([*ACTS]),
        col(AuditEntry.at) > now - LATELY,
    )
    found = (
        (actor, Act(action, address, details)) for actor, action, details in session.exec(query)
    )
    return frozenset(int(actor) for actor, act in found if actor.isdecimal() and tied([act], roles))


def lately_acted(session: Session, roles: Collection[str], now: datetime) -> dict[str, bool]:
    """Name by their addresses the accounts that could act until lately (see `rules.acted`)."""
    query = select(AuditEntry.action, AuditEntry.subject, AuditEntry.details).where(
        col(AuditEntry.action).in_([CHANGED, *ENDED]), col(AuditEntry.at) > now - LATELY
    )
    return acted((Act(*row) for row in session.exec(query)), roles)


def _acts(session: Session, first: int, now: datetime, *also: str) -> list[tuple[datetime, Act]]:
    """List what the first lately did to others that may tie them, and when, in that order."""
    query = select(AuditEntry).where(
        AuditEntry.actor == str(first),
        col(AuditEntry.action).in_([*ACTS, *also]),
        col(AuditEntry.at) > now - LATELY,
    )
    rows = session.exec(query.order_by(col(AuditEntry.at)))
    return [(one.at, Act(one.action, one.subject, one.details)) for one in rows]
