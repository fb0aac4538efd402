"""Officers begin an assessment, see how far it is, and write it part by part."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account, Role
from portal.equality_impact import keeping, looking, models, queries, vocabulary
from portal.equality_impact.staff import finding, forms, lacking, parts
from portal.forms.form import changed, read, show, typed
from portal.languages import i18n
from portal.store import saving
from portal.web import lists
from portal.web.page import both, done, found, get, link, page, render

_OFFICERS = frozenset({Role.OFFICER})


@page
@finding.either
def assessments(request: Request, session: Session, account: Account) -> Response:
    """List all assessments, what is due first at the top."""
    part = queries.all_by_date(session, lists.place(request))
    waiting = queries.all_waiting(session)
    return render(
        request,
        "equality_impact/staff/list.html",
        rows=part.rows,
        waiting=waiting,
        writes=account.holds(_OFFICERS),
        asked={one.id for one, _ in waiting},
        pages=lists.pages(part, link("staff_assessments"), {}),
        services=looking.services(session),
        today=i18n.today(),
        words=vocabulary,
    )


@page
@guards.officer_only
def new_assessment(request: Request, session: Session, account: Account) -> Response:
    """Begin an assessment."""
    fields, ground = forms.beginning(looking.services(session).items()), finding.ground(request)
    part = parts.Part("new", "", fields)
    if request.method == "GET":
        return _form(request, part, {"language": i18n.language()})
    sent = request.state.form
    reading = read(fields, sent, ground=ground)
    if reading.problems:
        return _form(request, part, typed(fields, sent, ground), problems=reading.problems)
    if begun := keeping.begun_before(session, reading.values, by=account.id or 0):
        return done(request, link("staff_assessment", slug=begun.slug), "begun")
    made = keeping.begin(session, reading.values, by=account.id or 0)
    finding.log(session, finding.Mine(account, made), "begun")
    return done(request, link("staff_assessment", slug=made.slug), "begun")


@page
@finding.either
def staff_assessment(request: Request, session: Session, account: Account) -> Response:
    """Show how far an assessment is, and what it lacks."""
    one = finding.mine(request, session, account).assessment
    return overview(request, session, finding.Mine(account, one))


def overview(request: Request, session: Session, mine: finding.Mine, **context: Any) -> Response:
    """Show an assessment as those who write it see it."""
    one = mine.assessment
    editions = queries.editions(session, one)
    lacks = lacking.by_part(finding.lacks(request, session, one))
    told = {"problems": {}} | context
    return render(
        request,
        "equality_impact/staff/assessment.html",
        assessment=one,
        parts=finding.parts_of(request, session),
        lacks=lacks,
        untranslated=_untranslated(request, one),
        editions=editions,
        waiting=next((each for each in editions if each.waits), None),
        published=next((each for each in editions if each.published), None),
        names=queries.names(session, [n for e in editions for n in (e.asked_by, e.agreed_by)]),
        writes=mine.account.holds(_OFFICERS),
        fields=forms.ASK,
        shown=typed(forms.ASK, getattr(request.state, "form", {})),
        services=looking.services(session),
        today=i18n.today(),
        words=vocabulary,
        **told,
    )


@page
@guards.officer_only
def part_of_assessment(request: Request, session: Session, account: Account) -> Response:
    """Write a part of an assessment."""
    mine, name = finding.mine(request, session, account), request.path_params["part"]
    named = (one for one in finding.parts_of(request, session) if one.code == name and one.fields)
    part, one, ground = found(next(named, None)), mine.assessment, finding.ground(request)
    kept = part.values(one)
    before = show(part.fields, kept, ground)
    version = saving.version_of(before)
    if request.method == "GET":
        waits = finding.waits(session, one)
        return _form(request, part, before, one, version=version, waits=waits)
    sent = request.state.form
    mine_typed, reading = typed(part.fields, sent, ground), read(part.fields, sent, kept, ground)
    refusal = saving.overtaken(sent, before, mine_typed)
    if refusal:
        return _form(request, part, mine_typed, one, version=version, **refusal.shown)
    problems = (
        finding.unchangeable(session, one) or reading.problems or forms.undated(reading.values)
    )
    if problems:
        return _form(request, part, mine_typed, one, version=version, problems=problems)
    if fields := changed(before, show(part.fields, reading.values, ground)):
        part.keep(one, reading.values)
        keeping.write(session, one, mine.by)
        finding.log(session, mine, "changed", part=part.code, fields=fields)
    return done(request, link("staff_assessment", slug=one.slug), "saved")


def _form(
    request: Request,
    part: parts.Part,
    shown: Mapping[str, Any],
    assessment: models.Assessment | None = None,
    **context: Any,
) -> Response:
    told: dict[str, Any] = {"problems": {}, "theirs": [], "version": "", "waits": False}
    return render(
        request,
        "equality_impact/staff/part.html",
        assessment=assessment,
        part=part,
        shown=shown,
        labels={one.name: one.label for one in part.fields},
        **(told | context),
    )


def _untranslated(request: Request, one: models.Assessment) -> list[str]:
    """List the languages in which the summary and the reasons cannot be read yet."""
    texts = [one.title, one.summary, one.outcome_reason]
    texts += [one.decision_reason] if any(one.decision_reason.values()) else []
    return [tag for tag in request.state.council.languages if not all(t.get(tag) for t in texts)]


_ALL = "/staff/assessments"

first_routes = [
    get(_ALL, assessments, name="staff_assessments"),
    both(f"{_ALL}/new", new_assessment, name="new_assessment"),
    get(f"{_ALL}/{{slug}}", staff_assessment, name="staff_assessment"),
]
part_route = both(f"{_ALL}/{{slug}}/{{part}}", part_of_assessment, name="assessment_part")
"""A part is named by the last part of its address, so it comes after all that have a name."""
