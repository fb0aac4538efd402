"""How equality questions are put and their answers read: no web, no database.

Four things are never collapsed: answered, preferred not to say, skipped, and not asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NotRequired, Protocol, TypedDict

from portal.categories.options import (
    Level,
    Placed,
    broad_groups,
    characteristics,
    details_of,
    local_code,
    option_of,
    parents_for_local,
    path,
    roll_up,
    selected,
)
from portal.categories.schemes import PREFER_NOT, Characteristic, Option
from portal.forms.fields import LISTED
from portal.problems import Problem, Problems, mark, too_long
from portal.questions.questionnaire import Condition, Kind

__all__ = [
    "PREFER_NOT",
    "Answer",
    "Characteristic",
    "Level",
    "Option",
    "Placed",
    "State",
    "broad_groups",
    "carried",
    "characteristics",
    "derived_disabled",
    "details_of",
    "first_page",
    "local_code",
    "option_of",
    "parents_for_local",
    "path",
    "read_answers",
    "roll_up",
    "second_page",
    "selected",
    "state_of",
]

LONGEST_WRITE_IN = 200


class State(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    PREFER_NOT = "prefer_not"
    SKIPPED = "skipped"
    NOT_ASKED = "not_asked"


class Answer(TypedDict):
    """One answer as it is stored: codes, never labels; the person's own words, their language."""

    state: str
    codes: list[str]
    write_in: NotRequired[str]
    language: NotRequired[str]


class Sent(Protocol):
    """A form as a browser sent it; a field may come several times."""

    def getlist(self, key: str, /) -> Sequence[object]:
        """Return every value sent under a name."""


@dataclass(frozen=True)
class _Wrong:
    field: str
    problem: Problem


def first_page(questions: Iterable[Characteristic]) -> tuple[Characteristic, ...]:
    """List what to ask first: broad groups only, and nothing that hangs on another answer."""
    return tuple(_first_step(one) for one in questions if not one.show_if)


def second_page(questions: Iterable[Characteristic], sent: Sent) -> tuple[Characteristic, ...]:
    """List what the first page leads to: the details of a group, and questions that follow."""
    asked = {one.code: one for one in questions}
    answers, _ = read_answers(asked.values(), sent)
    steps = (_detail_step(one, sent) for one in asked.values() if one.two_step)
    details = {step.code.removesuffix(".detail"): step for step in steps if step}
    following = {
        one.code: one
        for one in asked.values()
        if one.show_if and _leads_here(one.show_if, asked, answers)
    }
    found = {**details, **following}
    return tuple(found[code] for code in asked if code in found)


def carried(drawn: Iterable[Characteristic], sent: Sent) -> tuple[tuple[str, str], ...]:
    """List what was sent for a page, as names and values, for the next page to carry hidden."""
    names = [name for one in drawn for name in (one.code, one.write_in_field) if name]
    return tuple((name, value) for name in names for value in _values(sent, name))


def read_answers(
    questions: Iterable[Characteristic], sent: Sent
) -> tuple[dict[str, Answer], Problems]:
    """Read a form into answers to be stored, and say what is wrong with the rest.

    Takes whole questions, not the steps drawn on a page. A question with a problem has no
    answer. One that hangs on an answer that was not given is not asked, whatever was sent.
    """
    asked = {one.code: one for one in questions}
    answers: dict[str, Answer] = {}
    problems: Problems = {}
    for one in asked.values():
        read = _read(one, asked, answers, sent)
        if isinstance(read, _Wrong):
            problems[read.field] = read.problem
        else:
            answers[one.code] = read
    return answers, problems


def state_of(answers: Mapping[str, Answer], code: str) -> State:
    """Tell what became of a question; one that was never put was not asked."""
    return State(answers[code]["state"]) if code in answers else State.NOT_ASKED


def derived_disabled(answers: Mapping[str, Answer]) -> bool | None:
    """Tell whether a person is disabled under the Equality Act 2010; None if they did not say.

    The harmonised standard measures it by two questions together: a lasting condition, which
    reduces daily activities a lot or a little.
    """
    lasting, effect = _codes(answers, "disability"), _codes(answers, "disability_effect")
    if lasting == ["no"] or effect == ["not_at_all"]:
        return False
    return True if effect else None


