"""Closing a case with an outcome, opening it again, and asking the reporter once more."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms import fields, form
from portal.incidents.records import keys, merging
from portal.incidents.rules import OVER, SHORTEST_DAYS, Outcome, State, TeamKeyPurpose
from portal.incidents.staff.cases import (
    access,
    case_guards,
    closing,
    forms,
    history,
    states,
    statistics,
)
from portal.languages import i18n
from portal.problems import Problem, Problems, mark
from portal.store import audit
from portal.web.acting import Asked, Did
from portal.web.page import get, page, post, redirect, render

LONGEST_AREA = 60
_ASIDE = "aside"
_UNREAD = mark("Nobody has looked at this case yet. Open it first.")
_NOT_THEIRS = mark("Only the reporter takes a report back, with the code.")
_STALE = mark("Somebody else changed this case in the meantime. Look at it before you go on.")


CLOSING = (
    fields.Choice("outcome", required=True, options=[(outcome,) for outcome in Outcome]),
    forms.REASON,
    fields.Line("area", most=LONGEST_AREA),
)
"""How somebody closes a case."""
_FOLLOW_UP = fields.Text("words", required=True, most=forms.LONGEST_REASON)


@page(writes=True)
@case_guards.given
def case_close(request: Request, session: Session, case: access.Case) -> Response:
    """Show what closing asks for, or how the case was closed."""
    audit.record(session, case.number, "case.opened", case.report.reference)
    return _shown(request, session, case)


@page
@case_guards.given
def close_case(request: Request, session: Session, case: access.Case) -> Response:
    """Close a case; a form that was sent twice closes it once."""
    if case.report.state in OVER:
        return _done(request, case)
    sent = request.state.form
    aside = {"outcome": sent[_ASIDE]} if _ASIDE in sent else {}
    said = form.read(CLOSING, {**sent, **aside})
    if problems := said.problems or _hindrance(request, case, Outcome(said.values["outcome"])):
        return _shown(request, session, case, problems)
    outcome, reason = Outcome(said.values["outcome"]), said.values["reason"]
    ending = closing.Ending(outcome, reason, said.values["area"], case.number, i18n.today())
    counted = closing.close(session, case.report, case.private, ending)
    case_guards.changed(session, case, "closed", state=case.report.state, counted=counted)
    return _done(request, case)


def _reopen(asked: Asked[access.Case]) -> Did | None:
    """Open a case again that was closed too early."""
    case, reason = asked.item, asked.values["reason"]
    if not may_be_reopened(case.report.state):
        return None
    by, day = case.number, i18n.today()
    closing.reopen(asked.session, case.report, case.private, reason=reason, by=by, day=day)
    return Did("reopened", {"state": case.report.state})


def _follow_up(asked: Asked[access.Case]) -> Did | None:
    """Note that the reporter was asked again after closing."""
    case, words = asked.item, asked.values["words"]
    if not closing.awaits_follow_up(case.report):
        return None
    closing.follow_up(asked.session, case.report, words=words, by=case.number, day=i18n.today())
    return Did("followed_up")


def may_be_reopened(state: State) -> bool:
    """Tell whether staff may open a case again: what a reporter withdrew stays withdrawn."""
    return state in (State.CLOSED, State.NOT_HATE, State.SPAM)


def _hindrance(request: Request, case: access.Case, outcome: Outcome) -> Problems:
    if case_guards.is_stale(request, case):
        return {"reason": Problem(_STALE)}
    if outcome is Outcome.WITHDRAWN:
        return {"outcome": Problem(_NOT_THEIRS)}
    if not states.may_follow(case.report.state, closing.state_after(outcome)):
        return {"outcome": Problem(_UNREAD)}
    return {}


def _shown(
    request: Request,
    session: Session,
    case: access.Case,
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    over = case.report.state in OVER
    shown = _ended(session, case) if over else _open(session, case)
    return render(
        request,
        f"incidents/staff/cases/{'close_done' if over else 'close'}.html",
        status=status,
        report=case.report,
        has_key=keys.team_key(session, TeamKeyPurpose.STATISTICS) is not None,
        sent=getattr(request.state, "form", {}),
        problems=problems,
        labels=states.OUTCOME_WORDS,
        shortest=SHORTEST_DAYS,
        events=history.history(session, case),
        longest=forms.LONGEST_REASON,
        **shown,
    )


def _open(session: Session, case: access.Case) -> Mapping[str, Any]:
    counted = statistics.of_case(session, case.report, case.private, "")
    return {
        "outcomes": states.OUTCOMES,
        "aside": states.ASIDE,
        "months": closing.months_kept(session),
        "area": counted.area[:LONGEST_AREA],
        "together": merging.merged_into(session, case.report),
    }


def _ended(session: Session, case: access.Case) -> Mapping[str, Any]:
    ending = closing.last_ending(session, case.report, case.private) or {}
    return {
        "state": states.STATES[case.report.state],
        "ending": ending,
        "outcome": states.outcome(ending["outcome"]) if ending else "",
        "counts": ending.get("outcome") not in statistics.NOT_COUNTED,
        "may_be_reopened": may_be_reopened(case.report.state),
        "awaits_follow_up": closing.awaits_follow_up(case.report),
        "into": merging.into_which(session, case.report),
    }


def _done(request: Request, case: access.Case) -> Response:
    return redirect(request, "case_close", reference=case.report.reference)


_one = "/staff/cases/{reference}"

routes = [
    get(f"{_one}/close", case_close, name="case_close"),
    post(f"{_one}/close", close_case, name="close_case"),
    case_guards.matter(_shown).act(f"{_one}/reopen", [forms.REASON], _reopen, name="reopen_case"),
    case_guards.matter(_shown, "case_close").act(
        f"{_one}/follow-up", [_FOLLOW_UP], _follow_up, name="follow_up_case"
    ),
]
