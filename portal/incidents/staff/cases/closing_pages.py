"""Closing a case with an outcome, opening it again, and asking the reporter once more."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.forms.fields import Text
from portal.incidents.records import merging
from portal.incidents.rules import OVER, SHORTEST_DAYS, Outcome, State
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
from portal.web.acting import Asked, Did, once
from portal.web.page import get, page, render

_UNREAD = mark("Nobody has looked at this case yet. Open it first.")
_NOT_THEIRS = mark("Only the reporter takes a report back, with the code.")
_STALE = mark("Somebody else changed this case in the meantime. Look at it before you go on.")
_NOT_ASKED_FOR = mark("The reporter did not ask you to count it and do nothing more.")
_WHY = mark("The reporter asked us to count it and do nothing more.")

_FOLLOW_UP = Text(
    "words", mark("How the reporter is now"), required=True, most=forms.LONGEST_REASON
)


@page(writes=True)
@case_guards.given
def case_close(request: Request, session: Session, case: access.Case) -> Response:
    """Show what closing asks for, or how the case was closed."""
    audit.record(session, case.number, "case.opened", case.report.reference)
    return _shown(request, session, case)


def _close(asked: Asked[access.Case]) -> Did | Problems:
    """Close a case."""
    case, values = asked.item, asked.values
    outcome = Outcome(values["outcome"])
    if problems := _hindrance(asked.request, asked.session, case, outcome):
        return problems
    ending = closing.Ending(outcome, values["reason"], values["area"], case.number, i18n.today())
    counted = closing.close(asked.session, case.report, case.private, ending)
    return Did("closed", {"state": case.report.state, "counted": counted})


def _closed(session: Session, case: access.Case) -> dict[str, str] | None:
    if case.report.state not in OVER:
        return None
    ended = history.last(session, case, closing.CLOSED)
    said = ended if may_be_reopened(case.report.state) else {}
    return {name: said.get(name, "") for name in ("outcome", "reason")}


def _reopen(asked: Asked[access.Case]) -> Did:
    """Open a case again that was closed too early."""
    case, reason = asked.item, asked.values["reason"]
    by, day = case.number, i18n.today()
    closing.reopen(asked.session, case.report, case.private, reason=reason, by=by, day=day)
    return Did("reopened", {"state": case.report.state})


def _reopened(session: Session, case: access.Case) -> dict[str, str] | None:
    said = history.last(session, case, closing.REOPENED)
    return None if may_be_reopened(case.report.state) else {"reason": said.get("reason", "")}


def _follow_up(asked: Asked[access.Case]) -> Did:
    """Note that the reporter was asked again after closing."""
    case, words = asked.item, asked.values["words"]
    closing.follow_up(asked.session, case.report, words=words, by=case.number, day=i18n.today())
    return Did("followed_up")


def _followed_up(session: Session, case: access.Case) -> dict[str, str] | None:
    said = history.last(session, case, closing.FOLLOWED_UP)
    return None if closing.awaits_follow_up(case.report) else {"words": said.get("reason", "")}


def may_be_reopened(state: State) -> bool:
    """Tell whether staff may open a case again: what a reporter withdrew stays withdrawn."""
    return state in (State.CLOSED, State.NOT_HATE, State.SPAM)


def _hindrance(request: Request, session: Session, case: access.Case, outcome: Outcome) -> Problems:
    if case_guards.is_stale(request, case):
        return {"reason": Problem(_STALE)}
    if outcome is Outcome.WITHDRAWN:
        return {"outcome": Problem(_NOT_THEIRS)}
    if outcome is Outcome.COUNTED and not statistics.is_wished_only(
        session, case.report, case.private
    ):
        return {"outcome": Problem(_NOT_ASKED_FOR)}
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
    only = statistics.is_wished_only(session, case.report, case.private)
    return {
        "outcomes": (states.COUNTED_ONLY, *states.OUTCOMES) if only else states.OUTCOMES,
        "chosen": Outcome.COUNTED.value if only else "",
        "why": i18n.gettext(_WHY) if only else "",
        "uncounted": statistics.why_not(session, case.report, case.private),
        "aside": states.ASIDE,
        "months": closing.months_kept(session),
        "area": counted.area[: forms.LONGEST_AREA],
        "together": merging.merged_into(session, case.report),
    }


def _ended(session: Session, case: access.Case) -> Mapping[str, Any]:
    ending = closing.last_ending(session, case.report, case.private) or {}
    return {
        "state": states.STATES[case.report.state],
        "ending": ending,
        "outcome": states.outcome(ending["outcome"]) if ending else "",
        "uncounted": statistics.of_ended(session, case.report, case.private, ending),
        "why_not": statistics.WHY_NOT,
        "counts_on": closing.counts_on(case.report, i18n.today()),
        "may_be_reopened": may_be_reopened(case.report.state),
        "awaits_follow_up": closing.awaits_follow_up(case.report),
        "into": merging.into_which(session, case.report),
    }


_one = "/staff/cases/{reference}"
_ENDED = case_guards.matter(_shown, "case_close")

routes = [
    get(f"{_one}/close", case_close, name="case_close"),
    _ENDED.act(f"{_one}/close", forms.CLOSING, _close, name="close_case", meanwhile=once(_closed)),
    case_guards.matter(_shown).act(
        f"{_one}/reopen", [forms.REASON], _reopen, name="reopen_case", meanwhile=once(_reopened)
    ),
    _ENDED.act(
        f"{_one}/follow-up",
        [_FOLLOW_UP],
        _follow_up,
        name="follow_up_case",
        meanwhile=once(_followed_up),
    ),
]
