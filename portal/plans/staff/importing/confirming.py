"""What an officer is asked about a document before it is taken in, and what they answered. Pure.

Each pattern of lines is a level, says more of the row above, or is left out; of each kind of table
it is asked what its columns say. What is asked has names of its own: `line.0`, `table.1.level`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.forms.field import Field
from portal.forms.fields import LISTED, Choice, Tick
from portal.forms.words import Shown
from portal.plans.importing import columns
from portal.plans.importing.proposing import Pattern, Proposal, TableKind
from portal.plans.importing.rules import Column, Empty, PlanMapping, Role, TableMapping
from portal.plans.rules import Status
from portal.plans.staff.importing import asked
from portal.problems import Problem, Problems, mark

MOST_PATTERNS, MOST_COLUMNS, MOST_WORDS = 60, 80, 200
"""How many patterns, columns, and words that may be states, are asked about; all else is left."""

_TICK = "tick."
_COMMENT = "as_comment"
_STATED = {Role.STATUS: asked.STATUSES, Role.ASSESSMENT: asked.ASSESSMENTS}
_KEYS = (Role.TEXT, Role.ABOVE)
_NO_WORDS = Problem(mark("Choose which column says what is to be done or asked."))
_TOO_HIGH = Problem(mark("Columns of this table stand above its rows: choose a lower level."))
_NO_LEVEL = mark("Choose a level. If the plan has too few, add some in its details first.")


@dataclass(frozen=True)
class OfLines:
    """A pattern of lines, and the field that asks what they are."""

    pattern: Pattern
    field: Choice


@dataclass(frozen=True)
class OfColumn:
    """A column, and the fields that ask what it says and what each of its words means."""

    name: str
    field: Choice
    words: Sequence[Choice] = ()


@dataclass(frozen=True)
class OfTable:
    """A kind of table by its number, and the fields that ask how it is taken."""

    number: int
    kind: TableKind
    taken: Tick
    level: Choice
    empty: Choice
    deeper: Tick | None
    columns: Sequence[OfColumn]

    @property
    def fields(self) -> Iterator[Field]:
        """List its fields."""
        yield from (self.taken, self.level, self.empty)
        if self.deeper:
            yield self.deeper
        for column in self.columns:
            yield from (column.field, *column.words)


@dataclass(frozen=True)
class Asked:
    """All that is asked of a document; `is_all` tells that nothing of it is left unasked."""

    lines: Sequence[OfLines]
    tables: Sequence[OfTable]
    is_all: bool
    once: Tick

    @property
    def fields(self) -> list[Field]:
        """List the fields."""
        of_tables = [field for table in self.tables for field in table.fields]
        return [*(one.field for one in self.lines), *of_tables, self.once]


def ask(proposal: Proposal, mapping: PlanMapping, levels: Sequence[tuple[str, str]]) -> Asked:
    """List what is asked of a document, for a plan with these levels: codes and their names."""
    # By its place in the document: whoever goes back sends a form from before the order changed.
    lines = [
        OfLines(one, Choice(f"line.{number}", options=asked.of_lines(levels)))
        for number, one in enumerate(proposal.patterns)
    ]
    lines.sort(key=lambda one: (one.pattern.key not in mapping.lines, one.pattern.first))
    del lines[MOST_PATTERNS:]
    tables, room, words = [], MOST_COLUMNS, MOST_WORDS
    held = [number for number, kind in enumerate(proposal.kinds) if kind.rows]
    for number in held:
        room -= len(mapping.tables[number].columns) or 1
        if room < 0:
            break
        one = _of_table(number, proposal, mapping.tables[number], levels, words)
        words -= sum(len(column.words) for column in one.columns)
        tables.append(one)
    is_all = len(lines) == len(proposal.patterns) and len(tables) == len(held)
    return Asked(lines, tables, is_all, Tick("once", asked.ONCE))


def shown(all_: Asked, mapping: PlanMapping) -> Shown:
    """Give what stands in each field for what is proposed, or was confirmed before."""
    said: Shown = {"once": "yes" if mapping.once else ""}
    for line in all_.lines:
        taken = mapping.lines.get(line.pattern.key, Role.NONE)
        said[line.field.name] = taken.value if isinstance(taken, Role) else str(taken)
    for one in all_.tables:
        table = mapping.tables[one.number]
        codes = one.level.codes
        said[one.taken.name] = "yes" if table.taken else ""
        said[one.level.name] = str(table.level) if str(table.level) in codes else ""
        said[one.empty.name] = table.empty.value
        if one.deeper:
            said[one.deeper.name] = "yes" if table.parts else ""
        for column, at in zip(table.columns, one.columns, strict=True):
            said[at.field.name] = f"{_TICK}{column.state}" if column.state else column.role.value
            for field in at.words:
                state = column.values.get(field.label)
                said[field.name] = "" if state is None else state or _COMMENT
    return said


def confirmed(
    all_: Asked, proposal: Proposal, mapping: PlanMapping, said: Mapping[str, Any]
) -> PlanMapping:
    """Put together what was answered; of what was not asked nothing is taken."""
    lines: dict[str, int | Role] = {}
    for line in all_.lines:
        code = said[line.field.name] or Role.NONE.value
        if code != Role.NONE:
            lines[line.pattern.key] = int(code) if code.isdecimal() else Role(code)
    tables = [replace(one, taken=False) for one in mapping.tables]
    for one in all_.tables:
        proposed = proposal.mapping.tables[one.number]
        tables[one.number] = _taken(one, mapping.tables[one.number], proposed, said)
    return replace(mapping, lines=lines, tables=tuple(tables), once=said["once"])


def problems(all_: Asked, mapping: PlanMapping, said: Mapping[str, Any]) -> Problems:
    """Say what cannot be as it was answered, of the tables that are taken."""
    found: Problems = {}
    for one in all_.tables:
        table = mapping.tables[one.number]
        if not table.taken:
            continue
        roles = [column.role for column in table.columns]
        if not set(roles) & set(_KEYS):
            found[one.columns[0].field.name if one.columns else one.taken.name] = _NO_WORDS
        if not said[one.level.name]:
            found[one.level.name] = Problem(_NO_LEVEL)
        elif table.level < roles.count(Role.ABOVE):
            found[one.level.name] = _TOO_HIGH
    return found


def deepest(mapping: PlanMapping) -> int:
    """Tell how many levels a document needs, as it is taken."""
    of_lines = [level for level in mapping.lines.values() if isinstance(level, int)]
    of_tables = [table.level for table in mapping.tables if table.taken]
    return max([*of_lines, *of_tables], default=0) + 1


def _taken(
    one: OfTable, before: TableMapping, proposed: TableMapping, said: Mapping[str, Any]
) -> TableMapping:
    columns_ = [
        _column(at, column, one.kind, number, said)
        for number, (at, column) in enumerate(zip(one.columns, before.columns, strict=True))
    ]
    deeper = said[one.deeper.name] if one.deeper else False
    return TableMapping(
        tuple(columns_),
        int(said[one.level.name] or 0),
        Empty(said[one.empty.name] or before.empty),
        taken=said[one.taken.name],
        parts=proposed.parts if deeper else 0,
    )


def _column(
    at: OfColumn, before: Column, kind: TableKind, number: int, said: Mapping[str, Any]
) -> Column:
    """Take what was said of a column; one that has become one of states is guessed anew."""
    code = said[at.field.name] or Role.NONE.value
    if code.startswith(_TICK):
        state = code.removeprefix(_TICK)
        return Column(Role.STATUS if state in list(Status) else Role.ASSESSMENT, state)
    role = Role(code)
    if role not in _STATED:
        return Column(role)
    if before.role is not role or before.state:
        words = kind.states[number] if number < len(kind.states) else ()
        return Column(role, "", columns.states_of(role, words))
    values = {
        field.label: "" if said[field.name] == _COMMENT else said[field.name]
        for field in at.words
        if said[field.name]
    }
    return Column(role, "", values if at.words else before.values)


def _of_table(
    number: int,
    proposal: Proposal,
    table: TableMapping,
    levels: Sequence[tuple[str, str]],
    most_words: int,
) -> OfTable:
    name, kind, asked_of = f"table.{number}", proposal.kinds[number], list[OfColumn]()
    for at, column in enumerate(table.columns):
        words = _of_words(f"{name}.column.{at}.word", kind, at, column)[:most_words]
        most_words -= len(words)
        heads = kind.heads[at] if at < len(kind.heads) else ""
        field = Choice(f"{name}.column.{at}", options=asked.OF_COLUMNS, wrong=LISTED)
        asked_of.append(OfColumn(heads, field, words))
    return OfTable(
        number,
        kind,
        Tick(f"{name}.taken", asked.TAKEN),
        Choice(f"{name}.level", asked.LEVEL, options=levels, wrong=_NO_LEVEL),
        Choice(f"{name}.empty", asked.EMPTY, options=asked.EMPTIES),
        Tick(f"{name}.deeper", asked.DEEPER) if proposal.mapping.tables[number].parts else None,
        asked_of,
    )


def _of_words(name: str, kind: TableKind, at: int, column: Column) -> list[Choice]:
    if column.role not in _STATED or column.state or at >= len(kind.states):
        return []
    options = [*_STATED[column.role].items(), (_COMMENT, asked.AS_COMMENT)]
    return [
        Choice(f"{name}.{number}", words, options=options)
        for number, words in enumerate(kind.states[at])
    ]
