"""Documents that go with a consultation: uploaded by staff, downloaded by anybody."""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts.guards import officer_only
from portal.accounts.models import Account
from portal.consultations import document_files, rules
from portal.consultations import queries as published
from portal.consultations.models import Consultation, Document
from portal.consultations.staff import document_uploads, overview, queries, reasons
from portal.forms.words import Shown, flat
from portal.problems import Problems
from portal.store import db, saving
from portal.web.page import both, found, get, page, post, redirect, render


@page(uploads=document_uploads.prepare)
@officer_only
def documents(request: Request, session: Session, account: Account) -> Response:
    """List the documents of a consultation, and add one."""
    slug = request.path_params["slug"]
    if request.method == "GET":
        return _list(request, session, found(queries.by_slug(session, slug)), {}, {})
    consultation = found(queries.for_change(session, slug))
    languages = queries.languages(session, consultation)
    document, content, problems = document_uploads.read_form(request, consultation, languages)
    if document is None:
        return _list(request, session, consultation, flat(request.state.form), problems)
    others = queries.documents(session, consultation)
    document.place = max((other.place for other in others), default=-1) + 1
    document_files.write(request.state.settings, document, content)
    session.add(document)
    details = {"name": document.filename, "language": document.language}
    saving.record(session, _change(account, "document.added", consultation, document), **details)
    return redirect(request, "staff_documents", slug=slug)


@page
@officer_only
def move_document(request: Request, session: Session, account: Account) -> Response:
    """Move a document one place up or down."""
    consultation = found(queries.for_change(session, request.path_params["slug"]))
    order = queries.documents(session, consultation)
    place = next((i for i, d in enumerate(order) if d.id == request.path_params["id"]), None)
    step = -1 if flat(request.state.form).get("_do") == "up" else 1
    if place is not None and 0 <= place + step < len(order):
        order.insert(place + step, order.pop(place))
        for number, document in enumerate(order):
            document.place = number
            session.add(document)
        change = _change(account, "document.moved", consultation, order[place + step])
        saving.record(session, change)
    return redirect(request, "staff_documents", slug=consultation.slug)


@page
@officer_only
def delete_document(request: Request, session: Session, account: Account) -> Response:
    """Delete a document; residents who could read it read why it is gone."""
    slug, reading = request.path_params["slug"], request.method == "GET"
    find = queries.by_slug if reading else queries.for_change
    consultation = found(find(session, slug))
    document = published.document(session, consultation, request.path_params["id"])
    public = published.status_of(consultation, db.now()) is not rules.Status.HIDDEN
    if document is None or (reading and not public):
        return redirect(request, "staff_documents", slug=slug)
    if reading:
        return _ask_reason(request, session, consultation, document, {}, {})
    sent = flat(request.state.form)
    problems: Problems = {}
    reason = reasons.read(sent, queries.languages(session, consultation), problems)
    if public and problems:
        if "_sure" not in sent:
            return redirect(request, "delete_document", slug=slug, id=document.id)
        return _ask_reason(request, session, consultation, document, sent, problems)
    document_files.remove(session, document, reason if public else None)
    change = _change(account, "document.deleted", consultation, document)
    saving.record(session, change, name=document.filename)
    return redirect(request, "staff_documents", slug=slug)


def _ask_reason(
    request: Request,
    session: Session,
    consultation: Consultation,
    document: Document,
    sent: Shown,
    problems: Problems,
) -> Response:
    return render(
        request,
        "consultations/staff/document_delete.html",
        problems=problems,
        consultation=consultation,
        languages=queries.languages(session, consultation),
        document=document,
        shown=sent,
    )


@page
@overview.readers
def staff_document(request: Request, session: Session, account: Account) -> Response:
    """Send a document of any consultation, published or not."""
    consultation = found(queries.by_slug(session, request.path_params["slug"]))
    return document_files.sent(request, session, consultation)


def _list(
    request: Request,
    session: Session,
    consultation: Consultation,
    shown: Shown,
    problems: Problems,
) -> Response:
    return render(
        request,
        "consultations/staff/documents.html",
        problems=problems,
        consultation=consultation,
        languages=queries.languages(session, consultation),
        documents=queries.documents(session, consultation),
        endings=",".join(document_uploads.ACCEPTED.endings),
        shown=shown,
    )


def _change(
    account: Account, action: str, consultation: Consultation, document: Document
) -> saving.Change:
    return saving.Change(account.id, action, f"{consultation.slug}/{document.id}")


_DOCUMENTS = "/staff/consultations/{slug}/documents"

routes = [
    both(_DOCUMENTS, documents, name="staff_documents"),
    get(f"{_DOCUMENTS}/{{id}}", staff_document, name="staff_document"),
    post(f"{_DOCUMENTS}/{{id}}/move", move_document, name="move_document"),
    both(f"{_DOCUMENTS}/{{id}}/delete", delete_document, name="delete_document"),
]
