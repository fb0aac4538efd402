"""Seeing a questionnaire as residents will, before it is published."""

from datetime import UTC, date, datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import preview_queries
from portal.consultations.models import Consultation, SharedPreview
from portal.consultations.staff import queries
from portal.consultations.staff.building import importing
from portal.questions import questionnaire
from portal.store.saving import Change, record
from portal.web.page import (
    absolute,
    found,
    get,
    link,
    page,
    post,
    public,
    redirect_to,
    render,
    sent_text,
)
from portal.web.security import FRAMED_POLICY

DAYS = (7, 14, 30)
"""For how long a preview can be shared, in days."""


@page
@officer_only
def preview(request: Request, session: Session, account: Account) -> Response:
    """Show the draft in a frame as wide as a phone, and offer a link for signing it off."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    shared = preview_queries.open_links(session, consultation, _today())
    return render(
        request,
        "consultations/staff/building/preview.html",
        consultation=consultation,
        tag=_language(request, consultation),
        days=DAYS,
        links=[(one, _address(request, one)) for one in shared],
    )


@page
@officer_only
def preview_page(request: Request, session: Session, account: Account) -> Response:
    """Show the draft as a resident's page, which our own pages may frame."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    return _draft(request, session, consultation)


@page
@officer_only
def share_preview(request: Request, session: Session, account: Account) -> Response:
    """Make a link with which anybody can read the draft for some days."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    typed = sent_text(request.state.form, "days")
    days = int(typed) if typed in map(str, DAYS) else DAYS[0]
    preview_queries.forget_expired(session, consultation, _today())
    shared = SharedPreview(
        consultation_id=consultation.id or 0, until=_today() + timedelta(days=days)
    )
    session.add(shared)
    change = Change(account.id, "consultation.preview_shared", consultation.slug)
    record(session, change, until=shared.until)
    return redirect_to(request, link("preview", slug=consultation.slug) + "#shared")


@page
@officer_only
def take_back_preview(request: Request, session: Session, account: Account) -> Response:
    """End a link before its day; one that is gone already stays so."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    shared = session.get(SharedPreview, sent_text(request.state.form, "link"))
    if shared is not None and shared.consultation_id == consultation.id:
        session.delete(shared)
        change = Change(account.id, "consultation.preview_taken_back", consultation.slug)
        record(session, change, until=shared.until)
    return redirect_to(request, link("preview", slug=consultation.slug) + "#shared")


@page
@public
def shared_preview(request: Request, session: Session) -> Response:
    """Show the draft to whoever was given the link, until it expires or is taken back."""
    try:
        name = _signer(request).loads(request.path_params["token"])
    except BadData as error:
        raise HTTPException(404) from error
    shared = session.get(SharedPreview, name) if isinstance(name, str) else None
    if shared is None or shared.until < _today():
        return render(request, "consultations/preview_over.html", status=410)
    consultation = found(session.get(Consultation, shared.consultation_id))
    return _draft(request, session, consultation, until=shared.until)


def _draft(
    request: Request, session: Session, consultation: Consultation, until: date | None = None
) -> Response:
    content = importing.drafted(session, consultation)
    response = render(
        request,
        "consultations/preview.html",
        consultation=consultation,
        questionnaire=questionnaire.from_json(content),
        page_languages=consultation.languages,
        until=until,
    )
    response.headers["content-security-policy"] = FRAMED_POLICY
    return response


def _address(request: Request, shared: SharedPreview) -> str:
    token = str(_signer(request).dumps(shared.id))
    return absolute(request.state.settings, link("shared_preview", token=token))


def _language(request: Request, consultation: Consultation) -> str:
    asked, written = request.query_params.get("language", ""), consultation.languages
    order: tuple[str, ...] = request.state.council.languages
    offered = [tag for tag in order if tag in written]
    return asked if asked in written else [*offered, *written, *order][0]


def _signer(request: Request) -> URLSafeSerializer:
    return URLSafeSerializer(request.state.settings.secret, salt="preview")


def _today() -> date:
    return datetime.now(UTC).date()


_PREVIEW = "/staff/consultations/{slug}/preview"

routes = [
    get(_PREVIEW, preview, name="preview"),
    get(f"{_PREVIEW}/page", preview_page, name="preview_page"),
    post(f"{_PREVIEW}/share", share_preview, name="share_preview"),
    post(f"{_PREVIEW}/take-back", take_back_preview, name="take_back_preview"),
    get("/preview/{token}", shared_preview, name="shared_preview"),
]
