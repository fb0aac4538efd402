"""Behind which accounts the same person could stand: whom one let in, gave the role, or reset.

Such an account is no second person for some weeks, in which the others notice.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from portal.accounts.models import Account
from portal.approvals import queries
from portal.incidents.staff.guards import ROLES
from portal.store.db import now


def of(session: Session, number: int) -> frozenset[int]:
    """Name an account, and those that could be the same person's."""
    account = session.get(Account, number)
    if account is None:
        return frozenset({number})
    roles = [role.value for role in ROLES.values()]
    made = _numbers(session, queries.tied_to(session, number, roles, now()))
    makers = queries.makers_of(session, account.email, roles, now())
    return frozenset({number}) | made | makers


def is_second(session: Session, first: int, second: int) -> bool:
    """Tell whether two accounts are two people."""
    return second not in of(session, first)


def _numbers(session: Session, addresses: Iterable[str]) -> frozenset[int]:
    query = select(Account.id).where(col(Account.email).in_([*addresses]))
    return frozenset(number or 0 for number in session.exec(query))
