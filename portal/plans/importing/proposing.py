"""What an officer is offered to confirm: which lines are levels, what columns say. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from portal.files.documents.document import Document, Place
from portal.plans.importing import columns, entries, heads, shapes, tables
from portal.plans.importing.entries import Kind, Sorted, TableRow, Text
from portal.plans.importing.rules import PlanMapping, Role, TableMapping

_EXAMPLES = 3
_OFTEN = 2
_BY_FORM = ("sheet", "heading", "capitals", "bold")
_LISTED = ("word", "number", "letter", "roman", "bullet")
_RANK = ("sheet", "heading", "capitals", "bold", *_LISTED, "question")


@dataclass(frozen=True)
class Pattern:
    """Lines of one pattern: its key, how many there are, and the first of them."""

    key: str
    count: int
    examples: tuple[str, ...]
    first: Place


@dataclass(frozen=True)
class TableKind:
    """Tables with the same heads, how many they are, and their first rows.

    `states` has, for each column, the words of its cells that may mean a state, as they are
    compared; the mapping says what each means, and a row with one that it does not know is refused.
    """

    heads: tuple[str, ...]
    tables: int
    rows: int
    examples: tuple[tuple[str, ...], ...]
    states: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What a document holds, and how it could be taken; the tables are those of the mapping."""

    patterns: tuple[Pattern, ...]
    kinds: tuple[TableKind, ...]
    mapping: PlanMapping


def propose(document: Document, first: Place | None = None, last: Place | None = None) -> Proposal:
    """Look a document, or a part of it, through, and propose how it is taken."""
    found = tables.sort(document).within(entries.inside(document, first, last))
    mapping = replace(_mapping(found), first=first, last=last)
    return Proposal(_patterns(found), tuple(map(_kind, found.kinds)), mapping)


def _patterns(found: Sorted) -> tuple[Pattern, ...]:
    lines: dict[str, list[Text]] = defaultdict(list)
    for entry in found.entries:
        if isinstance(entry, Text):
            lines[entry.shape.key].append(entry)
    return tuple(
        Pattern(key, len(all_), tuple(e.line.text for e in all_[:_EXAMPLES]), all_[0].line.place)
        for key, all_ in lines.items()
    )


def _kind(kind: Kind) -> TableKind:
    examples = tuple(row.texts for row in kind.rows[:_EXAMPLES])
    states = tuple(columns.said_of_states(kind, column) for column in range(kind.width))
    return TableKind(kind.heads, kind.tables, len(kind.rows), examples, states)


def _mapping(found: Sorted) -> PlanMapping:
    taken = _taken(found.kinds)
    if not any(taken):
        lines, none = _list_levels(found), [TableMapping(taken=False) for _ in found.kinds]
        return PlanMapping(dict(lines), tuple(none))
    leading = _leading(found, taken)
    levels = {key: level for level, key in enumerate(_in_order(leading, found))}
    mapped = []
    for number, kind in enumerate(found.kinds):
        guessed = columns.guess(kind)
        below = max((levels[key] + 1 for key in levels if leading[key][number]), default=0)
        level = below + sum(column.role is Role.ABOVE for column in guessed)
        empty = columns.empty_means(guessed, kind)
        parts = columns.parts_of(guessed, kind)
        mapped.append(TableMapping(guessed, level, empty, taken[number], parts))
    return PlanMapping(dict(levels), tuple(mapped))


def _taken(kinds: Sequence[Kind]) -> list[bool]:
    """Choose the tables whose heads name what plans tell of items; else the only kind."""
    named = [_is_plan(kind) for kind in kinds]
    if any(named) or len(kinds) != 1:
        return named
    return [len(kinds[0].rows) >= _OFTEN and kinds[0].width > 1]


def _is_plan(kind: Kind) -> bool:
    meant = {heads.means(name) for name in kind.heads if name} - {""}
    return bool(kind.rows) and (len(meant) > 1 or bool(meant & {Role.TEXT, Role.ABOVE}))


def _leading(found: Sorted, taken: Sequence[bool]) -> dict[str, Counter[int]]:
    """Count, for each pattern, how often it stands between rows of each kind, right before one."""
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    between: list[str] = []
    for entry in found.entries:
        if isinstance(entry, Text):
            between.append(entry.shape.key)
        elif isinstance(entry, TableRow):
            if taken[entry.kind]:
                for key in _nearest(between):
                    counted[key][entry.kind] += 1
            between = []
    keys = {key for key, kinds in counted.items() if _may_be_level(key, kinds.total())}
    return {key: counted[key] for key in keys}


_WINDOW = 8


def _nearest(between: Sequence[str]) -> set[str]:
    return set(between[-_WINDOW:])


def _may_be_level(key: str, often: int) -> bool:
    form = _form(key)
    is_one = form in (*_BY_FORM, "word", "number") and often >= _OFTEN
    return is_one or shapes.is_level(key)


def _in_order(leading: dict[str, Counter[int]], found: Sorted) -> list[str]:
    """Put patterns in order: there are fewer aims than objectives, and aims come first."""
    first: dict[str, int] = {}
    for number, entry in enumerate(found.entries):
        if isinstance(entry, Text):
            first.setdefault(entry.shape.key, number)
    return sorted(leading, key=lambda key: (leading[key].total(), first[key]))


def _list_levels(found: Sorted) -> dict[str, int | Role]:
    """Take lines for levels where there is no table: numbers, letters, bullets by their depth."""
    texts = [entry.shape.key for entry in found.entries if isinstance(entry, Text)]
    counted = Counter(texts)
    lists = {key for key in counted if _form(key) in _LISTED}
    lists = {key for key in lists if counted[key] >= _OFTEN or shapes.is_level(key)}
    if not lists and counted["question"] >= _OFTEN:
        lists = {"question"}
    above = _headings(texts, lists)
    order = sorted(lists | above, key=_rank)
    named = (key for key in counted if _form(key) in ("label", "caption"))
    labels = {key: Role(key.partition(":")[2]) for key in named}
    return {**{key: level for level, key in enumerate(order)}, **labels}


def _headings(texts: Sequence[str], lists: set[str]) -> set[str]:
    """Find the headings that stand, more than once, right before a list."""
    before = Counter(one for one, other in pairwise(texts) if other in lists)
    return {key for key, often in before.items() if _form(key) in _BY_FORM and often >= _OFTEN}


def _form(key: str) -> str:
    return key.partition(":")[0]


def _rank(key: str) -> tuple[int, int, int, str]:
    form, _, rest = key.partition(":")
    depth = rest.rpartition(":")[2]
    return _RANK.index(form), int(depth) if depth.isdigit() else 0, 0, key
