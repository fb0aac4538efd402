"""What came by a link is kept: reports signed by the role, and answers to a checklist."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from portal.forms import once
from portal.languages.i18n import today
from portal.plans import queries as plans
from portal.plans import reporting
from portal.plans.leading import forms, queries
from portal.plans.leading.models import ChecklistAnswer, Lead, LeadLink
from portal.plans.leading.rules import Answer
from portal.plans.leading.work import Asked, Task
from portal.plans.models import Progress
from portal.plans.rules import Assessment, Status
from portal.store import audit

ACTOR = "lead"
"""Stands in the log for whoever has a link: it names no account."""


def report(
    session: Session,
    made: LeadLink,
    lead: Lead,
    tasks: Sequence[Task],
    values: Mapping[str, Any],
) -> int:
    """Keep what was said of each item, once however often it is sent; count what is new."""
    items = plans.items(session, [task.item for task in tasks])
    answers = queries.answers(session, lead, made.quarter)
    number = 0
    for task in tasks:
        said = forms.said(values, task)
        if task.asked is Asked.ANSWER:
            is_new = _answer(session, made, task, answers.get(task.item), said, values["language"])
        elif any(said.values()):
            told = _progress(lead, task, said, values["language"])
            told.key = once.name({once.KEY: made.id, **said}, task.item, told.language)
            is_new = reporting.keep(session, items[task.item], told)
        else:
            is_new = False
        number += is_new
        if is_new:
            _log(session, lead, task)
    if number:
        made.reported = today()
        session.add(made)
    return number


def _progress(lead: Lead, task: Task, said: Mapping[str, str], tag: str) -> Progress:
    state = said.get("state", "")
    return Progress(
        item_id=task.item,
        on=today(),
        by_role=lead.name,
        words=said["words"],
        language=tag,
        status=Status(state if task.asked is Asked.STATUS else ""),
        assessment=Assessment(state if task.asked is Asked.ASSESSMENT else ""),
        evidence=said["evidence"],
        by_lead=True,
    )


def _answer(
    session: Session,
    made: LeadLink,
    task: Task,
    before: ChecklistAnswer | None,
    said: Mapping[str, str],
    tag: str,
) -> bool:
    answer = Answer(said["answer"]) if said["answer"] else None
    known = (before.answer, before.comment) if before else (None, "")
    if known == (answer, said["comment"]):
        return False
    where: dict[str, Any] = {"lead_id": made.lead_id, "item_id": task.item}
    one = before or ChecklistAnswer(**where, quarter=made.quarter, language=tag, on=today())
    one.answer, one.comment, one.on = answer, said["comment"], today()
    one.language = tag if said["comment"] != known[1] else one.language
    session.add(one)
    return True


def _log(session: Session, lead: Lead, task: Task) -> None:
    audit.record(
        session, ACTOR, "plan.reported_by_lead", f"{task.plan.slug}/{task.item}", lead=lead.id
    )
