"""The languages residents are offered: moved, added and taken away by the press of a button."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from portal.forms.three_way import mark_of
from portal.languages.locales import LANGUAGES
from portal.problems import Problem, mark

Offered = tuple[str, ...]


def move(sent: Mapping[str, Any], offered: Offered) -> Offered | Problem:
    """Read which button beside which language was pressed, and give the languages after it."""
    for name, change in _MOVES.items():
        if tag := sent.get(name):
            return change(offered, str(tag))
    return Problem(mark("Choose one of the buttons beside a language."))


def left_out(offered: Offered) -> list[str]:
    """List the languages the portal speaks and residents are not offered."""
    return [tag for tag in LANGUAGES if tag not in offered]


def version(offered: Offered) -> str:
    """Fingerprint the list, so that it is seen when somebody else changed it."""
    return mark_of(list(offered))


def _swapped(offered: Offered, tag: str, step: int) -> Offered | Problem:
    if tag not in offered:
        return Problem(mark("This language is not offered."))
    place = offered.index(tag)
    other = min(max(place + step, 0), len(offered) - 1)
    moved = list(offered)
    moved[place], moved[other] = moved[other], moved[place]
    return tuple(moved)


def _added(offered: Offered, tag: str) -> Offered | Problem:
    if tag not in LANGUAGES:
        return Problem(mark("The portal does not speak this language yet."))
    return tuple(dict.fromkeys([*offered, tag]))


def _taken_away(offered: Offered, tag: str) -> Offered | Problem:
    left = tuple(kept for kept in offered if kept != tag)
    return left or Problem(mark("At least one language has to stay."))


_MOVES: dict[str, Callable[[Offered, str], Offered | Problem]] = {
    "up": partial(_swapped, step=-1),
    "down": partial(_swapped, step=1),
    "add": _added,
    "remove": _taken_away,
}
