"""What officers fill in: each part of an assessment, what it rests on, and what is done."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal import lengths
from portal.equality_impact import vocabulary
from portal.equality_impact.rules import Question
from portal.forms.boxes import Day, Translated
from portal.forms.fields import Choice, Line, Prose, Tick, WebAddress, one_of
from portal.forms.form import Fields
from portal.languages.text_languages import is_known
from portal.problems import Problem, Problems, mark

Options = Iterable[tuple[str, Mapping[str, str]]]
"""Codes, and what they are called by language."""

_TITLE = Translated(
    "title", mark("What is assessed"), required=True, most=lengths.HEADING, missing=mark("Name it.")
)
_KIND = one_of(
    "kind", mark("What kind of thing is it?"), vocabulary.KINDS, missing=mark("Choose what it is.")
)
_OWNER = Line(
    "owner",
    mark("Who answers for it"),
    hint=mark("A role, such as Head of housing. Do not name a person."),
    most=lengths.NAME,
)
_LANGUAGE = Line(
    "language",
    mark("Language of what is not translated"),
    most=lengths.LANGUAGE,
    required=True,
    accepts=is_known,
    wrong=mark("Choose one of the languages listed."),
    missing=mark("Choose one of the languages listed."),
)
_SUMMARY = Translated(
    "summary",
    mark("In short: what it is about, and what comes of it"),
    hint=mark("What is not translated is shown in the language in which it stands."),
    most=lengths.PARAGRAPH,
    rows=4,
)
_REST = (
    Prose(
        "subject",
        mark("What is planned, or what is done today"),
        most=lengths.TEXT,
    ),
    Prose("reasons", mark("Why, and what it is to achieve"), most=lengths.TEXT),
    Prose("affected", mark("Whom it affects, and how many people"), most=lengths.TEXT),
    Day(
        "due_on",
        mark("To be assessed by"),
        hint=mark("Before the decision is taken, not after it."),
    ),
    Tick(
        "listed",
        mark("Show it in the public register before it is signed off"),
        hint=mark("Only what is assessed, the service and the day are shown."),
    ),
)
GAPS = Prose(
    "no_evidence",
    mark("What is not known, and how you will find out"),
    hint=mark("Needed where nothing is named on which the assessment rests."),
    most=lengths.PARAGRAPH,
)
IMPACT: Fields = (
    Choice("effect", mark("What does it do to them?"), options=tuple(vocabulary.EFFECTS.items())),
    Prose("why", mark("Why do you think so?"), most=lengths.PARAGRAPH),
    Prose(
        "whom",
        mark("To whom of them?"),
        hint=mark("For example older women who read no English."),
        most=lengths.PARAGRAPH,
    ),
    Prose(
        "evidence",
        mark("What shows it?"),
        hint=mark("Figures, what people said, research. Name no person."),
        most=lengths.PARAGRAPH,
    ),
)
DECISION: Fields = (
    Choice("decision", mark("What was decided?"), options=tuple(vocabulary.DECISIONS.items())),
    Translated("decision_reason", mark("Why"), most=lengths.PARAGRAPH, rows=4),
    Day("review_on", mark("To be looked at again by")),
)
MEASURE: Fields = (
    Prose(
        "words",
        mark("What will be done"),
        required=True,
        most=lengths.PARAGRAPH,
        missing=mark("Write what will be done."),
    ),
    Line(
        "lead",
        mark("Who leads it"),
        hint=mark("A role, such as Head of housing. Do not name a person."),
        required=True,
        most=lengths.NAME,
        missing=mark("Write who leads it."),
    ),
    Day("due", mark("Until when")),
)
"""What is done against a bad effect, but for where else it is kept."""
PROGRESS: Fields = (
    one_of(
        "progress",
        mark("How far is it?"),
        vocabulary.PROGRESS,
        missing=mark("Choose how far it is."),
    ),
)
ASK: Fields = (
    Prose(
        "note",
        mark("What changed since it was last signed off"),
        hint=mark("Everybody reads it, in the language of the assessment."),
        most=lengths.REASON,
    ),
)

ELSEWHERE = "-"
"""Is chosen for evidence that stands nowhere in the portal."""


def beginning(services: Options) -> Fields:
    """List what is filled in to begin an assessment."""
    return (_TITLE, _KIND, _service(services), _OWNER, _LANGUAGE)


def about(services: Options) -> Fields:
    """List what an assessment says of what is assessed."""
    return (_TITLE, _SUMMARY, _KIND, _service(services), _OWNER, _LANGUAGE, *_REST)


def screening() -> Fields:
    """List the questions of a screening, each with its why, and what somebody decides then."""
    asked = [field for one in Question for field in _asked(one)]
    return (
        *asked,
        Choice(
            "outcome",
            mark("What do you decide?"),
            hint=mark("You decide, not the answers. Everybody reads why."),
            options=tuple(vocabulary.OUTCOMES.items()),
        ),
        Translated("outcome_reason", mark("Why you decide so"), most=lengths.PARAGRAPH, rows=4),
    )


def evidence(things: Sequence[tuple[str, str]]) -> Fields:
    """List what is filled in for something on which an assessment rests."""
    return (
        one_of(
            "key",
            mark("On what does it rest?"),
            (*things, (ELSEWHERE, "")),
            missing=mark("Choose on what it rests."),
        ),
        Line("title", mark("If it is something else: its name"), most=lengths.HEADING),
        WebAddress("address", mark("Its web address"), most=lengths.WEB_ADDRESS),
        Prose(
            "learned",
            mark("What you learned from it"),
            required=True,
            most=lengths.PARAGRAPH,
            missing=mark("Write what you learned from it."),
        ),
    )


def measure(actions: Sequence[tuple[str, str]]) -> Fields:
    """List what is filled in for something that is done; it may be an action of a public plan."""
    thing = Choice(
        "thing",
        mark("Is it an action of a plan?"),
        hint=mark("Then everybody finds it from here, and from there why it is done."),
        options=tuple(actions),
    )
    return (*MEASURE, thing)


def undated(values: Mapping[str, Any]) -> Problems:
    """Say that everybody wants to know by when something is assessed that is listed."""
    is_listed = values.get("listed") and not values["due_on"]
    return (
        {"due_on": Problem(mark("Say by when, so that everybody can see it."))} if is_listed else {}
    )


def _service(services: Options) -> Choice:
    return one_of("service", mark("Service"), tuple(services), missing=mark("Choose a service."))


def _asked(one: Question) -> Fields:
    return (
        Choice(str(one), vocabulary.QUESTIONS[one], options=tuple(vocabulary.ANSWERS.items())),
        Prose(f"{one}_why", mark("Why?"), most=lengths.PARAGRAPH),
    )
