"""Passing a case on: the page on which somebody chooses what, to whom, for what and how long."""

from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.rules import OVER
from portal.incidents.staff.cases import access, case_guards
from portal.incidents.staff.sharing import disclosures, fields, proposals, refer_form, referrals
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import both, page, redirect, render

_NOBODY = mark("No approver has a key yet, so nobody can agree to this.")
_OVER = mark("This case is over, so nothing of it can be passed on.")


@page(writes=True)
@case_guards.given
def refer(request: Request, session: Session, case: access.Case) -> Response:
    """Show what can be passed on, or pass on what was chosen."""
    if request.method == "GET":
        audit.record(session, case.number, "case.refer_opened", case.report.reference)
        return _form(request, session, case, {})
    if case.report.state in OVER:
        return _form(request, session, case, {"over": Problem(_OVER)})
    offered = refer_form.offer(session, case)
    chosen = refer_form.read(request.state.form, offered, today())
    if isinstance(chosen, dict):
        return _form(request, session, case, chosen)
    if chosen.danger:
        return _propose(request, session, case, chosen)
    referral = referrals.refer(session, case.report, chosen.passing, today())
    _record(session, case, disclosures.REFERRED, chosen, referral.id)
    return redirect(request, "case_referral", reference=case.report.reference, id=referral.id)


def _propose(
    request: Request, session: Session, case: access.Case, chosen: refer_form.Chosen
) -> Response:
    passing, because = chosen.passing, chosen.danger
    referral = proposals.propose(session, case.report, passing, because, case.number, today())
    if referral is None:
        return _form(request, session, case, {"danger": Problem(_NOBODY)})
    _record(session, case, disclosures.PROPOSED, chosen, referral.id)
    return redirect(request, "case_referral", reference=case.report.reference, id=referral.id)


def _record(
    session: Session, case: access.Case, action: str, chosen: refer_form.Chosen, number: str
) -> None:
    passing = chosen.passing
    audit.record(
        session,
        case.number,
        action,
        case.report.reference,
        id=number,
        agency=passing.agency.name,
        fields=list(passing.values),
        files=len(passing.files),
        expires=passing.expires,
        ground=disclosures.ground(chosen.danger),
        sha256=disclosures.digest(referrals.copied(passing)),
    )


def _form(request: Request, session: Session, case: access.Case, problems: Problems) -> Response:
    sent: FormData = getattr(request.state, "form", refer_form.empty())
    return render(
        request,
        "incidents/staff/sharing/refer.html",
        problems=problems,
        report=case.report,
        over=case.report.state in OVER,
        offer=refer_form.offer(session, case),
        labels=fields.LABELS,
        referrals=referrals.of_report(session, case.report),
        stages=referrals.LABELS,
        sent=sent,
        letters=refer_form.LETTERS,
        chosen=[*sent.getlist("fields"), *sent.getlist("files")],
    )


_ONE = "/staff/cases/{reference}"

routes = [both(f"{_ONE}/refer", refer, name="case_refer")]
