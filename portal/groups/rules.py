"""What may become of a group's entry, and when a group is asked whether it is still right: pure.

applied ──list──▶ listed ◀──agree── waiting
   │                │ ▲ verify │ withdraw the verification
decline             ▼ │        ▼
   ▼             paused ◀──▶ listed, verified ──close──▶ closed
declined ──reconsider──▶ applied          paused, closed ──resume──▶ as it was before
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portal.languages.calendar import add_months
from portal.problems import Problem, mark


class State(StrEnum):
    """How far a group's entry is."""

    APPLIED = "applied"
    WAITING = "waiting"
    LISTED = "listed"
    VERIFIED = "verified"
    PAUSED = "paused"
    CLOSED = "closed"
    DECLINED = "declined"


class Act(StrEnum):
    """What is done with an entry that changes its state."""

    LIST = "list"
    AGREE = "agree"
    REFUSE = "refuse"
    VERIFY = "verify"
    UNVERIFY = "unverify"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    DECLINE = "decline"
    RECONSIDER = "reconsider"


PUBLIC = frozenset({State.LISTED, State.VERIFIED})
"""The states in which residents see an entry."""

OVER = frozenset({State.CLOSED, State.DECLINED})
"""The states of which nothing more is expected."""

STOPPED = OVER | {State.PAUSED}
"""The states in which a group does nothing here, and may object to that."""

_FROM: Mapping[Act, frozenset[State]] = {
    Act.LIST: frozenset({State.APPLIED}),
    Act.AGREE: frozenset({State.WAITING}),
    Act.REFUSE: frozenset({State.WAITING}),
    Act.VERIFY: frozenset({State.LISTED}),
    Act.UNVERIFY: frozenset({State.VERIFIED}),
    Act.PAUSE: PUBLIC,
    Act.RESUME: frozenset({State.PAUSED, State.CLOSED}),
    Act.CLOSE: PUBLIC | {State.PAUSED},
    Act.DECLINE: frozenset({State.APPLIED}),
    Act.RECONSIDER: frozenset({State.DECLINED}),
}
_TO: Mapping[Act, State] = {
    Act.LIST: State.LISTED,
    Act.AGREE: State.LISTED,
    Act.REFUSE: State.DECLINED,
    Act.VERIFY: State.VERIFIED,
    Act.UNVERIFY: State.LISTED,
    Act.PAUSE: State.PAUSED,
    Act.CLOSE: State.CLOSED,
    Act.DECLINE: State.DECLINED,
    Act.RECONSIDER: State.APPLIED,
}


def may(act: Act, state: State) -> bool:
    """Tell whether something can be done with an entry in this state."""
    return state in _FROM[act]


def after(act: Act, state: State, before: State | None = None) -> State:
    """Give the state that follows; what is shown again is what it was `before`.

    ValueError where the act is not possible.
    """
    if not may(act, state):
        raise ValueError(f"{state} does not {act}")
    if act is Act.RESUME:
        return before if before in PUBLIC and before else State.LISTED
    return _TO[act]


def hindrance(act: Act, *, confirmed: bool, agreed: bool) -> Problem | None:
    """Say why an entry cannot become public, or be verified, yet."""
    if act in (Act.LIST, Act.VERIFY) and not confirmed:
        return Problem(mark("The group has not confirmed its contact yet."))
    if act in (Act.LIST, Act.VERIFY, Act.RESUME) and not agreed:
        return Problem(mark("The group has not said yes to being shown."))
    return None


ASKED_AFTER_MONTHS = 12
REMINDED_AFTER = timedelta(days=28)
PAUSED_AFTER = timedelta(days=28)
UNCONFIRMED_DAYS = 28
"""For how many days an application is kept whose address nobody confirmed."""
UNANSWERED_DAYS = 90
"""For how many days an entry is kept to which the group has not said yes."""
KEPT_MONTHS = 12
"""For how long after it was closed or declined an entry is kept, so that somebody can object."""


class Step(StrEnum):
    """What is due of the yearly question whether an entry is still right."""

    NOTHING = "nothing"
    ASK = "ask"
    REMIND = "remind"
    PAUSE = "pause"


def due(confirmed: date | None, asked: date | None, reminded: date | None, today: date) -> Step:
    """Say what is due: asking after a year, reminding after four weeks, pausing after as many.

    A day that has not come yet was noted by a clock that was wrong, and counts as none.
    """
    if confirmed is not None and today < renewal(confirmed):
        return Step.NOTHING
    if asked is None or asked > today:
        return Step.ASK
    if reminded is None or reminded > today:
        return Step.REMIND if today >= asked + REMINDED_AFTER else Step.NOTHING
    return Step.PAUSE if today >= reminded + PAUSED_AFTER else Step.NOTHING


def renewal(confirmed: date) -> date:
    """Give the day from which a group is asked whether its entry is still right."""
    return add_months(confirmed, ASKED_AFTER_MONTHS)


_HOUSE = r"\b\d+[a-z]?,?\s+(?![ap]\.?m\b)"
_ADDRESSES = (
    re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE),
    re.compile(
        _HOUSE + r"(?:\S+\s+){0,3}(?:street|road|rd|lane|avenue|terrace|crescent)\b",
        re.IGNORECASE,
    ),
    re.compile(_HOUSE + r"(?:heol|stryd|ffordd|lôn|rhodfa|teras)\b", re.IGNORECASE),
    # Of these words there are many that are no street, so only as names are written.
    re.compile(_HOUSE + r"(?:[A-Z]\S*\s+){1,3}(?:Close|Drive|Gardens|Place|Square|St)\b"),
)


def addresses(text: str) -> list[str]:
    """List what in a text looks like an address: a postcode of ours, or a number and a street."""
    found = (one.search(text) for one in _ADDRESSES)
    return [one.group() for one in found if one]


CONTACTS = ("contact_name", "email", "telephone", "website")
"""How a group is reached; each is public only if it says so."""

LOOKED_AT = ("name", "centre_claimed", *CONTACTS)
"""What residents rely on: a group changes it once an officer has looked at the change."""


def asks(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Name what of an officer's change waits for the group's yes: contacts that would be public."""
    new = [
        name
        for name in CONTACTS
        if wanted[f"{name}_public"]
        and (wanted[name] != stored[name] or not stored[f"{name}_public"])
    ]
    return [one for name in new for one in (name, f"{name}_public")]


def waits(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """Name what of a change waits for an officer: whatever is new of a name or a contact.

    What is taken away, or not to be public any more, goes at once. What is to be public together
    with a new contact waits with it: else the old one would be shown, which was not.
    """
    new = [name for name in LOOKED_AT if wanted[name] and wanted[name] != stored[name]]
    shown = [f"{name}_public" for name in CONTACTS if name in new]
    return [*new, *(name for name in shown if wanted[name] and not stored[name])]
