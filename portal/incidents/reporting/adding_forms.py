"""What is read of “add more, if you can”, and how a section is kept.

What is answered twice counts as it was answered last. A question that is left empty changes
nothing, because what was said before is not shown again and must not be lost.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.forms.words import clean
from portal.incidents import vocabulary
from portal.incidents.records import danger
from portal.incidents.reporting.adding_questions import SECTIONS
from portal.incidents.reporting.steps import several
from portal.problems import Problem, Problems, mark
from portal.questions import answers
from portal.questions.questionnaire import WRITTEN, Section


def read(asked: Section, said: Mapping[str, Any]) -> tuple[dict[str, Any], Problems]:
    """Read what was answered, without what was left empty, and say what is wrong with the rest."""
    sent = {one.code: [clean(text) for text in several(said, one.code)] for one in asked.questions}
    read, problems = answers.read(asked, sent)
    # Several codes stay in the order in which they came, as in every record that was sealed before.
    record = {
        name: sorted(said, key=sent[name].index) if isinstance(said, list) else said
        for name, said in read.items()
    }
    return record, problems or _missing(record)


def additions(
    section: str, record: Mapping[str, Any], languages: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Write a section as it is kept; of the consents, each is given or is not.

    `languages` tells of each text in which language it is.
    """
    if section != "consent":
        own = [one.code for one in SECTIONS[section].questions if one.kind in WRITTEN]
        filed = {name: languages[name] for name in own if languages and name in languages}
        filed = {name: tag for name, tag in filed.items() if name in record}
        return {"section": section, **record} | ({"languages": filed} if filed else {})
    given = record.get("given", [])
    told = {one.code: one.code in given for one in vocabulary.CONSENTS}
    # Who does not forbid counting says nothing of it, as in every record that was sealed before.
    return {"section": section} | {
        name: yes for name, yes in told.items() if yes or name != vocabulary.UNCOUNTED
    }


def slip(record: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Say what the queue shows of it; that somebody is no longer in danger is for staff to say."""
    counted = {name: record[name] for name in ("strands", "kinds") if name in record}
    at_risk, child = (record.get(name) == "yes" for name in ("risk_now", "child_now"))
    return {**counted, **danger.slip(now, danger=at_risk, child=child)}


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
