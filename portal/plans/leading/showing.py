"""The page of a lead: a part of what is theirs, what they reported of it, what they answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session
from starlette.requests import Request

from portal.forms import form
from portal.forms.words import Shown
from portal.languages.i18n import pick
from portal.plans import queries as plans
from portal.plans.history import Period
from portal.plans.leading import forms, queries, rules, work
from portal.plans.leading.models import ChecklistAnswer, Lead, LeadLink
from portal.plans.leading.work import Asked, Task
from portal.plans.models import PlanItem, Progress
from portal.web import lists
from portal.web.folding import share
from portal.web.page import link

MOST = 25
"""How many items one page asks about."""


@dataclass(frozen=True)
class Part:
    """All that somebody is asked about, and of that the tasks of a page with what is known.

    `shown` is what stands in its boxes: the answers of a checklist, as they were given, and
    `languages` in which of them each was, by the number of its item.
    """

    all: Sequence[Task]
    tasks: Sequence[Task]
    items: Mapping[int, PlanItem]
    reports: Mapping[int, Sequence[Progress]]
    shown: Shown
    languages: Mapping[int, str]
    pages: lists.Pages
    room: int

    @property
    def is_open(self) -> bool:
        """Tell whether anything on the page can still be reported."""
        return any(not task.closed for task in self.tasks)


def part(request: Request, session: Session, made: LeadLink, lead: Lead) -> Part:
    """Read what a page of somebody's items shows."""
    quarter = rules.quarter_of(made.quarter)
    tasks = work.tasks(session, lead, quarter)
    found = lists.among(tasks, lists.place(request), lambda task: str(task.item), MOST)
    numbers = [task.item for task in found.rows]
    items = plans.items(session, numbers)
    reports = queries.reports(session, numbers, Period(quarter.since, made.until))
    answers = queries.answers(session, lead, quarter.since)
    path = link("lead_items", token=request.path_params["token"])
    return Part(
        tasks,
        found.rows,
        items,
        reports,
        _answered(found.rows, answers),
        {number: one.language for number, one in answers.items()},
        lists.pages(found, path, {}),
        share(list(_lengths(items, reports))),
    )


def checklist(part: Part) -> Shown:
    """Give what stands in the boxes of a page for the questions of checklists."""
    return dict(part.shown)


def _answered(tasks: Sequence[Task], answers: Mapping[int, ChecklistAnswer]) -> Shown:
    shown: Shown = {}
    for task in tasks:
        if task.asked is Asked.ANSWER:
            one = answers.get(task.item)
            told = {"answer": one.answer or "", "comment": one.comment} if one else {}
            stored = {f"{name}.{task.item}": value for name, value in told.items()}
            shown |= form.show(forms.of_task(task), stored)
    return shown


def _lengths(
    items: Mapping[int, PlanItem], reports: Mapping[int, Sequence[Progress]]
) -> Iterator[int]:
    yield from (len(pick(one.text)) for one in items.values())
    yield from (len(one.words) for several in reports.values() for one in several)
