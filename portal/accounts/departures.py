"""What other features do when an account is reset or disabled, or loses a role.

Whoever may reset an account must not get what its owner alone may open, and must not destroy it
either. Features say beforehand what that costs, and refuse what cannot be undone; keeping an
account from signing in is never refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel import Session

from portal.accounts.models import Account, Role
from portal.problems import Problem


@dataclass(frozen=True)
class Departure:
    """In which roles an account stays trusted, whether it is kept from signing in, and by whom."""

    staying: frozenset[Role] = frozenset()
    stays_out: bool = False
    by: int = 0


KEPT_OUT = Departure(stays_out=True)
"""An account that is reset or disabled: its owner may come back."""


class Feature(NamedTuple):
    """What a feature says against a departure, what it warns of, and what it does then."""

    refuse: Callable[[Session, Account, Departure], Problem | None]
    warn: Callable[[Session, Account, Departure], list[Problem]]
    follow: Callable[[Session, Account, Departure, str | int], None]


_features: dict[str, Feature] = {}


def register(name: str, feature: Feature) -> None:
    """Have a feature say what would be lost, and do its part when it happens."""
    _features[name] = feature


def refusals(session: Session, account: Account, departure: Departure) -> list[Problem]:
    """List why an account cannot lose a role now."""
    said = [feature.refuse(session, account, departure) for feature in _features.values()]
    return [refusal for refusal in said if refusal]


def warnings(session: Session, account: Account, departure: Departure = KEPT_OUT) -> list[Problem]:
    """List what would be lost, or would have to wait."""
    said = (feature.warn(session, account, departure) for feature in _features.values())
    return [warning for warnings in said for warning in warnings]


def follow(session: Session, account: Account, actor: str | int, departure: Departure) -> None:
    """Do what follows from a departure."""
    for feature in _features.values():
        feature.follow(session, account, departure, actor)
