"""The last of building: fields, what is too long, and headings that come again. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from portal.files.documents.document import Place
from portal.plans.importing import due, staff_reasons
from portal.plans.importing.cells import Said
from portal.plans.importing.rules import (
    LONGEST_FIELD,
    LONGEST_NUMBER,
    LONGEST_TEXT,
    Flagged,
    Role,
    Row,
)
from portal.problems import Problem

WORDS_OF_A_LEVEL = ("plain", "question", "bold", "capitals")
"""The patterns of a line that may be the words of a level that has only its number."""

_SEVERAL = re.compile(r"[,;/&\n]|\b(?:and|a|ac|i|oraz|و|اور)\b", re.IGNORECASE)
_LONG_LEAD = 60
_FIGURE = re.compile(r"\d")


@dataclass
class Draft:
    """A row that may be gone on with; `shape` is the pattern of a line, of which it was made."""

    level: int
    place: Place
    number: str = ""
    text: str = ""
    said: Said = field(default_factory=Said)
    shape: str = ""
    is_bare: bool = False


def row(draft: Draft) -> Row:
    """Make a row; a day is one only if its words name one, and else they stay as they are."""
    words = draft.said.words
    timescale = _joined(words, Role.TIMESCALE)
    reviewed = _joined(words, Role.REVIEW)
    review_on = due.read(reviewed)
    comments = [*words.get(Role.COMMENT, ()), *([reviewed] if reviewed and not review_on else [])]
    return Row(
        level=draft.level,
        number=draft.number,
        text=draft.text,
        leads=tuple(words.get(Role.LEADS, ())),
        resources=_joined(words, Role.RESOURCES),
        timescale=timescale,
        due=due.read(timescale),
        measure=_joined(words, Role.MEASURE),
        outcome=_joined(words, Role.OUTCOME),
        status=draft.said.states.get(Role.STATUS, ""),
        evidence=_joined(words, Role.EVIDENCE),
        assessment=draft.said.states.get(Role.ASSESSMENT, ""),
        comment="\n".join(comments),
        place=draft.place,
        review_on=review_on,
    )


def problem_of(draft: Draft) -> Problem | None:
    """Say what keeps a row from being kept: a field that is too long."""
    for words, most in (
        (draft.number, LONGEST_NUMBER),
        (draft.text, LONGEST_TEXT),
        *(("\n".join(said), LONGEST_FIELD) for said in draft.said.words.values()),
    ):
        if len(words) > most:
            return staff_reasons.too_long(most)
    return None


def flags(draft: Draft) -> Iterator[Flagged]:
    """List what somebody should look at."""
    for column, words, why in draft.said.flags:
        yield Flagged(draft.place._replace(column=column + 1), words, why)
    timescale = _joined(draft.said.words, Role.TIMESCALE)
    if _FIGURE.search(timescale) and not due.read(timescale):
        yield Flagged(draft.place, timescale, staff_reasons.SEVERAL_DATES)
    for lead in draft.said.words.get(Role.LEADS, ()):
        if _SEVERAL.search(lead):
            yield Flagged(draft.place, lead, staff_reasons.SEVERAL_LEADS)
        if len(lead) > max(len(draft.text), _LONG_LEAD):
            yield Flagged(draft.place, lead, staff_reasons.LONG_LEAD)


def again(drafts: Sequence[Draft]) -> dict[int, Place]:
    """Find headings with nothing under them that come again later with something, and where.

    A document tells its aims, and an appendix tells them again with actions. By identity; headings
    are the same if their pattern and number are, and those of what they stand under.
    """
    has_tables = any(not draft.shape for draft in drafts)
    paths, holds = _paths(drafts), _holding(drafts, only_rows=has_tables)
    full: dict[tuple[tuple[str, str], ...], Place] = {}
    found: dict[int, Place] = {}
    for number in reversed(range(len(drafts))):
        draft, path = drafts[number], paths[number]
        if not draft.shape or not draft.number:
            continue
        if holds[number]:
            full.setdefault(path, draft.place)
        elif path in full:
            found[id(draft)] = full[path]
    return found


def _paths(drafts: Sequence[Draft]) -> list[tuple[tuple[str, str], ...]]:
    stack: list[Draft] = []
    paths = []
    for draft in drafts:
        while stack and stack[-1].level >= draft.level:
            stack.pop()
        stack.append(draft)
        paths.append(tuple((each.shape, each.number) for each in stack))
    return paths


def _holding(drafts: Sequence[Draft], *, only_rows: bool) -> list[bool]:
    """Tell of each draft whether anything stands under it; to a table, headings are nothing."""
    holds = [False] * len(drafts)
    stack: list[int] = []
    for number, draft in enumerate(drafts):
        while stack and drafts[stack[-1]].level >= draft.level:
            stack.pop()
        if not (only_rows and draft.shape):
            for above in reversed(stack):
                if holds[above]:
                    break
                holds[above] = True
        stack.append(number)
    return holds


def _joined(words: dict[Role, list[str]], role: Role) -> str:
    return "\n".join(words.get(role, ()))
