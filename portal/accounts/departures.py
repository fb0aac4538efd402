"""What other features do when an account is reset or disabled, or loses a role.

Whoever may reset an account must not get what its owner alone may open, and must not destroy it
either. Features say beforehand what that costs, and refuse what cannot be undone; keeping an
account from signing in is never refused.
"""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from portal.accounts.models import Account, Role
from portal.problems import Problem
from portal.web.feature import Consequences, Departure, Feature


def kept_out(account: Account) -> Departure:
    """Keep an account from signing in, which is reset or disabled: its owner may come back."""
    return Departure(account.id or 0, account.email, stays_out=True)


def changed(account: Account, roles: Iterable[Role], by: int) -> Departure:
    """Leave an account these roles only."""
    return Departure(account.id or 0, account.email, staying=frozenset(roles), by=by)


def refusals(features: Sequence[Feature], session: Session, departure: Departure) -> list[Problem]:
    """List why an account cannot lose a role now."""
    said = [one.refuse(session, departure) for one in _consequences(features)]
    return [refusal for refusal in said if refusal]


def warnings(features: Sequence[Feature], session: Session, departure: Departure) -> list[Problem]:
    """List what would be lost, or would have to wait."""
    said = (one.warn(session, departure) for one in _consequences(features))
    return [warning for warnings in said for warning in warnings]


def follow(
    features: Sequence[Feature], session: Session, departure: Departure, actor: str | int
) -> None:
    """Do what follows from a departure."""
    for one in _consequences(features):
        one.follow(session, departure, actor)


def _consequences(features: Sequence[Feature]) -> list[Consequences]:
    return [one.on_departure for one in features if one.on_departure]
