"""What people ask for so that they can take part, what came of it, and how that is told."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.languages.calendar import Calendar
from portal.problems import mark
from portal.promises import Promise


class Kind(StrEnum):
    """What somebody asks for."""

    INTERPRETER = "interpreter"
    CALL = "call"
    LARGE_PRINT = "large_print"
    BRAILLE = "braille"
    AUDIO = "audio"
    BSL = "bsl"
    EASY_READ = "easy_read"
    PAPER = "paper"


class Service(StrEnum):
    """For which part of the council somebody asks."""

    CONSULTATION = "consultation"
    MEETING = "meeting"
    HOUSING = "housing"
    SCHOOLS = "schools"
    CARE = "care"
    BENEFITS = "benefits"
    OTHER = "other"


class State(StrEnum):
    """How far a request is."""

    WAITING = "waiting"
    ANSWERED = "answered"


class Outcome(StrEnum):
    """What somebody was given. What was sent twice, or by a machine, is no request."""

    PROVIDED = "provided"
    OTHERWISE = "otherwise"
    NOT_PROVIDED = "not_provided"
    NO_REQUEST = "no_request"


class Why(StrEnum):
    """Why somebody was given something else, or nothing."""

    NONE = ""
    PREFERRED = "preferred"
    NOBODY = "nobody"
    LATE = "late"
    UNREACHED = "unreached"
    UNNEEDED = "unneeded"
    COST = "cost"
    UNOFFERED = "unoffered"
    EXPIRED = "expired"


class Booking(StrEnum):
    """Whether what somebody needs to take part is seen to."""

    WAITING = "waiting"
    BOOKED = "booked"
    IMPOSSIBLE = "impossible"


KINDS = (
    (Kind.INTERPRETER, mark("An interpreter, face to face or at a meeting")),
    (Kind.CALL, mark("A telephone call in my language")),
    (Kind.LARGE_PRINT, mark("Large print")),
    (Kind.BRAILLE, mark("Braille")),
    (Kind.AUDIO, mark("Audio, to listen to")),
    (Kind.BSL, mark("British Sign Language (BSL)")),
    (Kind.EASY_READ, mark("Easy read: short sentences with pictures")),
    (Kind.PAPER, mark("Paper, to read or fill in with a pen")),
)
SERVICES = (
    (Service.CONSULTATION, mark("A consultation")),
    (Service.MEETING, mark("A meeting or an event")),
    (Service.HOUSING, mark("Housing")),
    (Service.SCHOOLS, mark("Schools and children")),
    (Service.CARE, mark("Care and support for adults")),
    (Service.BENEFITS, mark("Council Tax and benefits")),
    (Service.OTHER, mark("Something else")),
)
COUNTED = (Outcome.PROVIDED, Outcome.OTHERWISE, Outcome.NOT_PROVIDED)
"""The outcomes that a request is counted by."""

FEW = 5
"""A smaller number is not told: a reader may know the people behind it."""


class Need(NamedTuple):
    """What somebody asks for, in which language, and for what."""

    language: str
    kind: Kind
    service: Service


class Answer(NamedTuple):
    """What came of a request, and why it was not what was asked for."""

    outcome: Outcome
    why: Why = Why.NONE


UNNEEDED = Answer(Outcome.NOT_PROVIDED, Why.UNNEEDED)
"""What came of a need where nothing is held, or whoever asked does not take part."""


@dataclass(frozen=True)
class Line:
    """How many asked for something, and how many of them had which outcome.

    None is a number that is not told. The kind of a line is empty where several were put together.
    """

    about: str
    kind: str
    total: int | None
    parts: tuple[int | None, ...]


def promise(asked: date, days: int, calendar: Calendar) -> Promise[str]:
    """Say until when somebody hears from us: so many working days after they asked."""
    return Promise("answer", calendar.add_working_days(asked, days))


def came_of(booking: Booking, why: Why) -> Answer:
    """Say what came of a need once it is over; what nobody answered was not provided."""
    if booking is Booking.BOOKED:
        return Answer(Outcome.PROVIDED)
    return Answer(Outcome.NOT_PROVIDED, why if booking is Booking.IMPOSSIBLE else Why.EXPIRED)


def needs_why(outcome: Outcome) -> bool:
    """Tell whether it has to be said why somebody was not given what they asked for."""
    return outcome in (Outcome.OTHERWISE, Outcome.NOT_PROVIDED)


def lines(counted: Mapping[tuple[str, str], Mapping[str, int]]) -> list[Line]:
    """Make lines of what was counted about something by kind and outcome, the most asked first.

    Kinds for which few asked are put together, so that none of them can be seen.
    """
    of_one: dict[str, dict[str, Mapping[str, int]]] = {}
    for (about, kind), numbers in counted.items():
        of_one.setdefault(about, {})[kind] = numbers
    ordered = sorted(of_one, key=lambda one: (-_total(*of_one[one].values()), one))
    return [line for about in ordered for line in _lines_about(about, of_one[about])]


def line(about: str, kind: str, numbers: Mapping[str, int]) -> Line:
    """Make one line; where few asked, it is not told what they were given."""
    total = rough(_total(numbers))
    parts = [rough(numbers.get(one, 0)) if total is not None else None for one in COUNTED]
    return Line(about, kind, total, tuple(parts))


def rough(number: int) -> int | None:
    """Round a number to fives; none between nothing and five is told."""
    return None if 0 < number < FEW else FEW * ((number + FEW // 2) // FEW)


def _lines_about(about: str, kinds: Mapping[str, Mapping[str, int]]) -> list[Line]:
    told = {kind: numbers for kind, numbers in kinds.items() if _total(numbers) >= FEW}
    rest: Counter[str] = Counter()
    for kind, numbers in kinds.items():
        rest.update({} if kind in told else numbers)
    found = [line(about, kind, told[kind]) for kind in sorted(told, key=_place)]
    return [*found, line(about, "", rest)] if rest else found


def _place(kind: str) -> int:
    return list(Kind).index(Kind(kind))


def _total(*numbers: Mapping[str, int]) -> int:
    return sum(sum(one.values()) for one in numbers)
