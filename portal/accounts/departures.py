"""What other features do when an account is reset or disabled, or loses a role.

Whoever may reset an account must not get what its owner alone may open, so what was given to
the owner is taken away then. Features say beforehand what that costs.
"""

from collections.abc import Callable
from typing import NamedTuple

from sqlmodel import Session

from portal.accounts.models import Account, Role
from portal.problems import Problem

Roles = frozenset[Role]
"""The roles in which an account stays trusted; none after a reset."""

NONE: Roles = frozenset()

Warn = Callable[[Session, Account, Roles], Problem | None]
Follow = Callable[[Session, Account, Roles, str | int], None]


class _Feature(NamedTuple):
    warn: Warn
    follow: Follow


_features: dict[str, _Feature] = {}


def register(name: str, warn: Warn, follow: Follow) -> None:
    """Have a feature say what would be lost, and take it away when it happens."""
    _features[name] = _Feature(warn, follow)


def warnings(session: Session, account: Account, staying: Roles = NONE) -> list[Problem]:
    """List what would be lost if an account were trusted in these roles only."""
    said = [feature.warn(session, account, staying) for feature in _features.values()]
    return [warning for warning in said if warning]


def follow(session: Session, account: Account, actor: str | int, staying: Roles = NONE) -> None:
    """Take away what an account is no longer trusted with."""
    for feature in _features.values():
        feature.follow(session, account, staying, actor)
