"""An officer says why a report is late: at once and in public, for nobody can hide that it is."""

from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.consultations import models as of_consultations
from portal.consultations import queries as consultations
from portal.feedback import models, queries
from portal.feedback.clock import staff_forms as forms
from portal.feedback.clock import standing
from portal.forms import field, form, words
from portal.languages import i18n
from portal.store import saving
from portal.web import brought
from portal.web.page import both, done, found, link, page, render

_OFFICERS = frozenset({accounts.Role.OFFICER})


@page
@guards.officer_only
def explain(request: Request, session: Session, account: accounts.Account) -> Response:
    """Say why a report is late; everybody reads it at once, with its day."""
    slug = request.path_params["slug"]
    report = found(queries.by_slug(session, slug, hold=request.method == "POST"))
    consultation = session.get_one(of_consultations.Consultation, report.consultation_id)
    ground = field.Ground(consultations.edition(session, consultation).languages)
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


def beside(
    _request: Request,
    session: Session,
    consultation: of_consultations.Consultation,
    account: accounts.Account,
) -> Iterator[brought.Chapter]:
    """Show officers beside a consultation how its report stands, and lead to what they do then."""
    stands = standing.of(session, consultation) if account.holds(_OFFICERS) else None
    if stands and stands.report:
        shown = {"slug": consultation.slug, "stands": stands}
        yield brought.Chapter("feedback/clock/staff/beside.html", shown)


def _read(request: Request, report: models.ReportBack, ground: field.Ground) -> form.Reading:
    kept = form.held(forms.EXPLANATION, report)
    reading = form.read(forms.EXPLANATION, request.state.form, kept, ground)
    if reading.values["explained"] == report.explained:
        return reading
    dated = {"explained_in": next(iter(ground.languages), ""), "explained_on": i18n.today()}
    return replace(reading, values=reading.values | dated)


def _form(
    request: Request,
    session: Session,
    consultation: of_consultations.Consultation,
    report: models.ReportBack,
    shown: words.Shown,
    refusal: saving.Refusal = saving.UNREFUSED,
) -> Response:
    edition = consultations.edition(session, consultation)
    return render(
        request,
        "feedback/clock/staff/explain.html",
        **refusal.shown,
        consultation=consultation,
        title=edition.title,
        languages=edition.languages,
        stands=standing.of(session, consultation),
        report=report,
        fields=forms.EXPLANATION,
        shown=shown,
        done=request.query_params.get("done", ""),
    )


routes = [both("/staff/feedback/{slug}/explain", explain, name="explain_delay")]
