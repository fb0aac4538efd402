"""Officers copy a plan for another year; the copy is a draft that follows it."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal import lengths
from portal.accounts import guards
from portal.accounts import models as accounts
from portal.forms import boxes, fields, form, once
from portal.languages.i18n import today
from portal.plans.staff import copies, finding, forms
from portal.problems import mark
from portal.store import audit, db
from portal.web.page import both, done, link, page, render

_FIELDS: form.Fields = (
    boxes.Translated("title", mark("What is it called?"), most=lengths.HEADING),
    fields.Choice(
        "which",
        mark("What is copied?"),
        options=(
            (copies.NOT_DONE, mark("What was neither done, stopped nor met")),
            (copies.ALL, mark("Everything, to be begun or answered anew")),
        ),
        required=True,
        missing=fields.LISTED,
    ),
    boxes.Day("starts", mark("From which day does it count?")),
    boxes.Day("ends", mark("Until which day?")),
)


@page
@guards.officer_only
def copy(request: Request, session: Session, account: accounts.Account) -> Response:
    """Copy a plan with what of it was not done."""
    plan, ground = finding.plan_of(request, session), finding.ground_of(request)
    sent = getattr(request.state, "form", {})
    given: dict[str, Any] = {"plan": plan, "fields": _FIELDS, "languages": ground.languages}
    if request.method == "GET":
        said = {**copies.usual(plan, today()), "which": copies.NOT_DONE}
        usual = form.show(_FIELDS, said, ground)
        key = db.random_id()
        return render(request, "plans/staff/copy.html", shown=usual, problems={}, key=key, **given)
    reading = form.read(_FIELDS, sent, ground=ground)
    named = {"language": plan.language, "levels": plan.levels}
    told = form.Reading({**named, **reading.values}, reading.problems)
    if problems := forms.plan_problems(told):
        given |= {"shown": form.typed(_FIELDS, sent, ground), "key": once.key(sent)}
        return render(request, "plans/staff/copy.html", status=422, problems=problems, **given)
    made, is_new = copies.copy(session, plan, reading.values, once.name(sent, account.id, plan.id))
    if is_new:
        audit.record(session, account.id or 0, "plan.copied", made.slug, of=plan.slug)
    return done(request, link("staff_plan", plan=made.slug), "copied")


routes = [both("/staff/plans/{plan}/copy", copy, name="copy_plan")]
