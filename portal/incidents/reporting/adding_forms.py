"""The questions of “add more, if you can”: every one may be left out.

What is answered twice counts as it was answered last. A question that is left empty changes
nothing, because what was said before is not shown again and must not be lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.incidents import vocabulary
from portal.incidents.report_settings import LocalStrand
from portal.incidents.reporting.steps import several
from portal.incidents.vocabulary import Choice
from portal.problems import Problem, Problems, mark

LINE = 200
"""How many characters fit into one line."""

TEXT = 4000
"""How many characters fit into a larger box."""


@dataclass(frozen=True)
class Question:
    """One question: what can be chosen, whether several may be, or how much may be written."""

    name: str
    choices: tuple[Choice, ...] = ()
    several: bool = False
    most: int = LINE


SECTIONS: Mapping[str, tuple[Question, ...]] = {
    "about": (
        Question("role", vocabulary.ROLES),
        Question("who_knows", vocabulary.KNOWS),
        Question("strands", vocabulary.STRANDS, several=True),
        Question("perception", vocabulary.PERCEPTIONS),
    ),
    "when_where": (
        Question("when", vocabulary.WHEN),
        Question("when_words"),
        Question("place", vocabulary.PLACES),
        Question("area"),
        Question("exact_place", most=TEXT),
    ),
    "harm": (
        Question("kinds", vocabulary.KINDS, several=True),
        Question("injuries", most=TEXT),
        Question("damage", most=TEXT),
        Question("before", vocabulary.BEFORE),
        Question("risk_now", vocabulary.YES_NO_UNSURE),
        Question("offender", most=TEXT),
        Question("police", vocabulary.YES_NO_UNSURE),
        Question("police_reference"),
    ),
    "needs": (
        Question("interpreter"),
        Question("access", most=TEXT),
        Question("wishes", most=TEXT),
        Question("safe_contact", most=TEXT),
        Question("link", (Choice("yes", ""),)),
        Question("link_words"),
    ),
    "consent": (Question("given", vocabulary.CONSENTS, several=True),),
}

_NOT_LISTED = mark("Choose one of the answers listed.")
_TOO_LONG = mark("Write at most %(limit)s characters.")


def questions(section: str, local: Sequence[LocalStrand]) -> list[Question]:
    """List the questions of a section, with the council's own strands among the others."""
    own = tuple(Choice(strand.code, "") for strand in local)
    return [
        Question("strands", (*one.choices, *own), several=True) if one.name == "strands" else one
        for one in SECTIONS[section]
    ]


def read(asked: Sequence[Question], said: Mapping[str, Any]) -> tuple[dict[str, Any], Problems]:
    """Read what was answered, without what was left empty, and say what is wrong with the rest."""
    record: dict[str, Any] = {}
    problems: Problems = {}
    for one in asked:
        values = [value for value in _trimmed(several(said, one.name)) if value]
        if problem := _problem(one, values):
            problems[one.name] = problem
        elif values:
            record[one.name] = values if one.several else values[0]
    return record, problems or _missing(record)


def additions(
    section: str, record: Mapping[str, Any], languages: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Write a section as it is kept; of the consents, each is given or is not.

    `languages` tells of each text in which language it is.
    """
    if section != "consent":
        texts = [one.name for one in SECTIONS[section] if not one.choices and one.name in record]
        filed = {name: languages[name] for name in texts if languages and name in languages}
        return {"section": section, **record} | ({"languages": filed} if filed else {})
    given = record.get("given", [])
    return {"section": section, **{one.code: one.code in given for one in vocabulary.CONSENTS}}


def slip(record: Mapping[str, Any]) -> dict[str, Any]:
    """Say what the queue shows of it; that somebody is no longer in danger is for staff to say."""
    counted = {name: record[name] for name in ("strands", "kinds") if name in record}
    return {**counted, "danger": True} if record.get("risk_now") == "yes" else counted


def _trimmed(values: Sequence[Any]) -> list[str]:
    return [str(value).replace("\r\n", "\n").strip() for value in values]


def _problem(one: Question, values: list[str]) -> Problem | None:
    if one.choices and not vocabulary.codes(one.choices).issuperset(values):
        return Problem(_NOT_LISTED)
    if not one.several and len(values) > 1:
        return Problem(_NOT_LISTED)
    if not one.choices and values and len(values[0]) > one.most:
        return Problem(_TOO_LONG, {"limit": one.most})
    return None


def _missing(record: Mapping[str, Any]) -> Problems:
    if record.get("role") in vocabulary.HELPERS and "who_knows" not in record:
        message = mark("Say whether the person you help knows of this. You can be unsure.")
        return {"who_knows": Problem(message)}
    if "link" in record and "link_words" not in record:
        message = mark(
            "Write some words by which we find your other reports, or take the tick away."
        )
        return {"link_words": Problem(message)}
    given = record.get("given", [])
    if "statistics" in given and len(given) > 1:
        message = mark(
            "You ticked “Do nothing with my report” and something else. Take one of them away."
        )
        return {"given": Problem(message)}
    return {}
