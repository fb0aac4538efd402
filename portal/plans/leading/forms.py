"""What whoever leads something reports of each item, and how a school answers each question."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal import lengths
from portal.forms.field import Field
from portal.forms.fields import Choice, Line, Prose
from portal.forms.form import Fields, Reading
from portal.languages.text_languages import is_known
from portal.plans import vocabulary as of_plans
from portal.plans.leading import vocabulary
from portal.plans.leading.work import Asked, Task
from portal.plans.rules import Status
from portal.problems import Problem, Problems, mark

LANGUAGE = Line(
    "language",
    mark("In which language did you write?"),
    most=lengths.LANGUAGE,
    required=True,
    accepts=is_known,
    wrong=mark("Choose one of the languages listed."),
)
_UNCHANGED = ("", mark("As it was"))
_NOTHING = Problem(mark("Say what was done, or how far it is."))
_DONE_HOW = Problem(mark("Say what was done, or what shows it."))
_STATES: Mapping[Asked, tuple[str, Mapping[str, str]]] = {
    Asked.STATUS: (mark("How far is it?"), of_plans.STATUSES),
    Asked.ASSESSMENT: (mark("Is it met?"), of_plans.ASSESSMENTS),
}


def of_tasks(tasks: Iterable[Task]) -> Fields:
    """List what is asked on a page: the language, then each item."""
    return (LANGUAGE, *(field for task in tasks for field in of_task(task)))


def of_task(task: Task) -> Sequence[Field]:
    """List what is asked about an item; each field bears its number."""
    if task.asked is Asked.ANSWER:
        options = (*vocabulary.ANSWERS.items(), ("", vocabulary.UNANSWERED))
        return (
            Choice(f"answer.{task.item}", mark("Your answer"), options=options),
            Prose(f"comment.{task.item}", mark("Comment"), most=lengths.PARAGRAPH),
        )
    words = (
        Prose(f"words.{task.item}", mark("What was done?"), most=lengths.PARAGRAPH),
        Line(
            f"evidence.{task.item}",
            mark("What shows it?"),
            hint=mark("Words, or a link that begins with https://"),
            most=lengths.PARAGRAPH,
        ),
    )
    if task.asked is Asked.WORDS:
        return words
    label, states = _STATES[task.asked]
    state = Choice(f"state.{task.item}", label, options=(_UNCHANGED, *states.items()))
    return (state, *words)


def named_items(names: Iterable[str]) -> set[str]:
    """Name the items about which something was sent, by what their fields bear."""
    parts = (name.partition(".") for name in names)
    asked = ("answer", "comment", "words", "evidence", "state")
    return {number for name, _, number in parts if name in asked}


def problems(reading: Reading, tasks: Iterable[Task]) -> Problems:
    """Say what is wrong with a page of reports."""
    found = dict(reading.problems)
    for task in tasks:
        told = said(reading.values, task)
        if told.get("evidence") and not (told["words"] or told.get("state")):
            found.setdefault(f"words.{task.item}", _NOTHING)
        if told.get("state") == Status.DONE and not (told["words"] or told["evidence"]):
            found.setdefault(f"words.{task.item}", _DONE_HOW)
    return found


def said(values: Mapping[str, Any], task: Task) -> dict[str, str]:
    """Give what was said about one item, without its number."""
    return {field.name.partition(".")[0]: values.get(field.name) or "" for field in of_task(task)}
