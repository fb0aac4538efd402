"""What the columns of a kind of tables say, guessed from their heads and cells. Pure."""

from collections.abc import Sequence

from portal.languages.searching import fold
from portal.plans.importing import due, heads, shapes, vocabulary
from portal.plans.importing.entries import Kind
from portal.plans.importing.rules import Column, Empty, Role

_STATES = {
    **dict.fromkeys(("met", "partly_met", "not_met"), Role.ASSESSMENT),
    **dict.fromkeys(("not_started", "under_way", "done", "stopped"), Role.STATUS),
}
_MAY_BE_TEXT = (Role.COMMENT, Role.MEASURE, Role.OUTCOME)
_MOST = 0.5
_MOST_VALUES = 40
_LONGEST_VALUE = 60
_LONGEST_NUMBER = 12
_COLOURS = frozenset({"green", "g", "gwyrdd", "zielony", fold("سبز"), fold("أخضر")})
_SAYS_DONE = frozenset({"blue", "b", "glas", "niebieski", "grey", fold("نیلا"), fold("أزرق")})


def guess(kind: Kind) -> tuple[Column, ...]:
    """Guess what each column says; every one that says something is taken somewhere."""
    names = (*kind.heads, *("",) * (kind.width - len(kind.heads)))
    width = max([kind.width, *(len(row.texts) for row in kind.rows if row.filled)], default=0)
    names = (*names, *("",) * (min(width, _filled_width(kind)) - len(names)))
    cells = [[row.texts[n] for row in kind.rows if n < len(row.texts)] for n in range(len(names))]
    stated = sum(heads.means(name) in _STATES for name in names if name) > 1
    found = [_column(n, said, stated=stated) for n, said in zip(names, cells, strict=True)]
    return tuple(_with_text(found, cells))


def states_of(role: Role, cells: Sequence[str]) -> dict[str, str]:
    """Guess what the words of a column of states mean, by how they are compared."""
    said = {fold(cell) or cell for cell in cells if cell and len(cell) <= _LONGEST_VALUE}
    meant = {words: _meant(role, words, said) for words in sorted(said)[:_MOST_VALUES]}
    return {words: state for words, state in meant.items() if state}


def said_of_states(kind: Kind, column: int) -> tuple[str, ...]:
    """List the different words of a column, if they are few and short enough to mean states."""
    said = {row.texts[column] for row in kind.rows if column < len(row.texts)} - {""}
    few = len(said) <= _MOST_VALUES and all(len(words) <= _LONGEST_VALUE for words in said)
    return tuple(sorted({fold(words) or words for words in said})) if few else ()


def empty_means(columns: Sequence[Column], kind: Kind) -> Empty:
    """Guess what an empty first cell means: if it is merged, or its item stands in a later one."""
    first = first_of(columns)
    if first is None:
        return Empty.CONTINUES
    empty = [row for row in kind.rows if first < len(row.texts) and not row.texts[first]]
    text = next(n for n, column in enumerate(columns) if column.role is Role.TEXT)
    says = [row for row in empty if text < len(row.texts) and row.texts[text]]
    merged = any(first in row.above for row in empty)
    return Empty.SHARES if says and (merged or text != first) else Empty.CONTINUES


def parts_of(columns: Sequence[Column], kind: Kind) -> int:
    """Tell how many parts the numbers of the uppermost rows have, if some have more; else 0."""
    keys = [n for n, column in enumerate(columns) if column.role in (Role.NUMBER, Role.TEXT)]
    above = any(column.role is Role.ABOVE for column in columns)
    if not keys or above:
        return 0
    said = [row.texts[keys[0]] for row in kind.rows if keys[0] < len(row.texts)]
    counted = [parts for words in said if (parts := _parts(words))]
    is_most = len(counted) > _MOST * len(said)
    return min(counted) if is_most and len(set(counted)) > 1 and counted[0] == min(counted) else 0


def first_of(columns: Sequence[Column]) -> int | None:
    """Find the first cell of a row: its number, what is above it, or its text."""
    roles = (Role.NUMBER, Role.ABOVE, Role.TEXT)
    return next((n for n, column in enumerate(columns) if column.role in roles), None)


def _parts(words: str) -> int:
    return shapes.parts(words) or shapes.parts(shapes.numbered(words)[0])


def _filled_width(kind: Kind) -> int:
    return max((row.filled[-1] + 1 for row in kind.rows if row.filled), default=0)


