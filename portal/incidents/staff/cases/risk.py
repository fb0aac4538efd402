"""How much somebody may come to harm: the questions, the band, and who decided otherwise."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.incidents.models import Report
from portal.incidents.records import pieces, withdrawing
from portal.incidents.rules import Risk
from portal.incidents.staff import alarms
from portal.incidents.staff.cases import access, case_guards, states, triage
from portal.languages import i18n
from portal.problems import Problem, Problems, mark, too_long
from portal.store import audit
from portal.store.db import now
from portal.web.page import both, done, link, page, render, sent_text

BANDS = (Risk.STANDARD, Risk.MEDIUM, Risk.HIGH)
_LONGEST_REASON = 1000


@page(writes=True)
@case_guards.given
def case_risk(request: Request, session: Session, case: access.Case) -> Response:
    """Show the risk questions with the answers given last, or keep new ones."""
    if request.method == "GET":
        audit.record(session, case.number, "case.risk_opened", case.report.reference)
        return _form(request, case, _last(session, case))
    if case_guards.is_stale(request, case):
        return _form(request, case, _sent(request), status=409)
    if problems := wrong(_sent(request)):
        return _form(request, case, _sent(request), problems)
    _keep(request, session, case)
    return done(request, link("case", reference=case.report.reference), "risk")


def assess(
    session: Session, report: Report, sent: Mapping[str, str], *, by: int, day: date
) -> bool:
    """Keep what was answered and the band; tell whether somebody decided otherwise."""
    answers, _ = triage.read(sent)
    computed = triage.band(answers)
    band = Risk(sent.get("band") or computed)
    record = {
        "answers": answers,
        "computed": computed.value,
        "band": band.value,
        "reason": sent.get("reason", ""),
        "nothing_done": bool(sent.get("nothing_done")),
        "by": by,
        "day": day.isoformat(),
    }
    pieces.add(session, report, pieces.Item.RISK, record)
    slip: dict[str, Any] = {"risk": band.value, "danger": False}
    # Not to know whether there are children takes nothing back that the reporter said.
    if (children := answers.get("children")) in ("yes", "no"):
        slip["child"] = children == "yes"
    pieces.add(session, report, pieces.Item.SLIP, slip)
    grave = band is Risk.HIGH or "yes" in (answers.get("danger"), children)
    withdrawing.mark(report, graver=grave)
    return band is not computed


def wrong(sent: Mapping[str, str]) -> Problems:
    """Say what is wrong with an assessment."""
    band, reason = sent.get("band", ""), sent.get("reason", "")
    answers, problems = triage.read(sent)
    if problems:
        return problems
    if band and band not in BANDS:
        return {"band": Problem(mark("Choose one of the answers listed."))}
    if len(reason) > _LONGEST_REASON:
        return {"reason": too_long(_LONGEST_REASON)}
    if band and band != triage.band(answers) and not reason:
        return {"reason": Problem(mark("Say why you decide otherwise than the answers suggest."))}
    return {}


def _keep(request: Request, session: Session, case: access.Case) -> None:
    by, day, sent = case.number, i18n.today(), _sent(request)
    before = pieces.slip(session, case.report, case.private)
    overridden = assess(session, case.report, sent, by=by, day=day)
    if _is_news(sent, before):
        alarms.send_now(session, case.report.circle, now())
    case_guards.changed(session, case, "risk_assessed", overridden=overridden)


def _is_news(sent: Mapping[str, str], before: Mapping[str, Any]) -> bool:
    """Tell whether somebody is in danger or a child affected of whom the queue did not know."""
    known = before.get("danger") or before.get("risk") == Risk.HIGH
    danger, child = (sent.get(name) == "yes" for name in ("danger", "children"))
    return (danger and not known) or (child and not before.get("child"))


def _sent(request: Request) -> dict[str, str]:
    names = [one.code for one in triage.RISK_QUESTIONS]
    return {
        name: sent_text(request.state.form, name)
        for name in (*names, "band", "reason", "nothing_done")
    }


def _last(session: Session, case: access.Case) -> dict[str, str]:
    records = case.records(session, pieces.Item.RISK)
    if not records:
        return {}
    last = records[-1][1]
    overridden = last["band"] != last["computed"]
    said = {"band": last["band"] if overridden else "", "reason": last["reason"]}
    return {**last["answers"], **said, "nothing_done": "yes" if last["nothing_done"] else ""}


def _form(
    request: Request,
    case: access.Case,
    shown: Mapping[str, str],
    problems: Problems | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "incidents/staff/cases/risk.html",
        status=status,
        report=case.report,
        questions=triage.RISK_QUESTIONS,
        bands=[(band.value, i18n.gettext(states.RISKS[band])) for band in BANDS],
        suggested=states.RISKS[triage.band(shown)],
        shown=shown,
        stale=status == 409,
        problems=problems,
    )


routes = [both("/staff/cases/{reference}/risk", case_risk, name="case_risk")]
