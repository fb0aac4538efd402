"""Where the bytes of a consultation's documents lie, and how one is taken away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from portal.consultations import queries
from portal.consultations.models import Consultation, Document
from portal.files import folder
from portal.settings import Settings
from portal.store.db import now
from portal.store.jobs import Job
from portal.web.page import found


def path(settings: Settings, document: Document) -> Path:
    """Say where a document's bytes lie."""
    return settings.documents / document.id


def sent(request: Request, session: Session, consultation: Consultation) -> Response:
    """Send the document of a consultation that an address names."""
    document = found(queries.document(session, consultation, request.path_params["id"]))
    file = path(request.state.settings, document)
    if not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, media_type=document.media_type, filename=document.filename)


def write(settings: Settings, document: Document, content: bytes) -> None:
    """Write a document, before its row is committed."""
    folder.write(settings.documents, document.id, content)


def remove(session: Session, document: Document, reason: Mapping[str, str] | None) -> None:
    """Take a document away; its title stays with the reason that residents are given, if any."""
    if reason is None:
        session.delete(document)
    else:
        document.removed, document.removal = now(), dict(reason)
        session.add(document)
    folder.remove_after_commit(session, [path(session.info["settings"], document)])


def sweep(session: Session, now: datetime) -> None:
    """Remove files that belong to no document and are too old to be on their way."""
    settings: Settings = session.info["settings"]
    folder.sweep(settings.documents, queries.document_ids(session), now)


JOB = Job("consultations.documents", timedelta(days=1), sweep, deletes=True)