def _column(name: str, cells: Sequence[str], *, stated: bool) -> Column:
    said = [cell for cell in cells if cell]
    meant = heads.means(name) if name else ""
    if meant in _STATES:
        alone = _STATES[meant] is Role.STATUS or heads.sign(name) or len(set(said)) == 1
        if all(map(heads.is_ticking, said)) and (stated or (said and alone)):
            return Column(_STATES[meant], meant)
        meant = vocabulary.named("role", name) or _STATES[meant]
    role = Role(meant or _by_cells(said))
    if not meant and name and role is Role.ASSESSMENT:
        # What a tick below an unknown head means, nobody has said.
        return Column(Role.COMMENT)
    return _of_states(role, said) if role in (Role.STATUS, Role.ASSESSMENT) else _plain(role, said)


def _plain(role: Role, said: Sequence[str]) -> Column:
    """Take a column for what its head says, unless nothing stands in it or its numbers are none."""
    if role is Role.NUMBER and said and _mean(said) > _LONGEST_NUMBER:
        return Column(Role(_by_cells(said)))
    return Column(role if said or role not in (Role.NUMBER, Role.ABOVE) else Role.NONE)


def _of_states(role: Role, said: Sequence[str]) -> Column:
    """Take a column for one of states if most cells are short and known, else for a comment."""
    found = states_of(role, said)
    known = sum((fold(cell) or cell) in found for cell in said if len(cell) <= _LONGEST_VALUE)
    other = Role.STATUS if role is Role.ASSESSMENT else Role.ASSESSMENT
    if said and not known and states_of(other, said):
        return _of_states(other, said)
    return Column(role, "", found) if known >= _MOST * len(said) else Column(Role.COMMENT)


def _meant(role: Role, words: str, said: set[str]) -> str:
    if role is Role.ASSESSMENT:
        return _assessed(words, said)
    found = vocabulary.meaning("status", words)
    if words in _COLOURS and not said & _SAYS_DONE and "complete" not in " ".join(said):
        # Where nothing else says that an action is done, green does.
        return "done"
    return found


def _assessed(words: str, said: set[str]) -> str:
    known = heads.sign(words) or vocabulary.meaning("assessment", words)
    if words == "x" and not any(heads.sign(each) == "met" or each in ("yes", "y") for each in said):
        return "met"
    return known


def _by_cells(said: Sequence[str]) -> str:
    if not said:
        return Role.NONE
    if all(map(heads.is_ticking, said)):
        return Role.ASSESSMENT
    if sum(due.read(cell) is not None for cell in said) > _MOST * len(said):
        return Role.TIMESCALE
    counted = sum(
        cell.replace(".", "").isdecimal() or shapes.numbered(f"{cell} A")[0] == cell
        for cell in said
    )
    return (
        Role.NUMBER
        if counted > _MOST * len(said) and _mean(said) < _LONGEST_NUMBER
        else Role.COMMENT
    )


def _with_text(found: list[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Give a table one column of text: the last that may be it, or the longest of those unknown."""
    texts = [n for n, column in enumerate(found) if column.role is Role.TEXT]
    texts = [n for n in texts if any(cells[n])] or texts
    above = [n for n, column in enumerate(found) if column.role is Role.ABOVE]
    assessed = any(column.role is Role.ASSESSMENT for column in found)
    if not texts:
        unknown = [n for n, column in enumerate(found) if column.role in _MAY_BE_TEXT]
        before = [n for n in unknown if not above or n > above[-1]] if not assessed else unknown
        texts = above[-1:] or [max(before, key=lambda n: _mean(cells[n]), default=-1)]
        texts = [n for n in texts if n >= 0] or list(range(len(found)))[:1]
    text = texts[0] if assessed else texts[-1]
    return [_beside(column, n, text, texts, assessed=assessed) for n, column in enumerate(found)]


def _beside(
    column: Column, number: int, text: int, texts: Sequence[int], *, assessed: bool
) -> Column:
    if number == text:
        return Column(Role.TEXT)
    if column.role is Role.ABOVE:
        return column if number < text else Column(Role.COMMENT)
    if number in texts:
        return Column(Role.ABOVE if number < text and not assessed else Role.COMMENT)
    return column


def _mean(cells: Sequence[str]) -> float:
    said = [len(cell) for cell in cells if cell]
    return sum(said) / len(said) if said else 0.0
