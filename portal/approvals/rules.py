"""Who is a second person, and what happens to a wish where there is none.

Two accounts are two people only if neither could be made for the other: whoever may let people
in, give roles or reset passwords could otherwise agree with themselves. So nobody agrees whom the
first let in, gave the role to or reset in the last weeks, in which the others notice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

LATELY = timedelta(days=28)


class Tie(StrEnum):
    """What the first did to an account that keeps it from being a second person's."""

    LET_IN = "let_in"
    GAVE_ROLE = "gave_role"
    RESET = "reset"


ACTS: Mapping[str, Tie] = {
    "account.invited": Tie.LET_IN,
    "account.enabled": Tie.LET_IN,
    "account.changed": Tie.GAVE_ROLE,
    "account.password_reset": Tie.RESET,
    "account.second_factor_reset": Tie.RESET,
}
"""The rows of the audit log from which such a tie follows."""


ENDED = frozenset({"account.disabled", "account.password_reset", "account.second_factor_reset"})
"""The rows after which an account that has a role cannot act for now."""

CHANGED = "account.changed"
"""The row that says which roles an account had before."""


@dataclass(frozen=True)
class Act:
    """A row of the log: what somebody did to an account, which its address names."""

    action: str
    account: str
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Agreement:
    """Whose agreement something takes: one of these roles; and what holds where nobody can agree.

    Then it is refused, or counts `alone_after` so many days, in which others can object; what
    counts at once is logged as one person's.
    """

    roles: frozenset[str]
    alone_after: int | None = None


class Outcome(StrEnum):
    """How a wish stands that nobody has decided yet."""

    NEEDS_SECOND = "needs_second"
    REFUSED = "refused"
    WAITS = "waits"
    COUNTS_ALONE = "counts_alone"


def tied(acts: Iterable[Act], roles: Collection[str]) -> dict[str, Tie]:
    """Name the accounts that cannot agree with whoever did this to them, and why not."""
    found = ((act.account, _tie(act, roles)) for act in acts)
    return {account: tie for account, tie in found if tie}


def acted(acts: Iterable[Act], roles: Collection[str]) -> dict[str, bool]:
    """Name the accounts that could act until lately; of each, whether it lost one of the roles.

    One that did not lose it was only kept out, and could act if it has the role still.
    """
    found: dict[str, bool] = {}
    for act in acts:
        lost = act.action == CHANGED and bool(_roles(act, "before", "after") & set(roles))
        if lost or act.action in ENDED:
            found[act.account] = found.get(act.account, False) or lost
    return found


def may_agree(first: int, second: int, tie: Tie | None = None) -> bool:
    """Tell whether an account may agree to what the first wants, whatever roles both have."""
    return first != second and tie is None


def outcome(agreement: Agreement, able: int, asked: datetime, now: datetime) -> Outcome:
    """Say how a wish stands, by how many people could agree to it.

    Once there is somebody, their agreement is needed, although the wish may have waited.
    """
    if able:
        return Outcome.NEEDS_SECOND
    if agreement.alone_after is None:
        return Outcome.REFUSED
    waits = now < asked + timedelta(days=agreement.alone_after)
    return Outcome.WAITS if waits else Outcome.COUNTS_ALONE


def _tie(act: Act, roles: Collection[str]) -> Tie | None:
    tie = ACTS.get(act.action, Tie.LET_IN)
    if tie is not Tie.GAVE_ROLE:
        return tie
    return tie if _roles(act, "after", "before") & set(roles) else None


def _roles(act: Act, when: str, other: str) -> set[str]:
    """Give the roles that an account had before a change or after it, but not the other time."""
    return {*act.details[when]["roles"]} - {*act.details[other]["roles"]}
