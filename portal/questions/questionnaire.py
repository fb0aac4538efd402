"""The questionnaire of an edition: sections, questions and options, as pure values.

An edition is stored as JSON and read into these once; residents, answers and analysis all
read the same objects. Codes never change, texts may be corrected by a later edition.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.frozen import FrozenDict, frozen

Translated = Mapping[str, str]
"""A text in each language: staff's words, or a `Message` of ours."""


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    RANKING = "ranking"
    NUMBER = "number"
    DATE = "date"
    SHORT = "short"
    LONG = "long"
    MATRIX = "matrix"
    PANEL = "panel"


WRITTEN = frozenset({Kind.SHORT, Kind.LONG})
"""The kinds whose answer is the resident's own words."""

CHOSEN = frozenset({Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING, Kind.MATRIX})
"""The kinds whose answer is made of option codes."""


@dataclass(frozen=True)
class Option:
    """One answer to choose; `other` asks to say which, `exclusive` stands alone.

    `weight` is what it adds where the answers to several questions add up to something.
    """

    code: str
    label: Translated
    other: bool = False
    exclusive: bool = False
    hint: Translated = field(default_factory=FrozenDict)
    weight: int = 0


def codes(options: Iterable[Option]) -> frozenset[str]:
    """Collect the codes of a list."""
    return frozenset(option.code for option in options)


def labels(options: Iterable[Option]) -> dict[str, Translated]:
    """Give the words of each code of a list."""
    return {option.code: option.label for option in options}


@dataclass(frozen=True)
class Row:
    """One line of a matrix."""

    code: str
    label: Translated


@dataclass(frozen=True)
class Condition:
    """Show something only to those who chose one of these options of an earlier question."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question; a panel asks nothing and only informs.

    `lines` is how many lines of a long answer are in sight, and `ltr` says that the answer reads
    from left to right in every language, as the number of a case does.
    """

    code: str
    kind: Kind
    label: Translated
    hint: Translated = field(default_factory=FrozenDict)
    context: Translated = field(default_factory=FrozenDict)
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    low: Translated = field(default_factory=FrozenDict)
    high: Translated = field(default_factory=FrozenDict)
    show_if: Condition | None = None
    lines: int = 6
    ltr: bool = False

    def option(self, code: str) -> Option | None:
        """Find an option by its code."""
        return next((option for option in self.options if option.code == code), None)

    @property
    def steps(self) -> range:
        """Give the points of a scale, ends included; 1 to 5 unless told otherwise."""
        low = 1 if self.minimum is None else int(self.minimum)
        high = 5 if self.maximum is None else int(self.maximum)
        return range(low, high + 1)


@dataclass(frozen=True)
class Section:
    """One page of questions."""

    code: str
    title: Translated
    questions: tuple[Question, ...]
    intro: Translated = field(default_factory=FrozenDict)
    show_if: Condition | None = None

    @property
    def sections(self) -> tuple["Section", ...]:
        """Stand for a questionnaire of one page."""
        return (self,)

    def question(self, code: str) -> Question | None:
        """Find a question by its code."""
        return next((q for q in self.questions if q.code == code), None)


@dataclass(frozen=True)
class Questionnaire:
    """Everything a resident reads and answers in one edition."""

    title: Translated
    summary: Translated
    purpose: Translated
    privacy: Translated
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    minutes: int | None = None

    @property
    def questions(self) -> Iterator[Question]:
        """Go through all questions in order, panels included."""
        return (question for section in self.sections for question in section.questions)

    def question(self, code: str) -> Question | None:
        """Find a question by its code."""
        return next((q for q in self.questions if q.code == code), None)

    def section(self, code: str) -> Section | None:
        """Find a section by its code."""
        return next((s for s in self.sections if s.code == code), None)


def from_json(content: Mapping[str, Any]) -> Questionnaire:
    """Read an edition as it is stored; an unknown kind or a missing code raises."""
    content = frozen(content)
    return Questionnaire(
        title=content["title"],
        summary=content.get("summary") or FrozenDict(),
        purpose=content.get("purpose") or FrozenDict(),
        privacy=content.get("privacy") or FrozenDict(),
        languages=tuple(content["languages"]),
        sections=tuple(_section(section) for section in content["sections"]),
        minutes=content.get("minutes"),
    )


def _section(content: Mapping[str, Any]) -> Section:
    return Section(
        code=content["code"],
        title=content["title"],
        intro=content.get("intro") or FrozenDict(),
        questions=tuple(question(q) for q in content["questions"]),
        show_if=_condition(content.get("show_if")),
    )


def question(content: Mapping[str, Any]) -> Question:
    """Read one question as it is stored."""
    return Question(
        code=content["code"],
        kind=Kind(content["kind"]),
        label=content["label"],
        hint=content.get("hint") or FrozenDict(),
        context=content.get("context") or FrozenDict(),
        required=bool(content.get("required")),
        options=tuple(_option(option) for option in content.get("options") or ()),
        rows=tuple(Row(row["code"], row["label"]) for row in content.get("rows") or ()),
        minimum=content.get("minimum"),
        maximum=content.get("maximum"),
        low=content.get("low") or FrozenDict(),
        high=content.get("high") or FrozenDict(),
        show_if=_condition(content.get("show_if")),
    )


def _option(content: Mapping[str, Any]) -> Option:
    return Option(
        code=content["code"],
        label=content["label"],
        other=bool(content.get("other")),
        exclusive=bool(content.get("exclusive")),
    )


def _condition(content: Mapping[str, Any] | None) -> Condition | None:
    return Condition(content["question"], tuple(content["options"])) if content else None
