"""How urgent a case is: the risk questions, and who may ask for a review of their case."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from portal.incidents.rules import Risk
from portal.languages.calendar import add_months
from portal.languages.messages import Message
from portal.problems import Problems, mark
from portal.questions import answers
from portal.questions.questionnaire import Kind, Option, Question, Section

HIGH_FROM = 6
MEDIUM_FROM = 3
_REVIEW_REPORTS, _REVIEW_MONTHS = 3, 6


def _asked(code: str, label: Message, *options: Option) -> Question:
    return Question(code, Kind.SINGLE, label, options=options)


# Not to know whether somebody is in danger is no comfort, so "not known" weighs something.
RISK_QUESTIONS = (
    _asked(
        "danger",
        Message("Is anybody in danger now, or is it likely to happen again soon?"),
        Option("no", Message("No"), weight=0),
        Option("unsure", Message("Not known"), weight=2),
        Option("yes", Message("Yes"), weight=HIGH_FROM),
    ),
    _asked(
        "repeated",
        Message("Has it happened before?"),
        Option("no", Message("No"), weight=0),
        Option("unsure", Message("Not known"), weight=1),
        Option("once", Message("Once or twice"), weight=1),
        Option("often", Message("Often, or it is getting worse"), weight=3),
    ),
    _asked(
        "offender",
        Message("Who did it?"),
        Option("stranger", Message("Somebody they do not know"), weight=0),
        Option("unsure", Message("Not known"), weight=0),
        Option("known", Message("Somebody they know"), weight=1),
        Option("near", Message("Somebody who lives, works or learns near them"), weight=2),
    ),
    _asked(
        "injuries",
        Message("Was anybody hurt?"),
        Option("no", Message("No"), weight=0),
        Option("unsure", Message("Not known"), weight=1),
        Option("slight", Message("Yes, slightly"), weight=2),
        Option("serious", Message("Yes, badly, or there was a weapon"), weight=HIGH_FROM),
    ),
    _asked(
        "fear",
        Message("How afraid are they, and do they depend on others?"),
        Option("no", Message("Not afraid, and has support"), weight=0),
        Option("unsure", Message("Not known"), weight=1),
        Option("some", Message("Afraid, or depends on others for care"), weight=2),
        Option("much", Message("So afraid that daily life has changed"), weight=3),
    ),
    _asked(
        "children",
        Message("Are children affected?"),
        Option("no", Message("No"), weight=0),
        Option("unsure", Message("Not known"), weight=0),
        Option("yes", Message("Yes"), weight=1),
    ),
)
_ASKED = Section("risk", Message("Risk questions"), RISK_QUESTIONS)


def read(sent: Mapping[str, str]) -> tuple[answers.Answers, Problems]:
    """Read the answers to the risk questions, and say what is wrong with the rest."""
    return answers.read(_ASKED, {name: [text] for name, text in sent.items()})


def band(given: Mapping[str, str]) -> Risk:
    """Put the answers to the risk questions into a band, by adding up what they weigh.

    One grave answer is enough for high risk; for any other band all questions need an answer.
    """
    chosen = [one.option(given.get(one.code, "")) for one in RISK_QUESTIONS]
    total = sum(option.weight for option in chosen if option)
    if total >= HIGH_FROM:
        return Risk.HIGH
    if not all(chosen):
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


def review_grounds(days: Iterable[date], today: date, *, nothing_done: bool) -> tuple[Ground, ...]:
    """Name the grounds on which an ASB case review (community trigger) may be asked for.

    The Anti-social Behaviour, Crime and Policing Act 2014, section 104, lets each area set how
    many reports in how many months are enough; three in six is the usual number.
    `days` are those of all reports of one person, this one included; `nothing_done` says that
    they are the victim and believe that nothing effective was done.
    """
    recent = sum(today <= add_months(day, _REVIEW_MONTHS) for day in days)
    repeated = (Ground.REPEATED,) if recent >= _REVIEW_REPORTS else ()
    return repeated + ((Ground.NOTHING_DONE,) if nothing_done else ())
