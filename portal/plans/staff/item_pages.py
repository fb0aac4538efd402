"""The items of a plan, one by one: added, changed, moved, deleted from a draft, reported of."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.forms import form, once
from portal.languages import i18n
from portal.plans import models, queries, rules, shown, vocabulary
from portal.plans.staff import finding, forms, keeping
from portal.store import audit, saving
from portal.web import lists
from portal.web.page import both, done, found, link, page, post, render, sent_text

_STEPS = {"up": -1, "down": 1}


@page
@guards.officer_only
def add(request: Request, session: Session, account: accounts.Account) -> Response:
    """Add an item to a plan, at the top or below the one that the address names."""
    plan, sent = finding.plan_of(request, session), _sent(request)
    ground = finding.ground_of(request)
    under = sent_text(sent or request.query_params, "under")
    parent = found(queries.item(session, plan, under)) if under else None
    level = parent.level + 1 if parent else 0
    fields = forms.item(plan.levels, level)
    given: dict[str, Any] = {"parent": parent, "level": level, "key": once.key(sent)}
    full = keeping.cannot_add(session, plan, parent)
    if request.method == "GET" or full:
        problems, status = ({"items": full}, 409) if full else ({}, 200)
        typed = form.typed(fields, sent, ground)
        return _form(request, plan, typed, problems=problems, status=status, **given)
    reading = form.read(fields, sent, ground=ground)
    if problems := forms.item_problems(reading, plan.language):
        typed = form.typed(fields, sent, ground)
        return _form(request, plan, typed, problems=problems, status=422, **given)
    key = once.name(sent, account.id, plan.id, under)
    if keeping.add(session, plan, parent, reading.values, key):
        audit.record(session, account.id or 0, "plan.item_added", plan.slug, below=under)
    return done(request, link("staff_plan", plan=plan.slug), "added")


@page
@guards.officer_only
def item(request: Request, session: Session, account: accounts.Account) -> Response:
    """Change an item; what everybody could read of it before stays readable."""
    plan, ground = finding.plan_of(request, session), finding.ground_of(request)
    one = finding.item_of(request, session, plan)
    fields = forms.item(plan.levels, one.level)
    before, refusal = form.show(fields, form.held(fields, one), ground), saving.UNREFUSED
    if request.method == "POST":
        by, sent = account.id or 0, request.state.form
        refused = keeping.change_item(session, by, plan, one, sent, ground)
        if refused is None:
            return done(request, _address(plan, one), "changed")
        refusal, before = refused, form.typed(fields, sent, ground)
    return _item_page(request, session, plan, one, shown=before, **refusal.shown)


@page
@guards.officer_only
def move(request: Request, session: Session, account: accounts.Account) -> Response:
    """Move an item up or down among those that stand beside it."""
    plan = finding.plan_of(request, session)
    one = finding.item_of(request, session, plan)
    step = _STEPS.get(sent_text(request.state.form, "_do"), 0)
    if step and keeping.move(session, plan, one, step):
        audit.record(session, account.id or 0, "plan.item_moved", f"{plan.slug}/{one.id}")
    return done(request, _address(plan, one), "moved")


@page
@guards.officer_only
def delete(request: Request, session: Session, account: accounts.Account) -> Response:
    """Delete an item of a draft, once that is confirmed."""
    plan = finding.plan_of(request, session)
    one = finding.item_of(request, session, plan)
    problem = keeping.cannot_delete(session, plan, one)
    if problem is None and sent_text(request.state.form, "sure") != "yes":
        problem = forms.UNSURE
    if problem:
        return _item_page(request, session, plan, one, status=422, problems={"sure": problem})
    audit.record(session, account.id or 0, "plan.item_deleted", f"{plan.slug}/{one.id}")
    session.delete(one)
    return done(request, link("staff_plan", plan=plan.slug), "deleted")


@page
@guards.officer_only
def report(request: Request, session: Session, account: accounts.Account) -> Response:
    """Report what was done about an item, signed by a role."""
    plan, sent = finding.plan_of(request, session), _sent(request)
    one = finding.item_of(request, session, plan)
    is_done = one.level == rules.done_level(plan.levels)
    fields = forms.progress(request.state.council.languages, with_status=is_done)
    if request.method == "GET":
        usual = form.show(fields, {"language": i18n.language()})
        return _report(request, plan, one, fields, shown=usual, key=once.key(sent))
    reading = form.read(fields, sent)
    if problems := reading.problems:
        typed = form.typed(fields, sent)
        given: dict[str, Any] = {"problems": problems, "shown": typed, "key": once.key(sent)}
        return _report(request, plan, one, fields, **given)
    key = once.name(sent, account.id, one.id)
    if keeping.report(session, one, reading.values, i18n.today(), key):
        audit.record(session, account.id or 0, "plan.reported", f"{plan.slug}/{one.id}")
    return done(request, _address(plan, one), "reported")


def _sent(request: Request) -> Any:
    return getattr(request.state, "form", {})


def _address(plan: models.Plan, one: models.PlanItem) -> str:
    return link("staff_plan_item", plan=plan.slug, item=one.id)


def _form(request: Request, plan: models.Plan, typed: dict[str, str], **more: Any) -> Response:
    given: dict[str, Any] = {
        "plan": plan,
        "shown": typed,
        "fields": forms.item(plan.levels, more["level"]),
        "languages": request.state.council.languages,
        "labels": vocabulary,
    }
    return render(request, "plans/staff/new_item.html", **(given | more))


def _report(
    request: Request, plan: models.Plan, one: models.PlanItem, fields: form.Fields, **more: Any
) -> Response:
    given: dict[str, Any] = {"plan": plan, "item": one, "fields": fields, **more}
    return render(request, "plans/staff/report.html", **given)


def _item_page(
    request: Request, session: Session, plan: models.Plan, one: models.PlanItem, **more: Any
) -> Response:
    ground, fields = finding.ground_of(request), forms.item(plan.levels, one.level)
    part = queries.reported(session, one, lists.place(request))
    given: dict[str, Any] = {
        "plan": plan,
        "item": one,
        "when": shown.when(plan, one),
        "above": shown.above(session, plan, one),
        "shown": form.show(fields, form.held(fields, one), ground),
        "fields": fields,
        "languages": ground.languages,
        "reported": part.rows,
        "pages": lists.pages(part, _address(plan, one), {}),
        "is_draft": plan.standing is rules.Standing.DRAFT,
        "problems": {},
        "theirs": [],
        "labels": vocabulary,
    }
    return render(request, "plans/staff/item.html", **(given | more))


_ONE = "/staff/plans/{plan}/items/{item}"
routes = [
    both("/staff/plans/{plan}/items/new", add, name="add_plan_item"),
    both(_ONE, item, name="staff_plan_item"),
    post(f"{_ONE}/move", move, name="move_plan_item"),
    post(f"{_ONE}/delete", delete, name="delete_plan_item"),
    both(f"{_ONE}/progress", report, name="report_plan_item"),
]
