"""What the cells of a row say: words, leads, and states that are ticked or written. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.files.documents.document import Cells
from portal.languages.searching import fold
from portal.plans.importing import heads, staff_reasons, vocabulary
from portal.plans.importing.columns import first_of
from portal.plans.importing.rules import Column, Empty, Role, TableMapping
from portal.problems import Problem

KEYS = (Role.NUMBER, Role.ABOVE, Role.TEXT)
"""What makes an item, not what is said of it."""

_STATED = (Role.STATUS, Role.ASSESSMENT)
_UNSAID = frozenset("-\u2013\u2014") | vocabulary.EMPTY_BOXES
_REPEATED = frozenset({'"', "\u2033", "\u201d", "\u3003", "''", '-"-', '- " -'})
_FORMULA = ("=", "@", "+")
_TICKED = frozenset({"x", "1"})


@dataclass
class Said:
    """What is said of an item: the words of each role, its states, and what is to be looked at."""

    words: dict[Role, list[str]] = field(default_factory=dict)
    states: dict[Role, str] = field(default_factory=dict)
    flags: list[tuple[int, str, Problem]] = field(default_factory=list)

    def say(self, role: Role, words: str) -> None:
        """Add words."""
        self.words.setdefault(role, []).append(words)

    def add(self, other: "Said") -> Problem | None:
        """Add what else is said; one item has one state."""
        clash = (self.states.get(role, state) != state for role, state in other.states.items())
        if any(clash):
            return staff_reasons.TWO_STATES
        self.states |= other.states
        for role, words in other.words.items():
            self.words.setdefault(role, []).extend(words)
        self.flags += other.flags
        return None


def filled_in(row: Cells, table: TableMapping, above: Sequence[str]) -> tuple[str, ...] | Problem:
    """Give a row's texts, with those that stand above: "as above", merged cells, shared text."""
    texts, first = list(row.texts[: len(table.columns)]), first_of(table.columns)
    texts += [""] * (len(table.columns) - len(texts))
    for number, column in enumerate(table.columns):
        is_shared = number == first and column.role is Role.TEXT and table.empty is Empty.SHARES
        merged = number in row.above and column.role not in KEYS
        wanted = _says_above(texts[number], column) or (not texts[number] and is_shared)
        stands = above[number] if number < len(above) else ""
        if wanted and not stands:
            return staff_reasons.NOTHING_ABOVE
        if wanted or (merged and not texts[number]):
            texts[number] = stands
    return tuple(texts)


def read(texts: Sequence[str], columns: Sequence[Column], names: Sequence[str]) -> Said | Problem:
    """Read what a row says of its item, or why that is refused."""
    said = Said()
    often = Counter(column.role for column in columns)
    for number, (text, column) in enumerate(zip(texts, columns, strict=True)):
        if not text or column.role is Role.NONE:
            continue
        if text.startswith(_FORMULA):
            said.flags.append((number, text, staff_reasons.FORMULA))
        if column.role in KEYS:
            continue
        name = names[number] if number < len(names) else ""
        several = often[column.role] > 1
        if problem := _read_one(said, number, column, (text, name), is_one_of_several=several):
            return problem
    return said


def label(said: Said, role: Role, words: str) -> None:
    """Add what a line with a label says; a state that is not known is a comment."""
    state = vocabulary.meaning(role.value, words) if role in _STATED else ""
    if state and role not in said.states:
        said.states[role] = state
    else:
        said.say(Role.COMMENT if role in _STATED else role, words)


def _read_one(
    said: Said, number: int, column: Column, words: tuple[str, str], *, is_one_of_several: bool
) -> Problem | None:
    """Read a cell, given with the name of its column, which stands before it if others say so."""
    text, name = words
    if column.state:
        return _read_tick(said, number, text, column)
    if column.role in _STATED:
        return _read_state(said, text, column)
    if column.role is Role.COMMENT and name and _is_mark(text):
        if not set(text) <= vocabulary.EMPTY_BOXES:
            said.say(Role.COMMENT, name)
        return None
    own_name = is_one_of_several and name and column.role is not Role.LEADS
    said.say(column.role, f"{name}: {text}" if own_name else text)
    return None


def _is_mark(text: str) -> bool:
    return text in ("x", "X") or set(text) <= vocabulary.TICKS | vocabulary.EMPTY_BOXES


def _read_tick(said: Said, number: int, text: str, column: Column) -> Problem | None:
    """Take a ticked cell for its column's state; words beside the tick are a comment."""
    ticks = vocabulary.TICKS | (vocabulary.CROSSES if column.state == "not_met" else frozenset())
    signs = sum(letter in ticks for letter in text)
    rest = "".join(letter for letter in text if letter not in ticks).strip()
    if not signs and set(text.replace(" ", "")) <= _UNSAID:
        return None
    if not signs and not (fold(text) in _TICKED or vocabulary.meaning("assessment", text) == "met"):
        return staff_reasons.not_a_tick(text)
    if signs and rest:
        said.say(Role.COMMENT, rest)
    if signs > 1:
        said.flags.append((number, text, staff_reasons.TWO_TICKS))
    if said.states.setdefault(column.role, column.state) != column.state:
        return staff_reasons.TWO_STATES
    return None


def _read_state(said: Said, text: str, column: Column) -> Problem | None:
    words = fold(text) or text
    if not heads.sign(text) and set(text) <= _UNSAID:
        return None
    if words not in column.values:
        return staff_reasons.no_state(text)
    if not column.values[words]:
        said.say(Role.COMMENT, text)
        return None
    clash = said.states.setdefault(column.role, column.values[words]) != column.values[words]
    return staff_reasons.TWO_STATES if clash else None


def _says_above(text: str, column: Column) -> bool:
    if column.role in (Role.TEXT, Role.NONE) or not text:
        return False
    return text in _REPEATED or vocabulary.meaning("above", text) == "same"
