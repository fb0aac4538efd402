"""What the pages of results show: a distribution or a split for each question, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from babel.dates import format_date

from portal.analysis import rules
from portal.analysis.rules import Column, Tally
from portal.analysis.snapshot import Snapshot
from portal.analysis.staff.crosstabs.groups import Group
from portal.languages import locales
from portal.languages.i18n import gettext, language, number, percent
from portal.problems import mark
from portal.questions.questionnaire import WRITTEN, Kind, Question, Row, Section, Translated

Words = Translated | str

_MEASURES = {
    Kind.NUMBER: (
        mark("Lowest"),
        mark("Lower quartile"),
        mark("Median"),
        mark("Upper quartile"),
        mark("Highest"),
    ),
    Kind.SCALE: (mark("Mean"),),
}


@dataclass(frozen=True)
class Result:
    """How one question, or one line of a matrix, was answered."""

    question: Question
    tally: Tally
    row: Row | None = None
    bars: Sequence[tuple[Words, int, str]] = ()
    facts: Sequence[tuple[Words, str]] = ()
    deleted: int = 0
    columns: Sequence[Words] = ()
    lines: Sequence[Sequence[Words]] = field(default_factory=tuple)

    @property
    def name(self) -> Translated:
        """Name the question, and the line where it is a matrix."""
        label, row = self.question.label, self.row.label if self.row else {}
        return {tag: f"{label[tag]}: {row[tag]}" for tag in row if label.get(tag)} or label

    @property
    def written(self) -> bool:
        """Tell whether the answers are texts, which have pages of their own."""
        return self.question.kind in WRITTEN


def distributions(snapshot: Snapshot, section: Section, deleted: Mapping[str, int]) -> list[Result]:
    """Count the answers to every question of a section; texts that were deleted still count."""
    return [
        _distribution(column, snapshot, deleted.get(column.question.code, 0))
        for column in columns(snapshot, section)
    ]


def splits(
    snapshot: Snapshot, section: Section, groups: Sequence[Group], deleted: Mapping[str, int]
) -> list[Result]:
    """Count the answers to every question of a section by group, with everybody in the last row.

    Who wrote a text that was deleted is not known any more, so such a question has no table.
    """
    whole = [*groups, Group(gettext("Everybody"), snapshot.everybody)]
    return [
        _split(column, whole, deleted.get(column.question.code, 0))
        for column in columns(snapshot, section)
    ]


def columns(snapshot: Snapshot, section: Section) -> list[Column]:
    """List what is counted in a section: its questions, a matrix by its lines."""
    return [
        snapshot.column(section, question, row)
        for question in section.questions
        if question.kind is not Kind.PANEL
        for row in (question.rows if question.kind is Kind.MATRIX else (None,))
    ]


def share(part: int, whole: int) -> str:
    """Write a count with its percentage, or alone where there is nothing to divide by."""
    return f"{number(part)} ({percent(part / whole)})" if whole else number(part)


def _distribution(column: Column, snapshot: Snapshot, deleted: int) -> Result:
    tally = rules.tally(column, snapshot.everybody)
    gone = min(deleted, tally.skipped)
    tally = replace(tally, answered=tally.answered + gone, skipped=tally.skipped - gone)
    bars = [
        (label, count, share(count, tally.asked))
        for label, count in zip(_labels(column), tally.counts, strict=True)
    ]
    facts = _facts(column, tally)
    return Result(column.question, tally, column.row, bars, facts=facts, deleted=gone)


def _split(column: Column, groups: Sequence[Group], deleted: int) -> Result:
    tallies = [rules.tally(column, group.mask) for group in groups]
    measured = _measured(column)
    rest = [gettext("Answered"), gettext("Skipped"), gettext("Asked"), gettext("Not asked")]
    heads = [gettext("Group"), *_labels(column), *measured, *rest]
    lines = [
        [group.label, *_cells(tally, len(measured))]
        for group, tally in zip(groups, tallies, strict=True)
    ]
    if deleted:
        return Result(column.question, tallies[-1], column.row, deleted=deleted)
    return Result(column.question, tallies[-1], column.row, columns=heads, lines=lines)


def _cells(tally: Tally, measured: int) -> list[str]:
    return [
        *(share(count, tally.asked) for count in tally.counts),
        *(_figure(measure) for measure in tally.measures[:measured]),
        share(tally.answered, tally.asked),
        share(tally.skipped, tally.asked),
        number(tally.asked),
        number(tally.not_asked),
    ]


def _measured(column: Column) -> list[str]:
    return [gettext(name) for name in _MEASURES.get(column.question.kind, ())]


def _facts(column: Column, tally: Tally) -> list[tuple[Words, str]]:
    if column.question.kind is Kind.RANKING:
        options = column.question.options
        return [
            (option.label, _figure(mean))
            for option, mean in zip(options, tally.measures, strict=True)
        ]
    names = _measured(column)
    return [(name, _figure(value)) for name, value in zip(names, tally.measures, strict=True)]


def _figure(value: float | None) -> str:
    return "-" if value is None else number(round(value, 2))


def _labels(column: Column) -> list[Words]:
    question = column.question
    if question.kind is Kind.DATE:
        return [_month(point) for point in rules.points(column)]
    if question.kind is Kind.SCALE:
        return [_step(question, point) for point in rules.points(column)]
    return [question.options[point].label for point in rules.points(column)]


def _step(question: Question, point: int) -> Words:
    step = number(question.steps[point])
    end = question.low if point == 0 else question.high if point == len(question.steps) - 1 else {}
    return {tag: f"{step}: {words}" for tag, words in end.items()} or step


def _month(point: int) -> str:
    first = date(point // 12, point % 12 + 1, 1)
    return str(format_date(first, "MMMM y", locale=locales.get(language()).babel))
