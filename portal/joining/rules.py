"""How an application goes from one state to the next: pure."""

from collections.abc import Mapping

from portal.bodies.rules import Joining

ANSWERED_WITHIN = 14
"""Within so many days somebody who applied hears: the deputy acts for a chair who is away."""

_DECIDED = frozenset({Joining.ACCEPTED, Joining.DECLINED, Joining.WITHDRAWN})
_MOVES: Mapping[Joining, frozenset[Joining]] = {
    Joining.WAITING: _DECIDED | {Joining.ASKED_BACK},
    Joining.ASKED_BACK: _DECIDED | {Joining.WAITING},
}


def may_apply(state: Joining) -> bool:
    """Tell whether somebody whose application stands so may apply, or go on with it."""
    return state in (Joining.BEGUN, Joining.DECLINED, Joining.WITHDRAWN)


def waits(state: Joining) -> bool:
    """Tell whether an application was sent and is not decided."""
    return state in _MOVES


def may_move(before: Joining, after: Joining) -> bool:
    """Tell whether an application can go from one state to another."""
    return after in _MOVES.get(before, ())
