"""Where the bytes lie of what shows that something was done, and how one goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from portal.feedback import queries
from portal.feedback.models import Entry, EntryProof
from portal.files import folder
from portal.settings import Settings
from portal.store.jobs import Job


def path(settings: Settings, proof: EntryProof) -> Path:
    """Say where the bytes of a document or a picture lie."""
    return settings.proofs / proof.id


def write(settings: Settings, proof: EntryProof, content: bytes) -> None:
    """Write a document or a picture, before its row is committed."""
    folder.write(settings.proofs, proof.id, content)


def sent(request: Request, proof: EntryProof) -> Response:
    """Send a document or a picture."""
    file = path(request.state.settings, proof)
    if not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, media_type=proof.media_type, filename=proof.filename)


def take_out(session: Session, entry: Entry, proof: EntryProof) -> None:
    """Take something out; what everybody can open stays until that is signed off."""
    if proof.id in entry.shown.get("proofs", ()):
        proof.taken_out = True
        session.add(proof)
    else:
        drop(session, [proof])


def drop_unshown(session: Session, entries: Sequence[Entry]) -> None:
    """Keep nothing that was taken out, or belongs to an entry that was, and nobody opens now."""
    kept = queries.proofs(session, entries)
    for one in entries:
        shown = one.shown.get("proofs", ())
        gone = (proof for proof in kept.get(one.id or 0, ()) if proof.taken_out or one.taken_out)
        drop(session, [proof for proof in gone if proof.id not in shown])


def drop(session: Session, proofs: Sequence[EntryProof]) -> None:
    """Delete what shows that something was done, and its files once that is committed."""
    files = [path(session.info["settings"], one) for one in proofs if one.filename]
    for one in proofs:
        session.delete(one)
    session.flush()
    if files:
        folder.remove_after_commit(session, files)


def sweep(session: Session, now: datetime) -> None:
    """Remove files that belong to nothing and are too old to be on their way."""
    settings: Settings = session.info["settings"]
    folder.sweep(settings.proofs, queries.proof_ids(session), now)


JOB = Job("feedback.proofs", timedelta(days=1), sweep, deletes=True)
