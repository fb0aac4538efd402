"""One referral of a case: what was passed on, what came of it, on paper, and taking it back."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.case_models import Agency, Referral
from portal.incidents.records.pieces import Item
from portal.incidents.rules import State
from portal.incidents.staff.cases import access, case_guards
from portal.incidents.staff.sharing import fields, proposals, refer_form, referrals
from portal.incidents.staff.sharing.referrals import LIVE, READABLE, Stage
from portal.languages.i18n import today
from portal.store import audit
from portal.web.page import found, get, page, post, redirect, render

Act = Callable[[Session, access.Case, Referral], None]


@page(writes=True)
@case_guards.given
def referral(request: Request, session: Session, case: access.Case) -> Response:
    """Show what was passed on, and what the agency answered."""
    passed = _asked(request, session, case)
    _record(session, case, "case.referral_opened", passed)
    decisions = case.records(session, Item.DECISION)
    return _page(
        request,
        session,
        "referral.html",
        case,
        passed,
        reasons=[one["reason"] for _, one in decisions if one.get("about") == passed.id],
        covered=_is_covered(session, case, passed),
        live=passed.state in LIVE and _runs(case, passed),
        newcomers=len(referrals.newcomers(session, case.report, passed)),
    )


@page(writes=True)
@case_guards.given
def print_referral(request: Request, session: Session, case: access.Case) -> Response:
    """Show a referral ready to be printed, for an agency of which nobody has a key."""
    passed = _asked(request, session, case)
    found(passed if passed.state == Stage.PRINTED and _runs(case, passed) else None)
    if not _is_covered(session, case, passed):
        return redirect(request, "case_referral", reference=case.report.reference, id=passed.id)
    _record(session, case, "case.referral_printed", passed)
    return _page(request, session, "referral_print.html", case, passed, printed=today())


def _revoke(session: Session, case: access.Case, passed: Referral) -> None:
    if passed.state in LIVE:
        proposals.withdraw(session, passed)
        referrals.end(session, passed, Stage.REVOKED)
        _record(session, case, "case.referral_revoked", passed)


def _share(session: Session, case: access.Case, passed: Referral) -> None:
    shared = (*READABLE, Stage.PRINTED)
    if passed.state in shared and _runs(case, passed) and _is_covered(session, case, passed):
        people = referrals.share_again(session, case.report, passed, case.private)
        _record(session, case, "case.referral_shared", passed, people=people)


def _acting(act: Act) -> Callable[[Request, Session, access.Case], Response]:
    def view(request: Request, session: Session, case: access.Case) -> Response:
        passed = _asked(request, session, case)
        act(session, case, passed)
        return redirect(request, "case_referral", reference=case.report.reference, id=passed.id)

    return view


revoke_referral = page(case_guards.given(_acting(_revoke)))
share_referral = page(case_guards.given(_acting(_share)))


def _asked(request: Request, session: Session, case: access.Case) -> Referral:
    return found(referrals.one(session, case.report, request.path_params["id"]))


def _runs(case: access.Case, passed: Referral) -> bool:
    """Tell whether anything may be handed over today: nothing of what its reporter took back."""
    return passed.expires >= today() and case.report.state is not State.WITHDRAWN


def _is_covered(session: Session, case: access.Case, passed: Referral) -> bool:
    """Tell whether the reporter still agrees, or an approver did when somebody was in danger."""
    agency = session.get_one(Agency, passed.agency_id)
    agreed = proposals.was_agreed(session, passed)
    return agreed or refer_form.offer(session, case).covers(agency)


def _record(
    session: Session, case: access.Case, action: str, passed: Referral, **details: object
) -> None:
    reference = case.report.reference
    audit.record(session, case.number, action, reference, id=passed.id, **details)


def _page(
    request: Request,
    session: Session,
    template: str,
    case: access.Case,
    passed: Referral,
    **context: Any,
) -> Response:
    return render(
        request,
        f"incidents/staff/sharing/{template}",
        report=case.report,
        referral=passed,
        agency=session.get_one(Agency, passed.agency_id),
        details=referrals.details(passed, case.private),
        labels=fields.LABELS,
        stages=referrals.LABELS,
        **context,
    )


_ONE = "/staff/cases/{reference}/referrals/{id}"

routes = [
    get(_ONE, referral, name="case_referral"),
    get(f"{_ONE}/print", print_referral, name="print_referral"),
    post(f"{_ONE}/revoke", revoke_referral, name="revoke_referral"),
    post(f"{_ONE}/share", share_referral, name="share_referral"),
]
