"""A document on its way into a plan: sent, a part of it chosen, and what its columns say."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.forms import form
from portal.languages.i18n import gettext
from portal.plans import models, vocabulary
from portal.plans.staff import finding
from portal.plans.staff.importing import confirming, forms, keeping, queries, reading_in
from portal.problems import Problem, Problems
from portal.store import audit, saving
from portal.web import lists
from portal.web.page import Elsewhere, both, done, link, page, post, render

_LINES = 100


@page(uploads=True, admit=reading_in.first, long=True)
@guards.officer_only
def bring_in(request: Request, session: Session, account: accounts.Account) -> Response:
    """Take a document that is to become items of a plan; nothing is taken in yet."""
    plan, by = finding.plan_of(request, session), account.id or 0
    if request.method == "GET":
        return _asked(request, session, plan, by, {})
    came_in = reading_in.came_in(request)
    if isinstance(came_in, Problem):
        return _asked(request, session, plan, by, {"file": came_in})
    keeping.keep(session, plan, by, came_in)
    audit.record(session, by, "plan.import_begun", plan.slug)
    return done(request, link("import_mapping", plan=plan.slug))


@page(long=True)
@guards.officer_only
def part(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show the lines of a document with their numbers, and take a part of it only."""
    one = mine(request, session, account)
    fields = forms.part(one.document)
    shown = forms.show(one.document, one.mapping.first, one.mapping.last)
    problems: Problems = {}
    if request.method == "POST":
        reading, shown = form.read(fields, request.state.form), form.typed(fields, _sent(request))
        first, last, wrong = forms.chosen(one.document, reading.values)
        problems = reading.problems or wrong
        if not problems:
            keeping.choose_part(session, one, first, last)
            return done(request, link("import_mapping", plan=one.plan.slug))
    path = link("import_part", plan=one.plan.slug)
    lines = list(forms.lines(one.document))
    listed = lists.among(lines, lists.place(request), lambda row: row[0], _LINES)
    return render(
        request,
        "plans/staff/import_part.html",
        plan=one.plan,
        fields=fields,
        shown=shown,
        problems=problems,
        number=len(lines),
        lines=listed.rows,
        pages=lists.pages(listed, path, {}),
    )


@page(long=True)
@guards.officer_only
def mapping(request: Request, session: Session, account: accounts.Account) -> Response:
    """Ask what lines and columns are, as it is proposed, and keep what an officer confirms."""
    one = mine(request, session, account)
    proposal, levels, sent = one.proposal(), _levels(one.plan), _sent(request)
    all_ = confirming.ask(proposal, one.mapping, levels)
    shown, problems = confirming.shown(all_, one.mapping), dict[str, Problem]()
    is_stale = request.method == "POST" and saving.is_stale(sent, one.asked)
    if is_stale:
        problems = {"import": keeping.STALE}
    elif request.method == "POST":
        reading, shown = form.read(all_.fields, sent), form.typed(all_.fields, sent)
        confirmed = confirming.confirmed(all_, proposal, one.mapping, reading.values)
        problems = reading.problems or confirming.problems(all_, confirmed, reading.values)
        if not problems:
            one.keep(session, confirmed, confirmed=True)
            return done(request, link("import_preview", plan=one.plan.slug))
    return render(
        request,
        "plans/staff/import_mapping.html",
        status=409 if is_stale else 200,
        version=one.asked,
        plan=one.plan,
        draft=one.draft,
        part=(one.mapping.first, one.mapping.last),
        asked=all_,
        shown=shown,
        problems=problems,
        levels=levels,
        deepest=confirming.deepest(one.mapping),
    )


@page
@guards.officer_only
def drop(request: Request, session: Session, account: accounts.Account) -> Response:
    """Forget a document before anything of it was taken in."""
    plan, by = finding.plan_of(request, session), account.id or 0
    queries.forget_of(session, by)
    audit.record(session, by, "plan.import_dropped", plan.slug)
    return done(request, link("import_plan", plan=plan.slug), "dropped")


def mine(request: Request, session: Session, account: accounts.Account) -> keeping.Brought:
    """Find what this officer brings into the plan of an address; else they send it first."""
    plan = finding.plan_of(request, session)
    one = keeping.brought(session, plan, account.id or 0)
    if one is None:
        raise Elsewhere(f"{link('import_plan', plan=plan.slug)}?done=gone")
    return one


def _asked(
    request: Request, session: Session, plan: models.Plan, by: int, problems: Problems
) -> Response:
    imports = queries.taken(session, plan)
    return render(
        request,
        "plans/staff/import.html",
        plan=plan,
        problems=problems,
        text=_sent(request).get("text", ""),
        waiting=keeping.brought(session, plan, by),
        imports=[(one, keeping.cannot_undo(session, plan, one)) for one in imports],
    )


def _levels(plan: models.Plan) -> list[tuple[str, str]]:
    names = [gettext(vocabulary.LEVELS[level]) for level in plan.levels]
    return [(str(number), name) for number, name in enumerate(names)]


def _sent(request: Request) -> Any:
    return getattr(request.state, "form", {})


_IMPORT = "/staff/plans/{plan}/import"
routes = [
    both(_IMPORT, bring_in, name="import_plan"),
    both(f"{_IMPORT}/part", part, name="import_part"),
    both(f"{_IMPORT}/mapping", mapping, name="import_mapping"),
    post(f"{_IMPORT}/drop", drop, name="drop_import"),
]
