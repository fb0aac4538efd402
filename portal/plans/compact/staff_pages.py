"""Compacts as officers see them: drawn for a group or body and a year, and the council's side."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.forms import form
from portal.plans.compact import acting, queries, shown, staff_drawing
from portal.plans.compact.models import Compact
from portal.plans.compact.rules import Side
from portal.plans.staff import finding
from portal.store import audit
from portal.web.page import both, done, found, link, page, post, render


@page
@guards.officer_only
def compacts(request: Request, session: Session, account: accounts.Account) -> Response:
    """List the compacts that are drawn from a plan, and draw another."""
    plan, sent = finding.plan_of(request, session), getattr(request.state, "form", {})
    fields = staff_drawing.fields(session, plan)
    problems: Any = staff_drawing.lacking(session, plan)
    if request.method == "POST" and not problems:
        reading = form.read(fields, sent)
        problems = reading.problems
        if not problems:
            made, is_new = staff_drawing.draw(session, plan, reading.values)
            if is_new:
                audit.record(session, account.id or 0, "compact.drawn", made.id)
            return done(request, link("staff_compact", plan=plan.slug, compact=made.id))
    rows = queries.of_plan(session, plan)
    return render(
        request,
        "plans/staff/compacts.html",
        status=422 if problems and request.method == "POST" else 200,
        plan=plan,
        fields=fields,
        lacking=staff_drawing.lacking(session, plan),
        shown=form.typed(fields, sent),
        rows=[(one, shown.called(session, one)) for one in rows],
        problems=problems if request.method == "POST" else {},
    )


@page
@guards.officer_only
def compact(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show a compact to an officer, who marks the council's side."""
    return acting.work(request, session, _acting(request, session, account))


@page
@guards.officer_only
def agree(request: Request, session: Session, account: accounts.Account) -> Response:
    """Agree with a compact in the name of the council."""
    return acting.agree(request, session, _acting(request, session, account))


def _acting(request: Request, session: Session, account: accounts.Account) -> acting.Acting:
    plan, hold = finding.plan_of(request, session), request.method == "POST"
    one: Compact = found(queries.one(session, request.path_params["compact"], hold=hold))
    if one.plan_id != plan.id:
        one = found(None)
    parts = {"plan": plan.slug, "compact": one.id}
    here, agreeing = link("staff_compact", **parts), link("agree_as_council", **parts)
    back = (link("staff_compacts", plan=plan.slug), plan.title)
    template, by = "plans/staff/compact.html", account.id or 0
    return acting.Acting(one, Side.COUNCIL, by, template, here, agreeing, back)


_ALL = "/staff/plans/{plan}/compacts"
routes = [
    both(_ALL, compacts, name="staff_compacts"),
    both(f"{_ALL}/{{compact}}", compact, name="staff_compact"),
    post(f"{_ALL}/{{compact}}/agree", agree, name="agree_as_council"),
]
