"""What approvers decide about contact details, and about sharing in danger without consent.

An approver sees the case's reference, who asks and why, and never what they give access to.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.approvals.rules import LATELY
from portal.forms.form import read
from portal.incidents.staff.cases.access import Approver, with_approvers_key
from portal.incidents.staff.keys import hands
from portal.incidents.staff.sharing import approvals, contacts, forms
from portal.languages.i18n import today
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.page import found, get, keep, page, post, redirect, render, render_error, sent_text

_CHOOSE = mark("Choose whether to allow it.")
_TIED = Problem(
    mark(
        "You let in or reset whoever asks within the last %(n)s days, or they did that to you. "
        "Another approver has to decide."
    ),
    {"n": LATELY.days},
)
_GONE = mark(
    "You cannot allow this: who asked may not read the case now or has no key, or it is for an "
    "earlier key of the approvers that you do not have. An approver with that key may allow it. "
    "Otherwise refuse it, and they can ask again."
)


@page(writes=True)
@with_approvers_key
def contact_requests(request: Request, session: Session, approver: Approver) -> Response:
    """List what waits for a decision, which is then looked at by whoever may decide any of it."""
    if approver.privates:
        approvals.look(session, approver.number)
    return _page(request, session, approver, {})


@page
@with_approvers_key
def decide_contact_request(request: Request, session: Session, approver: Approver) -> Response:
    """Allow or refuse what somebody else asked for."""
    number, privates = request.path_params["id"], found(approver.privates or None)
    asked = found(approvals.one(session, number, approver.number, privates))
    if not approvals.may_be_decided_by(asked, approver.number):
        keep(request)
        _record(session, approver, "case.own_request_refused", asked)
        return render_error(request, 403)
    if not hands.is_second(session, asked.request.asked_by, approver.number):
        return _page(request, session, approver, {f"answer-{number}": _TIED})
    if problems := _problems(request, number):
        return _page(request, session, approver, problems)
    return _decide(request, session, approver, asked)


def _decide(
    request: Request, session: Session, approver: Approver, asked: contacts.Asked
) -> Response:
    reason = read([forms.DECIDED], request.state.form).values["reason"]
    decision = approvals.Decision(approver.number, reason, today())
    what = "referral" if asked.proposes else "contact"
    if sent_text(request.state.form, "answer") == "refuse":
        approvals.refuse(session, asked, decision)
        _record(session, approver, f"case.{what}_not_allowed", asked)
    elif approvals.grant(session, asked, approver.privates, decision):
        _record(session, approver, f"case.{what}_allowed", asked)
    else:
        gone = {f"answer-{asked.request.id}": Problem(_GONE)}
        return _page(request, session, approver, gone)
    return redirect(request, "contact_requests")


def _problems(request: Request, number: str) -> Problems:
    if sent_text(request.state.form, "answer") not in ("allow", "refuse"):
        return {f"answer-{number}": Problem(_CHOOSE)}
    wrong = read([forms.DECIDED], request.state.form).problems
    return {f"{name}-{number}": problem for name, problem in wrong.items()}


def _record(session: Session, approver: Approver, action: str, asked: contacts.Asked) -> None:
    details = {"id": asked.request.id, "asked_by": asked.request.asked_by}
    audit.record(session, approver.number, action, asked.report.reference, **details)


def _page(request: Request, session: Session, approver: Approver, problems: Problems) -> Response:
    privates = approver.privates
    waiting = approvals.waiting(session, approver.number, privates) if privates else []
    return render(
        request,
        "incidents/staff/sharing/contacts.html",
        problems=problems,
        has_key=bool(privates),
        waiting=waiting,
        who=approvals.who_asks(session, waiting),
        own=approver.number,
        sent=getattr(request.state, "form", {}),
        decided=request.path_params.get("id", ""),
    )


routes = [
    get("/staff/contacts", contact_requests, name="contact_requests"),
    post("/staff/contacts/{id}", decide_contact_request, name="decide_contact_request"),
]
