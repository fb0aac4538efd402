"""What comments are, how they go on, by when something is promised, and what of it is told. Pure.

A comment is whatever somebody sends: a card on a service, or a complaint or a compliment about
race equality.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from portal.language_support.rules import FEW
from portal.language_support.rules import rough as rough
from portal.languages.calendar import Calendar
from portal.promises import Promise

WORDS = 4_000
"""How long what somebody says may be, and what they are answered."""

FEWER = f"<{FEW}"
"""What stands in a file for a few, of whom it is not told how many they are."""


class Kind(StrEnum):
    """What somebody sent."""

    CARD = "card"
    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"


class State(StrEnum):
    """How far a comment is."""

    RECEIVED = "received"
    READ = "read"
    ANSWERED = "answered"
    CONTESTED = "contested"
    PASSED = "passed"
    ESCALATED = "escalated"
    DECLINED = "declined"


class How(StrEnum):
    """How somebody wants to be answered."""

    CODE = "code"
    EMAIL = "email"
    CALL = "call"


class Whom(StrEnum):
    """Who outside of the council looks at a complaint."""

    OMBUDSMAN = "ombudsman"
    EQUALITY = "equality"
    OTHER = "other"


class Why(StrEnum):
    """Why something is not for the council to answer."""

    OTHERS = "others"
    TWICE = "twice"
    UNCLEAR = "unclear"
    SPAM = "spam"


@dataclass(frozen=True)
class Terms:
    """Within how many working days the council promises to do what."""

    card_days: int = 10
    read_days: int = 5
    answer_days: int = 20
    passed_days: int = 20

    def days(self, kind: Kind, state: State) -> int:
        """Give within how many days something of this kind goes on from this state."""
        if kind is not Kind.COMPLAINT:
            return self.card_days
        usual = {State.CONTESTED: self.read_days, State.PASSED: self.passed_days}
        return usual.get(state, self.answer_days)


_MOVES: Mapping[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.READ}),
    State.READ: frozenset({State.ANSWERED, State.DECLINED, State.PASSED, State.ESCALATED}),
    State.ANSWERED: frozenset({State.CONTESTED, State.PASSED, State.ESCALATED}),
    State.CONTESTED: frozenset({State.ANSWERED, State.PASSED, State.ESCALATED}),
    State.PASSED: frozenset({State.ANSWERED, State.ESCALATED}),
    State.ESCALATED: frozenset({State.ANSWERED}),
    # Whoever declined can be wrong: officers may answer after all, and who complained object.
    State.DECLINED: frozenset({State.ANSWERED, State.CONTESTED, State.PASSED, State.ESCALATED}),
}
_OF_COMPLAINTS = frozenset({State.CONTESTED, State.PASSED, State.ESCALATED})

SETTLED = frozenset({State.ANSWERED, State.ESCALATED, State.DECLINED})
"""When nothing is owed by the council itself."""


def may_move(kind: Kind, before: State, after: State) -> bool:
    """Tell whether a comment can go from one state to another; only complaints go further."""
    further = kind is Kind.COMPLAINT or after not in _OF_COMPLAINTS
    return further and after in _MOVES[before]


def read_by(kind: Kind, day: date, terms: Terms, calendar: Calendar) -> date | None:
    """Say by when a complaint that came on a day has been read; of others nothing is promised."""
    if kind is not Kind.COMPLAINT:
        return None
    return calendar.add_working_days(day, terms.read_days)


def due(kind: Kind, state: State, day: date, terms: Terms, calendar: Calendar) -> date | None:
    """Say by when something is answered that came to a state on a day; None if nothing is owed."""
    return None if state in SETTLED else calendar.add_working_days(day, terms.days(kind, state))


def promise(by: date) -> Promise[str]:
    """Say what the council owes until it has answered."""
    return Promise("complaints.answer", by)


def not_told(how: str, email: str, telephone: str) -> str:
    """Name the field without which nobody could be answered as they wish; nothing if all is there.

    >>> not_told("email", "", "01632 960001")
    'email'
    """
    needed = {How.EMAIL.value: ("email", email), How.CALL.value: ("telephone", telephone)}
    field, told = needed.get(how, ("", "told"))
    return "" if told else field


@dataclass(frozen=True)
class Card:
    """Whether a card says that something went well, or wrong, and what its sender told besides.

    `answers` are to the equality questions of a nation; both are empty if nothing was told.
    """

    well: bool
    wrong: bool
    nation: str
    answers: Mapping[str, Any]


class Cards(NamedTuple):
    """How many cards there were of people, and in how many of them something went well or wrong."""

    all: int | None
    well: int | None
    wrong: int | None


def cards(found: Iterable[Card]) -> Cards:
    """Count cards, each number rounded, and a few not told.

    >>> cards([Card(True, False, "", {})] * 7)
    Cards(all=5, well=5, wrong=0)
    """
    listed = list(found)
    wells, wrongs = sum(one.well for one in listed), sum(one.wrong for one in listed)
    return Cards(rough(len(listed)), rough(wells), rough(wrongs))


Counted = Mapping[tuple[str, str], int]
"""How many there were, by a code and by their kind."""


@dataclass(frozen=True)
class Line:
    """How many of each kind there were of something; None is a number that is not told."""

    about: str
    numbers: tuple[int | None, ...]


def lines(counted: Counted, order: Iterable[str] = ()) -> list[Line]:
    """Round what was counted to fives, so that nobody is known by being few.

    What has a place in `order` stands there, all else follows by its code.
    """
    total: Counter[str] = Counter()
    for (about, _), number in counted.items():
        total[about] += number
    places = {code: place for place, code in enumerate(order)}
    listed = sorted(total, key=lambda code: (places.get(code, len(places)), code))
    return [
        Line(code, tuple(rough(counted.get((code, kind.value), 0)) for kind in Kind))
        for code in listed
    ]
