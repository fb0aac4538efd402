"""What is done against bad effects: what, who leads it, until when, and how far it is."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts.models import Account
from portal.equality_impact import keeping, models, queries, rules, vocabulary
from portal.equality_impact.staff import elsewhere, finding, forms
from portal.forms.form import differences, held, read, show, typed
from portal.languages import i18n
from portal.problems import Problems
from portal.store import saving
from portal.web.page import both, done, found, link, page, post, render


@page
@guards.officer_only
def measures_page(request: Request, session: Session, account: Account) -> Response:
    """Show what is done against bad effects, and add to it."""
    mine = finding.mine(request, session, account)
    one = mine.assessment
    if request.method == "GET":
        return _page(request, session, mine, {})
    fields = forms.measure(elsewhere.offered(request, session))
    reading = read(fields, request.state.form)
    if problems := finding.unchangeable(session, one) or reading.problems:
        return _page(request, session, mine, problems)
    rows = queries.measures(session, one)
    # The second of two taps brings what stands there already.
    if not any(held(fields, row) == reading.values for row in rows):
        session.add(models.Measure(assessment_id=one.id or 0, **reading.values))
        keeping.write(session, one, mine.by)
        finding.log(session, mine, "measure_added", lead=reading.values["lead"])
    return done(request, link("assessment_measures", slug=one.slug), "done")


@page
@guards.officer_only
def measure_page(request: Request, session: Session, account: Account) -> Response:
    """Change what is done; what was signed off of it stays as it was until it is signed anew."""
    mine = finding.mine(request, session, account)
    row = _measure(request, session, mine)
    fields = forms.measure(elsewhere.offered(request, session, row))
    before = show(fields, held(fields, row))
    if request.method == "GET":
        waits = finding.waits(session, mine.assessment)
        return _one(request, session, mine, row, shown=before, waits=waits)
    sent = request.state.form
    reading, shown = read(fields, sent), typed(fields, sent)
    if problems := finding.unchangeable(session, mine.assessment):
        return _one(request, session, mine, row, shown=shown, problems=problems)
    change = saving.Change(mine.by, "assessment.measure_changed", mine.assessment.slug)
    sent_flat = {**shown, saving.VERSION: str(sent.get(saving.VERSION, ""))}
    if refusal := saving.save(session, change, row, before, sent_flat, reading):
        return _one(request, session, mine, row, shown=shown, **refusal.shown)
    keeping.write(session, mine.assessment, mine.by)
    return done(request, link("assessment_measures", slug=mine.assessment.slug), "done")


@page
@guards.officer_only
def measure_progress(request: Request, session: Session, account: Account) -> Response:
    """Say how far something is: everybody reads it at once."""
    mine = finding.mine(request, session, account)
    row = _measure(request, session, mine)
    sent, fields = request.state.form, forms.PROGRESS
    words = forms.measure(())
    reading, shown = read(fields, sent), show(words, held(words, row))
    if reading.problems:
        return _one(request, session, mine, row, shown=shown, problems=reading.problems)
    moved = differences(show(fields, held(fields, row)), typed(fields, sent))
    if moved and saving.is_stale(sent, row.revision):
        far = typed(fields, sent)
        return _one(request, session, mine, row, shown=shown, far=far, moved=moved, status=409)
    said = rules.Progress(reading.values["progress"])
    if keeping.progress(row, said, i18n.today()):
        session.add(row)
        finding.log(session, mine, "measure_progress", number=row.id, progress=said)
    return done(request, link("assessment_measures", slug=mine.assessment.slug), "done")


@page
@guards.officer_only
def remove_measure(request: Request, session: Session, account: Account) -> Response:
    """Take something out of what is done; what was signed off before still names it."""
    mine = finding.mine(request, session, account)
    if problems := finding.unchangeable(session, mine.assessment):
        return _page(request, session, mine, problems)
    rows = queries.measures(session, mine.assessment)
    row = next((one for one in rows if str(one.id) == request.path_params["id"]), None)
    if row is None:
        # The second of two taps finds nothing to take out any more.
        return done(request, link("assessment_measures", slug=mine.assessment.slug), "done")
    finding.log(session, mine, "measure_removed", number=row.id, words=row.words)
    session.delete(row)
    keeping.write(session, mine.assessment, mine.by)
    return done(request, link("assessment_measures", slug=mine.assessment.slug), "done")


def _measure(request: Request, session: Session, mine: finding.Mine) -> models.Measure:
    rows, number = queries.measures(session, mine.assessment), request.path_params["id"]
    return found(next((one for one in rows if str(one.id) == number), None))


def _page(request: Request, session: Session, mine: finding.Mine, problems: Problems) -> Response:
    actions = elsewhere.offered(request, session)
    fields = forms.measure(actions)
    return render(
        request,
        "equality_impact/staff/measures.html",
        assessment=mine.assessment,
        rows=queries.measures(session, mine.assessment),
        fields=fields,
        actions=actions,
        shown=typed(fields, getattr(request.state, "form", {})),
        waits=not problems and finding.waits(session, mine.assessment),
        today=i18n.today(),
        words=vocabulary,
        problems=problems,
    )


def _one(
    request: Request, session: Session, mine: finding.Mine, row: models.Measure, **context: Any
) -> Response:
    actions = elsewhere.offered(request, session, row)
    fields = forms.measure(actions)
    told: dict[str, Any] = {"problems": {}, "theirs": [], "moved": [], "waits": False}
    told |= {"far": {"progress": str(row.progress)}, **context}
    return render(
        request,
        "equality_impact/staff/measure.html",
        assessment=mine.assessment,
        measure=row,
        fields=fields,
        actions=actions,
        labels={one.name: one.label for one in (*fields, *forms.PROGRESS)},
        progress=forms.PROGRESS[0],
        **told,
    )


_MEASURES = "/staff/assessments/{slug}/measures"

routes = [
    both(_MEASURES, measures_page, name="assessment_measures"),
    both(f"{_MEASURES}/{{id}}", measure_page, name="assessment_measure"),
    post(f"{_MEASURES}/{{id}}/progress", measure_progress, name="measure_progress"),
    post(f"{_MEASURES}/{{id}}/remove", remove_measure, name="remove_measure"),
]
stands_on = {"measure_progress": "assessment_measure", "remove_measure": "assessment_measure"}
