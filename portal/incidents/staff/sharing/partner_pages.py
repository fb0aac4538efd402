"""What somebody of an agency sees: the fields that were passed on to it, and nothing else."""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.form import read
from portal.incidents import case_models, models
from portal.incidents.records import danger
from portal.incidents.staff.cases.access import Partner, with_partner
from portal.incidents.staff.sharing import fields, forms, partners
from portal.incidents.staff.sharing.referrals import LABELS, Stage
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import found, get, page, post, redirect, render, sent_text

_ANSWERS = ("accept", "decline")
_CHOOSE = mark("Choose whether your agency accepts.")


@page(writes=True)
@with_partner
def referrals(request: Request, session: Session, partner: Partner) -> Response:
    """List what was passed on to the agency and can be read today."""
    listed = partners.listed(session, partner.number, partner.vault.holder, today())
    for agency in {passed.agency_id for passed, _ in listed if passed.answered is None}:
        danger.look(session, agency)
    return render(request, "incidents/staff/sharing/partner.html", referrals=listed, stages=LABELS)


@page(writes=True)
@with_partner
def referral(request: Request, session: Session, partner: Partner) -> Response:
    """Show what was passed on."""
    passed = _asked(request, session, partner)
    _record(session, partner, "referral.opened", passed)
    return _page(request, session, partner, passed)


@page
@with_partner
def answer_referral(request: Request, session: Session, partner: Partner) -> Response:
    """Accept what was passed on, or decline it with a reason; what is declined is gone."""
    passed = _asked(request, session, partner)
    answer = sent_text(request.state.form, "answer")
    accepts = answer == "accept"
    said = read([replace(forms.DECLINED, required=not accepts)], request.state.form)
    if problems := said.problems if answer in _ANSWERS else {"answer": Problem(_CHOOSE)}:
        return _page(request, session, partner, passed, problems)
    if accepts and passed.state == Stage.ACCEPTED:
        return redirect(request, "referral", id=passed.id)
    partners.answer(session, passed, None if accepts else said.values["reason"], today())
    _record(session, partner, "referral.accepted" if accepts else "referral.declined", passed)
    if accepts:
        return redirect(request, "referral", id=passed.id)
    return redirect(request, "referrals")


def _asked(request: Request, session: Session, partner: Partner) -> case_models.Referral:
    number = request.path_params["id"]
    return found(partners.own(session, partner.number, partner.vault.holder, number, today()))


def _record(session: Session, partner: Partner, action: str, passed: case_models.Referral) -> None:
    report = session.get_one(models.Report, passed.report_id)
    audit.record(session, partner.number, action, report.reference, id=passed.id)


def _page(
    request: Request,
    session: Session,
    partner: Partner,
    passed: case_models.Referral,
    problems: Problems | None = None,
) -> Response:
    return render(
        request,
        "incidents/staff/sharing/partner_referral.html",
        problems=problems,
        referral=passed,
        reference=session.get_one(models.Report, passed.report_id).reference,
        copy=found(partners.copy(session, passed, partner.vault.holder, partner.vault.private)),
        labels=fields.LABELS,
        stages=LABELS,
        most_letters=forms.MOST_LETTERS,
        reason=sent_text(getattr(request.state, "form", {}), "reason"),
    )


routes = [
    get("/staff/referrals", referrals, name="referrals"),
    get("/staff/referrals/{id}", referral, name="referral"),
    post("/staff/referrals/{id}", answer_referral, name="answer_referral"),
]
