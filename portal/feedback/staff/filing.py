"""A document or a picture that shows that something was done, with words for the latter."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from portal.accounts import guards
from portal.accounts import models as accounts
from portal.consultations.staff import document_uploads
from portal.feedback import models, proofs, rules
from portal.feedback.staff import finding, forms, proving
from portal.files import filetypes
from portal.forms import form
from portal.problems import Problem, Problems, mark
from portal.web import uploads
from portal.web.page import both, done, link, page, render

_UNDESCRIBED = Problem(mark("Write what the picture shows, for who does not see it."))


@page(uploads=document_uploads.prepare)
@guards.officer_only
def add_file(request: Request, session: Session, account: accounts.Account) -> Response:
    """Add a document or a picture, which was made anew before."""
    mine = finding.mine(request, session, account)
    entry = finding.entry_of(request, session, mine)
    if request.method == "GET":
        return _file_page(request, session, mine, entry)
    upload = uploads.came_in(request, document_uploads.ACCEPTED)
    reading = form.read(
        forms.filed(), request.state.form, ground=proving.ground(session, mine, entry)
    )
    problems = finding.unchangeable(session, mine) or reading.problems
    if isinstance(upload, Problem):
        problems = {**problems, "file": upload}
    elif not problems and _is_picture(upload) and not _alternative(entry, reading.values):
        problems = {f"alternative.{entry.language}": _UNDESCRIBED}
    if problems or isinstance(upload, Problem):
        return _file_page(request, session, mine, entry, problems)
    file: dict[str, Any] = {
        "proof": rules.Proof.PICTURE if _is_picture(upload) else rules.Proof.DOCUMENT,
        "filename": upload.name,
        "media_type": upload.kind,
        "size": len(upload.content),
    }
    made = proving.add(session, mine, entry, {**file, **reading.values})
    proofs.write(request.state.settings, made, upload.content)
    return done(request, link("entry_proofs", slug=mine.slug, key=entry.key), "done")


def _is_picture(upload: filetypes.Taken) -> bool:
    return upload.kind in filetypes.IMAGES


def _alternative(entry: models.Entry, values: Mapping[str, Any]) -> str:
    return str(values["alternative"].get(entry.language, ""))


def _file_page(
    request: Request,
    session: Session,
    mine: finding.Mine,
    entry: models.Entry,
    problems: Problems | None = None,
) -> Response:
    ground, sent = proving.ground(session, mine, entry), getattr(request.state, "form", {})
    return render(
        request,
        "feedback/staff/proof_file.html",
        consultation=mine.consultation,
        entry=entry,
        fields=forms.filed(),
        endings=",".join(document_uploads.ACCEPTED.endings),
        languages=ground.languages,
        shown=form.typed(forms.filed(), sent, ground),
        waits=not problems and finding.waits(session, mine),
        problems=problems or {},
    )


routes = [
    both("/staff/feedback/{slug}/entries/{key}/proofs/file", add_file, name="proof_file"),
]
