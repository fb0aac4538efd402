"""What would become of a document: its rows under each other, what is refused and left out, why.

Only from here is it taken in, whole or not at all; and taken out again until something hangs on it.
"""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.plans import models, rules, vocabulary
from portal.plans.importing import rules as importing
from portal.plans.staff import finding, forms, taking
from portal.plans.staff.importing import keeping, pages, queries
from portal.plans.staff.importing import models as imports
from portal.problems import Problem, Problems, mark
from portal.store import audit, saving
from portal.web import lists
from portal.web.page import both, done, found, get, link, page, post, redirect_to, render, sent_text

_SIZE = 50
_VIEWS = ("rows", "refused", "flagged", "left")
_UNCONFIRMED = Problem(mark("Say first what the lines and columns are."))


@page(long=True)
@guards.officer_only
def preview(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show what would be taken in and what would not, before anything is."""
    one = pages.mine(request, session, account)
    return _page(request, session, one, one.built())


@page(long=True)
@guards.officer_only
def leave(request: Request, session: Session, account: accounts.Account) -> Response:
    """Leave a row out by hand, or take back all that was left out so."""
    one = pages.mine(request, session, account)
    said = sent_text(request.state.form, "place")
    if sent_text(request.state.form, "import") != one.draft.id:
        return _page(request, session, one, one.built(), {"import": keeping.STALE}, status=409)
    keeping.leave_out(session, one, keeping.place_of(one.document, said) if said else None)
    view = "refused" if said else "left"
    return redirect_to(request, f"{link('import_preview', plan=one.plan.slug)}?view={view}")


@page(long=True)
@guards.officer_only
def take(request: Request, session: Session, account: accounts.Account) -> Response:
    """Take all of a document into its plan, or nothing."""
    plan = finding.plan_of(request, session)
    name = sent_text(request.state.form, "import")
    taken = queries.taken_as(session, name)
    # The second of two taps finds what the first has done.
    if taken and taken.plan_id == plan.id:
        return done(request, _address(plan, taken), "imported")
    one = pages.mine(request, session, account)
    built = one.built()
    if problem := _cannot_take(session, one, built):
        return _page(request, session, one, built, {"take": problem})
    if saving.is_stale(request.state.form, one.version):
        return _page(request, session, one, built, {"import": keeping.STALE}, status=409)
    if problems := _unsure(request, session, one, built):
        return _page(request, session, one, built, problems)
    kept, without = keeping.take(session, one, built), len(one.mapping.skipped)
    audit.record(session, account.id or 0, "plan.imported", plan.slug, items=kept.items)
    return done(request, f"{_address(plan, kept)}&without={without}", "imported")


@page(long=True)
@guards.officer_only
def undo(request: Request, session: Session, account: accounts.Account) -> Response:
    """Take out of a draft what was taken in, unless something hangs on it by now."""
    plan = finding.plan_of(request, session)
    number = request.path_params["number"]
    one = found(next((n for n in queries.taken(session, plan) if str(n.number) == number), None))
    cannot = keeping.cannot_undo(session, plan, one)
    if request.method == "GET":
        return _undoing(request, plan, one, cannot, {})
    if cannot:
        return _undoing(request, plan, one, cannot, {"undo": cannot}, status=409)
    if sent_text(request.state.form, "sure") != "yes":
        return _undoing(request, plan, one, None, {"sure": forms.UNSURE})
    queries.undo(session, one)
    audit.record(session, account.id or 0, "plan.import_undone", plan.slug, items=one.items)
    return done(request, link("import_plan", plan=plan.slug), "undone")


def _address(plan: models.Plan, kept: imports.PlanImport) -> str:
    """Give the address of a plan, which offers to take out again what was taken in."""
    return f"{link('staff_plan', plan=plan.slug)}?import={kept.number}"


def _cannot_take(session: Session, one: keeping.Brought, built: importing.Built) -> Problem | None:
    cannot = taking.cannot_take(session, one.plan, built)
    return cannot if one.draft.confirmed else _UNCONFIRMED


def _unsure(
    request: Request, session: Session, one: keeping.Brought, built: importing.Built
) -> Problems:
    """Ask again where everybody reads it at once, and where it stands in the plan already."""
    asked = {
        "sure": one.plan.standing is rules.Standing.PUBLIC,
        "again": taking.count_there(session, one.plan, built),
    }
    wanted = (name for name, is_asked in asked.items() if is_asked)
    said = request.state.form
    return {name: forms.UNSURE for name in wanted if sent_text(said, name) != "yes"}


def _page(
    request: Request,
    session: Session,
    one: keeping.Brought,
    built: importing.Built,
    problems: Problems | None = None,
    *,
    status: int = 200,
) -> Response:
    plan, all_ = one.plan, (built.rows, built.refused, built.flagged, built.left_out)
    told: dict[str, Sequence[Any]] = dict(zip(_VIEWS, all_, strict=True))
    first = "refused" if built.refused else "rows"
    view = lists.chosen(request.query_params, "view", _VIEWS, first)
    path = link("import_preview", plan=plan.slug)
    part = lists.among(
        told[view], lists.place(request), lambda row: keeping.name_of(row.place), _SIZE
    )
    return render(
        request,
        "plans/staff/import_preview.html",
        status=status,
        version=one.version,
        there=taking.count_there(session, plan, built),
        plan=plan,
        draft=one.draft,
        counts=[(plan.levels[n : n + 1], number) for n, number in built.counts().items()],
        numbers={name: len(rows) for name, rows in told.items()},
        view=view,
        rows=part.rows,
        pages=lists.pages(part, path, {"view": view}),
        path=path,
        skipped=len(one.mapping.skipped),
        cannot=_cannot_take(session, one, built),
        problems=problems or {},
        labels=vocabulary,
    )


def _undoing(
    request: Request,
    plan: models.Plan,
    one: imports.PlanImport,
    cannot: Problem | None,
    problems: Problems,
    *,
    status: int = 200,
) -> Response:
    given: dict[str, Any] = {"plan": plan, "one": one, "cannot": cannot, "problems": problems}
    return render(request, "plans/staff/import_undo.html", status=status, **given)


_IMPORT = "/staff/plans/{plan}/import"
routes = [
    get(f"{_IMPORT}/preview", preview, name="import_preview"),
    post(f"{_IMPORT}/leave", leave, name="leave_import_row"),
    post(f"{_IMPORT}/take", take, name="take_import"),
    both("/staff/plans/{plan}/imports/{number}/undo", undo, name="undo_import"),
]
