"""Whoever leads something reports on all of it by one link, on one page and without an account."""

from typing import Any

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import form, words
from portal.languages.i18n import language, today
from portal.plans import vocabulary
from portal.plans.leading import forms, keeping, links, models, rules, showing, work
from portal.problems import Problem, mark
from portal.store import saving
from portal.web import lists
from portal.web.page import both, done, get, link, page, public, render, switched

_REVIEWED = mark(
    "The review of this plan is signed off, so nothing more is reported of it by this link. Copy "
    "from here what you still need."
)


@page
@public
def lead_link(request: Request, session: Session) -> Response:
    """Say whose link it is and until when it counts, and lead on by a button."""
    opened = _opened(request, session)
    if opened is None:
        return render(request, "plans/leading/over.html", status=410)
    made, lead = opened
    onward = link("lead_items", token=request.path_params["token"])
    return render(request, "plans/leading/link.html", made=made, lead=lead, onward=onward)


@page
@public
def lead_items(request: Request, session: Session) -> Response:
    """Show all that somebody leads, and keep what they report of it."""
    opened = _opened(request, session)
    if opened is None:
        return render(request, "plans/leading/over.html", status=410)
    made, lead = opened
    part = showing.part(request, session, made, lead)
    if request.method == "GET":
        return _page(request, made, lead, part)
    return switched(request) or _sent(request, session, made, lead, part)


def _sent(
    request: Request, session: Session, made: models.LeadLink, lead: models.Lead, part: showing.Part
) -> Response:
    sent = request.state.form
    named = forms.named_items(sent)
    if not named <= {str(task.item) for task in part.all}:
        raise HTTPException(403)
    asked = [task for task in part.all if str(task.item) in named]
    fields = forms.of_tasks(asked)
    typed, reading = form.typed(fields, sent), form.read(fields, sent)
    problems = forms.problems(reading, asked)
    again: dict[str, Any] = {"shown": part.shown | typed}
    if "_switch" in sent:
        return _page(request, made, lead, part, **again)
    if closed := [task for task in asked if task.closed and _says(reading, task)]:
        refused = {f"words.{task.item}": Problem(_REVIEWED) for task in closed}
        return _page(request, made, lead, part, status=409, problems=refused, **again)
    if theirs := _overtaken(sent, showing.checklist(part), typed):
        return _page(request, made, lead, part, status=409, theirs=theirs, **again)
    if problems:
        return _page(request, made, lead, part, status=422, problems=problems, **again)
    number = keeping.report(session, made, lead, asked, reading.values)
    return done(request, _address(request), "reported" if number else "nothing")


def _overtaken(sent: words.Sent, stands: words.Shown, typed: words.Shown) -> dict[str, str]:
    """Give the answers that somebody else with the same link saved meanwhile, and that differ."""
    if not saving.is_stale(sent, saving.version_of(stands)):
        return {}
    sent_again = {name: value for name, value in stands.items() if name in typed}
    mine = {name: typed[name] for name in sent_again}
    return {one.field: one.theirs for one in form.differences(sent_again, mine)}


def _says(reading: form.Reading, task: work.Task) -> bool:
    return any(forms.said(reading.values, task).values())


def _opened(request: Request, session: Session) -> tuple[models.LeadLink, models.Lead] | None:
    use = request.method == "POST"
    opened = links.find(session, request.path_params["token"], use=use)
    return opened if opened and links.is_good(*opened, today()) else None


def _address(request: Request) -> str:
    here = link("lead_items", token=request.path_params["token"])
    place = {name: request.query_params.get(name, "") for name in ("after", "before")}
    return lists.address(here, place)


def _page(
    request: Request, made: models.LeadLink, lead: models.Lead, part: showing.Part, **more: Any
) -> Response:
    given: dict[str, Any] = {
        "made": made,
        "lead": lead,
        "part": part,
        "fields": {task.item: forms.of_task(task) for task in part.tasks},
        "shown": {"language": language(), **part.shown},
        "version": saving.version_of(showing.checklist(part)),
        "action": _address(request),
        "quarter": rules.quarter_of(made.quarter),
        "labels": vocabulary,
        "problems": {},
        "theirs": {},
    }
    return render(request, "plans/leading/items.html", **(given | more))


routes = [
    get("/plans/leads/{token}", lead_link, name="lead_link"),
    both("/plans/leads/{token}/items", lead_items, name="lead_items"),
]
