"""Who helps besides the council: with what, in which languages, and when somebody answers."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.forms.dates import read_clock
from portal.incidents import vocabulary
from portal.languages.calendar import add_months

Translated = dict[str, str]
Spans = list[tuple[time, time]]
_DANGER, _ANY_HATE = "danger", "hate"
_FEW = 6


@dataclass(frozen=True)
class Support:
    """Somebody independent of the council who helps: with everything where no `needs` are named.

    `hours` has the times of each weekday by its number from Monday on, as they were typed;
    `always` is day and night. `rung` is the day on which somebody last tried to reach them.
    """

    name: str
    telephone: str = ""
    address: str = ""
    words: Translated = field(default_factory=dict)
    text: str = ""
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpreters: bool = False
    hours: Mapping[str, str] = field(default_factory=dict)
    always: bool = False
    rung: str = ""

    @property
    def reachable(self) -> bool:
        """Tell whether it says how to reach them; nobody else is shown to residents."""
        return bool(self.telephone or self.text or self.address)

    @property
    def week(self) -> list[tuple[int, int, str]]:
        """List the times of the week: the first and the last of weekdays that are alike."""
        week: list[tuple[int, int, str]] = []
        for day in range(7):
            times = self.hours.get(str(day), "")
            goes_on = bool(week) and week[-1][1:] == (day - 1, times)
            if times:
                week.append((week.pop()[0] if goes_on else day, day, times))
        return week


@dataclass(frozen=True)
class Signpost:
    """Somebody who helps, and whether they answer at a moment: not known without hours."""

    support: Support
    answers: bool | None


NAMES = (
    Support("999 BSL", needs=("danger", "deaf")),
    Support("True Vision", needs=("police",)),
    Support("Crimestoppers", needs=("police",)),
    Support("Samaritans", needs=("distress",)),
    Support("Meic", needs=("children",)),
    Support("NSPCC", needs=("children",)),
    Support("Live Fear Free", needs=("domestic",)),
    Support("Modern Slavery Helpline", needs=("slavery",)),
    Support("Karma Nirvana", needs=("honour",)),
    Support("Forced Marriage Unit", needs=("honour",)),
    Support("Victim Support", needs=("hate",)),
    Support("Stop Hate UK", needs=("hate",)),
    Support("Wales Hate Support Centre", needs=("hate",)),
    Support("Tell MAMA", needs=("religion",)),
    Support("Community Security Trust (CST)", needs=("religion",)),
    Support("Galop", needs=("orientation", "transgender")),
    Support("British Transport Police", needs=("trains",)),
)
"""With whom a new portal begins. A wrong number costs lives, so the council finds out each."""


def read(kept: Mapping[str, Any]) -> Support:
    """Read somebody who helps as they are stored; what is missing was not said."""
    several = {name: tuple(kept.get(name, ())) for name in ("needs", "languages")}
    return Support(**{**kept, **several})


def with_names(kept: Sequence[Support]) -> tuple[Support, ...]:
    """Put after those that a council named before the names that a new portal begins with."""
    named = {one.name.casefold() for one in kept}
    return (*kept, *(one for one in NAMES if one.name.casefold() not in named))


def spans(text: str) -> Spans | None:
    """Read the times of a weekday, such as 09:00-12:30, 13:30-17:00, or say that they are none.

    What ends no later than it begins goes on into the next day.
    """
    read: Spans = []
    for one in text.replace("\u2013", "-").split(",") if text.strip() else ():
        begins, between, ends = one.partition("-")
        clocks = read_clock(begins.strip()), read_clock(ends.strip())
        if not between or clocks[0] is None or clocks[1] is None:
            return None
        read.append((clocks[0], clocks[1]))
    return read


def answers(one: Support, local: datetime, closed: Container[date]) -> bool | None:
    """Tell whether somebody answers at a moment of the council's clocks; `None` if nobody knows.

    On a day when offices are `closed` only those answer for certain who do so day and night.
    """
    if one.always or not any(one.hours.values()):
        return one.always or None
    day, clock = local.date(), local.time()
    now = _hours(one, day, closed)
    before = _hours(one, day - timedelta(days=1), closed)
    return any(begins <= clock and (clock < ends or ends <= begins) for begins, ends in now) or any(
        ends <= begins and clock < ends for begins, ends in before
    )


def helping(support: Iterable[Support], need: str = "", language: str = "") -> list[Support]:
    """List who can be reached for a need and in a language, those first who are there for it.

    Whoever helps after all hate helps after each kind of it; in danger, nobody helps by the way.
    """
    wanted = {need, _ANY_HATE} if need in vocabulary.HATE else {need}
    found = [
        one
        for one in support
        if one.reachable
        and (not need or not wanted.isdisjoint(one.needs) or not (one.needs or need == _DANGER))
        and (not language or one.interpreters or language in one.languages)
    ]
    return sorted(found, key=lambda one: need not in one.needs)


def in_turn(support: Iterable[Support], local: datetime, closed: Container[date]) -> list[Signpost]:
    """Put those first who answer now, and last those who do not."""
    found = [Signpost(one, answers(one, local, closed)) for one in support]
    return sorted(found, key=lambda one: (True, None, False).index(one.answers))


def nearest(
    support: Iterable[Support], local: datetime, closed: Container[date]
) -> Sequence[Signpost]:
    """Choose the few to name on a page that is about something else: those who help with most."""
    found = in_turn(helping(support), local, closed)
    return sorted(found, key=lambda one: bool(one.support.needs))[:_FEW]


def to_ring(support: Iterable[Support], today: date, months: int) -> list[Support]:
    """List those whom residents see and whom nobody has tried to reach for so many months."""
    return [
        one
        for one in support
        if one.reachable
        and (not one.rung or add_months(date.fromisoformat(one.rung), months) <= today)
    ]


def unmet(support: Iterable[Support]) -> list[str]:
    """List the needs for which residents find nobody."""
    met = {need for one in support if one.reachable for need in one.needs}
    met |= vocabulary.HATE if _ANY_HATE in met else set()
    return [one.code for one in vocabulary.NEEDS if one.code not in met]


def _hours(one: Support, day: date, closed: Container[date]) -> Spans:
    text = "" if day in closed else one.hours.get(str(day.weekday()), "")
    return spans(text) or []
