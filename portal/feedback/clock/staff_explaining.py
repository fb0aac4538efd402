"""An officer says why a report is late: at once and in public, for nobody can hide that it is."""

from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import queries as consultations
from portal.consultations.models import Consultation
from portal.feedback import queries
from portal.feedback.clock import forms, standing
from portal.feedback.models import ReportBack
from portal.forms import form
from portal.forms.field import Ground
from portal.forms.words import Shown
from portal.languages.i18n import today
from portal.store import saving
from portal.web.page import both, done, found, link, page, render


@page
@officer_only
def explain(request: Request, session: Session, account: Account) -> Response:
    """Say why a report is late; everybody reads it at once, with its day."""
    slug = request.path_params["slug"]
    report = found(queries.by_slug(session, slug, hold=request.method == "POST"))
    consultation = session.get_one(Consultation, report.consultation_id)
    ground = Ground(consultations.edition(session, consultation).languages)
    stored = form.show(forms.EXPLANATION, form.held(forms.EXPLANATION, report), ground)
    if request.method == "GET":
        return _form(request, session, consultation, report, stored)
    sent = form.typed(forms.EXPLANATION, request.state.form, ground)
    change = saving.Change(account.id, "feedback.explained", slug)
    reading = _read(request, report, ground)
    typed = sent | {saving.VERSION: request.state.form.get(saving.VERSION, "")}
    refusal = saving.save(session, change, report, stored, typed, reading)
    if refusal:
        return _form(request, session, consultation, report, sent, refusal)
    return done(request, link("explain_delay", slug=slug), "explained")


def _read(request: Request, report: ReportBack, ground: Ground) -> form.Reading:
    kept = form.held(forms.EXPLANATION, report)
    reading = form.read(forms.EXPLANATION, request.state.form, kept, ground)
    if reading.values["explained"] == report.explained:
        return reading
    dated = {"explained_in": next(iter(ground.languages), ""), "explained_on": today()}
    return replace(reading, values=reading.values | dated)


def _form(
    request: Request,
    session: Session,
    consultation: Consultation,
    report: ReportBack,
    shown: Shown,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    words = consultations.edition(session, consultation)
    return render(
        request,
        "feedback/clock/staff/explain.html",
        **refusal.shown,
        consultation=consultation,
        title=words.title,
        languages=words.languages,
        stands=standing.of(session, consultation),
        report=report,
        fields=forms.EXPLANATION,
        shown=shown,
        done=request.query_params.get("done", ""),
    )


routes = [both("/staff/feedback/{slug}/explain", explain, name="explain_delay")]
