"""The groups that answers are split by, named for the page."""

from typing import NamedTuple

import numpy as np

from portal.analysis.rules import UNLISTED, Mask, Told, divide
from portal.analysis.snapshot import Snapshot
from portal.categories.options import options_of
from portal.categories.rules import (
    PREFER_NOT,
    Characteristic,
    Level,
    State,
    broad_groups,
    details_of,
    option_of,
    roll_up,
)
from portal.languages.i18n import gettext, pick
from portal.problems import mark
from portal.questions.questionnaire import Translated

SILENT = {
    UNLISTED: mark("Answer no longer on the list"),
    State.PREFER_NOT.value: mark("Prefer not to say"),
    State.SKIPPED.value: mark("Skipped this equality question"),
    State.NOT_ASKED.value: mark("Not asked this equality question"),
}
"""Those without an answer on the list; each stays a group of its own."""


class Group(NamedTuple):
    """Some of those who answered, and the words that name them."""

    label: Translated | str
    mask: Mask


class Way(NamedTuple):
    """Something else by which answers are split than what people told about themselves."""

    code: str
    label: str
    kind: str = "single"


def by_help(current: Snapshot, helped: frozenset[str]) -> list[Group]:
    """Put everybody into two groups: those whom a group helped, and those who came without."""
    with_help = np.array([row.id in helped for row in current.rows], bool)
    names = gettext("With the help or a slip of a group"), gettext("Without a group")
    return [Group(name, mask) for name, mask in zip(names, (with_help, ~with_help), strict=True)]


def split(told: Told, characteristic: Characteristic, level: Level) -> list[Group]:
    """Put everybody into the groups of a characteristic, empty ones included."""
    lists = placed(characteristic, level)
    masks = divide(told, lists)
    listed = [Group(_name(characteristic, code, level), masks[code]) for code in lists]
    silent = [
        Group(gettext(words), masks[code])
        for code, words in SILENT.items()
        if code != UNLISTED or masks[code].any()
    ]
    return [*listed, *silent]


def placed(characteristic: Characteristic, level: Level) -> dict[str, list[int]]:
    """Give each group at a level the places of the options that roll up into it.

    An answer that is broader than the level, such as "Asian" without the detail, is a group of
    its own: nobody is guessed into a narrower one, and nobody is lost.
    """
    lists: dict[str, list[int]] = {}
    for place, code in enumerate(options_of(characteristic)):
        if code != PREFER_NOT:
            group = roll_up(characteristic, code, level) or code
            lists.setdefault(group, []).append(place)
    return _in_list_order(characteristic, lists)


def _in_list_order(
    characteristic: Characteristic, lists: dict[str, list[int]]
) -> dict[str, list[int]]:
    order: list[str] = []
    for broad in broad_groups(characteristic):
        order += [broad.code, *(option.code for option in details_of(characteristic, broad.code))]
    known = [code for code in dict.fromkeys(order) if code in lists]
    return {code: lists[code] for code in (*known, *(code for code in lists if code not in known))}


def _name(characteristic: Characteristic, code: str, level: Level) -> Translated | str:
    option = option_of(characteristic, code)
    broader = characteristic.two_step and level is not Level.GROUP and not option.parent
    if broader:
        return gettext("%(group)s, without the detail", group=pick(option.label))
    return option.label
