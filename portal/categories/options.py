"""Options and their parents: which list has which, and how an answer rolls up.

Each option has exactly one path to the top. A mapping is read, never stored: what a person
chose stays as chosen.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Protocol

from portal.categories import schemes
from portal.categories.schemes import PREFER_NOT, Characteristic, Option
from portal.languages.normal_form import normalised

MAY_HAVE_LOCAL = frozenset({"ethnic_group", "national_identity", "religion", "main_language"})
"""The questions to which a council may add options of its own."""


class Level(StrEnum):
    """How far an answer is rolled up."""

    ANSWER = "answer"
    LEAF = "leaf"
    GROUP = "group"


class Placed(Protocol):
    """An option that a council added below a harmonised one."""

    @property
    def characteristic(self) -> str:
        """The code of the question it belongs to."""

    @property
    def code(self) -> str:
        """The code that answers hold."""

    @property
    def parent(self) -> str:
        """The code of the harmonised leaf above it."""

    @property
    def label(self) -> dict[str, str]:
        """Its words in each offered language."""

    @property
    def retired(self) -> bool:
        """Whether it is no longer offered."""


def characteristics(nation: str, local: Iterable[Placed] = ()) -> tuple[Characteristic, ...]:
    """List a nation's questions in census order, each local option below its parent."""
    placed = tuple(local)
    return tuple(
        _with_local(one, [option for option in placed if option.characteristic == one.code])
        for one in schemes.of(nation).characteristics
    )


def selected(
    questions: Iterable[Characteristic], codes: Collection[str]
) -> tuple[Characteristic, ...]:
    """Keep the questions a council asks; one that follows another needs the other."""
    kept = [one for one in questions if one.code in codes]
    return tuple(one for one in kept if not one.show_if or one.show_if.question in codes)


def option_of(characteristic: Characteristic, code: str) -> Option:
    """Find an option, retired ones included; KeyError for a code this question never had."""
    return {one.code: one for one in (*characteristic.retired, *characteristic.options)}[code]


def options_of(characteristic: Characteristic) -> list[str]:
    """List the codes of a characteristic in the order of their places, retired ones last."""
    return [option.code for option in (*characteristic.options, *characteristic.retired)]


def broad_groups(characteristic: Characteristic) -> tuple[Option, ...]:
    """List the options without a parent, "prefer not to say" aside."""
    tops = (option for option in characteristic.options if option.parent is None)
    return tuple(option for option in tops if option.code != PREFER_NOT)


def details_of(characteristic: Characteristic, group: str) -> tuple[Option, ...]:
    """List what is below a group, local options included, in the order of the list."""
    below, found = {group}, []
    for option in characteristic.options:
        if option.parent in below:
            below.add(option.code)
            found.append(option)
    return tuple(found)


def parents_for_local(characteristic: Characteristic) -> tuple[Option, ...]:
    """List the harmonised leaves below which a council may place an option of its own."""
    depth = 2 if characteristic.two_step else 1
    return tuple(
        option
        for option in characteristic.options
        if not option.exclusive and len(path(characteristic, option.code)) == depth
    )


def path(characteristic: Characteristic, code: str) -> tuple[str, ...]:
    """Give the codes from the broadest down to this one."""
    parent = option_of(characteristic, code).parent
    return (*path(characteristic, parent), code) if parent else (code,)


def roll_up(characteristic: Characteristic, code: str, level: Level | str) -> str | None:
    """Give the parent of an answer at a level; None when the answer is broader than that.

    From a local option to its harmonised leaf to its broad group; a list without broad groups
    has its leaves in their place. "Prefer not to say" is itself at every level.
    """
    steps = path(characteristic, code)
    if Level(level) is Level.ANSWER or code == PREFER_NOT:
        return code
    place = 1 if characteristic.two_step and Level(level) is Level.LEAF else 0
    return steps[place] if place < len(steps) else None


def local_code(label: str, taken: Collection[str]) -> str:
    """Make a code for a local option out of its English label, unlike every code in use."""
    plain = normalised(label, "NFKD").encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "option"
    stem = f"local_{words}"[:36].rstrip("_")
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)


def _with_local(characteristic: Characteristic, local: Iterable[Placed]) -> Characteristic:
    below: dict[str, list[Option]] = {}
    retired = []
    for one in local:
        option = Option(one.code, dict(one.label), parent=one.parent)
        if one.retired:
            retired.append(option)
        else:
            below.setdefault(one.parent, []).append(option)
    options = [shown for one in characteristic.options for shown in (one, *below.get(one.code, ()))]
    return replace(characteristic, options=tuple(options), retired=tuple(retired))
