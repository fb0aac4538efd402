"""Reviews of a plan as officers make them, and as a second person signs them off."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.accounts import queries as people
from portal.approvals import staff as approvals
from portal.forms import form, once, words
from portal.languages import i18n
from portal.plans import models
from portal.plans.reviews import models as reviews
from portal.plans.reviews import queries, rules, shown, vocabulary
from portal.plans.rules import Standing
from portal.plans.staff import finding, review_forms, reviewing
from portal.store import audit, db, saving
from portal.web.page import both, done, found, get, link, page, post, render, sent_text

_either = guards.only(*approvals.ROLES)
"""Who can be asked to sign off reads what officers write."""


@page
@guards.officer_only
def all_of_plan(request: Request, session: Session, _account: accounts.Account) -> Response:
    """List the reviews of a plan."""
    plan = _public(request, session)
    told: dict[str, Any] = {
        "plan": plan,
        "reviews": queries.of_plan(session, plan),
        "words": vocabulary,
    }
    return render(request, "plans/staff/reviews.html", **told)


@page
@guards.officer_only
def make(request: Request, session: Session, account: accounts.Account) -> Response:
    """Make a draft of a review, drawn from what is recorded."""
    plan, ground = _public(request, session), finding.ground_of(request)
    fields, sent = reviewing.fields(session), getattr(request.state, "form", {})
    if request.method == "GET":
        usual = form.show(fields, reviewing.usual(session, plan), ground)
        return _form(request, session, plan, None, shown=usual, key=db.random_id())
    reading = form.read(fields, sent, ground=ground)
    if problems := reviewing.problems(reading):
        given: dict[str, Any] = {"shown": form.typed(fields, sent, ground), "key": once.key(sent)}
        return _form(request, session, plan, None, status=422, problems=problems, **given)
    key = once.name(sent, account.id, plan.id)
    made, is_new = reviewing.make(session, account.id or 0, plan, reading.values, key)
    if is_new:
        _log(session, account, plan, made, "made")
    return done(request, _address(plan, made), "made")


@page
@guards.officer_only
def details(request: Request, session: Session, account: accounts.Account) -> Response:
    """Change what is said of a draft; it is drawn anew."""
    plan, ground = _public(request, session), finding.ground_of(request)
    one, fields = _one(request, session, plan), reviewing.fields(session)
    before, refusal = form.show(fields, reviewing.held(one), ground), saving.UNREFUSED
    if request.method == "POST":
        sent = request.state.form
        refused = reviewing.change(session, account.id or 0, plan, one, sent, ground)
        if refused is None:
            return done(request, _address(plan, one), "changed")
        refusal, before = refused, form.typed(fields, sent, ground)
    return _form(request, session, plan, one, shown=before, **refusal.shown)


@page
@_either
def review(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show what a review says, how far it is, and what can be done with it now."""
    plan = _public(request, session)
    return _page(request, session, account, plan, _one(request, session, plan))


@page
@guards.officer_only
def move(request: Request, session: Session, account: accounts.Account) -> Response:
    """Draw a draft anew, open it to the body that reads it, or take it back."""
    plan = _public(request, session)
    one = _one(request, session, plan)
    do = sent_text(request.state.form, "_do")
    became, problem = reviewing.move(session, account.id or 0, plan, one, do)
    if problem:
        return _page(request, session, account, plan, one, status=409, problems={"state": problem})
    _log(session, account, plan, one, became)
    return done(request, _address(plan, one), became)


@page
@guards.officer_only
def ask(request: Request, session: Session, account: accounts.Account) -> Response:
    """Ask a second person to sign a review off, once the body could read it."""
    plan = _public(request, session)
    one = _one(request, session, plan)
    if problem := reviewing.ask(session, account, one):
        return _page(request, session, account, plan, one, status=409, problems={"state": problem})
    _log(session, account, plan, one, "asked")
    return done(request, _address(plan, one), "asked")


@page
@_either
def sign(request: Request, session: Session, account: accounts.Account) -> Response:
    """Sign a review off, do not, or take back that somebody asked for it."""
    plan = _public(request, session)
    one, sent = _one(request, session, plan), words.flat(request.state.form)
    reading = form.read(approvals.ANSWER, request.state.form)
    if reading.problems:
        problems = reading.problems
    else:
        became, problems = reviewing.decide(session, account, one, {**sent, **reading.values})
    if problems:
        return _page(request, session, account, plan, one, status=422, problems=problems)
    alone = {"alone": True} if became == "agreed" and one.asked_by == account.id else {}
    _log(session, account, plan, one, became, **alone)
    return done(request, _address(plan, one), became)


def _public(request: Request, session: Session) -> models.Plan:
    plan = finding.plan_of(request, session)
    return found(plan if plan.standing is Standing.PUBLIC else None)


def _one(request: Request, session: Session, plan: models.Plan) -> reviews.Review:
    hold = request.method == "POST"
    return found(queries.one(session, plan, request.path_params["review"], hold=hold))


def _log(
    session: Session,
    account: accounts.Account,
    plan: models.Plan,
    one: reviews.Review,
    action: str,
    **details: Any,
) -> None:
    subject = reviewing.logged(plan, one)
    audit.record(session, account.id or 0, f"plan.review_{action}", subject, **details)


def _address(plan: models.Plan, one: reviews.Review) -> str:
    return link("staff_review", plan=plan.slug, review=one.id)


def _form(
    request: Request,
    session: Session,
    plan: models.Plan,
    one: reviews.Review | None,
    **more: Any,
) -> Response:
    given: dict[str, Any] = {
        "plan": plan,
        "review": one,
        "fields": reviewing.fields(session),
        "languages": request.state.council.languages,
        "problems": {},
        "theirs": [],
        "key": "",
    }
    return render(request, "plans/staff/review_form.html", **(given | more))


def _page(
    request: Request,
    session: Session,
    account: accounts.Account,
    plan: models.Plan,
    one: reviews.Review,
    **more: Any,
) -> Response:
    told = shown.page(request, session, one, _address(plan, one))
    sent = getattr(request.state, "form", {})
    given: dict[str, Any] = {
        "state": one.state,
        "cannot_ask": rules.cannot_ask(
            one.opened, one.read, i18n.today(), has_body=one.body_id is not None
        ),
        "free_from": rules.free_from(one.opened) if one.opened else None,
        "own": one.asked_by == account.id,
        "may": reviewing.may_sign(session, account, one),
        "alone": one.asked_by == account.id and approvals.is_alone(session, account),
        "writes": account.holds(frozenset({accounts.Role.OFFICER})),
        "names": people.names(session, [one.asked_by, one.agreed_by]),
        "answer": approvals.ANSWER[0],
        "typed": form.typed(approvals.ANSWER, sent),
        "said": review_forms.DONE,
        "problems": {},
    }
    return render(request, "plans/staff/review.html", **told, **(given | more))


_ALL = "/staff/plans/{plan}/reviews"
_ONE = f"{_ALL}/{{review}}"

routes = [
    get(_ALL, all_of_plan, name="staff_reviews"),
    both(f"{_ALL}/new", make, name="make_review"),
    get(_ONE, review, name="staff_review"),
    both(f"{_ONE}/details", details, name="review_details"),
    post(f"{_ONE}/move", move, name="move_review"),
    post(f"{_ONE}/ask", ask, name="ask_to_sign_review"),
    post(f"{_ONE}/sign", sign, name="sign_review"),
]
stands_on = dict.fromkeys(("move_review", "ask_to_sign_review", "sign_review"), "staff_review")
