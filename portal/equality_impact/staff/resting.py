"""On what an assessment rests: what people said in the portal, and anything else with a name."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.equality_impact import keeping, looking, models, queries
from portal.equality_impact.staff import finding, forms
from portal.forms.form import read, typed
from portal.problems import Problem, Problems, mark
from portal.web import brought
from portal.web.page import both, done, link, page, post, render

_NAMELESS = mark("Write its name.")


@page
@guards.officer_only
def evidence_page(request: Request, session: Session, account: accounts.Account) -> Response:
    """Show on what an assessment rests, and add to it."""
    mine = finding.mine(request, session, account)
    if request.method == "GET":
        return _page(request, session, mine, {})
    fields = forms.evidence(brought.to_choose(request, session))
    reading = read(fields, request.state.form)
    problems = finding.unchangeable(session, mine.assessment) or reading.problems
    if problems := problems or _add(session, mine, reading.values):
        return _page(request, session, mine, problems)
    return done(request, link("assessment_evidence", slug=mine.assessment.slug), "done")


@page
@guards.officer_only
def remove_evidence(request: Request, session: Session, account: accounts.Account) -> Response:
    """Take something from that on which an assessment rests."""
    mine, number = finding.mine(request, session, account), request.path_params["id"]
    if problems := finding.unchangeable(session, mine.assessment):
        return _page(request, session, mine, problems)
    rows = queries.evidence(session, mine.assessment)
    row = next((one for one in rows if str(one.id) == number), None)
    if row is None:
        # The second of two taps finds nothing to take out any more.
        return done(request, link("assessment_evidence", slug=mine.assessment.slug), "done")
    finding.log(session, mine, "evidence_removed", evidence=row.key or row.title)
    session.delete(row)
    keeping.write(session, mine.assessment, mine.by)
    return done(request, link("assessment_evidence", slug=mine.assessment.slug), "done")


def _add(session: Session, mine: finding.Mine, said: Mapping[str, Any]) -> Problems:
    one, key = mine.assessment, "" if said["key"] == forms.ELSEWHERE else said["key"]
    if not key and not said["title"]:
        return {"title": Problem(_NAMELESS)}
    named = {"title": "" if key else said["title"], "address": "" if key else said["address"]}
    values = {"key": key, "learned": said["learned"], **named}
    rows = queries.evidence(session, one)
    # The second of two taps brings what stands there already.
    if any(all(getattr(row, name) == value for name, value in values.items()) for row in rows):
        return {}
    session.add(models.AssessmentEvidence(assessment_id=one.id or 0, **values))
    keeping.write(session, one, mine.by)
    finding.log(session, mine, "evidence_added", evidence=key or said["title"])
    return {}


def _page(request: Request, session: Session, mine: finding.Mine, problems: Problems) -> Response:
    one, things = mine.assessment, brought.to_choose(request, session)
    rows = queries.evidence(session, one)
    kept = finding.content(request, session, one)["evidence"]
    fields = forms.evidence(things)
    return render(
        request,
        "equality_impact/staff/evidence.html",
        assessment=one,
        rows=list(zip(rows, looking.sources(request, session, kept), strict=True)),
        fields=fields,
        things=things,
        elsewhere=forms.ELSEWHERE,
        raised_by=brought.pointing(request, session, f"{looking.RAISED}{one.slug}"),
        shown=typed(fields, getattr(request.state, "form", {})),
        waits=not problems and finding.waits(session, one),
        problems=problems,
    )


_EVIDENCE = "/staff/assessments/{slug}/evidence"

routes = [
    both(_EVIDENCE, evidence_page, name="assessment_evidence"),
    post(f"{_EVIDENCE}/{{id}}/remove", remove_evidence, name="remove_evidence"),
]
