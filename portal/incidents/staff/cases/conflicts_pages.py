"""Keeping somebody from a case, because of what or whom it is about."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import queries as accounts
from portal.approvals.rules import LATELY
from portal.forms.form import read
from portal.incidents import rules
from portal.incidents.records import merging
from portal.incidents.staff import queries
from portal.incidents.staff.cases import access, case_guards, conflicts, forms
from portal.incidents.staff.keys import hands
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import get, page, post, redirect, render, sent_text

_WHO = mark("Choose who must not read this case.")
_FOR_GOOD = mark("This cannot be undone any more, or somebody else has done so already.")
NOBODY_LEFT = Problem(
    mark(
        "Somebody else has to be left who can open this case, besides you and whoever is kept from "
        "it. Give it to another colleague first, or ask whoever must not read it to keep "
        "themselves away. Whom you let in or reset within %(n)s days, or who did that to you, "
        "does not count as somebody else."
    ),
    {"n": LATELY.days},
)


@page(writes=True)
@case_guards.given
def case_conflict(request: Request, session: Session, case: access.Case) -> Response:
    """Show who is kept from a case and why, and let somebody be kept from it."""
    audit.record(session, case.number, "case.opened", case.report.reference)
    return _shown(request, session, case)


@page
@case_guards.given_alone
def block_person(request: Request, session: Session, case: access.Case) -> Response:
    """Keep a person from a case, and from those that were merged with it."""
    own = "own" in request.state.form
    account_id = case.number if own else _chosen(request, session, case)
    why, name = read([forms.REASON], request.state.form), "own" if own else "account"
    if problems := _problems(session, case, account_id, name) | why.problems:
        return _shown(request, session, case, problems)
    reason, here = why.values["reason"], case.report
    together = merging.together(session, here)
    queries.hold(session, [report.id for report in together])
    conflicts.block(session, here, account_id, reason, by=case.number)
    for report in together:
        first = conflicts.First(here.reference)
        conflicts.block(session, report, account_id, "", by=case.number, first=first)
    if own:
        return redirect(request, "cases")
    return redirect(request, "case_conflict", reference=case.report.reference)


@page
@case_guards.given_alone
def unblock_person(request: Request, session: Session, case: access.Case) -> Response:
    """Let somebody back to a case, and to those that were merged with it."""
    account_id = _chosen(request, session, case)
    together = merging.together(session, case.report)
    queries.hold(session, [report.id for report in together])
    opened = [(one, case.vault.report_private(session, one)) for one in together]
    lifted = [
        conflicts.lift(session, one, private, account_id, by=case.number)
        for one, private in opened
        if private
    ]
    if not any(lifted):
        return _shown(request, session, case, {"lift": Problem(_FOR_GOOD)})
    return redirect(request, "case_conflict", reference=case.report.reference)


def _chosen(request: Request, session: Session, case: access.Case) -> int:
    account = accounts.by_id(session, sent_text(request.state.form, "account"))
    return account.id or 0 if account else 0


def _problems(session: Session, case: access.Case, account_id: int, name: str) -> Problems:
    if not account_id:
        return {name: Problem(_WHO)}
    return {name: NOBODY_LEFT} if _locks(session, case, account_id) else {}


def _locks(session: Session, case: access.Case, account_id: int) -> bool:
    kept_from = frozenset({account_id})
    # Whoever steps back takes nothing away from others.
    by = kept_from if account_id == case.number else hands.of(session, case.number)
    return any(
        conflicts.would_lock(session, one, kept_from, by=by)
        for one in merging.together(session, case.report)
    )


def _shown(
    request: Request, session: Session, case: access.Case, problems: Problems | None = None
) -> Response:
    people = accounts.everybody(session)
    reasons = conflicts.reasons(session, case.report, case.private)
    return render(
        request,
        "incidents/staff/cases/conflict.html",
        report=case.report,
        people=[
            (one.id, one.name)
            for one in people
            if not one.disabled and one.id not in reasons and one.id != case.number
        ],
        names={one.id: one.name for one in people},
        reasons=reasons,
        liftable=[one for one, said in reasons.items() if conflicts.may_lift(said, today())],
        days=rules.SHORTEST_DAYS,
        alone=conflicts.readers(session, case.report) == {case.number},
        together=[
            one for one in merging.together(session, case.report) if one.id != case.report.id
        ],
        sent=getattr(request.state, "form", {}),
        longest=forms.LONGEST_REASON,
        problems=problems,
    )


_one = "/staff/cases/{reference}/conflict"

routes = [
    get(_one, case_conflict, name="case_conflict"),
    post(_one, block_person, name="block_person"),
    post(f"{_one}/undo", unblock_person, name="unblock_person"),
]