def _read(
    one: Characteristic,
    asked: Mapping[str, Characteristic],
    answers: Mapping[str, Answer],
    sent: Sent,
) -> Answer | _Wrong:
    if one.show_if and not _leads_here(one.show_if, asked, answers):
        return Answer(state=State.NOT_ASKED.value, codes=[])
    text = " ".join(_values(sent, one.write_in_field)) if one.write_in_field else ""
    if len(text) > LONGEST_WRITE_IN:
        return _Wrong(one.write_in_field, too_long(LONGEST_WRITE_IN))
    chosen = _two_steps(one, sent) if one.two_step else _one_step(one, sent)
    return chosen if isinstance(chosen, _Wrong) else _answer(one, chosen, text)


def _one_step(one: Characteristic, sent: Sent) -> list[str] | _Wrong:
    chosen = _values(sent, one.code)
    if not {option.code for option in one.options}.issuperset(chosen):
        return _Wrong(one.code, Problem(LISTED))
    if len(chosen) > 1 and one.kind is Kind.SINGLE:
        return _Wrong(one.code, Problem(mark("Choose one answer only.")))
    if len(chosen) > 1 and any(option_of(one, code).exclusive for code in chosen):
        return _Wrong(
            one.code, Problem(mark("One of these answers can only be chosen on its own."))
        )
    return [option.code for option in one.options if option.code in chosen]


def _two_steps(one: Characteristic, sent: Sent) -> list[str] | _Wrong:
    group = _one_step(_first_step(one), sent)
    if isinstance(group, _Wrong) or group == [PREFER_NOT]:
        return group
    detail = _one_step(_detail_step(one, sent) or _any_detail(one), sent)
    if isinstance(detail, _Wrong):
        return detail
    # Who prefers not to go into detail has still given the broad group.
    return group or detail if detail in ([], [PREFER_NOT]) else detail


def _answer(one: Characteristic, chosen: list[str], text: str) -> Answer | _Wrong:
    if chosen == [PREFER_NOT]:
        return Answer(state=State.PREFER_NOT.value, codes=[])
    if text and not one.two_step:
        chosen = _with_own_words(one, chosen)
    if text and not chosen:
        return _Wrong(one.code, Problem(mark("Choose a group as well as writing your answer.")))
    if not chosen:
        return Answer(state=State.SKIPPED.value, codes=[])
    answer = Answer(state=State.ANSWERED.value, codes=chosen)
    return Answer(**answer, write_in=text) if text else answer


def _with_own_words(one: Characteristic, chosen: list[str]) -> list[str]:
    # Words beside a choice say more about it; words alone, or beside several, are one more.
    if chosen and one.kind is Kind.SINGLE:
        return chosen
    return [option.code for option in one.options if option.write_in or option.code in chosen]


def _first_step(one: Characteristic) -> Characteristic:
    broad = tuple(option for option in one.options if option.parent is None)
    return replace(one, two_step=False, options=broad) if one.two_step else one


def _detail_step(one: Characteristic, sent: Sent) -> Characteristic | None:
    groups = {group.code: group for group in broad_groups(one)}
    chosen = [groups[code] for code in _values(sent, one.code) if code in groups]
    if len(chosen) != 1:
        return None
    options = (*details_of(one, chosen[0].code), option_of(one, PREFER_NOT))
    return replace(_any_detail(one), label=chosen[0].question, options=options)


def _any_detail(one: Characteristic) -> Characteristic:
    """Give the second step to someone whose first step is unknown."""
    options = tuple(o for o in one.options if o.parent or o.code == PREFER_NOT)
    return replace(one, code=f"{one.code}.detail", two_step=False, options=options)


def _leads_here(
    follows: Condition, asked: Mapping[str, Characteristic], answers: Mapping[str, Answer]
) -> bool:
    codes = _codes(answers, follows.question)
    leaves = (roll_up(asked[follows.question], code, Level.LEAF) for code in codes)
    return any(leaf in follows.options for leaf in leaves)


def _codes(answers: Mapping[str, Answer], code: str) -> list[str]:
    return answers[code]["codes"] if code in answers else []


def _values(sent: Sent, name: str) -> list[str]:
    """Read every text sent under a name once, without spaces around it or empty ones."""
    texts = (
        " ".join(value.replace("\0", "").split())
        for value in sent.getlist(name)
        if isinstance(value, str)
    )
    return list(dict.fromkeys(text for text in texts if text))
