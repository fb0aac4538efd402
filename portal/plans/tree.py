"""The items of a plan in their order: which are late, and which are looked for. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.languages.calendar import add_months
from portal.plans.rules import NOTHING_SAID, OVER, Alike, Assessment, assessed_level, done_level

_SOON_MONTHS = 3


class When(StrEnum):
    """How the date of an item stands to today."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"


Counted = tuple[int | None, int | None]
"""On which levels stands what is done or not, and what is met or not."""


class Node(NamedTuple):
    """An item without its words."""

    id: int
    parent: int | None
    place: int
    level: int
    status: str
    assessment: str
    due: date | None
    leads: Sequence[str]


@dataclass(frozen=True)
class Choice:
    """What somebody looks for in a plan; what is empty narrows nothing."""

    status: str = ""
    lead: str = ""
    due: str = ""
    under: int | None = None


def when(node: Node, done: int | None, today: date) -> When | None:
    """Say how the date of an item stands to today; none if it has none to keep."""
    if node.status in OVER or node.assessment == Assessment.MET:
        return None
    if node.due is None:
        return When.UNDATED if node.level == done else None
    if node.due < today:
        return When.LATE
    return When.SOON if node.due <= add_months(today, _SOON_MONTHS) else When.LATER


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Put items in the order in which they are read: what is below one before what comes next."""
    below: dict[int | None, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    for siblings in below.values():
        siblings.sort(key=lambda one: (one.place, one.id), reverse=True)
    waiting, ordered = list(below.get(None, ())), []
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        waiting.extend(below.get(node.id, ()))
    return ordered


def chosen(
    ordered: Sequence[Node], choice: Choice, levels: Sequence[str], today: date
) -> list[Node]:
    """List what somebody looks for, in order; an item is there with all that is below it."""
    counted = done_level(levels), assessed_level(levels)
    inside = _below(ordered, choice.under)
    return [one for one in inside if _is_wanted(one, choice, counted, today)]


def with_above(ordered: Sequence[Node], shown: Iterable[Node]) -> list[Node]:
    """Add to items what they stand below, so that nobody reads one without its heading."""
    known, wanted = {node.id: node for node in ordered}, set[int]()
    for node in shown:
        above: int | None = node.id
        while above is not None and above not in wanted:
            wanted.add(above)
            above = known[above].parent
    return [node for node in ordered if node.id in wanted]


def not_done(ordered: Sequence[Node], levels: Sequence[str]) -> list[Node]:
    """List what is neither done, stopped nor met, in order, with what it stands below.

    What only heads others goes where nothing of them is left.
    """
    counted, heads = {done_level(levels), assessed_level(levels)}, {one.parent for one in ordered}
    left = [
        one
        for one in ordered
        if one.status not in OVER
        and one.assessment != Assessment.MET
        and (one.level in counted or one.id not in heads)
    ]
    return with_above(ordered, left)


def alike(nodes: Iterable[Node], today: date) -> Iterator[Alike]:
    """Count the items that are alike in how they stand."""
    counted = Counter(
        (one.level, one.status, one.assessment, bool(one.due and one.due < today), not one.due)
        for one in nodes
    )
    for (level, status, assessment, late, undated), number in counted.items():
        is_open = status not in OVER and assessment != Assessment.MET
        yield Alike(level, status, assessment, is_open and late, is_open and undated, number)


def leads(nodes: Iterable[Node]) -> list[str]:
    """List who leads anything."""
    return sorted({lead for node in nodes for lead in node.leads}, key=str.casefold)


def _below(ordered: Sequence[Node], under: int | None) -> Sequence[Node]:
    if under is None:
        return ordered
    start = next((n for n, node in enumerate(ordered) if node.id == under), None)
    if start is None:
        return []
    after = range(start + 1, len(ordered))
    end = next((n for n in after if ordered[n].level <= ordered[start].level), len(ordered))
    return ordered[start:end]


def _is_wanted(node: Node, choice: Choice, counted: Counted, today: date) -> bool:
    if choice.lead and choice.lead not in node.leads:
        return False
    if choice.due and when(node, counted[0], today) != choice.due:
        return False
    if choice.status == NOTHING_SAID:
        return not (node.status or node.assessment) and node.level in counted
    return not choice.status or choice.status in (node.status, node.assessment)
