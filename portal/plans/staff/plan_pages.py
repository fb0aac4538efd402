"""Plans as officers see them: the list, a new one, its details, its items, and publishing it."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.forms import form, once
from portal.languages import i18n
from portal.plans import models, rules, shown
from portal.plans.staff import finding, forms, keeping
from portal.store import audit, db, saving
from portal.web.page import both, done, get, link, page, post, render, sent_text


@page
@guards.officer_only
def plans(request: Request, session: Session, _account: accounts.Account) -> Response:
    """List all plans, drafts among them, with how each stands."""
    listed = shown.listed(request, session, link("staff_plans"))
    return render(request, "plans/staff/plans.html", **listed)


@page
@guards.officer_only
def make(request: Request, session: Session, account: accounts.Account) -> Response:
    """Make a draft of a plan."""
    ground, sent = finding.ground_of(request), getattr(request.state, "form", {})
    fields = forms.plan(ground.languages)
    if request.method == "GET":
        usual = form.show(fields, {"language": i18n.language()}, ground)
        return _details(request, None, usual, key=db.random_id())
    reading = form.read(fields, sent, ground=ground)
    if problems := forms.plan_problems(reading):
        typed = form.typed(fields, sent, ground)
        return _details(request, None, typed, status=422, problems=problems, key=once.key(sent))
    made, is_new = keeping.make(session, reading.values, once.name(sent, account.id))
    if is_new:
        audit.record(session, account.id or 0, "plan.made", made.slug)
    return done(request, link("staff_plan", plan=made.slug), "made")


@page
@guards.officer_only
def plan(request: Request, session: Session, _account: accounts.Account) -> Response:
    """Show a plan with its items, and what keeps it from being published."""
    return _plan(request, session, finding.plan_of(request, session))


@page
@guards.officer_only
def details(request: Request, session: Session, account: accounts.Account) -> Response:
    """Change what is said of a plan."""
    one, ground = finding.plan_of(request, session), finding.ground_of(request)
    fields = forms.plan(ground.languages)
    before, refusal = form.show(fields, form.held(fields, one), ground), saving.UNREFUSED
    if request.method == "POST":
        sent = request.state.form
        refused = keeping.change_plan(session, account.id or 0, one, sent, ground)
        if refused is None:
            return done(request, link("staff_plan", plan=one.slug), "changed")
        refusal, before = refused, form.typed(fields, sent, ground)
    return _details(request, one, before, **refusal.shown)


@page
@guards.officer_only
def publish(request: Request, session: Session, account: accounts.Account) -> Response:
    """Let everybody read a plan, once nothing is missing and that is confirmed."""
    one = finding.plan_of(request, session)
    if one.standing is rules.Standing.DRAFT:
        problems = keeping.missing(session, one)
        if not problems and sent_text(request.state.form, "sure") != "yes":
            problems = {"sure": forms.UNSURE}
        if problems:
            return _plan(request, session, one, status=422, problems=problems)
        keeping.publish(session, one)
        audit.record(session, account.id or 0, "plan.published", one.slug)
    return done(request, link("staff_plan", plan=one.slug), "published")


def _plan(request: Request, session: Session, one: models.Plan, **more: Any) -> Response:
    looked = shown.look(request, session, one)
    missing = keeping.missing(session, one) if one.standing is rules.Standing.DRAFT else {}
    drawn = shown.drawn(request, session, looked, link("staff_plan", plan=one.slug))
    return render(request, "plans/staff/plan.html", missing=missing, **drawn, **more)


def _details(
    request: Request, one: models.Plan | None, before: dict[str, str], **more: Any
) -> Response:
    given: dict[str, Any] = {
        "plan": one,
        "shown": before,
        "fields": forms.plan(request.state.council.languages),
        "languages": request.state.council.languages,
        "problems": {},
        "theirs": [],
        "key": "",
    }
    return render(request, "plans/staff/details.html", **(given | more))


routes = [
    get("/staff/plans", plans, name="staff_plans"),
    both("/staff/plans/new", make, name="make_plan"),
    get("/staff/plans/{plan}", plan, name="staff_plan"),
    both("/staff/plans/{plan}/details", details, name="plan_details"),
    post("/staff/plans/{plan}/publish", publish, name="publish_plan"),
]
