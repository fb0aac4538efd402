"""What stands in the way of publishing a questionnaire: pure rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from portal.consultations.rules import RESERVED_SECTIONS, Days, Told, out_of_order, too_late
from portal.consultations.staff.building.composition import BRANCHING, Content, same_structure
from portal.consultations.texts import texts
from portal.languages.texts import Place, missing
from portal.problems import Problem, mark
from portal.questions.questionnaire import Kind

SHORTEST = timedelta(days=14)
"""How long a consultation should be open, so that word of it gets round."""

LONGEST_SCALE = 11

_FEWEST_OPTIONS = {Kind.SINGLE: 2, Kind.RANKING: 2, Kind.MATRIX: 2, Kind.MULTIPLE: 1}


class Level(StrEnum):
    """How much a finding matters: it cannot be published, needs a reason, or is advice."""

    STOPS = "stops"
    BLOCKS = "blocks"
    ADVICE = "advice"


@dataclass(frozen=True)
class Finding:
    """One thing to put right before publishing, where it is and in which language."""

    level: Level
    problem: Problem
    places: tuple[Place, ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Plan:
    """What is planned for a questionnaire, apart from its words.

    `published` is the edition that residents read now; `told` says that they know the dates,
    which a correction of wording no longer changes.
    """

    opens: datetime | None
    closes: datetime | None
    days: Days
    council_languages: Sequence[str]
    document_languages: frozenset[str] = frozenset()
    published: Content | None = None
    told: bool = False
    zone: str = "Europe/London"


def check(content: Content, plan: Plan, now: datetime) -> list[Finding]:
    """List everything to put right, what matters most first."""
    findings = [
        *_structure(content, plan),
        *_dates(plan, now),
        *_languages(content, plan),
        *_words(content),
        *_advice(content, plan, now),
    ]
    order = list(Level)
    return sorted(findings, key=lambda finding: order.index(finding.level))


def broken(content: Content) -> list[Finding]:
    """List what could not even be shown to a resident."""
    return [*_questions(content), *_conditions(content)]


def _structure(content: Content, plan: Plan) -> Iterator[Finding]:
    if not any(q["kind"] != Kind.PANEL for q in _all_questions(content)):
        yield _stop(mark("There is no question yet."))
    yield from broken(content)
    if plan.published is not None and not same_structure(plan.published, content):
        yield _stop(
            mark("Only words may change after publication, but questions or options did too.")
        )


def _questions(content: Content) -> Iterator[Finding]:
    for question in _all_questions(content):
        place = Place("question", question["code"], "options")
        if len(question["options"]) < _FEWEST_OPTIONS.get(Kind(question["kind"]), 0):
            yield _stop(mark("A question has too few options to choose from."), place)
        if question["kind"] == Kind.MATRIX and not question["rows"]:
            yield _stop(mark("A table of questions has no rows."), place)
        if question["kind"] == Kind.SCALE and not _is_scale(question):
            yield _stop(mark("A scale needs a lower and a higher end, at most 10 apart."), place)


def _conditions(content: Content) -> Iterator[Finding]:
    known: dict[str, set[str]] = {}
    every = {q["code"]: q for q in _all_questions(content)}
    for section in content["sections"]:
        if section["code"] in RESERVED_SECTIONS:
            place = Place("section", section["code"], "title")
            yield _stop(mark("A section has a name that the portal needs for itself."), place)
        yield from _condition(section, Place("section", section["code"], "show_if"), known, every)
        for question in section["questions"]:
            place = Place("question", question["code"], "show_if")
            yield from _condition(question, place, known, every)
            if question["kind"] in BRANCHING:
                known[question["code"]] = {option["code"] for option in question["options"]}


def _condition(
    item: Content, place: Place, known: Mapping[str, set[str]], every: Mapping[str, Any]
) -> Iterator[Finding]:
    if not (condition := item.get("show_if")):
        return
    asked, options = condition["question"], condition["options"]
    if asked in known:
        if not options or not set(options) <= known[asked]:
            yield _stop(mark("A condition names an option that is not there."), place)
    elif asked in every and every[asked]["kind"] in BRANCHING:
        yield _stop(mark("A condition depends on a question that comes later."), place)
    else:
        yield _stop(mark("A condition depends on a question that is not there."), place)


def _dates(plan: Plan, now: datetime) -> Iterator[Finding]:
    place = Place("details", field="dates")
    if plan.told:
        return
    if plan.opens is None or plan.closes is None:
        yield _stop(mark("The opening or the closing date is missing."), place)
        return
    if plan.closes <= plan.opens:
        yield _stop(mark("It closes before it opens."), place)
    if plan.closes <= now:
        yield _stop(mark("The closing date is in the past."), place)
    if plan.days.get(Told.REPORT_BACK) is None:
        yield _block(mark("There is no date by which residents are told what came of it."), place)
    late = too_late(plan.closes, plan.days, plan.zone)
    wrong = late | out_of_order(plan.closes, plan.days, plan.zone)
    for message in dict.fromkeys(problem.message for problem in wrong.values()):
        yield _stop(message, place)


def _languages(content: Content, plan: Plan) -> Iterator[Finding]:
    if not content["languages"]:
        yield _stop(mark("No language is chosen."), Place("details", field="languages"))
    for tag in content["languages"]:
        if tag not in plan.council_languages:
            message = mark("The council does not offer this language.")
            yield _block(message, Place("details", field="languages"), language=tag)


def _words(content: Content) -> Iterator[Finding]:
    if not any(content["privacy"].values()):
        yield _block(mark("Nothing is said about privacy."), Place("details", field="privacy"))
    for tag in content["languages"]:
        if places := missing(texts(content), tag):
            problem = Problem(mark("Texts are missing: %(count)s."), {"count": len(places)})
            yield Finding(Level.BLOCKS, problem, tuple(places), tag)


def _advice(content: Content, plan: Plan, now: datetime) -> Iterator[Finding]:
    if plan.opens and plan.closes and not plan.told:
        length = plan.closes - max(plan.opens, now)
        if timedelta(0) < length < SHORTEST:
            yield _advise(mark("Residents have fewer than 14 days to answer."))
    for question in _all_questions(content):
        if question["kind"] == Kind.LONG and not any(question["hint"].values()):
            message = mark("A long answer has no hint asking people not to write names.")
            yield _advise(message, Place("question", question["code"], "hint"))
    for tag in content["languages"]:
        if tag not in plan.document_languages:
            yield _advise(mark("There is no document in this language."), language=tag)


def _all_questions(content: Content) -> Iterator[Content]:
    return (question for section in content["sections"] for question in section["questions"])


def _is_scale(question: Content) -> bool:
    low = 1 if question["minimum"] is None else question["minimum"]
    high = 5 if question["maximum"] is None else question["maximum"]
    whole = low == int(low) and high == int(high)
    return bool(whole and 1 <= high - low < LONGEST_SCALE)


def _stop(message: str, *places: Place) -> Finding:
    return Finding(Level.STOPS, Problem(message), places)


def _block(message: str, *places: Place, language: str = "") -> Finding:
    return Finding(Level.BLOCKS, Problem(message), places, language)


def _advise(message: str, *places: Place, language: str = "") -> Finding:
    return Finding(Level.ADVICE, Problem(message), places, language)
