"""How urgent a case is: the risk questions, and who may ask for a review of their case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from portal.incidents.rules import Risk
from portal.languages.calendar import add_months
from portal.problems import mark

HIGH_FROM = 6
MEDIUM_FROM = 3


class RiskAnswer(NamedTuple):
    """One answer to a risk question, and how much it weighs."""

    code: str
    label: str
    weight: int


class RiskQuestion(NamedTuple):
    """A question about how much somebody may come to harm."""

    code: str
    label: str
    answers: tuple[RiskAnswer, ...]


# Not to know whether somebody is in danger is no comfort, so "not known" weighs something.
RISK_QUESTIONS = (
    RiskQuestion(
        "danger",
        mark("Is anybody in danger now, or is it likely to happen again soon?"),
        (
            RiskAnswer("no", mark("No"), 0),
            RiskAnswer("unsure", mark("Not known"), 2),
            RiskAnswer("yes", mark("Yes"), HIGH_FROM),
        ),
    ),
    RiskQuestion(
        "repeated",
        mark("Has it happened before?"),
        (
            RiskAnswer("no", mark("No"), 0),
            RiskAnswer("unsure", mark("Not known"), 1),
            RiskAnswer("once", mark("Once or twice"), 1),
            RiskAnswer("often", mark("Often, or it is getting worse"), 3),
        ),
    ),
    RiskQuestion(
        "offender",
        mark("Who did it?"),
        (
            RiskAnswer("stranger", mark("Somebody they do not know"), 0),
            RiskAnswer("unsure", mark("Not known"), 0),
            RiskAnswer("known", mark("Somebody they know"), 1),
            RiskAnswer("near", mark("Somebody who lives, works or learns near them"), 2),
        ),
    ),
    RiskQuestion(
        "injuries",
        mark("Was anybody hurt?"),
        (
            RiskAnswer("no", mark("No"), 0),
            RiskAnswer("unsure", mark("Not known"), 1),
            RiskAnswer("slight", mark("Yes, slightly"), 2),
            RiskAnswer("serious", mark("Yes, badly, or there was a weapon"), HIGH_FROM),
        ),
    ),
    RiskQuestion(
        "fear",
        mark("How afraid are they, and do they depend on others?"),
        (
            RiskAnswer("no", mark("Not afraid, and has support"), 0),
            RiskAnswer("unsure", mark("Not known"), 1),
            RiskAnswer("some", mark("Afraid, or depends on others for care"), 2),
            RiskAnswer("much", mark("So afraid that daily life has changed"), 3),
        ),
    ),
    RiskQuestion(
        "children",
        mark("Are children affected?"),
        (
            RiskAnswer("no", mark("No"), 0),
            RiskAnswer("unsure", mark("Not known"), 0),
            RiskAnswer("yes", mark("Yes"), 1),
        ),
    ),
)
_WEIGHTS = {
    question.code: {answer.code: answer.weight for answer in question.answers}
    for question in RISK_QUESTIONS
}


def band(answers: Mapping[str, str]) -> Risk:
    """Put the answers to the risk questions into a band, by adding up what they weigh.

    One grave answer is enough for high risk; for any other band all questions need an answer.
    """
    known = {code: answers[code] for code in _WEIGHTS if answers.get(code) in _WEIGHTS[code]}
    total = sum(_WEIGHTS[code][answer] for code, answer in known.items())
    if total >= HIGH_FROM:
        return Risk.HIGH
    if len(known) < len(_WEIGHTS):
        return Risk.UNKNOWN
    return Risk.MEDIUM if total >= MEDIUM_FROM else Risk.STANDARD


class Ground(StrEnum):
    """Why somebody may ask for a review of their case."""

    REPEATED = "repeated"
    NOTHING_DONE = "nothing_done"


GROUNDS: Mapping[Ground, str] = {
    Ground.REPEATED: mark("The same person sent three reports or more in the last six months."),
    Ground.NOTHING_DONE: mark("The victim believes that nothing effective was done."),
}


@dataclass(frozen=True)
class Threshold:
    """How many reports in how many months entitle somebody to a review of their case.

    The Anti-social Behaviour, Crime and Policing Act 2014, section 104, lets each area set
    its own; three in six months is the usual one.
    """

    reports: int = 3
    months: int = 6


def review_grounds(
    days: Iterable[date],
    today: date,
    *,
    nothing_done: bool,
    threshold: Threshold = Threshold(),
) -> tuple[Ground, ...]:
    """Name the grounds on which an ASB case review (community trigger) may be asked for.

    `days` are those of all reports of one person, this one included; `nothing_done` says that
    they are the victim and believe that nothing effective was done.
    """
    recent = sum(today <= add_months(day, threshold.months) for day in days)
    repeated = (Ground.REPEATED,) if recent >= threshold.reports else ()
    return repeated + ((Ground.NOTHING_DONE,) if nothing_done else ())
