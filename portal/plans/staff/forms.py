"""What officers fill in about a plan, about each of its items, and about what became of one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from portal import lengths
from portal.forms.boxes import Day, Several, Translated
from portal.forms.field import Field
from portal.forms.fields import Choice, Line, Lines, Prose, one_of
from portal.forms.form import Fields, Reading
from portal.languages import locales
from portal.plans import rules, vocabulary
from portal.plans.staff import reasons
from portal.problems import Problem, Problems, mark

_KIND = one_of("kind", mark("What sort of plan is it?"), vocabulary.KINDS)
_LEVELS = Several(
    "levels",
    mark("What does it consist of?"),
    hint=mark("From the top down: what you choose stands below what you chose above it."),
    options=tuple(vocabulary.LEVELS_COUNTED.items()),
    required=True,
)
_UNSAID = ("", mark("Not said"))
_UNCHANGED = ("", mark("As it was"))
_STATUS = Choice("status", mark("Status"), options=(_UNSAID, *vocabulary.STATUSES.items()))
_BY_ROLE = Line(
    "by_role",
    mark("Who reports it?"),
    hint=mark("A role, such as Head of housing. Everybody reads it: write no name."),
    most=lengths.NAME,
    required=True,
)
_WORDS = Prose("words", mark("What was done?"), most=lengths.PARAGRAPH, required=True)
_ITEM: Sequence[Field] = (
    Line("number", mark("Number"), hint=mark("As in the plan, such as 2.1."), most=lengths.CODE),
    Translated("text", mark("What does it say?"), most=lengths.ITEM_WORDS, rows=3),
    Lines(
        "leads",
        mark("Who leads it?"),
        hint=mark("Roles or organisations, each on a line of its own. Write no names."),
        most=lengths.ITEM,
        each=lengths.NAME,
    ),
    Line("timescale", mark("Timescale, as it is written in the plan"), most=lengths.ITEM),
    Day("due", mark("By which day is it to be done?")),
    Prose("measure", mark("How is progress measured?"), most=lengths.ITEM),
    Prose("outcome", mark("What should it lead to?"), most=lengths.ITEM),
    Prose("resources", mark("Resources"), most=lengths.ITEM),
    Choice("reach", mark("How far does it reach?"), options=(_UNSAID, *vocabulary.REACHES.items())),
    _STATUS,
    Choice("assessment", mark("Assessment"), options=(_UNSAID, *vocabulary.ASSESSMENTS.items())),
    Prose("evidence", mark("What shows it?"), most=lengths.ITEM),
    Prose("comment", mark("Comment"), most=lengths.ITEM),
    Day("review_on", mark("When will it be reviewed?")),
)
_OF_STATUS, _OF_ASSESSMENT = {"status"}, {"assessment", "review_on"}
UNSURE = Problem(mark("Say that you are sure."))


def plan(languages: Sequence[str]) -> Fields:
    """List what is said of a plan, in one of these languages where nothing is translated."""
    return (
        Translated("title", mark("What is it called?"), most=lengths.HEADING),
        _KIND,
        _LEVELS,
        _language(mark("In which language is what nobody translates?"), languages),
        Day("starts", mark("From which day does it count?")),
        Day("ends", mark("Until which day?")),
        Line("source", mark("Where does it come from?"), most=lengths.HEADING),
    )


def item(levels: Sequence[str], level: int) -> Fields:
    """List what is said of an item on a level: what is met or not has no status, and so on."""
    is_assessed = levels[level : level + 1] and levels[level] in rules.ASSESSED
    without = _OF_STATUS if is_assessed else _OF_ASSESSMENT
    return tuple(field for field in _ITEM if field.name not in without)


def progress(languages: Sequence[str], *, with_status: bool) -> Fields:
    """List what is reported of an item."""
    options = (_UNCHANGED, *vocabulary.STATUSES.items())
    status = (replace(_STATUS, options=options),) if with_status else ()
    return (
        _BY_ROLE,
        _WORDS,
        _language(mark("In which language did you write?"), languages),
        *status,
    )


def link(things: Sequence[tuple[str, str]]) -> Fields:
    """List what is said of what an item came of."""
    label, missing = mark("What people said"), mark("Choose what it came of.")
    return (one_of("key", label, things, missing=missing),)


def plan_problems(reading: Reading, deepest: int = -1) -> Problems:
    """Say what is wrong with a plan, whose lowest items stand on a level."""
    said, problems = reading.values, dict(reading.problems)
    if nothing := reasons.words_missing({"title": said["title"]}):
        problems.setdefault(_first(said, "title"), nothing["title"])
    if wrong := reasons.period_problem(said["starts"], said["ends"]):
        problems.setdefault("ends", wrong)
    if len(said["levels"]) <= deepest:
        few = Problem(mark("Items of the plan stand on more levels than these."))
        problems.setdefault("levels", few)
    return problems


def item_problems(reading: Reading, first: str) -> Problems:
    """Say what is wrong with an item; its words are asked for in the first language."""
    nothing = reasons.words_missing({"text": reading.values["text"]})
    return reading.problems | {f"text.{first}": problem for problem in nothing.values()}


def _first(said: Mapping[str, Any], name: str) -> str:
    return f"{name}.{said.get('language') or 'en'}"


def _language(label: str, languages: Sequence[str]) -> Choice:
    tags = [(tag, {tag: locales.get(tag).endonym}) for tag in languages]
    return one_of("language", label, tags)
